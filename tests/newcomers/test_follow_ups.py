"""Writing the log: what is taken, what is refused, and that a refusal leaves nothing behind."""

import datetime
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from newcomers.actions.follow_ups import (
    AlreadyCorrected,
    Closing,
    EntryIncomplete,
    EntryRefused,
    ForgedForm,
    ImpossibleDay,
    Next,
    NothingNext,
    NotOpen,
    WhyCorrected,
    Written,
    correct_entry,
    log_entry,
    log_with_organisation,
)
from newcomers.actions.tasks import CaseNotOpen, NewTask, TaskIncomplete
from newcomers.actions.texts import IdentityNumber, Refused, TextTooLong
from newcomers.models import Case, Draft, FollowUp, Task
from portal.lib.dates import today
from portal.lib.scope import scoped
from tests.factories import OrganisationFactory, TopicFactory
from tests.newcomers.cast import (
    IDENTITY_NUMBER as NUMBER,
)
from tests.newcomers.cast import (
    Cast,
    active_case,
    assigned_case,
    cast_of,
    closed_case,
    commit_checks,
    logged,
    reached,
    received_case,
    soon,
    yesterday,
)

pytestmark = pytest.mark.django_db
NOTE = Written(today(), "Notat", kind="note")


@pytest.fixture
def cast() -> Cast:
    return cast_of()


def refused(error: type[Exception], work: Callable[[], Any]) -> None:
    """Refused, and no row was added or changed."""
    before = [list(rows.order_by("pk").values()) for rows in (
        FollowUp.objects.all(), Task.objects.all(), Case.objects.all())]  # fmt: skip
    with pytest.raises(error):
        work()
    assert before == [list(rows.order_by("pk").values()) for rows in (
        FollowUp.objects.all(), Task.objects.all(), Case.objects.all())]  # fmt: skip


