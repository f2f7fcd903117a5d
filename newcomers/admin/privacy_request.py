"""Privacy requests in the admin: written down, matched, extended, answered, lifted."""

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality
from municipalities.roles import Ability
from municipalities.scoping import standing_in
from newcomers.actions import privacy_requests as actions
from newcomers.actions.access import note_access
from newcomers.actions.giving_out import looked_at, open_stored
from newcomers.admin.lists import PlainList
from newcomers.admin.refusals import REFUSED, STALE, told
from newcomers.admin.staff_page import staff_page
from newcomers.models import Case, CaseAccess, PrivacyRequest
from newcomers.models.privacy_request import PrivacyRequestQuerySet
from newcomers.permissions import may_answer_request, readable_cases
from newcomers.privacy_forms import (
    AnswerForm,
    AskerForm,
    GiveOutForm,
    MatchForm,
    ReasonForm,
    RegisterForm,
)
from newcomers.stored import Stored
from portal.lib.reauthentication import ask_again

LIST = "admin:newcomers_privacyrequest_changelist"
# So many days before the last one, a list shows that it is near.
NEAR_DAYS = 7
Kind = PrivacyRequest.Kind


def days_left(request: PrivacyRequest) -> SafeString:
    """The days there are left, or since when it is late."""
    days = request.days_left
    if days < 0:
        late = ngettext("%(days)s day late", "%(days)s days late", -days) % {"days": -days}
        return format_html('<span class="mark error">{}</span>', late)
    left = ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}
    tone = "mark warning" if days <= NEAR_DAYS else "mark"
    return format_html('<span class="{}">{}</span>', tone, left)


class StateFilter(admin.SimpleListFilter):
    """What is to be answered comes first."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("holding", _("kept still because of it")), ("all", _("all"))]

    def choices(self, changelist: Any) -> Any:
        """ "To be answered" is what the list shows without a choice."""
        first, *others = super().choices(changelist)
        yield first | {"display": _("to be answered")}
        yield from others

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[PrivacyRequest]
    ) -> QuerySet[PrivacyRequest]:
        rows = cast(PrivacyRequestQuerySet, queryset)
        if self.value() == "all":
            return rows
        return rows.holding() if self.value() == "holding" else rows.open()


@admin.register(PrivacyRequest)
class PrivacyRequestAdmin(PlainList, admin.ModelAdmin[PrivacyRequest]):
    """Who asks what about their data, and until when we answer."""

    opens = (Ability.ANSWER_REQUESTS,)
    writes = (Ability.ANSWER_REQUESTS,)
    place = "municipality_id"
    # The last one is shown on a phone too.
    list_display = ("number", "kind", "asked_on", "due_on", "state", "municipality", "left")
    list_display_links = ("number", "kind")
    list_select_related = ("municipality",)
    list_filter = (StateFilter,)
    ordering = ("due_on", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[PrivacyRequest]:
        """Without outlines of municipalities."""
        rows = super().get_queryset(request)
        return cast(QuerySet[PrivacyRequest], rows.defer("municipality__boundary"))

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The list, called what it is."""
        context = {"title": gettext("Privacy requests")}
        return super().changelist_view(request, context | (extra_context or {}))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever answers requests somewhere."""
        return self.standing(request).anywhere(Ability.ANSWER_REQUESTS)

    @admin.display(description=_("number"))
    def number(self, row: PrivacyRequest) -> str:
        """By this it is called: names stay inside."""
        return str(row.pk)

    @admin.display(description=_("days left"))
    def left(self, row: PrivacyRequest) -> SafeString:
        """Until its last day, while it is open."""
        return days_left(row) if row.is_open else format_html("{}", "–")

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Write one down."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = RegisterForm(request.POST or None, places=_places(request))
        if form.is_bound and form.is_valid():
            typed = dict(form.cleaned_data)
            place = Municipality.objects.without_outline().get(pk=typed.pop("place"))
            try:
                made = actions.register_request(municipality=place, by=request.user, **typed)
            except REFUSED as refusal:
                form.add_error(None, told(refusal))
            else:
                messages.success(request, gettext("Written down. It is answered within a month."))
                return HttpResponseRedirect(_address(made))
        title = gettext("Somebody asks about their data")
        return staff_page(request, "newcomers/privacyrequest/register.html", title, form=form)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One request, and what can be done with it."""
        asked: Any = self.get_object(request, object_id)
        if asked is None:
            raise Http404
        page = RequestPage(request, asked)
        return page.done() or page.answer()


