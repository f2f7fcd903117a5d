"""What is to translate into a language, and the files that go to translators and come back."""

from typing import Any, NamedTuple

from django import forms
from django.contrib import admin, messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from municipalities.actions.revisions import SavedMeanwhile, place_of
from municipalities.actions.translations import send_out, take_in
from municipalities.admin.base import translations
from municipalities.admin.comparing import field_differences
from municipalities.admin.history import FieldChange
from municipalities.admin.worklist import (
    SHOWN,
    Item,
    counts,
    may_translate,
    translating_admins,
    worklist,
)
from municipalities.exchange import pair, xliff
from municipalities.exchange.parts import MAX_BYTES, FileRefused
from municipalities.models.text import TranslatedText, TranslationState
from municipalities.returned import Proposal, Reach, proposals, read_file
from municipalities.roles import Ability
from municipalities.scoping import standing_in
from portal.lib.dates import today
from portal.lib.languages import source_language

# How long one may look at what a file would change before saying yes.
LOOKING = 60 * 60
SALT = "landgang.exchange.import"
# What a form may send, less its other fields (Django's limit is 2.5 MB).
MOST_CARRIED = 2_400_000
TYPES = {"xliff": ("application/xliff+xml", "xlf"), "html": ("text/html; charset=utf-8", "html")}
MACHINE = "machine"


class Told(NamedTuple):
    """What a file would change in one text, for reading."""

    proposal: Proposal
    title: str
    fields: list[FieldChange]
    source: list[FieldChange]
    left: list[str]


class FilterForm(forms.Form):
    """Which texts are shown."""

    use_required_attribute = False

    state = forms.ChoiceField(label=_("State"), required=False)
    kind = forms.ChoiceField(label=_("Kind of text"), required=False)
    place = forms.TypedChoiceField(
        label=_("Municipality"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, data: Any, items: list[Item]) -> None:
        super().__init__(data)
        kinds = {item.kind: item.kind_name for item in items}
        places = {item.place.pk: str(item.place) for item in items if item.place}
        everything = ("", gettext("All"))
        states = [(each.value, each.label) for each in SHOWN]
        fields: Any = self.fields
        fields["state"].choices = [everything, *states, (MACHINE, gettext("made by a machine"))]
        fields["kind"].choices = [everything, *kinds.items()]
        by_name = sorted(places.items(), key=lambda each: each[1])
        fields["place"].choices = [everything, *by_name]

    def chosen(self, items: list[Item]) -> list[Item]:
        """Those that the form asks for; all of them, where it asks for what there is not."""
        asked = self.cleaned_data if self.is_valid() else {}
        state, kind, place = (asked.get(name) for name in ("state", "kind", "place"))
        return [
            item
            for item in items
            if (not state or item.state == state or (state == MACHINE and item.is_machine))
            and (not kind or item.kind == kind)
            and (not place or (item.place is not None and item.place.pk == place))
        ]


class UploadForm(forms.Form):
    """A file that came back."""

    use_required_attribute = False

    file = forms.FileField(
        label=_("File from the translator (XLIFF or HTML)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlf,.xliff,.html,.htm"}),
    )


@require_safe
def first_language(request: HttpRequest) -> HttpResponse:
    """To the list of the first language that is translated into."""
    if not translations():
        raise Http404
    return HttpResponseRedirect(_url("translations", translations()[0][0]))


@require_safe
def translation_list(request: HttpRequest, language: str) -> HttpResponse:
    """What is to translate into the language: counts, filters, and the texts."""
    _let_in(request, language)
    items = worklist(request, language)
    form = FilterForm(request.GET, items)
    shown = form.chosen(items)
    state = request.GET.get("state", "")
    return _page(
        request,
        "translations",
        language,
        gettext("What is to translate"),
        form=form,
        items=shown,
        state=state if state in TranslationState.values else "",
        counts=counts(items),
        states=SHOWN,
        has_files=any(item.is_revised for item in shown),
        export_url=_url("translations_export", language),
        import_url=_url("translations_import", language),
    )


