"""Random actions by random people, in any order: what must hold of the case log always does.

What holds is asked in SQL of its own, which knows nothing of the actions or of the querysets.
"""

import datetime
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from municipalities.models import Membership
from newcomers.actions import (
    cases,
    families,
    follow_ups,
    joining,
    splitting,
    tasks,
    transfers,
)
from newcomers.actions.joining import Answers, Double
from newcomers.actions.splitting import Going
from newcomers.actions.texts import Refused
from newcomers.models import Case, Family, FollowUp, Person, Task, TransferCover
from portal.lib.dates import today
from portal.lib.scope import scoped
from portal.models import User
from tests.newcomers.cast import (
    Cast,
    active_case,
    assigned_case,
    cast_of,
    commit_checks,
    new_family,
    new_person,
    reached,
    soon,
    stand_in,
    yesterday,
)

WHO = ("coordinator", "colleague", "deputy", "lead", "stranger")
MOST_CASES = 4
DAY = datetime.timedelta(days=1)
OPEN = "('assigned', 'active', 'paused', 'transferring')"
# What each query finds is wrong.
NEVER = {
    "1: open without a planned task": f"""
        SELECT c.id FROM newcomers_case c WHERE c.status IN {OPEN} AND NOT EXISTS (
            SELECT 1 FROM newcomers_task t WHERE t.case_id = c.id AND t.status = 'planned')""",
    "not open, with a planned task": f"""
        SELECT t.id FROM newcomers_task t JOIN newcomers_case c ON c.id = t.case_id
        WHERE t.status = 'planned' AND c.status NOT IN {OPEN}""",
    "3: a correction in another case, of a later entry, or of a void one": """
        SELECT f.id FROM newcomers_followup f JOIN newcomers_followup g ON g.id = f.corrects_id
        WHERE f.case_id IS DISTINCT FROM g.case_id OR g.id >= f.id OR g.correction = 'void'
           OR g.kind NOT IN ('contact', 'note')""",
    "3: a fork": """
        SELECT corrects_id FROM newcomers_followup WHERE corrects_id IS NOT NULL
        GROUP BY 1 HAVING count(*) > 1""",
    "4: a day ahead, or long before the case": """
        SELECT f.id FROM newcomers_followup f JOIN newcomers_case c ON c.id = f.case_id
        WHERE f.occurred_on > (f.logged_at AT TIME ZONE 'Europe/Oslo')::date
           OR f.occurred_on < c.opened_on - 365""",
    "5: two unfinished cases of a family": f"""
        SELECT family_id FROM newcomers_case WHERE status IN {OPEN} OR status = 'received'
        GROUP BY 1 HAVING count(*) > 1""",
    "5: a child elsewhere than its parent": """
        SELECT c.id FROM newcomers_case c JOIN newcomers_family f ON f.id = c.family_id
        WHERE c.municipality_id <> f.municipality_id UNION ALL
        SELECT t.id FROM newcomers_task t JOIN newcomers_case c ON c.id = t.case_id
        WHERE t.municipality_id <> c.municipality_id UNION ALL
        SELECT l.id FROM newcomers_followup l JOIN newcomers_case c ON c.id = l.case_id
        WHERE l.municipality_id <> c.municipality_id""",
    "7: closed without reason and date, or the reverse": """
        SELECT id FROM newcomers_case WHERE (status = 'closed') <> (closed_at IS NOT NULL)
           OR (status = 'closed') <> (closure <> '') OR (status = 'closed') <> (outcome <> '')
           OR (status = 'closed') <> (closed_by_id IS NOT NULL)""",
    "paused without reason and end": """
        SELECT id FROM newcomers_case WHERE (status = 'paused') <> (resume_on IS NOT NULL)
           OR (status = 'paused') <> (paused_reason <> '')""",
    "a state that the log does not tell": """
        SELECT c.id FROM newcomers_case c WHERE c.status <> (
            SELECT f.change ->> 'to' FROM newcomers_followup f
            WHERE f.case_id = c.id AND f.change ->> 'what' = 'status'
            ORDER BY f.id DESC LIMIT 1)""",
    "a move that begins elsewhere than the last one ended": """
        SELECT id FROM (
            SELECT id, change ->> 'from' AS began,
                   lag(change ->> 'to', 1, '') OVER (PARTITION BY case_id ORDER BY id) AS ended
            FROM newcomers_followup WHERE change ->> 'what' = 'status') AS moves
        WHERE began <> ended""",
    "an open case of nobody": f"""
        SELECT id FROM newcomers_case WHERE status IN {OPEN} AND coordinator_id IS NULL""",
    "active, never told about privacy, and not taken up again": """
        SELECT c.id FROM newcomers_case c WHERE c.status = 'active'
        AND c.privacy_notice_on IS NULL AND NOT EXISTS (
            SELECT 1 FROM newcomers_followup f
            WHERE f.case_id = c.id AND f.change ->> 'from' = 'closed')""",
    "the next day is not that of the first planned task": """
        SELECT c.id FROM newcomers_case c WHERE c.next_due_on IS DISTINCT FROM (
            SELECT min(t.due_on) FROM newcomers_task t
            WHERE t.case_id = c.id AND t.status = 'planned')""",
    "the last contact is not the last that holds": """
        SELECT c.id FROM newcomers_case c WHERE c.last_contact_on IS DISTINCT FROM (
            SELECT max(f.occurred_on) FROM newcomers_followup f
            WHERE f.case_id = c.id AND f.kind = 'contact' AND f.reached
            AND f.correction <> 'void' AND f.id NOT IN (
                SELECT corrects_id FROM newcomers_followup WHERE corrects_id IS NOT NULL))""",
    "being transferred without a proposal, or the reverse": """
        SELECT c.id FROM newcomers_case c WHERE (c.status = 'transferring') <> EXISTS (
            SELECT 1 FROM newcomers_transfer t WHERE t.case_id = c.id AND t.state = 'proposed')""",
    "a cover sheet that says other than the proposal": """
        SELECT t.id FROM newcomers_transfer t
        LEFT JOIN newcomers_transfercover v ON v.transfer_id = t.id
        WHERE (v.state, v.municipality_id, v.from_municipality_id, v.successor_id, v.answered_at)
        IS DISTINCT FROM
        (t.state, t.to_municipality_id, t.municipality_id, t.successor_id, t.answered_at)""",
    "taken over with another journey, twice, or without a bundle": """
        SELECT t.id FROM newcomers_transfer t
        JOIN newcomers_case c ON c.id = t.case_id JOIN newcomers_family f ON f.id = c.family_id
        JOIN newcomers_case s ON s.id = t.successor_id
        JOIN newcomers_family g ON g.id = s.family_id
        WHERE f.journey <> g.journey AND NOT EXISTS (
            SELECT 1 FROM newcomers_family j WHERE j.joined_into_id IN (f.id, g.id))
        OR f.id = g.id OR NOT EXISTS (
            SELECT 1 FROM newcomers_transferbundle b WHERE b.case_id = s.id) UNION ALL
        SELECT max(id) FROM newcomers_transfer WHERE successor_id IS NOT NULL
        GROUP BY successor_id HAVING count(*) > 1""",
    "a stay check asked by both": """
        SELECT max(id) FROM newcomers_staycheck WHERE answer = ''
        GROUP BY journey, months HAVING count(DISTINCT municipality_id) > 1""",
    "a family without one main contact who is an adult": """
        SELECT f.id FROM newcomers_family f WHERE f.joined_into_id IS NULL AND 1 <> (
            SELECT count(*) FROM newcomers_person p
            WHERE p.family_id = f.id AND p.is_main_contact AND p.age = 'adult')""",
    "somebody or something left with a family that was joined": """
        SELECT p.id FROM newcomers_person p JOIN newcomers_family f ON f.id = p.family_id
        WHERE f.joined_into_id IS NOT NULL UNION ALL
        SELECT c.id FROM newcomers_case c JOIN newcomers_family f ON f.id = c.family_id
        WHERE f.joined_into_id IS NOT NULL UNION ALL
        SELECT s.id FROM newcomers_staycheck s JOIN newcomers_family f ON f.journey = s.journey
        AND f.municipality_id = s.municipality_id WHERE f.joined_into_id IS NOT NULL""",
    "a family that parted in one log alone": """
        SELECT f.id FROM newcomers_followup f JOIN newcomers_case c ON c.id = f.case_id
        WHERE f.change ->> 'what' IN ('split', 'split_off') AND NOT EXISTS (
            SELECT 1 FROM newcomers_followup g JOIN newcomers_case d ON d.id = g.case_id
            WHERE d.number = f.change ->> 'number' AND g.change ->> 'number' = c.number
            AND g.change ->> 'what' IN ('split', 'split_off')
            AND g.change ->> 'what' <> f.change ->> 'what')""",
    "a case closed by joining whose number leads nowhere": """
        SELECT f.id FROM newcomers_followup f JOIN newcomers_case c ON c.id = f.case_id
        WHERE f.change ? 'joined' AND NOT EXISTS (
            SELECT 1 FROM newcomers_case d WHERE d.number = f.change ->> 'joined'
            AND d.family_id = c.family_id)""",
    "10: two rows of one form": """
        SELECT form_key FROM newcomers_followup GROUP BY 1 HAVING count(*) > 1 UNION ALL
        SELECT form_key FROM newcomers_task GROUP BY 1 HAVING count(*) > 1 UNION ALL
        SELECT form_key FROM newcomers_transfer GROUP BY 1 HAVING count(*) > 1""",
}
# Who may do much acts often: else most of a run would be refusals.
person = st.sampled_from((*WHO, "coordinator", "coordinator", "lead", "lead", "deputy"))
# Where each move starts; half of the moves are tried from where they can be made.
FITTING = {
    "received": ["reject"],
    "assigned": ["activate", "close"],
    "active": ["pause", "close"],
    "paused": ["resume", "close"],
    "closed": ["reopen"],
    "rejected": ["reopen"],
    "transferring": ["withdraw", "close"],
}
# Of the two municipalities, the one that proposes a transfer.
side = st.sampled_from(["here", "here", "there"])
pick = st.integers(0, 9)