class RequestPage:
    """One showing of a request to one person."""

    def __init__(self, request: HttpRequest, asked: PrivacyRequest) -> None:
        self.request, self.asked, self.user = request, asked, cast(Any, request.user)
        standing = standing_in(request)
        self.leads = standing.reaches(asked.municipality_id, Ability.LEAD_CASES)
        self.stored: Stored | None = None
        if asked.is_open and asked.family_id:
            self.stored = open_stored(request=asked, by=request.user, standing=standing)
        self.forms = self._forms()

    def done(self) -> HttpResponse | None:
        """Where to go after what was sent; None when there is nothing, or the form says why not."""
        name = self.request.POST.get("deed", "") if self.request.method == "POST" else ""
        form = self.forms.get(name)
        if self.request.method != "POST":
            return None
        if form is None:
            if not self.asked.is_open:
                messages.warning(self.request, told(actions.RequestAnswered(self.asked)))
                return HttpResponseRedirect(self.request.path)
            raise PermissionDenied
        erases = name == "answer" and self.asked.kind == Kind.ERASE
        if erases and (proof := ask_again(self.request)):
            return proof
        if not form.is_valid():
            return None
        deeds: dict[str, Callable[[Any], None]] = {
            "match": self._match, "asker": self._note, "extend": self._extend,
            "answer": self._answer, "lift": self._lift,
        }  # fmt: skip
        try:
            deeds[name](form)
        except STALE as stale:
            messages.warning(self.request, told(stale))
        except REFUSED as refusal:
            form.add_error(None, told(refusal))
            return None
        else:
            messages.success(self.request, gettext("Saved."))
        return HttpResponseRedirect(self.request.path)

    def answer(self) -> HttpResponse:
        """The page."""
        if self.stored is None:
            note_access(
                by=self.user, what=CaseAccess.What.VIEW, table="privacyrequest",
                rows=[self.asked], standing=standing_in(self.request),
            )  # fmt: skip
        looked = looked_at(self.asked, self.stored) if self.stored else []
        people = self.stored.people if self.stored else []
        case = self.stored.rows["case"][-1] if self.stored and self.stored.rows["case"] else None
        return staff_page(
            self.request, "newcomers/privacyrequest/page.html", str(self.asked),
            asked=self.asked, left=days_left(self.asked), forms=self.forms, stored=self.stored,
            leads=self.leads, case=case, family_id=self.asked.family_id,
            asker=next((each for each in people if each.pk == self.asked.asker_id), None),
            texts=len(looked), waiting=sum(each.decision is None for each in looked),
            given_out=self.asked.given_out.select_related("by").order_by("-at"),
        )  # fmt: skip

    def _forms(self) -> dict[str, Any]:
        """The forms by name; the one that was sent is bound."""
        sent = self.request.POST.get("deed", "")

        def data(name: str) -> Any:
            return self.request.POST if name == sent else None

        if not self.asked.is_open:
            lifts = self.leads and self.asked.holds_still
            return {"lift": ReasonForm(data("lift"), auto_id="lift_%s")} if lifts else {}
        forms: dict[str, Any] = {}
        if self.leads:
            forms["match"] = MatchForm(data("match"))
        if self.stored:
            known = ("asks_for", "identity")
            initial = {name: getattr(self.asked, name) for name in known}
            forms["asker"] = AskerForm(
                data("asker"), people=self.stored.people,
                initial=initial | {"asker": self.asked.asker_id},
            )  # fmt: skip
            if self.asked.kind == Kind.ACCESS:
                forms["give"] = GiveOutForm(None, initial={"language": language_of(self.stored)})
        if not self.asked.extended_on and self.asked.days_left >= 0:
            forms["extend"] = ReasonForm(data("extend"), auto_id="extend_%s")
        forms["answer"] = AnswerForm(
            data("answer"), initial={"language": language_of(self.stored)},
            erases=self.asked.kind == Kind.ERASE,
        )  # fmt: skip
        return forms

    def _match(self, form: Any) -> None:
        number = form.cleaned_data["number"]
        here = Case.objects.filter(municipality=self.asked.municipality_id, number__iexact=number)
        rows = readable_cases(here, self.user, standing_in(self.request))
        case = rows.select_related("family").first()
        if case is None:
            raise actions.NotOfFamily
        actions.match_request(request=self.asked, family=case.family, by=self.user)

    def _note(self, form: Any) -> None:
        typed = dict(form.cleaned_data)
        assert self.stored is not None
        chosen = typed.pop("asker")
        asker = next((each for each in self.stored.people if each.pk == chosen), None)
        actions.note_asker(request=self.asked, asker=asker, by=self.user, **typed)

    def _extend(self, form: Any) -> None:
        actions.extend_request(request=self.asked, by=self.user, **form.cleaned_data)

    def _answer(self, form: Any) -> None:
        actions.answer_request(request=self.asked, by=self.user, **form.cleaned_data)

    def _lift(self, form: Any) -> None:
        actions.lift_request(request=self.asked, by=self.user, **form.cleaned_data)


def language_of(stored: Stored | None) -> str:
    """The portal's language that the family most likely reads."""
    ours = [code for code, _name in settings.LANGUAGES]
    if stored is None:
        return ours[0]
    said = [each.language for each in stored.rows.get("enquiry", [])]
    said += [code for family in stored.rows["family"] for code in family.languages]
    return next((code for code in said if code in ours), "en" if said else ours[0])


def request_of(request: HttpRequest, pk: int) -> PrivacyRequest:
    """The request, if the person may answer it; else what is not there answers too: 404."""
    rows = PrivacyRequest.objects.select_related("municipality").defer("municipality__boundary")
    asked = rows.filter(pk=pk).first()
    if asked is None or not may_answer_request(request.user, asked.municipality_id):
        raise Http404
    return asked


def _places(request: HttpRequest) -> list[Municipality]:
    """Where the person may write one down: the municipalities of today that keep a case log."""
    standing = standing_in(request)
    rows = Municipality.objects.current().only("name")
    if not standing.everywhere(Ability.ANSWER_REQUESTS):
        rows = rows.filter(pk__in=standing.places(Ability.ANSWER_REQUESTS))
    return sorted(rows, key=lambda place: str(place.name))


def _address(asked: PrivacyRequest) -> str:
    return reverse("admin:newcomers_privacyrequest_change", args=[asked.pk])
