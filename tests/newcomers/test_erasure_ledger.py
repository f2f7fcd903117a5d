"""A backup that brings an erased family back: the ledger, kept elsewhere, erases it again."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connections, transaction

from newcomers.actions.erasure import Why, anonymise_family
from newcomers.models import Case, Erasure, Family, StatRow
from newcomers.reports import Period, contact_points
from portal.lib.scope import scoped
from tests.newcomers.cast import Cast, cast_of, closed_case

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
TABLES = [model._meta.db_table for model in apps.get_app_config("newcomers").get_models()]


@pytest.fixture
def here() -> Cast:
    return cast_of(name="Målselv")


def backup() -> dict[str, bytes]:
    """All confidential tables as they are now."""
    kept = {}
    with connections["owner"].cursor() as cursor:
        for table in TABLES:
            with cursor.copy(f"COPY {table} TO STDOUT") as rows:
                kept[table] = b"".join(bytes(row) for row in rows)
    return kept


def restore(kept: dict[str, bytes]) -> None:
    """The tables as they were then, the ledger too."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(TABLES)} CASCADE")
        for table, rows in kept.items():
            with cursor.copy(f"COPY {table} FROM STDIN") as into:
                into.write(rows)


def erase(case: Case, cast: Cast) -> None:
    with scoped([cast.place.pk]):
        anonymise_family(family=case.family, by=cast.lead, why=Why.ERROR)


def stored(cast: Cast) -> tuple[Any, ...]:
    """Families, erasures and their moments, rows of statistics, and contacts of the year."""
    with scoped([cast.place.pk]):
        points = contact_points(municipality=cast.place.pk, period=Period.this_year())
        return (
            list(Family.objects.order_by("pk").values_list("pk", flat=True)),
            list(Erasure.objects.order_by("key").values_list("key", "erased_at", "why")),
            StatRow.objects.count(),
            points.made.count,
        )


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("erasures", *arguments, stdout=out)
    return out.getvalue()


def test_family_that_a_backup_brings_back_is_erased_again(here: Cast, tmp_path: Path) -> None:
    ledger = str(tmp_path / "erasures.jsonl")
    with scoped([here.place.pk]):
        before, gone, other = closed_case(here), closed_case(here), closed_case(here)
    erase(before, here)
    kept = backup()
    erase(gone, here)
    after = stored(here)
    assert after[0] == [other.family_id]
    said("--export", ledger)
    text = Path(ledger).read_text()
    assert len(text.splitlines()) == 2
    assert "Kanari" not in text

    restore(kept)
    assert stored(here)[0] == [gone.family_id, other.family_id]
    assert "1 families would be" in said("--replay", ledger)
    assert stored(here)[0] == [gone.family_id, other.family_id]
    for _ in range(2):
        said("--replay", ledger, "--commit")
        assert stored(here) == after


def test_backup_that_brings_back_rows_alone_counts_nothing_twice(
    here: Cast, tmp_path: Path
) -> None:
    """The ledger and the statistics are newer than the rows of the family."""
    ledger = str(tmp_path / "erasures.jsonl")
    with scoped([here.place.pk]):
        gone = closed_case(here)
    kept = backup()
    erase(gone, here)
    after, newer = stored(here), backup()
    said("--export", ledger)
    restore(kept | {name: newer[name] for name in ("newcomers_erasure", "newcomers_statrow")})
    said("--replay", ledger, "--commit")
    assert stored(here) == after


def test_what_is_no_ledger_is_refused_and_does_nothing(here: Cast, tmp_path: Path) -> None:
    with scoped([here.place.pk]):
        closed_case(here)
    before = stored(here)
    line = '{"key": "zz", "municipality": "x", "erased_at": "2026-01-01", "why": "request"}'
    wrong = tmp_path / "wrong"
    for text in ("no json", "[]", '{"key": "00"}', line, line.replace("zz", "00" * 40)):
        wrong.write_text(text)
        with pytest.raises(CommandError, match="no ledger"):
            said("--replay", str(wrong), "--commit")
    with pytest.raises(CommandError, match="cannot be read"):
        said("--replay", str(tmp_path / "nowhere"))
    assert stored(here) == before
