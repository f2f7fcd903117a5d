"""My day: what waits for somebody who follows up cases. Few queries, however many rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from municipalities.permissions import Standing
from municipalities.roles import Ability
from newcomers.actions.access import note_access
from newcomers.actions.retention import families_to_approve
from newcomers.models import (
    Case,
    CaseAccess,
    Enquiry,
    Family,
    PrivacyRequest,
    StayCheck,
    Task,
    TransferCover,
)
from newcomers.models.case import CaseQuerySet
from newcomers.models.privacy_request import PrivacyRequestQuerySet
from newcomers.models.stay import StayCheckQuerySet
from newcomers.permissions import Powers, own_cases, readable_cases, readable_covers
from newcomers.worklists import WORKLISTS
from portal.lib.dates import today

MOST_SHOWN = 15
# What My day shows a coordinator of their own cases, and a lead of everybody's.
OWN = ("overdue", "today", "week", "no-contact", "transferring")
LED = ("overdue", "no-contact", "transferring", "put-off")


@dataclass(frozen=True)
class Number:
    """How many there are of something, and where they are."""

    count: int
    label: Any
    url: str
    tone: str = ""


@dataclass(frozen=True)
class Day:
    """What My day shows."""

    own: list[Number]
    led: list[Number]  # empty for who leads nowhere
    worklist: list[Case]
    has_more: bool
    appointments: list[Task]
    covers: list[TransferCover]  # what other municipalities ask us to take over
    requests: list[PrivacyRequest]  # what families ask about their data, for who answers that
    may_register: bool


def my_day(request: HttpRequest, standing: Standing) -> Day:
    """The person's day, noted as a reading of the cases it shows."""
    mine = cases_here(request.user, standing).filter(own_cases(request.user, standing))
    worklist = list(_with_next_title(mine.open().by_next_task())[: MOST_SHOWN + 1])
    appointments = _appointments(request.user, standing)
    covers = list(_covers(standing).select_related("from_municipality")[:MOST_SHOWN])
    requests = list(_requests(standing)[:MOST_SHOWN])
    numbers = _numbers(request.user, standing)
    met = [task.case for task in appointments if task.case]
    shown = {case.pk: case for case in [*worklist[:MOST_SHOWN], *met]}
    for table, rows in (
        ("case", list(shown.values())),
        ("transfercover", covers),
        ("privacyrequest", requests),
    ):
        note_access(
            by=request.user, what=CaseAccess.What.LIST, table=table, rows=rows, standing=standing
        )
    return Day(
        own=numbers["own"],
        led=numbers["led"],
        worklist=worklist[:MOST_SHOWN],
        has_more=len(worklist) > MOST_SHOWN,
        appointments=appointments,
        covers=covers,
        requests=requests,
        may_register=bool(standing.places(Ability.FOLLOW_UP)),
    )


def cases_here(user: Any, standing: Standing) -> CaseQuerySet:
    """The cases that the person may open."""
    here = Case.objects.in_municipalities(list(standing.places(Ability.READ_CASES)))
    return readable_cases(here, user, standing)


def counted(request: HttpRequest, standing: Standing, *, everybody: bool) -> list[Number]:
    """How many cases stand in each list: of everybody here, or only the person's own."""
    cases = cases_here(request.user, standing)
    wanted = {name: worklist.of(cases) for name, worklist in WORKLISTS.items()}
    wanted["mine"] = cases.unfinished().filter(own_cases(request.user, standing))
    wanted["nobody"] = cases.without_coordinator()
    found = _counts(request.user, wanted)
    numbers = [
        Number(found["mine"], _("mine"), _list(whose="mine")),
        Number(found["nobody"], _("without coordinator"), _list(whose="nobody"), "warning"),
    ]
    return numbers + [
        Number(found[name], worklist.label, _list(list=name), worklist.tone)
        for name, worklist in WORKLISTS.items()
    ]


def _numbers(user: Any, standing: Standing) -> dict[str, list[Number]]:
    """All numbers with one query."""
    cases = cases_here(user, standing)
    mine = cases.filter(own_cases(user, standing))
    triage = list(standing.places(Ability.TRIAGE_ENQUIRIES))
    enquiries = Enquiry.objects.in_municipalities(triage)
    wanted: dict[str, QuerySet[Any]] = {name: WORKLISTS[name].of(mine) for name in OWN}
    wanted["waiting"] = enquiries.waiting()
    wanted["stays"] = due_stays(user, standing)
    wanted["covers"] = _covers(standing)
    planned = Task.objects.in_municipalities(list(standing.places(Ability.READ_CASES)))
    planned = planned.with_organisations()
    wanted["organisations"] = planned.planned().of(user)
    leads = list(standing.places(Ability.LEAD_CASES))
    led = cases.filter(municipality__in=leads)
    if leads:
        wanted["nobody"] = led.without_coordinator()
        wanted["unanswered"] = enquiries.filter(municipality__in=leads).unanswered()
        wanted["left"] = planned.without_owner().filter(municipality__in=leads)
        wanted["at-rest"] = families_to_approve(leads)
        wanted |= {f"led-{name}": WORKLISTS[name].of(led) for name in LED}
    found = _counts(user, wanted)
    own = [
        Number(found[name], WORKLISTS[name].label, _list(whose="mine", list=name),
               WORKLISTS[name].tone)
        for name in OWN
    ]  # fmt: skip
    own += [
        Number(found["waiting"], _("enquiries waiting"), _changelist("enquiry")),
        Number(found["stays"], _("are they still here?"), _changelist("staycheck")),
        Number(found["covers"], _("transfers to answer"), _changelist("transfercover"), "warning"),
        Number(found["organisations"], _("planned with organisations"), _changelist("task")),
    ]
    return {"own": own, "led": _led(found) if leads else []}


