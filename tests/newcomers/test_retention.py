"""How long families are kept: a person approves, a job carries out, and what came between stops it.

The clock of these tests is four years ahead: what is written in them is old at once.
"""

import datetime
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from newcomers.actions import retention
from newcomers.actions.cases import reopen_case
from newcomers.actions.retention import (
    AlreadyApproved,
    ImpossibleTime,
    ItemOver,
    NobodyChosen,
    NotOverYet,
    WhyHeld,
    approve_batch,
    families_at_rest,
    set_hold,
    set_rule,
    take_off,
)
from newcomers.models import Case, Erasure, Family, RetentionBatch, RetentionItem
from newcomers.tasks_retention import keep_retention
from portal.duties import DUTIES
from portal.lib.jobs import enqueue
from portal.lib.scope import scoped
from portal.lib.tokens import new_token
from tests.accounts import log_in
from tests.factories import received_enquiry
from tests.jobs import run_jobs
from tests.newcomers.cast import (
    Cast,
    active_case,
    cast_of,
    closed_case,
    soon,
)
from tests.newcomers.test_erasure import request_of

pytestmark = pytest.mark.django_db
PAGE = "/admin/newcomers/retention/"


class Clock:
    """What day it is for retention; all else goes by the real one."""

    day = timezone.localdate()

    @classmethod
    def on(cls, days: int) -> None:
        cls.day = timezone.localdate() + datetime.timedelta(days=days)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> type[Clock]:
    Clock.on(4 * 365)
    for module in ("actions.retention", "models.retention", "retention_forms"):
        monkeypatch.setattr(f"newcomers.{module}.today", lambda: Clock.day)
    return Clock


@pytest.fixture
def here() -> Cast:
    return cast_of(name="Målselv")


@pytest.fixture
def there() -> Cast:
    return cast_of(name="Sørreisa")


def approved(cast: Cast, *cases: Case, **options: Any) -> RetentionBatch:
    """The cases' families, approved by the lead."""
    answer = {"by": cast.lead, "form_key": new_token()} | options
    ids = [case.family_id for case in cases]
    return approve_batch(place=cast.place, families=ids, **answer)


def night(days: int = 4 * 365 + 31) -> None:
    """The duty of that night, and all that it enqueues."""
    Clock.on(days)
    enqueue(keep_retention)
    run_jobs()


def left(cast: Cast) -> list[Family]:
    with scoped([cast.place.pk]):
        return list(Family.objects.order_by("pk"))


def state(cast: Cast) -> list[str]:
    """What became of each item: "done", why it was stopped, or "waiting"."""
    with scoped([cast.place.pk]):
        items = RetentionItem.objects.order_by("pk")
        return [item.stop or ("done" if item.done_at else "waiting") for item in items]


def test_lists_hold_closed_families_after_their_time(here: Cast) -> None:
    with scoped([here.place.pk]):
        active_case(here)
        old = closed_case(here)
        for months, listed in ((23, (0, 0)), (25, (1, 0)), (37, (0, 1))):
            day = timezone.localdate() + datetime.timedelta(days=int(months * 30.44))
            found = families_at_rest(place=here.place, day=day)
            assert (found.to_look_at.count(), found.to_approve.count()) == listed, months
        set_rule(place=here.place, review_after=6, anonymise_after=6, by=here.lead)
        day = timezone.localdate() + datetime.timedelta(days=200)
        assert list(families_at_rest(place=here.place, day=day).to_approve) == [old.family]
        for days, counted in ((170, 0), (200, 1)):
            Clock.on(days)
            assert retention.families_to_approve([here.place.pk]).count() == counted


def test_rule_is_the_leads_and_within_reason(here: Cast) -> None:
    with scoped([here.place.pk]):
        for months in ((5, 12), (24, 12), (12, 121)):
            with pytest.raises(ImpossibleTime):
                set_rule(place=here.place, review_after=months[0], anonymise_after=months[1],
                         by=here.lead)  # fmt: skip
        with pytest.raises(PermissionDenied):
            set_rule(place=here.place, review_after=12, anonymise_after=24, by=here.coordinator)