BAD: dict[str, tuple[Written, type[Exception]]] = {
    "identity number": (reached(text=f"Hun er {NUMBER}."), IdentityNumber),
    "spaced identity number": (reached(text="018107 50045"), IdentityNumber),
    "number in a note": (replace(NOTE, text=NUMBER), IdentityNumber),
    "10 001 characters": (reached(text="x" * 10_001), TextTooLong),
    "tomorrow": (reached(today() + datetime.timedelta(days=1)), ImpossibleDay),
    "next year": (reached(datetime.date(today().year + 1, 1, 1)), ImpossibleDay),
    "1900": (reached(datetime.date(1900, 1, 1)), ImpossibleDay),
    "a year and a day before": (reached(today() - datetime.timedelta(days=366)), ImpossibleDay),
    "no mode": (reached(mode=""), EntryIncomplete),
    "unknown mode": (reached(mode="drone"), EntryIncomplete),
    "reached or not": (reached(reached=None), EntryIncomplete),
    "unknown result": (reached(result="money"), EntryIncomplete),
    "unknown counterpart": (reached(counterparts=["nav", "spy"]), EntryIncomplete),
    "unknown topic": (reached(topics=[NUMBER]), EntryIncomplete),
    "long language": (reached(language="norwegian"), EntryIncomplete),
    "empty note": (replace(NOTE, text=" \n"), EntryIncomplete),
    "note that reached": (replace(NOTE, reached=True), EntryIncomplete),
    "note with a mode": (replace(NOTE, mode="phone"), EntryIncomplete),
    "forged change of state": (replace(NOTE, kind="status"), EntryIncomplete),
    "forged by the system": (replace(NOTE, kind="system"), EntryIncomplete),
    "no kind": (replace(NOTE, kind="x"), EntryIncomplete),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_entry_is_refused_everywhere(cast: Cast, name: str) -> None:
    written, error = BAD[name]
    nav = OrganisationFactory()
    with scoped([cast.place.pk]):
        case = active_case(cast)
        entry = logged(case, cast.coordinator)
        by: dict[str, Any] = {"by": cast.coordinator, "form_key": "k", "written": written}
        for work in (
            lambda: log_entry(case=case, **by),
            lambda: log_with_organisation(organisation=nav, municipality=cast.place, **by),
            lambda: correct_entry(entry=entry, correction="fix", reason="Feil", **by),
        ):
            refused(error, work)


@pytest.mark.parametrize(
    "written",
    [
        reached(text="x" * 10_000),
        reached(text="Ring +47 77 00 00 00, ref. 12345678901"),
        reached(text="<script>alert(1)</script> =1+1"),
        reached(today() - datetime.timedelta(days=365)),
        reached(reached=False, text=""),
        reached(mode="letter", counterparts=["newcomer", "nav"], result="referred"),
        NOTE,
    ],
)
def test_good_entry_is_stored_as_written(cast: Cast, written: Written) -> None:
    with scoped([cast.place.pk]):
        entry = logged(active_case(cast), cast.colleague, written)
        entry.refresh_from_db()
        assert (entry.text, entry.occurred_on) == (written.text, written.occurred_on)
        assert (entry.author, entry.author_name) == (cast.colleague, "Kolbjørn Kollega")


def test_text_is_cleaned_of_what_cannot_be_stored(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        entry = logged(active_case(cast), cast.lead, reached(text="A\x00B\u202e C\r\nD "))
        assert FollowUp.objects.get(pk=entry.pk).text == "AB C\nD"


def test_topics_are_those_there_are(cast: Cast) -> None:
    topic = TopicFactory(key="bolig")
    with scoped([cast.place.pk]):
        entry = logged(active_case(cast), cast.lead, reached(topics=[topic.key]))
        assert entry.topics == ["bolig"]


@pytest.mark.parametrize("key", ["", "x" * 25])
def test_form_without_its_key_is_refused(cast: Cast, key: str) -> None:
    with scoped([cast.place.pk]):
        case = active_case(cast)
        refused(
            ForgedForm,
            lambda: log_entry(case=case, written=NOTE, by=cast.lead, form_key=key),
        )


def test_key_of_somebody_elses_form_opens_nothing(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = active_case(cast)
        logged(case, cast.lead, form_key="theirs")
        refused(
            ForgedForm,
            lambda: log_entry(case=case, written=NOTE, by=cast.colleague, form_key="theirs"),
        )


@pytest.mark.parametrize("make", [received_case, closed_case])
def test_only_an_open_case_is_written_in(cast: Cast, make: Callable[[Cast], Case]) -> None:
    with scoped([cast.place.pk]):
        case = make(cast)
        refused(NotOpen, lambda: log_entry(case=case, written=NOTE, by=cast.lead, form_key="k"))


def test_first_reached_contact_makes_the_case_active_once_they_were_told(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = assigned_case(cast)
        logged(case, cast.coordinator, reached(reached=False), told_about_privacy=False)
        assert Case.objects.get(pk=case.pk).status == "assigned"
        logged(case, cast.coordinator)
        assert Case.objects.get(pk=case.pk).status == "assigned"
        logged(case, cast.coordinator, told_about_privacy=True)
        now = Case.objects.get(pk=case.pk)
        assert (now.status, now.privacy_notice_on) == ("active", today())


def test_next_step_is_part_of_the_same_save(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = active_case(cast)
        first = Task.objects.planned().get(case=case)
        bad = NewTask("", today())
        for step, error in (
            (Next(tasks=(bad,)), TaskIncomplete),
            (Next(finished=(first,)), NothingNext),
            (Next(closing=Closing("", "helped")), Refused),
        ):
            refused(
                error,
                lambda s=step: log_entry(
                    case=case, written=reached(), by=cast.coordinator, form_key="k", next_step=s
                ),
            )
        entry = logged(case, cast.coordinator, next_step=Next(tasks=(soon(5),), finished=(first,)))
        task = Task.objects.planned().get(case=case)
        assert (task.caused_by, task.due_on) == (entry, soon(5).due_on)
        first.refresh_from_db()
        assert (first.status, first.ended_by) == ("done", cast.coordinator)
        commit_checks()


def test_task_of_another_case_is_not_finished_along(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case, other = active_case(cast), active_case(cast)
        step = Next(tasks=(soon(),), finished=tuple(Task.objects.filter(case=other)))
        refused(
            PermissionDenied,
            lambda: log_entry(
                case=case, written=reached(), by=cast.coordinator, form_key="k", next_step=step
            ),
        )


def test_closing_in_the_same_save_does_not_call_undone_tasks_done(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = active_case(cast)
        done = Task.objects.get(case=case)
        logged(case, cast.coordinator, next_step=Next(tasks=(soon(8),)))
        step = Next(finished=(done,), closing=Closing("settled", "helped"))
        logged(case, cast.coordinator, next_step=step)
        states = Task.objects.filter(case=case).order_by("pk").values_list("status", flat=True)
        assert list(states) == ["done", "cancelled"]
        assert Case.objects.get(pk=case.pk).status == "closed"
        commit_checks()


def test_colleague_may_log_and_not_close(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = active_case(cast)
        assert logged(case, cast.colleague).pk
        refused(
            PermissionDenied,
            lambda: log_entry(
                case=case, written=reached(), by=cast.colleague, form_key="k",
                next_step=Next(closing=Closing("settled", "helped")),
            ),
        )  # fmt: skip


def test_saving_drops_the_draft(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = active_case(cast)
        for user in (cast.coordinator, cast.colleague):
            Draft.objects.create(user=user, case=case, municipality=cast.place, fields={})
        logged(case, cast.coordinator)
        assert Draft.objects.get().user == cast.colleague


def correct(entry: FollowUp, by: Any, **fields: Any) -> FollowUp:
    options = {"correction": "fix", "reason": "Feil", "form_key": "k", "written": reached()}
    return correct_entry(entry=entry, by=by, **options | fields).entry


def test_correction_of_a_correction_and_of_a_struck_out_one(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        entry = logged(active_case(cast), cast.coordinator)
        second = correct(entry, cast.coordinator, form_key="a", written=reached(yesterday()))
        assert (second.corrects, second.correction_reason) == (entry, "Feil")
        with pytest.raises(AlreadyCorrected) as stale:
            correct(entry, cast.coordinator, form_key="b")
        assert stale.value.entry == second
        third = correct(second, cast.lead, form_key="c", correction="void")
        assert (third.text, third.occurred_on) == (second.text, second.occurred_on)
        with pytest.raises(AlreadyCorrected) as void:
            correct(third, cast.lead, form_key="d", correction="void")
        assert void.value.entry == third


def test_contact_that_became_a_note_is_no_last_contact(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = assigned_case(cast)
        entry = logged(case, cast.coordinator)
        assert Case.objects.get(pk=case.pk).last_contact_on == today()
        correct(entry, cast.coordinator, written=NOTE)
        assert Case.objects.get(pk=case.pk).last_contact_on is None


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"reason": "  "}, WhyCorrected),
        ({"reason": NUMBER}, IdentityNumber),
        ({"reason": "x" * 201}, TextTooLong),
        ({"correction": "redact"}, WhyCorrected),
        ({"correction": ""}, WhyCorrected),
    ],
)
def test_correction_needs_a_reason_and_a_kind(
    cast: Cast, fields: dict[str, str], error: type[Exception]
) -> None:
    with scoped([cast.place.pk]):
        entry = logged(active_case(cast), cast.coordinator)
        refused(error, lambda: correct(entry, cast.coordinator, **fields))


def test_changes_of_state_are_not_corrected(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        active_case(cast)
        entry = FollowUp.objects.filter(kind="status")[0]
        refused(WhyCorrected, lambda: correct(entry, cast.lead, correction="void"))


def test_restricted_entry_is_corrected_by_who_may_read_it(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        entry = logged(active_case(cast), cast.lead, reached(is_restricted=True))
        refused(PermissionDenied, lambda: correct(entry, cast.colleague))
        struck = correct(entry, cast.coordinator, correction="void", written=None)
        # What was restricted stays so in what strikes it out.
        assert struck.is_restricted


def test_entry_about_a_topic_that_has_gone_can_be_struck_out(cast: Cast) -> None:
    topic = TopicFactory(key="bolig")
    again = reached(topics=["bolig"])
    with scoped([cast.place.pk]):
        entry = logged(active_case(cast), cast.lead, again)
        topic.delete()
        refused(EntryIncomplete, lambda: correct(entry, cast.lead, written=again))
        struck = correct(entry, cast.lead, correction="void", written=reached(yesterday()))
        assert (struck.topics, struck.occurred_on) == (["bolig"], today())


def test_log_of_a_closed_case_can_be_put_right(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        closed_case(cast)
        entry = FollowUp.objects.contacts().get()
        assert correct(entry, cast.coordinator).corrects == entry


def test_organisation_is_logged_with_what_comes_next(cast: Cast) -> None:
    nav = OrganisationFactory()
    with scoped([cast.place.pk]):
        made: dict[str, Any] = {
            "organisation": nav, "municipality": cast.place, "by": cast.coordinator,
            "written": reached(text="Kurs til høsten"), "form_key": "k",
        }  # fmt: skip
        bad = [replace(soon(), title="")]
        refused(TaskIncomplete, lambda: log_with_organisation(**made, tasks=bad))
        entry = log_with_organisation(**made, tasks=[soon(4)]).entry
        task = Task.objects.get()
        assert (task.organisation, task.caused_by, task.owner, task.case) == (
            nav, entry, cast.coordinator, None,
        )  # fmt: skip
        assert not entry.counts_for_newcomer


def test_plan_in_a_case_that_was_closed_meanwhile_is_refused(cast: Cast) -> None:
    from newcomers.actions.tasks import plan_task

    with scoped([cast.place.pk]):
        stale = active_case(cast)
        logged(stale, cast.coordinator, next_step=Next(closing=Closing("settled", "helped")))
        refused(CaseNotOpen, lambda: plan_task(case=stale, task=soon(), by=cast.coordinator))


def test_every_refusal_has_one_root() -> None:
    """A page that catches the root shows each as words, and none as an error."""
    from newcomers.actions.cases import CaseRefused
    from newcomers.actions.drafts import DraftTooLong
    from newcomers.actions.families import FamilyRefused
    from newcomers.actions.stays import AlreadyAnswered, ReasonNeeded
    from newcomers.actions.tasks import TaskRefused

    for error in (
        CaseRefused, TaskRefused, EntryRefused, FamilyRefused, DraftTooLong, AlreadyAnswered,
        ReasonNeeded, IdentityNumber, TextTooLong,
    ):  # fmt: skip
        assert issubclass(error, Refused)
