"""What helps an editor while writing: warnings about the language, and a list of figures."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.utils import label_for_field
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from js_asset import Script

from municipalities.models import Municipality
from municipalities.models.text import TranslatedText
from municipalities.plain_language import MOST_WORDS, Finding, Kind, findings
from municipalities.reading import rich_fields
from portal.lib.dates import months_before, today
from portal.lib.html import clean
from portal.lib.languages import column

MOST_PER_LANGUAGE = 15
LONGEST_LINE = 1000
SAID: dict[Kind, Any] = {
    Kind.LONG_SENTENCE: _("The sentence has %(count)s words; %(most)s are easier to read."),
    Kind.VAGUE_LINK: _("The link’s words do not say where it leads."),
    Kind.ADDRESS_AS_LINK: _("The link’s words are an address: say what is there."),
    Kind.HEADING_JUMP: _("The heading skips a level."),
    Kind.BARE_AMOUNT: _("An amount, a deadline or a date: a figure keeps it true everywhere."),
}


class Warned(NamedTuple):
    """One warning: the field, where it is on the page, the words it is about, and what is said."""

    field: str
    anchor: str
    extract: str
    said: str


@dataclass(frozen=True)
class InLanguage:
    """The warnings about one language; of many the first."""

    code: str
    name: str
    count: int
    warnings: list[Warned]


def with_writing_help(context: dict[str, Any], obj: TranslatedText | None) -> None:
    """Put what helps into the context of a form: warnings, and what the picker needs."""
    form = context["adminform"].form
    context["needs_review"] = obj is not None and _is_unreviewed(obj)
    rich = [column(name, code) for name in rich_fields(form.instance)
            for code, _name in settings.LANGUAGES]  # fmt: skip
    fields = [form.fields[name] for name in rich if name in form.fields]
    # Before any of them is bound: that keeps the help text of its time.
    for field in fields:
        field.help_text = _about_tokens()
    context["language_warnings"] = warnings_about(form.instance, _texts_in(form))
    context["picks_figures"] = bool(fields)
    context["picked_for"] = _place_of(obj)
    context["media"] = forms.Media(js=[_script("figures.js")]) + context["media"]


def tell_warnings(request: HttpRequest, obj: TranslatedText, texts: Any, address: str) -> None:
    """Say after saving how much could be easier to read, and where that stands."""
    count = sum(each.count for each in warnings_about(obj, texts))
    if count:
        said = ngettext(
            "Saved. One thing in the text could be plainer:",
            "Saved. %(count)s things in the text could be plainer:",
            count,
        ) % {"count": count}
        link = format_html('<a href="{}#plain-language">{}</a>', address, gettext("look at them"))
        messages.info(request, format_html("{} {}", said, link))


def warnings_about(text: TranslatedText, texts: Any) -> list[InLanguage]:
    """The warnings about what is written, language by language; none where there are none."""
    year, found, rich = today().year, [], rich_fields(text)
    for code, name in settings.LANGUAGES:
        warned = [
            _warned(text, field, code, finding)
            for field, words in texts.get(code, {}).items()
            for finding in findings(_markup(words, field in rich), code, year)
        ]
        if warned:
            found.append(InLanguage(code, name, len(warned), warned[:MOST_PER_LANGUAGE]))
    return found


def _warned(text: TranslatedText, field: str, language: str, finding: Finding) -> Warned:
    said = SAID[finding.kind] % {"count": finding.count, "most": MOST_WORDS}
    label = str(capfirst(str(label_for_field(field, type(text)))))
    return Warned(label, f"id_{column(field, language)}", finding.extract, str(said))


def _texts_in(form: Any) -> dict[str, dict[str, str]]:
    """What stands in the form: as it was sent, else as it is saved."""
    return {
        code: {
            name: str(form[column(name, code)].value() or "")
            for name in form.instance.TEXTS
            if column(name, code) in form.fields
        }
        for code, _name in settings.LANGUAGES
    }


def _markup(words: str, is_rich: bool) -> str:
    """As readers would get it; a form may hold anything."""
    return clean(words) if is_rich else escape(words[:LONGEST_LINE])


def _is_unreviewed(text: TranslatedText) -> bool:
    """Whether nobody has looked at it for a year, as far as its row knows."""
    if text.pk is None or not hasattr(text, "facts_checked_on"):
        return False
    long_ago = months_before(today(), settings.TEXT_REVIEWED_MONTHS)
    checked = text.facts_checked_on
    return text.source_changed_at.date() < long_ago and (checked is None or checked < long_ago)


def _place_of(obj: TranslatedText | None) -> int | None:
    """Whose figures the text may name besides the region's; the form itself may know better."""
    if isinstance(obj, Municipality):
        return obj.pk
    return getattr(obj, "municipality_id", None)


def _about_tokens() -> SafeString:
    return format_html(
        "{} <code>[[figure:key]]</code>, <code>[[figure:key:number]]</code>, "
        '<code>[[page:address|words]]</code>, <code>[[hosts]]</code>. <a href="{}">{}</a>',
        gettext("Amounts, deadlines and links within the portal are written as tokens:"),
        reverse("admin:municipalities_figure_changelist"),
        gettext("All figures and their keys"),
    )


def _script(name: str) -> Script:
    return Script(f"portal/js/{name}", type="module")
