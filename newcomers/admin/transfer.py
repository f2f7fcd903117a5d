"""Transfers to us: the cover sheet, and the answer to it."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from municipalities.roles import Ability
from newcomers.actions import transfers
from newcomers.admin.case_page import colleagues
from newcomers.admin.lists import PlainList
from newcomers.admin.refusals import REFUSED, STALE, told
from newcomers.admin.staff_page import staff_page
from newcomers.models import CaseAccess, TransferCover
from newcomers.models.transfer import State, TransferCoverQuerySet
from newcomers.permissions import may_answer_transfer, readable_covers
from newcomers.transfer_forms import AcceptForm, DeclineForm
from portal.lib.languages import names_of

LIST = "admin:newcomers_transfercover_changelist"
CASE = "admin:newcomers_case_change"


class StateFilter(admin.SimpleListFilter):
    """What waits for an answer comes first."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        others = [(state.value, state.label) for state in State if state != State.PROPOSED]
        return [*others, ("all", _("all"))]

    def choices(self, changelist: Any) -> Any:
        """ "To be answered" is what the list shows without a choice."""
        first, *others = super().choices(changelist)
        yield first | {"display": _("to be answered")}
        yield from others

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[TransferCover]
    ) -> QuerySet[TransferCover]:
        rows = cast(TransferCoverQuerySet, queryset)
        if self.value() == "all":
            return rows
        return rows.filter(state=self.value()) if self.value() in State else rows.waiting()


@admin.register(TransferCover)
class TransferCoverAdmin(PlainList, admin.ModelAdmin[TransferCover]):
    """What other municipalities ask us to take over. The sheet is all there is until we do."""

    opens = (Ability.READ_CASES,)
    writes = (Ability.FOLLOW_UP,)
    place = "municipality_id"
    list_display = ("until", "from_municipality", "category", "household", "speaks", "state",
                    "municipality")  # fmt: skip
    list_display_links = ("until", "from_municipality")
    list_select_related = ("from_municipality", "municipality", "answered_by")
    list_filter = (StateFilter,)
    ordering = ("-proposed_at", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[TransferCover]:
        """Of protected addresses, only for the lead."""
        rows = readable_covers(super().get_queryset(request), self.standing(request))
        heavy = ("from_municipality__boundary", "municipality__boundary")
        return cast(QuerySet[TransferCover], rows.select_related(
            "from_municipality", "municipality", "answered_by").defer(*heavy))  # fmt: skip

    @admin.display(description=_("can be accepted until"))
    def until(self, cover: TransferCover) -> str:
        """The day, in few signs: the list is read on telephones too."""
        return str(formats.date_format(cover.expires_on, "SHORT_DATE_FORMAT"))

    @admin.display(description=_("speaks"))
    def speaks(self, cover: TransferCover) -> str:
        """The languages by name."""
        return _languages(cover)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The list, called what it is."""
        context = {"title": gettext("Transfers to us")}
        return super().changelist_view(request, context | (extra_context or {}))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One sheet, and for who may answer it: yes or no."""
        cover: Any = self.get_object(request, object_id)
        if cover is None:
            raise Http404
        forms = _forms(request, cover)
        for name, form in forms.items():
            if (
                form.is_bound
                and form.is_valid()
                and (address := _answer(request, name, cover, form))
            ):
                return HttpResponseRedirect(address)
        self._note(request, CaseAccess.What.VIEW, [cover])
        return staff_page(
            request,
            "newcomers/transfercover/page.html",
            gettext("Transfer to us"),
            cover=cover,
            forms=forms,
        )


def _forms(request: HttpRequest, cover: TransferCover) -> dict[str, Any]:
    """The two answers; the one that was sent is bound. None for who may only look at it."""
    place = cover.municipality_id
    allowed = may_answer_transfer(request.user, place, is_protected=cover.is_protected)
    sent = request.POST.get("deed", "")
    if request.method == "POST" and (not allowed or sent not in ("accept", "decline")):
        raise PermissionDenied
    # An answer to what is answered already is bound too: the action says who was faster.
    if not allowed or not (cover.is_waiting or request.method == "POST"):
        return {}
    people: list[Any] = [request.user]
    if may_answer_transfer(request.user, place, is_protected=True):
        people = colleagues(place)
    return {
        "accept": AcceptForm(
            request.POST if sent == "accept" else None, people=people, user=request.user
        ),
        "decline": DeclineForm(request.POST if sent == "decline" else None),
    }


def _answer(request: HttpRequest, name: str, cover: TransferCover, form: Any) -> str:
    """Where to go now; nowhere when it was refused, and the form says why."""
    try:
        if name == "accept":
            to = get_user_model().objects.get(pk=form.cleaned_data["to"])
            case = transfers.accept_transfer(
                cover=cover, to=to, first_task=form.new_task(), by=request.user
            )
            messages.success(
                request, gettext("The case is with you now. The family waits for a call.")
            )
            return reverse(CASE, args=[case.pk])
        reason = form.cleaned_data["reason"]
        transfers.decline_transfer(cover=cover, reason=reason, by=request.user)
        messages.success(request, gettext("Declined. The other municipality keeps the case."))
    except STALE as stale:
        messages.warning(request, told(stale))
        return request.path
    except REFUSED as refusal:
        form.add_error(None, told(refusal))
        return ""
    return reverse(LIST)


def _languages(cover: TransferCover) -> str:
    return ", ".join(name for _code, name in names_of(cover.languages)) or "–"