def couple() -> list[Person]:
    """Two adults who live together and are not stored yet."""
    return [new_person(), new_person(given_name="Otto", email="", is_main_contact=False)]


class CaseLog(RuleBasedStateMachine):
    """A municipality's people at work. Each run is undone in the end."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = ExitStack()
        self.undone.enter_context(transaction.atomic())
        self.forms = 0
        self.is_looked_at = False

    @initialize()
    def open_the_office(self) -> None:
        cast, there = cast_of(), cast_of()
        stranger = cast_of().coordinator
        self.cast: Cast = cast
        self.sides = {"here": (cast, there), "there": (there, cast)}
        self.undone.enter_context(scoped([cast.place.pk]))
        self.people: dict[str, User] = {
            "coordinator": cast.coordinator,
            "colleague": cast.colleague,
            "deputy": stand_in(cast, cast.coordinator),
            "lead": cast.lead,
            "stranger": stranger,
        }
        self.everywhere = [cast.place.pk, there.place.pk]
        self.log: dict[int, str] = {}
        self.versions: dict[int, tuple[int, str]] = {}
        for make in (assigned_case, active_case):
            case = make(cast)
            people = [case.family.people.get(), couple()[1]]
            families.change_family(family=case.family, people=people, by=cast.lead)
        # One under way each way, so that there is something to answer.
        for ours, others in self.sides.values():
            with scoped([ours.place.pk]):
                case = active_case(ours)
                transfers.propose_transfer(
                    case=case, to=others.place, reason="Flytter", by=ours.coordinator
                )
        commit_checks()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.close()

    def act(self, deed: Callable[[], Any]) -> Any:
        """Do it and commit; a refusal leaves everything as it was."""
        try:
            with transaction.atomic():
                done = deed()
                commit_checks()
        except (Refused, PermissionDenied):
            return None
        self.is_looked_at = False
        return done

    def case(self, number: int) -> Case:
        """One of the cases; mostly an open one."""
        rows = list(Case.objects.select_related("family").order_by("pk"))
        fit = [row for row in rows if row.is_open] if number % 3 else rows
        return (fit or rows)[number % len(fit or rows)]

    def new_form(self) -> str:
        self.forms += 1
        return f"form-{self.forms}"

    has_case = precondition(lambda self: self.versions)

    @precondition(lambda self: len(self.versions) < MOST_CASES)
    @rule(who=person, taken=st.booleans(), is_protected=st.booleans())
    def register(self, who: str, taken: bool, is_protected: bool) -> None:
        by = self.people[who]
        family = new_family(
            self.cast.place, address_protection="fortrolig" if is_protected else "none"
        )
        new = families.NewCase(by, soon()) if taken else None
        self.act(
            lambda: families.register_family(family=family, people=couple(), by=by, new_case=new)
        )

    @has_case
    @rule(who=person, to=person, number=pick)
    def assign(self, who: str, to: str, number: int) -> None:
        case = Case.objects.filter(status="received").first() or self.case(number)
        self.act(
            lambda: cases.assign_case(
                case=case, to=self.people[to], first_task=soon(), by=self.people[who]
            )
        )

    @has_case
    @rule(
        who=person, number=pick, was_reached=st.booleans(), told=st.booleans(),
        days=st.sampled_from([-1, 0, 0, 0, 3, 400]), form=st.sampled_from([None, "again"]),
        step=st.sampled_from(["keep", "plan", "done", "plan and done", "close"]),
    )  # fmt: skip
    def write(
        self, who: str, number: int, was_reached: bool, told: bool, days: int, form: str | None,
        step: str,
    ) -> None:  # fmt: skip
        case = self.case(number)
        finished = tuple(Task.objects.planned().filter(case=case)[:1])
        closing = follow_ups.Closing("settled", "helped") if step == "close" else None
        next_step = follow_ups.Next(
            tasks=(soon(3),) if "plan" in step else (),
            finished=finished if "done" in step or closing else (),
            closing=closing,
        )
        self.act(
            lambda: follow_ups.log_entry(
                case=case,
                written=reached(today() - days * DAY, reached=was_reached),
                by=self.people[who],
                form_key=form or self.new_form(),
                next_step=next_step,
                told_about_privacy=told,
            )
        )

    @has_case
    @rule(
        who=person, number=st.integers(0, 50), kind=st.sampled_from(["fix", "void"]),
        days=st.integers(-1, 5), was_reached=st.booleans(), becomes_note=st.booleans(),
    )  # fmt: skip
    def correct(
        self, who: str, number: int, kind: str, days: int, was_reached: bool, becomes_note: bool
    ) -> None:
        kinds = ["contact", "note"] if number % 4 else ["status"]
        rows = list(FollowUp.objects.filter(kind__in=kinds).order_by("-pk")[:6])
        day = today() - days * DAY
        note = follow_ups.Written(day, "Notat", kind="note")
        self.act(
            lambda: follow_ups.correct_entry(
                entry=rows[number % len(rows)], correction=kind, reason="Feil",
                by=self.people[who], form_key=self.new_form(),
                written=note if becomes_note else reached(day, reached=was_reached),
            )
        )  # fmt: skip

    @has_case
    @rule(who=person, number=pick, days=st.integers(0, 9))
    def plan(self, who: str, number: int, days: int) -> None:
        by = self.people[who]
        self.act(lambda: tasks.plan_task(case=self.case(number), task=soon(days), by=by))

    @has_case
    @rule(
        who=person, number=pick, deed=st.sampled_from(["finish", "cancel", "postpone"]),
        is_replaced=st.booleans(),
    )  # fmt: skip
    def end(self, who: str, number: int, deed: str, is_replaced: bool) -> None:
        rows = list(Task.objects.order_by("-pk")[:6])
        if not rows:
            return
        task, by = rows[number % len(rows)], self.people[who]
        if deed == "postpone":
            day = soon(number).due_on
            self.act(lambda: tasks.postpone_task(task=task, to=day, reason="Ferie", by=by))
            return
        do = tasks.finish_task if deed == "finish" else tasks.cancel_task
        self.act(lambda: do(task=task, by=by, replacing=soon() if is_replaced else None))

    @has_case
    @rule(who=person, to=person, number=pick)
    def reassign(self, who: str, to: str, number: int) -> None:
        case, by = self.case(number), self.people[who]
        self.act(lambda: cases.reassign_case(case=case, to=self.people[to], by=by))

    @has_case
    @rule(
        who=person, number=pick,
        move=st.sampled_from(["reject", "activate", "pause", "resume", "close", "reopen"]),
        unfinished=st.sampled_from(["", "done", "cancelled"]), fits=st.booleans(),
    )  # fmt: skip
    def move(self, who: str, number: int, move: str, unfinished: str, fits: bool) -> None:
        case, by = self.case(number), self.people[who]
        moves: dict[str, Callable[[], Any]] = {
            "reject": lambda: cases.reject_case(case=case, reason="spam", by=by),
            "activate": lambda: cases.activate_case(case=case, by=by),
            "pause": lambda: cases.pause_case(
                case=case, reason="Reise", resume_on=today() + 9 * DAY, by=by
            ),
            "resume": lambda: cases.resume_case(case=case, by=by),
            "close": lambda: cases.close_case(
                case=case, reason="settled", outcome="helped", by=by, unfinished=unfinished
            ),
            "reopen": lambda: cases.reopen_case(
                case=case, reason="Tilbake", next_task=soon(), by=by
            ),
            "withdraw": lambda: transfers.withdraw_transfer(case=case, by=by),
        }
        self.act(moves[FITTING[case.status][number % len(FITTING[case.status])] if fits else move])

    @has_case
    @rule(who=person, number=pick, side=side, form=st.sampled_from([None, "again"]))
    def propose(self, who: str, number: int, side: str, form: str | None) -> None:
        ours, others = self.sides[side]
        by = self.people[who] if side == "here" else ours.lead
        with scoped([ours.place.pk]):
            if Case.objects.exists():
                case = self.case(number)
                self.act(
                    lambda: transfers.propose_transfer(
                        case=case, to=others.place, reason="Flytter", note="Notat", by=by,
                        form_key=form or self.new_form(),
                    )
                )  # fmt: skip

    @has_case
    @rule(
        who=st.sampled_from(["lead", "lead", "lead", "lead", "coordinator", "sender", "stranger"]),
        to=st.sampled_from(["coordinator", "colleague", "lead", "lead", "stranger"]),
        deed=st.sampled_from(["accept", "accept", "accept", "decline"]),
        is_late=st.sampled_from([False, False, True]), number=pick, side=side,
    )  # fmt: skip
    def answer(self, who: str, to: str, number: int, side: str, deed: str, is_late: bool) -> None:
        ours, others = self.sides[side]
        everybody = vars(others) | {"sender": ours.lead, "stranger": self.people["stranger"]}
        by = everybody[who]
        with scoped([others.place.pk]):
            rows = TransferCover.objects.order_by("-proposed_at")
            found = list((rows if is_late else rows.filter(state="proposed"))[:5])
            if not found:
                return
            cover = found[number % len(found)]
            if deed == "decline":
                self.act(lambda: transfers.decline_transfer(cover=cover, reason="Nei", by=by))
                return
            taken = {"cover": cover, "to": everybody[to], "first_task": soon(), "by": by}
            self.act(lambda: transfers.accept_transfer(**taken))

    @has_case
    @rule(who=person)
    def take_back(self, who: str) -> None:
        case = Case.objects.filter(status="transferring").first()
        if case:
            self.act(lambda: transfers.withdraw_transfer(case=case, by=self.people[who]))

    @precondition(lambda self: 0 < len(self.versions) < MOST_CASES)
    @rule(who=person, number=pick, main_goes=st.booleans(), moves=st.booleans())
    def split(self, who: str, number: int, main_goes: bool, moves: bool) -> None:
        """Some of a family go their own way; they may move to the other municipality at once."""
        case, by = self.case(number), self.people[who]
        people = case.family.people.order_by("-is_main_contact" if main_goes else "is_main_contact")
        task = Task.objects.filter(case=case).order_by("-pk").first()
        going = Going(list(people)[:1], tasks=[task] if task and number % 2 else [])
        what: dict[str, Any] = {"case": case, "going": going, "reason": "De flytter fra hverandre"}
        what |= {"first_task": soon(), "by": by, "form_key": self.new_form()}
        there = self.sides["there"][0].place
        self.act(
            lambda: (
                splitting.propose_part(to=there, **what)
                if moves
                else splitting.split_family(**what)
            )
        )

    @has_case
    @rule(who=person, number=pick, other=pick, are_doubles=st.booleans())
    def join(self, who: str, number: int, other: int, are_doubles: bool) -> None:
        """Two turn out to be one. Now and then one of them was joined before."""
        rows = list(Family.objects.order_by("pk"))
        keep, gone = rows[number % len(rows)], rows[other % len(rows)]
        ours, theirs = keep.people.order_by("pk").first(), gone.people.order_by("pk").first()
        doubles = [Double(ours, theirs)] if are_doubles and ours and theirs else []
        self.act(
            lambda: joining.join_families(
                keep=keep, other=gone, by=self.people[who], answers=Answers(doubles)
            )
        )

    @has_case
    @rule(side=side, days=st.sampled_from([0, 14, 15]))
    def clock(self, side: str, days: int) -> None:
        with scoped([self.sides[side][0].place.pk]):
            self.act(lambda: transfers.expire_transfers(day=today() + days * DAY))

    @has_case
    @rule(
        who=person, number=pick, is_stale=st.booleans(),
        housing=st.sampled_from(["barrier", "solved", "bogus"]),
    )  # fmt: skip
    def change(self, who: str, number: int, is_stale: bool, housing: str) -> None:
        case = self.case(number)
        self.act(
            lambda: cases.change_case(
                case=case, version=case.version - is_stale, by=self.people[who], housing=housing
            )
        )

    @has_case
    @rule(who=person, number=pick, label=st.sampled_from(["Kanari", "Beispiel"]))
    def rename_family(self, who: str, number: int, label: str) -> None:
        family = self.case(number).family
        family.label = label
        people = list(family.people.all())
        self.act(lambda: families.change_family(family=family, people=people, by=self.people[who]))

    @rule(
        who=st.sampled_from(["coordinator", "colleague", "deputy"]),
        comes=st.sampled_from([True, True, False]),
    )
    def leave_or_come_back(self, who: str, comes: bool) -> None:
        day = {"valid_to": None} if comes else {"valid_from": yesterday(), "valid_to": yesterday()}
        Membership.objects.filter(user=self.people[who]).update(**day)
        self.is_looked_at = False

    @invariant()
    def all_holds(self) -> None:
        """Asked after each deed that was done; of one that was refused nothing is left (`act`)."""
        if not self.is_looked_at:
            self.nothing_is_broken()
            self.nothing_written_has_changed()
            self.versions_grow()
            self.is_looked_at = True

    def nothing_is_broken(self) -> None:
        with scoped(self.everywhere), connection.cursor() as cursor:
            for name, wrong in NEVER.items():
                cursor.execute(wrong)
                assert cursor.fetchall() == [], name

    def nothing_written_has_changed(self) -> None:
        """Invariant 2, and that nobody writes where they have no role."""
        there = self.sides["there"][0]
        with connection.cursor() as cursor:
            cursor.execute("SELECT f.id, md5(f::text) FROM newcomers_followup f")
            found = dict(cursor.fetchall())
            cursor.execute(
                "SELECT count(*) FROM newcomers_followup WHERE author_id = %s",
                [self.people["stranger"].pk],
            )
            assert cursor.fetchone() == (0,)
            # The other side writes one kind of line here: what became of a proposal.
            cursor.execute(
                "SELECT count(*) FROM newcomers_followup WHERE author_id = ANY (%s)"
                " AND NOT change ? 'transfer'",
                [[user.pk for user in (there.coordinator, there.colleague, there.lead)]],
            )
            assert cursor.fetchone() == (0,)
        assert self.log.items() <= found.items()
        self.log = found

    def versions_grow(self) -> None:
        """Invariant 7: whatever moved has a later version."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, version, status FROM newcomers_case")
            found = {pk: (version, status) for pk, version, status in cursor.fetchall()}
        for pk, (version, status) in self.versions.items():
            now, state = found[pk]
            assert now > version or (now, state) == (version, status)
        self.versions = found


@pytest.mark.django_db
def test_log_stays_whole_whatever_people_do() -> None:
    run_state_machine_as_test(
        CaseLog,
        settings=settings(
            max_examples=12,
            stateful_step_count=40,
            derandomize=True,
            database=None,
            deadline=None,
            # Shortening what failed takes minutes; whoever looks for the reason takes this away.
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
