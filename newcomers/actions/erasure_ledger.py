"""The ledger of erasures in a file: what was erased stays so, whatever a backup brings back.

The owner of the tables does this, as an operator's command: no role of the web sees all places.
"""

import datetime
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.db import connections, transaction

from newcomers.models import Erasure
from newcomers.models.erasure import KEY_LENGTH

# See KEY in migration 0022.
COME_BACK = """
SELECT f.id, f.key FROM (
    SELECT id, encode(sha256(convert_to(form_key, 'UTF8')), 'hex') AS key FROM newcomers_family
) AS f WHERE f.key = ANY (%s)
"""
ERASE = "SELECT newcomers_erase(%s, %s, NULL, %s)"
# Those that were not in the backup at all: they are in the ledger again.
NOTE = """
INSERT INTO newcomers_erasure (id, municipality_id, key, erased_at, why)
SELECT gen_random_uuid(), m.id, %s, %s, %s FROM municipalities_municipality m WHERE m.slug = %s
ON CONFLICT (key) DO NOTHING
"""


class NotALedger(Exception):
    """A line of the file is none of the ledger; nothing was done."""


@dataclass(frozen=True)
class Line:
    """One erasure, as the file has it: nothing personal."""

    key: str
    municipality: str  # its slug
    erased_at: str
    why: str


@dataclass(frozen=True)
class Replayed:
    """How many families of the ledger there were: in the file, and come back."""

    known: int
    come_back: int


def export_ledger() -> Iterator[str]:
    """The ledger of all municipalities, a line of JSON for each erasure, the oldest first."""
    rows = Erasure.objects.using(_owner()).select_related("municipality")
    for row in rows.order_by("erased_at", "key"):
        moment = row.erased_at.isoformat()
        yield json.dumps(asdict(Line(row.key, row.municipality.slug, moment, row.why)))


def replay_ledger(lines: Iterable[str], *, commit: bool) -> Replayed:
    """Erase once more, as the ledger says, what a backup has brought back.

    Safe to do twice. Without `commit`, counts only. Raises NotALedger.
    """
    known = {line.key: line for line in map(_parsed, lines)}
    with transaction.atomic(using=_owner()), connections[_owner()].cursor() as cursor:
        cursor.execute(COME_BACK, [list(known)])
        found: list[tuple[int, str]] = cursor.fetchall()
        if commit:
            _replay(cursor, known, found)
    return Replayed(len(known), len(found))


def _replay(cursor: Any, known: dict[str, Line], found: list[tuple[int, str]]) -> None:
    for family, key in found:
        # It may have gone with the one before: the same people, written down twice.
        cursor.execute("SELECT FROM newcomers_family WHERE id = %s", [family])
        if cursor.fetchone() is not None:
            cursor.execute(ERASE, [family, known[key].why, known[key].erased_at])
    for line in known.values():
        cursor.execute(NOTE, [line.key, line.erased_at, line.why, line.municipality])


def _parsed(line: str) -> Line:
    try:
        found = Line(**json.loads(line))
        datetime.datetime.fromisoformat(found.erased_at)
        if len(bytes.fromhex(found.key)) * 2 != KEY_LENGTH:
            raise ValueError
        Erasure.Why(found.why)
    except (TypeError, ValueError) as error:
        raise NotALedger(type(error).__name__) from None
    return found


def _owner() -> str:
    return "owner" if "owner" in settings.DATABASES else "default"