def test_approved_families_are_erased_after_thirty_days_and_not_before(here: Cast) -> None:
    with scoped([here.place.pk]):
        chosen, other = closed_case(here), closed_case(here)
        batch = approved(here, chosen)
    night(4 * 365 + 29)
    assert len(left(here)) == 2
    night(4 * 365 + 30)
    assert left(here) == [other.family]
    assert state(here) == ["done"]
    with scoped([here.place.pk]):
        row = Erasure.objects.get()
        assert (row.why, row.by) == ("retention", batch.approved_by)


def test_job_killed_half_way_run_twice_or_late_does_each_family_once(
    here: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scoped([here.place.pk]):
        batch = approved(here, *(closed_case(here) for _ in range(3)))
    real, calls = retention.anonymise_family, []

    def dies_at_the_second(**ids: Any) -> None:
        calls.append(ids)
        real(**ids)
        if len(calls) == 2:
            raise MemoryError

    monkeypatch.setattr(retention, "anonymise_family", dies_at_the_second)
    # Nobody ran it for a month after its day.
    Clock.on(4 * 365 + 61)
    enqueue(keep_retention)
    run_jobs(faults=True)
    assert state(here) == ["done", "waiting", "done"]
    assert len(left(here)) == 1
    monkeypatch.setattr(retention, "anonymise_family", real)
    night(4 * 365 + 62)
    night(4 * 365 + 62)
    assert state(here) == ["done"] * 3
    assert left(here) == []
    with scoped([here.place.pk]):
        assert Erasure.objects.count() == batch.items.count() == 3


def test_whatever_comes_between_stops_it_and_the_lead_is_told(here: Cast) -> None:
    until = timezone.localdate() + datetime.timedelta(days=5 * 365)

    between = {
        "contact": lambda case: received_enquiry(here.place, email="Ny@example.org"),
        "reopened": lambda case: reopen_case(
            case=case, reason="Ringte", next_task=soon(), by=here.lead
        ),
        "request": lambda case: request_of(case, here.lead),
        "hold": lambda case: set_hold(
            family=case.family, reason="Klage", until=until, by=here.lead
        ),
    }
    with scoped([here.place.pk]):
        cases = [closed_case(here) for _ in between]
        quiet = closed_case(here)
        cases[0].family.people.update(email="ny@example.org")
        approved(here, *cases, quiet)
        for deed, case in zip(between.values(), cases, strict=True):
            deed(case)
    night()
    assert state(here) == [*between, "done"]
    assert left(here) == [case.family for case in cases]
    told = [each for each in mail.outbox if each.to == [here.lead.email]]
    assert len(told) == 1
    assert "3 families" in told[0].body or "4 families" in told[0].body
    assert "Kanari" not in told[0].body + told[0].subject


def test_list_is_of_families_here_whose_time_is_over_all_or_none(
    here: Cast, there: Cast, clock: type[Clock]
) -> None:
    with scoped([there.place.pk]):
        foreign = closed_case(there)
    with scoped([here.place.pk]):
        case, busy = closed_case(here), active_case(here)
        for wrong in ((case, busy), (case, foreign)):
            with pytest.raises(NotOverYet):
                approved(here, *wrong)
        with pytest.raises(NobodyChosen):
            approved(here)
        for nobody in (here.coordinator, there.lead):
            with pytest.raises(PermissionDenied):
                approved(here, case, by=nobody)
        clock.on(30)
        with pytest.raises(NotOverYet):
            approved(here, case)
        assert not RetentionItem.objects.exists()
    clock.on(4 * 365)
    with scoped([here.place.pk, there.place.pk]), pytest.raises(NotOverYet):
        approved(here, case, foreign)


def test_same_form_is_one_list_and_another_one_is_refused(here: Cast) -> None:
    with scoped([here.place.pk]):
        case, other, key = closed_case(here), closed_case(here), new_token()
        batch = approved(here, case, form_key=key)
        assert approved(here, case, form_key=key) == batch
        with pytest.raises(AlreadyApproved) as refused:
            approved(here, case, other)
        assert refused.value.batch == batch
        item = batch.items.get()
        take_off(item=item, by=here.lead)
        with pytest.raises(ItemOver):
            take_off(item=item, by=here.lead)
        approved(here, case, other)
    assert state(here) == ["taken_back", "waiting", "waiting"]


def test_hold_needs_reason_day_and_lead(here: Cast) -> None:
    tomorrow = Clock.day + datetime.timedelta(days=1)
    with scoped([here.place.pk]):
        family = closed_case(here).family
        for refusal, reason, until, by in (
            (WhyHeld, " ", tomorrow, here.lead),
            (ImpossibleTime, "Klage", Clock.day, here.lead),
            (ImpossibleTime, "Klage", Clock.day + datetime.timedelta(days=6 * 365), here.lead),
            (PermissionDenied, "Klage", tomorrow, here.coordinator),
        ):
            with pytest.raises(refusal):
                set_hold(family=family, reason=reason, until=until, by=by)


def test_duty_is_among_those_of_the_clock() -> None:
    assert keep_retention in [duty.task for duty in DUTIES]


def test_page_approves_and_takes_off_for_who_has_proven_who_they_are(
    here: Cast, there: Cast
) -> None:
    with scoped([here.place.pk]):
        case = closed_case(here, label="Familien Kanari")
    assert log_in(here.coordinator).get(PAGE).status_code == 403
    assert "Familien Kanari" not in log_in(there.lead).get(PAGE).content.decode()
    client, place = log_in(here.lead), here.place.slug
    page = client.get(PAGE)
    assert "Familien Kanari" in page.content.decode()
    sent = {
        "place": place,
        f"{place}-families": [case.family_id],
        f"{place}-form_key": page.context["desks"][0].form["form_key"].value(),
    }
    log_in(here.lead, proven=False).post(PAGE, sent)
    assert state(here) == []
    for _ in range(2):
        assert client.post(PAGE, sent).status_code == 302
    assert state(here) == ["waiting"]
    other = client.post(PAGE, sent | {f"{place}-form_key": new_token()})
    assert "Already approved by Lena Leder" in other.content.decode()
    with scoped([here.place.pk]):
        item = RetentionItem.objects.get()
    off = reverse("admin:newcomers_retention_off", args=[item.pk])
    assert log_in(there.lead).post(off).status_code == 404
    client.post(off)
    assert state(here) == ["taken_back"]


def test_page_keeps_a_family_and_changes_the_rule(here: Cast, there: Cast) -> None:
    with scoped([here.place.pk]):
        family = closed_case(here).family
    hold = reverse("admin:newcomers_family_hold", args=[family.pk])
    until = Clock.day + datetime.timedelta(days=100)
    sent = {"set": "1", "reason": "Klage til fylkeslegen", "until": until.isoformat()}
    assert log_in(there.lead).post(hold, sent).status_code == 404
    assert log_in(here.coordinator).get(hold).status_code == 403
    client = log_in(here.lead)
    assert client.post(hold, sent | {"reason": ""}).status_code == 200
    assert client.post(hold, sent).status_code == 302
    assert "Klage til fylkeslegen" in client.get(hold).content.decode()
    with scoped([here.place.pk]):
        assert not families_at_rest(place=here.place).to_approve.exists()
    client.post(hold, {"lift": "1"})
    with scoped([here.place.pk]):
        assert families_at_rest(place=here.place).to_approve.exists()
    rule, slug = reverse("admin:newcomers_retention_rule"), here.place.slug
    for months, stored in (((12, 6), 36), ((12, 48), 48)):
        client.post(rule, {"place": slug, f"rule-{slug}-review_after": months[0],
                           f"rule-{slug}-anonymise_after": months[1]})  # fmt: skip
        with scoped([here.place.pk]):
            assert retention.rule_of(here.place).anonymise_after == stored
