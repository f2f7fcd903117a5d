"""The page of a yearly figure for all municipalities: paste a table, look, and apply."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.validators import validate_slug
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from municipalities.actions.figures import (
    FiguresChangedMeanwhile,
    Status,
    Step,
    YearlyFigure,
    apply_yearly_figure,
    digest_of,
    earlier_label,
    plan_yearly_figure,
)
from municipalities.admin.base import languages
from municipalities.admin.staff_page import content_page
from municipalities.figures import format_number
from municipalities.models import Figure, Municipality, MunicipalityNumber, Source
from municipalities.models.text import PublishingState
from municipalities.roles import Ability
from municipalities.scoping import standing_in
from municipalities.yearly import (
    EMPTY,
    MOST_BYTES,
    NOT_TEXT,
    ONE_COLUMN,
    TOO_LARGE,
    TOO_LONG,
    Line,
    Places,
    Table,
    TableRefused,
    Trouble,
    folded,
    read_table,
    text_of,
)
from portal.lib.dates import parse_known, today
from portal.lib.languages import column, source_language

MOST_SHOWN = 50
REFUSALS = {
    TOO_LARGE: _("The table is larger than 2 MB. Keep the two columns that are needed."),
    TOO_LONG: _("The table has more than 10,000 rows. Keep those of the region."),
    NOT_TEXT: _(
        "This is not a table in the form of text. Save it as CSV, or copy the cells and paste them."
    ),
    EMPTY: _("There is nothing in the table."),
    ONE_COLUMN: _(
        "The table has one column. It needs the municipality in one and the value in another, "
        "with a tab, a semicolon or a comma between them."
    ),
}
TROUBLES = {
    Trouble.TWICE: _("Two rows for one municipality: keep the one that is right"),
    Trouble.FORMULA: _("A formula, and no number: paste the values alone"),
    Trouble.NO_NUMBER: _("No number that a figure can keep"),
    Trouble.PAST: _("A municipality of the past: it is part of another one today"),
    Trouble.UNKNOWN: _("No municipality of this region"),
}
STATUSES = {
    Status.NEW: _("new"),
    Status.CHANGED: _("changed"),
    Status.SAME: _("the same"),
    Status.KEPT: _("left as it is: readers see it already, and this is a draft"),
}


class YearlyForm(forms.Form):
    """Which figure it is, where it is from, and the table."""

    use_required_attribute = False

    key = forms.CharField(
        label=_("key"),
        max_length=60,
        validators=[validate_slug],
        help_text=_("Choose one that is there to go on with its series, or write a new one."),
    )
    kind = forms.ChoiceField(label=_("kind"), choices=Figure.Kind.choices)
    unit = forms.ChoiceField(label=_("unit"), choices=Figure.Unit.choices)
    source = forms.ModelChoiceField(label=_("source"), queryset=Source.objects.none())
    as_of = forms.CharField(
        label=_("as of"), max_length=10, help_text=_("A year, or a day: 2026 or 2026-01-31.")
    )
    table = forms.CharField(
        label=_("Table"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 8, "maxlength": MOST_BYTES, "spellcheck": "false"}),
        help_text=_(
            "A municipality and a value on each line, as copied from a spreadsheet: by name, in "
            "Norwegian, Sámi or Kven, or by number."
        ),
    )
    file = forms.FileField(label=_("or a CSV file"), required=False, allow_empty_file=True)
    state = forms.ChoiceField(
        label=_("state"),
        choices=[
            (PublishingState.DRAFT, PublishingState.DRAFT.label),
            (PublishingState.PUBLISHED, PublishingState.PUBLISHED.label),
        ],
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["key"].widget.attrs["list"] = "known-keys"
        # A figure without a looked-up source cannot be published.
        sources = Source.objects.exclude(key=Source.OWN)
        self.fields["source"].queryset = sources.order_by("publisher", "title")  # type: ignore[attr-defined]
        for code, name in languages():
            label = forms.CharField(label=f"{gettext('label')} ({name})", max_length=120,
                                    required=False)  # fmt: skip
            label.widget.attrs["lang"] = code
            self.fields[column("label", code)] = label
        order = ["key", *(column("label", code) for code, _name in languages())]
        self.order_fields(order)

    def clean_as_of(self) -> Any:
        """The day, and how exactly it is known."""
        try:
            day, precision = parse_known(self.cleaned_data["as_of"].strip())
        except ValueError:
            raise forms.ValidationError(_("Write a year or a day: 2026 or 2026-01-31.")) from None
        if day > today():
            raise forms.ValidationError(_("This time has not come yet."))
        return day, precision

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if key := typed.get("key"):
            self._agree_with_earlier(key, typed)
        if "table" in typed and "file" in typed:
            try:
                typed["read"] = read_table(self._written(typed), known_places())
            except TableRefused as refused:
                field = "file" if typed["file"] else "table"
                self.add_error(field, REFUSALS[refused.reason])
        return typed

    def yearly(self) -> YearlyFigure:
        """What is the same in all municipalities."""
        typed = self.cleaned_data
        day, precision = typed["as_of"]
        return YearlyFigure(
            typed["key"], typed["kind"], typed["unit"], typed["source"], day, precision,
            typed["state"] == PublishingState.PUBLISHED,
            {code: typed[column("label", code)] for code, _name in settings.LANGUAGES},
        )  # fmt: skip

    def _written(self, typed: dict[str, Any]) -> str:
        file = typed["file"]
        if file is None:
            return str(typed["table"])
        if file.size > MOST_BYTES:
            raise TableRefused(TOO_LARGE)
        return text_of(file.read())

    def _agree_with_earlier(self, key: str, typed: dict[str, Any]) -> None:
        """A series has one kind and one unit; a new one needs a label."""
        earlier = Figure.objects.filter(key=key).order_by("-as_of", "-pk").first()
        source_label = column("label", source_language())
        if earlier is None:
            if not typed.get(source_label):
                self.add_error(source_label, _("A new figure needs a label."))
            return
        told = {"kind": earlier.get_kind_display(), "unit": earlier.get_unit_display()}
        for name, value in told.items():
            if typed.get(name) not in (None, getattr(earlier, name)):
                self.add_error(name, gettext("Under this key it is “%(value)s” so far.")
                               % {"value": value})  # fmt: skip


@dataclass(frozen=True)
class Left:
    """Lines that give no figure, for one reason; of many only the first."""

    reason: Any
    count: int
    lines: list[Line]
    is_blocking: bool


@require_http_methods(["GET", "HEAD", "POST"])
def yearly_figure(request: HttpRequest) -> HttpResponse:
    """The form; then what would happen; then it happens."""
    if not standing_in(request).everywhere(Ability.EDIT_CONTENT):
        raise PermissionDenied
    if request.method != "POST":
        return _page(request, YearlyForm(initial={"as_of": str(today().year - 1)}))
    form = YearlyForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form)
    table: Table = form.cleaned_data["read"]
    steps = plan_yearly_figure(form.yearly(), table.values)
    if "_apply" in request.POST and not _contradicts(table):
        try:
            return _applied(request, form, table)
        except FiguresChangedMeanwhile:
            messages.warning(
                request,
                gettext("Something has changed since you looked. Look once more, then apply."),
            )
    return _page(request, form, preview=_preview(form, table, steps))


def known_places() -> Places:
    """By which words municipalities are known: names, numbers of all times, addresses."""
    rows = Municipality.objects.municipalities().only(
        "kind", "slug", "name", "other_names", "valid_from", "valid_to"
    )
    numbers: dict[int, list[str]] = {}
    for place, number in MunicipalityNumber.objects.values_list("municipality", "number"):
        numbers.setdefault(place, []).append(number)
    known: dict[str, int] = {}
    past: dict[str, int] = {}
    for row in rows:
        names = [row.name, *row.other_names.values(), row.slug]
        words = {folded(name) for name in names} | set(numbers.get(row.pk, ()))
        (known if row.is_current else past).update(dict.fromkeys(words - {""}, row.pk))
    return Places(known, past)


def _applied(request: HttpRequest, form: YearlyForm, table: Table) -> HttpResponse:
    done = apply_yearly_figure(
        figure=form.yearly(),
        values=table.values,
        expected=request.POST.get("expected", ""),
        by=request.user,
    )
    messages.success(
        request,
        ngettext("%(count)s figure was saved.", "%(count)s figures were saved.", len(done))
        % {"count": len(done)},
    )
    address = reverse("admin:municipalities_figure_changelist")
    return HttpResponseRedirect(f"{address}?q={form.cleaned_data['key']}")


def _preview(form: YearlyForm, table: Table, steps: list[Step]) -> dict[str, Any]:
    changing = [step for step in steps if step.status in (Status.NEW, Status.CHANGED)]
    return {
        "label": form.cleaned_data[column("label", source_language())]
        or earlier_label(form.cleaned_data["key"]),
        "heading": table.heading,
        "steps": [_told(step) for step in steps],
        "count": len(changing),
        "left": list(_left(table)),
        "may_apply": bool(changing) and not _contradicts(table),
        "hidden": _hidden(form, steps),
    }


def _told(step: Step) -> tuple[str, str, str, Any]:
    """A line of the preview: place, value so far, value to be, and what that means."""
    before = "–" if step.before is None else format_number(step.before)
    return step.place.name, before, format_number(step.value), STATUSES[step.status]


def _left(table: Table) -> Iterable[Left]:
    for trouble, reason in TROUBLES.items():
        lines = [line for line in table.lines if line.trouble is trouble]
        if lines:
            yield Left(reason, len(lines), lines[:MOST_SHOWN], trouble is Trouble.TWICE)


def _contradicts(table: Table) -> bool:
    return any(line.trouble is Trouble.TWICE for line in table.lines)


def _hidden(form: YearlyForm, steps: list[Step]) -> list[tuple[str, str]]:
    """What is sent along to be applied: the form, and of the table what was understood."""
    typed = [(name, form.data.get(name, "")) for name in form.fields
             if name not in ("table", "file")]  # fmt: skip
    rows = "\n".join(f"{step.place.slug}\t{step.value}" for step in steps)
    return [*typed, ("table", rows), ("expected", digest_of(steps))]


def _page(
    request: HttpRequest, form: YearlyForm, preview: dict[str, Any] | None = None
) -> HttpResponse:
    keys = Figure.objects.order_by("key").distinct("key").values_list("key", flat=True)
    title = gettext("A yearly figure for all municipalities")
    return content_page(
        request,
        "yearly.html",
        title,
        form=form,
        preview=preview,
        keys=list(keys),
        opts=Figure._meta,
    )
