"""Families: the list, writing one down, and what changes about one."""

from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from municipalities.permissions import Standing
from municipalities.roles import Ability
from newcomers.actions.access import note_access
from newcomers.actions.cases import OldVersion
from newcomers.actions.families import StrictlyProtected, change_family
from newcomers.admin.lists import PlainList
from newcomers.admin.refusals import REFUSED, told
from newcomers.admin.registering import register_page
from newcomers.admin.staff_page import staff_page
from newcomers.family_forms import STORED, FamilyForm, People
from newcomers.models import Case, CaseAccess, Family, PrivacyRequest
from newcomers.permissions import Powers, may_answer_request, readable_cases


def readable_families(rows: Any, user: Any, standing: Standing) -> Any:
    """Without protected ones whose case the person may not open."""
    cases = readable_cases(Case.objects.filter(family=OuterRef("pk")), user, standing)
    return rows.filter(Q(address_protection=Family.Protection.NONE) | Exists(cases))


@admin.register(Family)
class FamilyAdmin(PlainList, admin.ModelAdmin[Family]):
    """Who moves here."""

    opens = (Ability.READ_CASES,)
    writes = (Ability.FOLLOW_UP,)
    place = "municipality_id"
    list_display = ("called", "category", "from_country", "expected_on", "arrived_on",
                    "municipality")  # fmt: skip
    list_filter = ("category",)
    list_select_related = ("municipality",)
    ordering = ("-pk",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Family]:
        """Without protected families that the person may not open."""
        rows = super().get_queryset(request)
        found = readable_families(rows, request.user, self.standing(request)).known()
        return cast(QuerySet[Family], found.defer("municipality__boundary"))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever follows up cases somewhere."""
        return self.standing(request).anywhere(Ability.FOLLOW_UP)

    @admin.display(description=_("called"))
    def called(self, family: Family) -> str:
        """What the family is called."""
        return family.label

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """A family that nobody has asked for."""
        return register_page(request)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """What is known of the family and its people."""
        family = self.get_object(request, object_id)
        if family is None:
            return _led_on(object_id)
        cases = readable_cases(Case.objects.filter(family=family), request.user,
                               self.standing(request))  # fmt: skip
        case = cases.select_related("family", "changed_by").order_by("-opened_on", "-pk").first()
        powers = case and Powers.of(request.user, case, self.standing(request))
        return _Editing(request, family, case, bool(powers and powers.works)).answer()


def _led_on(object_id: str) -> HttpResponse:
    """To the page that says who has joined the family, and leads on; raises Http404."""
    written = object_id.isascii() and object_id.isdigit() and len(object_id) < 19
    if not written or not Family.objects.exclude(joined_into=None).filter(pk=object_id).exists():
        raise Http404
    return HttpResponseRedirect(reverse("admin:newcomers_family_alike", args=[object_id]))


class _Editing:
    """One showing of a family's page to one person."""

    def __init__(
        self, request: HttpRequest, family: Family, case: Case | None, may_write: bool
    ) -> None:
        self.request, self.family, self.case, self.may_write = request, family, case, may_write
        self.known = list(family.people.order_by("-is_main_contact", "pk"))
        data: Any = request.POST if request.method == "POST" else None
        self.data = data
        self.form = FamilyForm(data, family=family)
        self.people = People(data, people=self.known)
        self.version = case.version if case else 0
        self.conflict: list[Any] = []

    def answer(self) -> HttpResponse:
        """The page; or the case, when all is stored."""
        if self.data is not None:
            if not self.may_write:
                raise PermissionDenied
            if "add_row" in self.data:
                for form in (self.form, *self.people.rows):
                    form.errors.clear()
            elif self.form.is_strictly_protected:
                self.form.add_error("address_protection", told(StrictlyProtected()))
            elif all([self.form.is_valid(), self.people.is_valid()]) and self._store():
                messages.success(self.request, gettext("Saved."))
                return HttpResponseRedirect(self._back())
        note_access(
            by=self.request.user, what=CaseAccess.What.VIEW, table="family", rows=[self.family]
        )
        return staff_page(
            self.request, "newcomers/family/change.html", gettext("The family"),
            family=self.family, case=self.case, family_form=self.form, people=self.people,
            may_write=self.may_write, version=self.version, conflict=self.conflict,
            back=self._back(), asked=self._asked(),
        )  # fmt: skip

    def _asked(self) -> PrivacyRequest | None:
        """The open privacy request for which the form was opened, for who answers it."""
        number = self.request.GET.get("request", "")
        place = self.family.municipality_id
        if not (number.isascii() and number.isdigit() and len(number) < 10):
            return None
        if not may_answer_request(self.request.user, place):
            return None
        return PrivacyRequest.objects.open().filter(pk=number, family=self.family).first()

    def _store(self) -> bool:
        changed = self.form.filled_in(Family.objects.get(pk=self.family.pk))
        sent = self.data.get("version", "")
        version = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 9 else 0
        try:
            change_family(
                family=changed,
                people=self.people.people(self.known),
                by=self.request.user,
                version=version,
            )
        except OldVersion as old:
            self._show_both(old.case)
        except REFUSED as refusal:
            self.form.add_error(None, told(refusal))
        else:
            return True
        return False

    def _show_both(self, case: Case) -> None:
        """What somebody else has saved meanwhile stands beside what was typed."""
        self.case, self.version = case, case.version
        said = gettext(
            "%(person)s saved this family while you were writing. Compare, and save again if "
            "yours is right."
        )
        self.form.add_error(None, said % {"person": case.changed_by})
        shown = FamilyForm(family=self.family)
        self.conflict = [
            (shown[name].label, _in_words(shown, name))
            for name in STORED
            if self.form.cleaned_data.get(name) != getattr(self.family, name)
        ]

    def _back(self) -> str:
        if self.case is None:
            return reverse("admin:newcomers_family_changelist")
        return reverse("admin:newcomers_case_change", args=[self.case.pk])


def _in_words(form: FamilyForm, name: str) -> str:
    """What the family's field says now, as people read it."""
    value = getattr(form.family, name)
    choices = dict(getattr(form.fields[name], "choices", []))
    values = value if isinstance(value, list) else [value]
    return ", ".join(str(choices.get(each, each) or "–") for each in values) or "–"