def _led(found: dict[str, int]) -> list[Number]:
    """What the lead looks after: of everybody in the municipality."""
    return [
        Number(found["nobody"], _("without coordinator"),
               reverse("admin:newcomers_case_without_coordinator"), "warning"),
        Number(found["unanswered"], _("enquiries unanswered for two working days"),
               _changelist("enquiry", state="unanswered"), "warning"),
        Number(found["left"], _("with organisations, of people who left"),
               _changelist("task", state="nobody"), "warning"),
        Number(found["at-rest"], _("families to be anonymised"),
               reverse("admin:newcomers_retention")),
        *(
            Number(found[f"led-{name}"], WORKLISTS[name].label, _list(list=name),
                   WORKLISTS[name].tone)
            for name in LED
        ),
    ]  # fmt: skip


def due_stays(user: Any, standing: Standing) -> QuerySet[StayCheck]:
    """The questions that are due, of families whose case the person may open."""
    here = StayCheck.objects.in_municipalities(list(standing.places(Ability.READ_CASES)))
    return cast(StayCheckQuerySet, readable_stays(here, user, standing)).due()


def readable_stays(rows: Any, user: Any, standing: Standing) -> Any:
    """Without those of protected families that the person may not open."""
    protected = Family.objects.filter(journey=OuterRef("journey")).exclude(
        address_protection=Family.Protection.NONE
    )
    opened = cases_here(user, standing).filter(family__journey=OuterRef("journey"))
    return rows.filter(~Exists(protected) | Exists(opened))


def _counts(user: Any, wanted: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """How many rows each query finds, in one query: a row with a column for each."""
    columns = {f"n{number}": _count(rows) for number, rows in enumerate(wanted.values())}
    row = get_user_model().objects.filter(pk=user.pk).values_list(*columns.values()).get()
    return dict(zip(wanted, (count or 0 for count in row), strict=True))


def _count(rows: QuerySet[Any]) -> Subquery:
    grouped = rows.order_by().annotate(all=Value(1)).values("all")
    return Subquery(grouped.annotate(n=Count("pk")).values("n"), output_field=IntegerField())


def _with_next_title(cases: CaseQuerySet) -> CaseQuerySet:
    """With what the next task is, for a list of few."""
    tasks = Task.objects.filter(case=OuterRef("pk")).planned()
    return cases.select_related("family").annotate(next_title=Subquery(tasks.values("title")[:1]))


def _covers(standing: Standing) -> QuerySet[TransferCover]:
    """What waits for an answer of ours, without outlines of municipalities."""
    here = list(standing.places(Ability.READ_CASES))
    covers = TransferCover.objects.in_municipalities(here).waiting()
    return readable_covers(covers, standing).defer("from_municipality__boundary")


def _appointments(user: Any, standing: Standing) -> list[Task]:
    """The person's appointments of today, by time."""
    rows = Task.objects.in_municipalities(list(standing.places(Ability.READ_CASES)))
    own = Q(owner=user) | Q(case__coordinator=user)
    found = (
        rows.due_on_day(today())
        .filter(own, kind=Task.Kind.APPOINTMENT, case__isnull=False)
        .order_by(F("due_at").asc(nulls_last=True), "pk")
        .select_related("case__family")[:MOST_SHOWN]
    )
    # Few rows, that hold all it needs: a task of one's own in a case one may not open is left out.
    return [task for task in found if task.case and Powers.of(user, task.case, standing).reads]


def _requests(standing: Standing) -> PrivacyRequestQuerySet:
    """What is to be answered where the person leads, what is due first before the others."""
    here = PrivacyRequest.objects.in_municipalities(list(standing.places(Ability.LEAD_CASES)))
    return here.open().select_related("municipality").defer("municipality__boundary")


def _list(**asked: str) -> str:
    return _changelist("case", **asked)


def _changelist(model: str, **asked: str) -> str:
    try:
        address = reverse(f"admin:newcomers_{model}_changelist")
    except NoReverseMatch:
        return ""
    return f"{address}?{urlencode(asked)}" if asked else address
