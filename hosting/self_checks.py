""" "Are we good hosts?": the questions, by version, and what was answered beside each other."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from hosting.models import SelfCheck, SelfCheckAnswer
from portal.lib.dates import today


@dataclass(frozen=True)
class Question:
    """One question. Its key stands for the same matter in every version that has it."""

    key: str
    text: Any


# A version that has been answered is never changed: a new one is added below it.
QUESTIONS: dict[int, tuple[Question, ...]] = {
    1: (
        Question(
            "named-contact",
            _(
                "Does every newcomer find a person by name who answers, also during holidays and "
                "leave?"
            ),
        ),
        Question("answer-in-time", _("Do we answer every enquiry within two working days?")),
        Question(
            "own-language",
            _("Do newcomers get the most important things in a language they understand?"),
        ),
        Question(
            "interpreter",
            _(
                "Do we use a qualified interpreter when it matters, and never children or "
                "relatives?"
            ),
        ),
        Question(
            "before-the-move",
            _("Do we help before the move: with a home, work, school and kindergarten?"),
        ),
        Question("first-days", _("Is somebody there to meet newcomers in their first days here?")),
        Question(
            "for-everyone",
            _(
                "Are we just as good hosts for those who come to work, for refugees, and for those "
                "who move within Norway or come back?"
            ),
        ),
        Question("norwegian", _("Can those who work learn Norwegian at times that suit them?")),
        Question("partners", _("Do we help partners to find work as well?")),
        Question(
            "meeting-places",
            _(
                "Are there places and activities where newcomers get to know people who already "
                "live here?"
            ),
        ),
        Question(
            "together",
            _("Do we receive newcomers together with clubs, volunteers and employers?"),
        ),
        Question(
            "follow-up",
            _("Do we get in touch again after weeks and months, without being asked?"),
        ),
        Question(
            "never-written",
            _("Do all of us know what we never write down, and where concern for a child belongs?"),
        ),
        Question(
            "time-set-aside",
            _("Does the management know how hosting goes, and does it set aside time for it?"),
        ),
        Question(
            "learning",
            _("Do we ask newcomers what we could do better, and why some move away again?"),
        ),
    ),
}
NEWEST = max(QUESTIONS)


@dataclass(frozen=True)
class Line:
    """A question with this year's answer and the one of the year before."""

    question: Question
    now: SelfCheckAnswer | None
    before: SelfCheckAnswer | None


@dataclass(frozen=True)
class Result:
    """How many questions were answered how, out of how many."""

    yes: int
    partly: int
    no: int
    total: int

    @property
    def open(self) -> int:
        """How many are not answered."""
        return self.total - self.yes - self.partly - self.no


def open_years(day: datetime.date | None = None) -> list[int]:
    """The years that can be answered: this one, and in January the last one too."""
    day = day or today()
    return [day.year, day.year - 1] if day.month == 1 else [day.year]


def questions_of(check: SelfCheck | None) -> tuple[Question, ...]:
    """The questions that were asked then; the newest where nobody has answered yet."""
    return QUESTIONS[check.question_set if check else NEWEST]


def side_by_side(check: SelfCheck | None, before: SelfCheck | None) -> list[Line]:
    """Each question with both answers; `answers` of both have been read."""
    now, then = _by_question(check), _by_question(before)
    return [Line(each, now.get(each.key), then.get(each.key)) for each in questions_of(check)]


def result_of(check: SelfCheck) -> Result:
    """The numbers of a self-check whose `answers` have been read."""
    counted = Counter(each.answer for each in check.answers.all())
    kind = SelfCheckAnswer.Answer
    total = len(questions_of(check))
    return Result(counted[kind.YES], counted[kind.PARTLY], counted[kind.NO], total)


def _by_question(check: SelfCheck | None) -> dict[str, SelfCheckAnswer]:
    answers: Iterable[SelfCheckAnswer] = check.answers.all() if check else ()
    return {each.question: each for each in answers}