@require_POST
def export(request: HttpRequest, language: str) -> HttpResponse:
    """The ticked texts, or all that are shown, as a file for a translator."""
    _let_in(request, language)
    form = request.POST.get("format", "")
    if form not in TYPES:
        raise Http404
    items = [item for item in worklist(request, language) if item.is_revised]
    ticked = set(request.POST.getlist("texts"))
    chosen = [item for item in items if item.key in ticked] if ticked else (
        FilterForm(request.POST, items).chosen(items)
    )  # fmt: skip
    if not chosen:
        messages.warning(request, gettext("There is nothing to export."))
        return HttpResponseRedirect(_url("translations", language))
    reach = reach_of(request)
    texts = [text for item in chosen if (text := reach(item.kind, item.pk))]
    out = [send_out(text=text, language=language) for text in texts]
    content = (
        xliff.write(out, language)
        if form == "xliff"
        else pair.write(out, language, dict(translations())[language])
    )
    kind, ending = TYPES[form]
    name = f"landgang-{language}-{today().isoformat()}.{ending}"
    return HttpResponse(
        content, kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def import_file(request: HttpRequest, language: str) -> HttpResponse:
    """A file that came back: what it would change, and then the change.

    Nothing is stored in between: the page carries the file along, signed and for an hour.
    """
    _let_in(request, language)
    if request.method != "POST":
        return _upload(request, language, UploadForm())
    try:
        if "carried" in request.POST:
            return _take_in(request, language, request.POST["carried"])
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return _upload(request, language, form)
        return _preview(request, language, _content_of(form.cleaned_data["file"]))
    except FileRefused as refusal:
        return _upload(request, language, UploadForm(), refusal)


def reach_of(request: HttpRequest) -> Reach:
    """How the person reaches texts: those alone that they may translate."""
    admins = {
        each.model._meta.label_lower: each
        for each in translating_admins()
        if hasattr(each, "may_translate")
    }

    def reach(kind: str, pk: int) -> TranslatedText | None:
        each = admins.get(kind)
        text: Any = each.get_queryset(request).filter(pk=pk).first() if each else None
        if text is None or not may_translate(each, request, text):
            return None
        place = place_of(text)
        return None if place and place.is_former else text

    return reach


def _let_in(request: HttpRequest, language: str) -> None:
    if language not in dict(translations()):
        raise Http404
    if not standing_in(request).anywhere(Ability.EDIT_CONTENT, Ability.WRITE_LOCAL_PARTS):
        raise PermissionDenied


def _content_of(file: Any) -> bytes:
    if file.size > MAX_BYTES:
        raise FileRefused(_("The file is too large: export fewer texts at a time."))
    return bytes(file.read())


def _upload(
    request: HttpRequest, language: str, form: UploadForm, refusal: FileRefused | None = None
) -> TemplateResponse:
    title = gettext("Take in a translator's file")
    return _page(request, "import", language, title, form=form, refusal=refusal)


def _preview(request: HttpRequest, language: str, content: bytes) -> HttpResponse:
    found = proposals(read_file(content, language), language, reach_of(request))
    carried = signing.dumps(
        {
            "file": content.decode("latin-1"),
            "language": language,
            "by": request.user.pk,
            "heads": _heads(found),
        },
        salt=SALT,
        compress=True,
    )
    if len(carried) > MOST_CARRIED:
        raise FileRefused(_("The file is too large: export fewer texts at a time."))
    told = [_told(each) for each in found if each.is_new]
    return _page(
        request,
        "import_preview",
        language,
        gettext("What the file would change"),
        told=told,
        same=len(found) - len(told),
        left=[_told(each) for each in found if each.left and not each.is_new],
        carried=carried,
        may_publish=any(_publishes(request)(each.text) for each in found if each.is_new),
        import_url=_url("translations_import", language),
    )


def _take_in(request: HttpRequest, language: str, carried: str) -> HttpResponse:
    try:
        known = signing.loads(carried, salt=SALT, max_age=LOOKING)
    except signing.BadSignature as error:
        raise FileRefused(_("That was too long ago: send the file once more.")) from error
    if known["language"] != language or known["by"] != request.user.pk:
        raise FileRefused(_("That was too long ago: send the file once more."))
    content = known["file"].encode("latin-1")
    found = proposals(read_file(content, language), language, reach_of(request))
    try:
        if _heads(found) != known["heads"]:
            raise SavedMeanwhile(found[0].seen)
        taken = take_in(
            found=found,
            by=request.user,
            machine="machine" in request.POST,
            publish=_publishes(request) if "_publish" in request.POST else lambda text: False,
        )
    except SavedMeanwhile:
        told = gettext("Somebody has changed one of the texts since. Look once more, please.")
        messages.warning(request, told)
        return _preview(request, language, content)
    messages.success(request, _in_words(taken.saved, taken.published))
    return HttpResponseRedirect(_url("translations", language))


def _in_words(saved: int, published: int) -> str:
    told = ngettext("%(count)s text was saved.", "%(count)s texts were saved.", saved)
    shown = ngettext("Readers see %(count)s of them.", "Readers see %(count)s of them.", published)
    return " ".join([told % {"count": saved}, shown % {"count": published}])


def _heads(found: list[Proposal]) -> dict[str, int]:
    """On which revisions the proposals are made; as JSON would give them back."""
    return {
        f"{each.text._meta.label_lower}.{each.text.pk}": (
            each.standing.head.number if each.standing.head else 0
        )
        for each in found
    }


def _publishes(request: HttpRequest) -> Any:
    """Whether the person may show the text to readers."""

    def may(text: Any) -> bool:
        each: Any = admin.site._registry[type(text)]
        return bool(each.may_publish(request, text))

    return may


def _told(each: Proposal) -> Told:
    model, now = type(each.text), each.standing.texts
    source = source_language()
    moved = field_differences(
        model, {source: each.seen.texts.get(source, {})}, {source: now.get(source, {})}
    )
    labels = [str(capfirst(model._meta.get_field(name).verbose_name)) for name in each.left]
    fields = field_differences(model, now, each.texts)
    return Told(each, str(each.text), fields, moved if each.source_has_moved else [], labels)


def _url(page: str, language: str) -> str:
    return reverse(f"admin:municipalities_{page}", args=[language])


def _page(
    request: HttpRequest, template: str, language: str, title: str, **context: Any
) -> TemplateResponse:
    name = dict(translations())[language]
    frame = {
        **admin.site.each_context(request),
        "title": f"{title}: {name}",
        "language": language,
        "language_name": name,
        "languages": [(code, each, _url("translations", code)) for code, each in translations()],
        "list_url": _url("translations", language),
    }
    path = f"admin/municipalities/{template}.html"
    return TemplateResponse(request, path, frame | context)
