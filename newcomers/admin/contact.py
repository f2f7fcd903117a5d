"""Contacts that are about no family: with NAV, the police, an employer."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality, Topic
from municipalities.roles import Ability
from newcomers.actions.follow_ups import correct_entry, log_with_organisation
from newcomers.actions.tasks import NewTask
from newcomers.admin.case_page import organisations_for
from newcomers.admin.exporting import Exporting
from newcomers.admin.lists import PlainList
from newcomers.admin.refusals import REFUSED, STALE, told
from newcomers.admin.staff_page import staff_page
from newcomers.case_forms import NOTE, EntryForm, SoundLineField
from newcomers.deed_forms import CHOOSE, CorrectForm, FutureDayField
from newcomers.exports import FOLLOW_UPS
from newcomers.models import CaseAccess, FollowUp
from newcomers.models.follow_up import WRITTEN
from newcomers.permissions import may_read_entry
from newcomers.timeline import Line

LIST = "admin:newcomers_followup_changelist"


class ContactForm(EntryForm):
    """A contact with an organisation, and what comes of it."""

    prefix_of_ids = "contact"

    municipality = forms.TypedChoiceField(label=_("For which municipality?"), coerce=int)
    organisation = forms.TypedChoiceField(label=_("With whom?"), coerce=int)
    next_title = SoundLineField(label=_("What is to be done?"), max_length=200, required=False)
    next_on = FutureDayField(label=_("On which day?"), required=False)

    def __init__(self, *args: Any, places: Any, organisations: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.places = {place.pk: place for place in places}
        self.organisations = {each.pk: each for each in organisations}
        choices: dict[str, Any] = {
            "municipality": [(place.pk, place.name) for place in places],
            "organisation": [CHOOSE, *((each.pk, str(each)) for each in organisations)],
            "mode": [each for each in self.fields["mode"].choices if each[0] != NOTE],  # type: ignore[attr-defined]
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What is to be done has a day."""
        typed = super().clean()
        if typed.get("next_title") and not typed.get("next_on") and "next_on" not in self.errors:
            self.add_error("next_on", _("Say on which day."))
        return typed

    def tasks(self) -> list[NewTask]:
        """What is to be done, if anything is."""
        typed = self.cleaned_data
        return [NewTask(typed["next_title"], typed["next_on"])] if typed["next_title"] else []


@admin.register(FollowUp)
class FollowUpAdmin(Exporting, PlainList, admin.ModelAdmin[FollowUp]):
    """Entries without a case; those of a case stand on its page."""

    opens = (Ability.READ_CASES,)
    writes = (Ability.FOLLOW_UP,)
    place = "municipality_id"
    exported = FOLLOW_UPS
    change_list_template = "admin/newcomers/list.html"
    list_display = ("occurred_on", "with_whom", "how", "author_name", "municipality")
    list_display_links = ("occurred_on", "with_whom")
    list_select_related = ("organisation", "municipality")
    list_filter = ("mode",)
    ordering = ("-occurred_on", "-pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[FollowUp]:
        """Those without a case."""
        rows: QuerySet[FollowUp] = super().get_queryset(request)
        return rows.filter(case=None).defer("vector", "municipality__boundary")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever follows up cases somewhere."""
        return self.standing(request).anywhere(Ability.FOLLOW_UP)

    @admin.display(description=_("with"))
    def with_whom(self, entry: FollowUp) -> str:
        """The organisation."""
        return str(entry.organisation)

    @admin.display(description=_("how"))
    def how(self, entry: FollowUp) -> str:
        """How, and whether anybody was reached; that it was struck out, where it was."""
        if entry.correction == FollowUp.Correction.VOID:
            return str(capfirst(entry.get_correction_display()))
        return _line(entry, is_readable=False).heading

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The list, called what it is."""
        context = {"title": gettext("Contacts without a family")}
        return super().changelist_view(request, context | (extra_context or {}))

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Write down a contact."""
        here = self.standing(request).places(Ability.FOLLOW_UP)
        if not here:
            raise PermissionDenied
        places = list(Municipality.objects.filter(pk__in=here).order_by("name"))
        found = {each.pk: each for place in places for each in organisations_for(place.pk)}
        form = ContactForm(
            request.POST or None,
            places=places,
            organisations=sorted(found.values(), key=str),
            topics=Topic.objects.top_level(),
            initial={"mode": FollowUp.Mode.PHONE},
        )
        if form.is_valid() and self._log(request, form):
            return HttpResponseRedirect(reverse(LIST))
        title = gettext("Contact with an organisation")
        return staff_page(request, "newcomers/followup/add.html", title, form=form)

    def _log(self, request: HttpRequest, form: ContactForm) -> bool:
        typed = form.cleaned_data
        try:
            log_with_organisation(
                organisation=form.organisations[typed["organisation"]],
                municipality=form.places[typed["municipality"]],
                written=form.written(),
                by=request.user,
                form_key=typed["form_key"],
                tasks=form.tasks(),
            )
        except REFUSED as refusal:
            form.add_error(None, told(refusal))
            return False
        messages.success(request, gettext("Saved."))
        return True

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The entry; and a form that corrects it."""
        entry: Any = self.get_object(request, object_id)
        if entry is None:
            raise Http404
        line = _line(entry, is_readable=may_read_entry(request.user, entry))
        form = self._correction(request, entry, line)
        if form and form.is_bound and form.is_valid():
            try:
                correct_entry(
                    entry=entry,
                    correction=form.cleaned_data["correction"],
                    reason=form.cleaned_data["reason"],
                    by=request.user,
                    form_key=form.cleaned_data["form_key"],
                    written=None if form.strikes_out else form.written(),
                )
                messages.success(request, gettext("Corrected. The old entry stays."))
                return HttpResponseRedirect(reverse(LIST))
            except STALE as stale:
                messages.warning(request, told(stale))
                return HttpResponseRedirect(request.path)
            except REFUSED as refusal:
                form.add_error(None, told(refusal))
        self._note(request, CaseAccess.What.VIEW, [entry])
        title = gettext("Contact with an organisation")
        return staff_page(
            request, "newcomers/followup/page.html", title, entry=entry, line=line, form=form
        )

    def _correction(self, request: HttpRequest, entry: Any, line: Line) -> CorrectForm | None:
        """The form, where the entry can be corrected."""
        is_void = entry.correction == FollowUp.Correction.VOID
        if line.is_corrected or is_void or not line.is_readable:
            return None
        typed = {name: getattr(entry, name) for name in WRITTEN}
        typed |= {"mode": entry.mode or NOTE, "reached": "yes" if entry.reached else "no"}
        return CorrectForm(request.POST or None, initial=typed, topics=Topic.objects.top_level())


def _line(entry: FollowUp, *, is_readable: bool) -> Line:
    newer = FollowUp.objects.filter(corrects=entry).first() if is_readable else None
    return Line(
        entry,
        is_readable=is_readable,
        is_corrected=newer is not None,
        is_correctable=False,
        topics=tuple(entry.topics),
        newer=newer,
    )
