"""Enquiry, family and case on one screen; also a family that nobody has asked for."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from municipalities.models import Municipality
from municipalities.permissions import holders
from municipalities.roles import Ability
from municipalities.scoping import standing_in
from newcomers.actions import enquiries, families
from newcomers.actions.access import note_access
from newcomers.admin.alike import NONE_OF_THESE, Alike, alike
from newcomers.admin.case_page import colleagues
from newcomers.admin.refusals import REFUSED, STALE, told
from newcomers.admin.staff_page import staff_page
from newcomers.family_forms import FamilyForm, People, TakeForm
from newcomers.models import Case, CaseAccess, Enquiry, Family, Person
from newcomers.permissions import Powers
from portal.lib.tokens import new_token

NOBODY = Alike([], [])


class Registering:
    """One showing of the screen to one person."""

    def __init__(self, request: HttpRequest, enquiry: Enquiry | None) -> None:
        self.request, self.enquiry = request, enquiry
        self.user: Any = request.user
        self.standing = standing_in(request)
        self.places = self._places()
        data: Any = request.POST if request.method == "POST" else None
        self.data = data
        first = _first_person(enquiry) if enquiry else None
        self.family = FamilyForm(data, initial=_of_enquiry(enquiry) if enquiry else None)
        self.people = People(data, first=first)
        self.take = TakeForm(data, places=self.places, people=self._people(), user=self.user)
        self.alike = NOBODY
        self.is_asked = False

    def _places(self) -> list[Municipality]:
        """Where the person may write down a family: of an enquiry, where it is."""
        reached = self.standing.places(Ability.TRIAGE_ENQUIRIES)
        if self.enquiry:
            reached &= {self.enquiry.municipality_id}
        return [place for place in families.places_with_log() if place.pk in reached]

    def _people(self) -> list[Any]:
        """Who may take the case: oneself; of a lead, anybody there."""
        leads = self.standing.places(Ability.LEAD_CASES)
        led = [place.pk for place in self.places if place.pk in leads]
        people = {person.pk: person for place in led for person in colleagues(place)}
        return sorted(({self.user.pk: self.user} | people).values(), key=str)

    def answer(self) -> HttpResponse:
        """The screen; or what follows from it."""
        if not self.places:
            return self._page("family/no_log.html")
        if self.data is None:
            self._look_at_enquiry()
        elif "add_row" in self.data:
            # Nothing was sent to be saved yet: nothing is wrong yet.
            for form in (self.family, self.take, *self.people.rows):
                form.errors.clear()
        elif self.family.is_strictly_protected:
            return self._refused()
        elif self._is_valid() and (answer := self._sent()):
            return answer
        if self.enquiry:
            note_access(
                by=self.user, what=CaseAccess.What.VIEW, table="enquiry", rows=[self.enquiry]
            )
        return self._page("family/register.html")

    def _is_valid(self) -> bool:
        """Whether all is right; each form says what is not."""
        return all([self.family.is_valid(), self.take.is_valid(), self.people.is_valid()])

    def _look_at_enquiry(self) -> None:
        if self.enquiry:
            row = _first_person(self.enquiry)
            person = Person(is_main_contact=True, **row)
            place = self.enquiry.municipality_id
            self.alike = alike(self.request, self.standing, place, [person], self.enquiry)

    def _sent(self) -> HttpResponse | None:
        """What follows from a valid form; nothing while a question is open."""
        people, place = self.people.people(), self.take.place
        self.alike = alike(self.request, self.standing, place.pk, people, self.enquiry)
        said = self.alike.answer(self.data)
        if self.alike and not said:
            self.is_asked = True
            return None
        if said and said != NONE_OF_THESE:
            return self._same_as(said)
        to = self.take.cleaned_data["to"]
        person = get_user_model().objects.get(pk=to) if to else None
        try:
            stored = families.register_family(
                family=self.family.filled_in(Family(municipality=place)),
                people=people,
                by=self.user,
                enquiry=self.enquiry,
                new_case=self.take.new_case(person),
                priority=self.take.cleaned_data["priority"],
                form_key=self.data.get("form_key", ""),
            )
        except STALE as stale:
            messages.warning(self.request, told(stale))
            return HttpResponseRedirect(_enquiry_url(self.enquiry))
        except REFUSED as refusal:
            self.take.add_error(None, told(refusal))
            return None
        return self._done(stored.case)

    def _done(self, case: Case) -> HttpResponse:
        messages.success(self.request, gettext("The family and its case are stored."))
        if Powers.of(self.user, case).reads:
            return HttpResponseRedirect(_case_url(case.pk))
        return HttpResponseRedirect(reverse("admin:newcomers_case_changelist"))

    def _same_as(self, said: str) -> HttpResponse:
        """It is one we know: nothing is stored, and the person lands there."""
        kind, _dash, pk = said.partition("-")
        if kind == "family":
            family = next(each for each in self.alike.families if str(each.pk) == pk)
            return self._known_family(family)
        other = next(each for each in self.alike.enquiries if str(each.pk) == pk)
        if self.enquiry:
            self._mark_duplicate(other)
        messages.info(self.request, gettext("Nothing new was stored: this is the enquiry it is."))
        return HttpResponseRedirect(_enquiry_url(other))

    def _known_family(self, family: Any) -> HttpResponse:
        case = Case.objects.select_related("enquiry").filter(pk=family.case).first()
        if self.enquiry and case and case.enquiry and case.enquiry.pk != self.enquiry.pk:
            self._mark_duplicate(case.enquiry)
        said = gettext("Nothing new was stored: this is the family’s case. Log the enquiry here.")
        messages.info(self.request, said)
        if case is None:
            return HttpResponseRedirect(reverse("admin:newcomers_case_changelist"))
        return HttpResponseRedirect(_case_url(case.pk))

    def _mark_duplicate(self, of: Enquiry) -> None:
        try:
            enquiries.mark_duplicate(enquiry=self.enquiry, of=of, by=self.user)  # type: ignore[arg-type]
        except (enquiries.AlreadyTriaged, enquiries.NotAnEnquiryHere):
            # Somebody has dealt with it: that holds.
            return

    def _refused(self) -> HttpResponse:
        """A strictly confidential address: nothing of it is stored, or shown again."""
        leads = [
            held.user for place in self.places for held in holders(Ability.LEAD_CASES, place.pk)
        ]
        return self._page("family/refused.html", leads=sorted({str(lead) for lead in leads}))

    def _page(self, template: str, **context: Any) -> HttpResponse:
        return staff_page(
            self.request,
            f"newcomers/{template}",
            gettext("New family"),
            enquiry=self.enquiry,
            family_form=self.family,
            people=self.people,
            take_form=self.take,
            alike=self.alike,
            is_asked=self.is_asked,
            form_key=(self.data or {}).get("form_key") or new_token(),
            site=admin.site,
            **context,
        )


def register_page(request: HttpRequest, enquiry: Enquiry | None = None) -> HttpResponse:
    """The screen that makes a family and its case; of an enquiry that waits, or of none."""
    if not standing_in(request).anywhere(Ability.FOLLOW_UP):
        raise PermissionDenied
    if enquiry is not None and not enquiry.is_waiting:
        messages.warning(request, told(families.EnquiryTaken(enquiry)))
        return HttpResponseRedirect(_enquiry_url(enquiry))
    return Registering(request, enquiry).answer()


def _of_enquiry(enquiry: Enquiry) -> dict[str, Any]:
    _given, _space, surname = enquiry.name.rpartition(" ")
    initial = {"label": surname, "languages": [enquiry.language]}
    return initial | ({"expected_on": enquiry.planned_month} if enquiry.planned_month else {})


def _first_person(enquiry: Enquiry) -> dict[str, Any]:
    given, _space, surname = enquiry.name.rpartition(" ")
    return {
        "given_name": (given or surname)[:80],
        "family_name": (surname if given else "")[:80],
        "phone": enquiry.phone,
        "email": enquiry.email,
    }


def _case_url(case: int) -> str:
    return reverse("admin:newcomers_case_change", args=[case])


def _enquiry_url(enquiry: Enquiry | None) -> str:
    if enquiry is None:
        return reverse("admin:newcomers_enquiry_changelist")
    return reverse("admin:newcomers_enquiry_change", args=[enquiry.pk])
