"""Template tags of the whole portal. Public templates print translated fields through these."""

from typing import Any

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from municipalities.figures import written
from municipalities.halves import halves_of
from municipalities.models import Figure
from municipalities.reading import Reading
from municipalities.ridge import draw
from portal.content_pages import group_of
from portal.joined import joined
from portal.lib import languages
from portal.lib.dates import spell
from portal.lib.html import clean, to_text
from portal.lib.languages import OWN_NAMES, Localized, current, localized, marks, names_of

register = template.Library()

# The names of Sámi and Kven in the reader's language would need a catalogue of their own;
# people find their language by its own name.
OTHER_OWN_NAMES = OWN_NAMES | {"fkv": "Kvääni"}

# Marks in what browsers say of themselves; the first that is found counts, since most also name
# the browsers they want to be taken for.
BROWSERS = {
    "Edg": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari",
}  # fmt: skip
SYSTEMS = {
    "Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows",
    "Mac OS X": "macOS", "Linux": "Linux",
}  # fmt: skip


@register.simple_tag
def text(instance: Any, field: str) -> SafeString:
    """A short field; Norwegian with `lang` where it is not translated."""
    return _marked(localized(instance, field))


@register.simple_tag
def plain(instance: Any, field: str) -> str:
    """A short field where no markup can stand: titles, attributes, descriptions."""
    return to_text(localized(instance, field).value)


@register.inclusion_tag("includes/rich_text.html", takes_context=True)
def rich_text(
    context: dict[str, Any], instance: Any, field: str, reading: Reading
) -> dict[str, Any]:
    """A long field: cleaned again, tokens expanded, and marked where it is not translated; beside
    another language where the reader wants that."""
    language = beside_language(context)
    if language and (halves := halves_of(instance, field, reading, language)):
        return {"halves": halves}
    value = localized(instance, field)
    return {"value": value, "markup": reading.tokens.expand(clean(value.value))}


@register.simple_tag
def figure_value(figure: Figure) -> SafeString:
    """The figure with its unit, in the reader's language."""
    return _marked(written(figure))


@register.simple_tag
def ridge(places: Any, lit: Any = None) -> SafeString:
    """The ridge: one peak per municipality, the light on the one given, or on all."""
    return draw([place.slug for place in places], lit.slug if lit else None)


@register.simple_tag
def provider_name() -> str:
    """What people call the service where staff may sign in besides here; "" where there is none."""
    return settings.OIDC_PROVIDER.name if settings.OIDC_PROVIDER else ""


@register.filter
def spelled(day: Any) -> str:
    """A date in words."""
    return spell(day) if day else ""


@register.filter
def language_names(codes: list[str]) -> str:
    """The languages somebody speaks, each by its own name."""
    return ", ".join(OTHER_OWN_NAMES.get(code) or name for code, name in names_of(codes))


def beside_language(context: dict[str, Any]) -> str | None:
    """The language that the reader wants beside their own."""
    shell = context.get("shell")
    return shell.beside if shell else None


def _marked(value: Localized) -> SafeString:
    if value and value.marks:
        return format_html("<span{}>{}</span>", value.marks, value.value)
    return format_html("{}", value.value)


@register.simple_tag
def page_language() -> str:
    """The language of menus and labels, for pages that are made without their frame."""
    return languages.page_language()


@register.filter
def lang_marks(language: str) -> SafeString:
    """The attributes of a part of the page that is in this language."""
    return marks(language)


@register.filter
def breakable(address: str) -> SafeString:
    """An e-mail address that may break before the @ rather than anywhere."""
    name, _at, host = address.partition("@")
    return format_html("{}<wbr>@{}", name, host)


@register.filter
def host_of(address: str) -> str:
    """The name of a website without "https://www.", as people say it."""
    return address.split("//")[-1].removeprefix("www.").strip("/").split("/")[0]


@register.filter
def browser(user_agent: str) -> str:
    """What somebody came with, as they would say it: "Firefox, Windows"."""
    found = [
        next((name for mark, name in marks.items() if mark in user_agent), "")
        for marks in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(name for name in found if name) or gettext("An unknown browser")


@register.simple_tag
def language_name(code: str) -> SafeString:
    """A language by its own name, marked as being in it."""
    return format_html('<span lang="{}">{}</span>', code, dict(names_of([code]))[code])


@register.simple_tag(takes_context=True)
def current_section(context: dict[str, Any], *sections: str) -> SafeString:
    """`aria-current` for the menu entry of the section this page belongs to."""
    parts = context["request"].path.strip("/").split("/")
    here = len(parts) > 1 and parts[1] in sections
    return mark_safe(' aria-current="true"') if here else mark_safe("")


@register.simple_tag
def page_address(shell: Any, language: str | None = None) -> str:
    """The whole address of this page, in its own or another language."""
    return str(shell.absolute(shell.path_in(language or current())))


@register.simple_tag
def with_site(path: str) -> str:
    """The path as a whole address, for paper."""
    return f"{settings.SITE_URL}{path}"


@register.simple_tag
def absolute_url(instance: Any) -> str:
    """The whole address of an object's page, in the reader's language."""
    return f"{settings.SITE_URL}{instance.get_absolute_url()}"


@register.inclusion_tag("includes/page_feedback.html", takes_context=True)
def page_feedback(context: dict[str, Any]) -> dict[str, Any]:
    """ "Did you find what you needed?", on pages with content."""
    return {"group": group_of(context["request"].path)}


@register.simple_tag(takes_context=True)
def stylesheet_url(context: dict[str, Any], name: str = "landgang.css") -> str:
    """The address of the page's one stylesheet; it changes with its content."""
    return joined(f"beside-{name}" if beside_language(context) else name).url


@register.simple_tag
def account_script_url() -> str:
    """The address of the joined script of the account pages."""
    return joined("account.js").url
