"""Answering the yearly self-check."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from hosting.models import SelfCheck, SelfCheckAnswer
from hosting.self_checks import NEWEST, open_years, questions_of
from municipalities.models import Municipality


class YearIsClosed(Exception):
    """What was answered in earlier years stays as it is."""


def answer_self_check(
    *, municipality: Municipality, year: int, answers: Mapping[str, tuple[str, str]], by: Any
) -> SelfCheck:
    """Save the answers with their notes, by the questions' keys; what is not named stays.

    The first to answer in a year decides for the newest questions. Raises YearIsClosed.
    """
    if year not in open_years():
        raise YearIsClosed
    with transaction.atomic():
        check, is_new = SelfCheck.objects.select_for_update().get_or_create(
            municipality=municipality,
            year=year,
            defaults={"question_set": NEWEST, "answered_by": by},
        )
        known = {each.question: each for each in check.answers.all()}
        asked = {question.key for question in questions_of(check)}
        changed = [
            _answered(check, known.get(key), key, *answer)
            for key, answer in answers.items()
            if key in asked and answer != _said(known.get(key))
        ]
        for each in changed:
            each.save()
        if changed and not is_new:
            check.answered_by = by
            check.save(update_fields=["answered_by", "answered_at"])
    return check


def _said(answer: SelfCheckAnswer | None) -> tuple[str, str]:
    return (answer.answer, answer.note) if answer else ("", "")


def _answered(
    check: SelfCheck, known: SelfCheckAnswer | None, key: str, answer: str, note: str
) -> SelfCheckAnswer:
    row = known or SelfCheckAnswer(check_of_year=check, question=key)
    row.answer, row.note = answer, note
    return row
