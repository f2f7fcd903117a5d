"""A hundred thousand cases with a million entries, out of a thousand made by `demo_families`: for
`manage.py fill_case_log`, and never where real people are.

Each family with all that hangs on it is copied in SQL, a month and some days older each time: ten
years. One copy in fifty is still open, and belongs to a colleague; the others are closed. So there
are twice as many open cases, and nobody has more of them than before. Triggers rest meanwhile: what
they keep is copied with the rows.
"""

import time
from collections.abc import Callable, Iterator

import psycopg
from psycopg import sql

OPEN_EVERY = 50
STEP = 36  # days that each copy is older than the one before
# Rows are copied with their own id and that of their parent moved by so much for each copy.
STRIDE = 1_000_000
OPEN = "p.status IN ('received', 'assigned', 'active', 'paused', 'transferring')"
STAYS_OPEN = f"(n % {OPEN_EVERY} = 0)"
CLOSES = f"({OPEN} AND NOT {STAYS_OPEN})"
MOVED = f"+ n * {STRIDE}"
KEY = "substr(md5(p.form_key || n), 1, 24)"
# Of a million entries, each of these stands in a few thousand, the number in one, and what comes
# before them in nearly all.
RARE = """(ARRAY['Bjørk','Gran','Furu','Rogn','Selje','Hegg','Lauv','Einer','Tyri','Mose',
    'Stein','Sand','Berg','Fjell','Dal','Vass','Elve','Foss','Myr','Nes'])[1 + (n * 7 + p.id) % 20]
    || (ARRAY['lia','vika','haugen','bakken','moen','stua','eidet','neset','myra','holmen',
    'sletta','flata','botn','sund','kroken','marka','åsen','toppen','osen','grenda'])
    [1 + (n * 13 + p.id / 20) % 20]"""
COMMON = "CASE WHEN (n + p.id) % 20 = 0 THEN '' ELSE ' Familien vet det. ' END"
WORDS = f"{COMMON} || {RARE} || ', sak' || (p.id {MOVED})"
AGO = f"n * interval '{STEP} days'"

CHANGES: dict[str, dict[str, str]] = {
    "family": {
        "id": f"p.id {MOVED}",
        "journey": "md5(p.journey::text || n)::uuid",
        "label": "p.label || ' ' || n",
        "form_key": KEY,
        "expected_on": f"p.expected_on - n * {STEP}",
        "arrived_on": f"p.arrived_on - n * {STEP}",
    },
    "person": {"id": f"p.id {MOVED}", "family_id": f"p.family_id {MOVED}",
               "email": "CASE WHEN p.email = '' THEN '' ELSE n || p.email END"},
    "case": {
        "id": f"p.id {MOVED}",
        "family_id": f"p.family_id {MOVED}",
        "number": "p.number || '-' || n",
        "opened_on": f"p.opened_on - n * {STEP}",
        "coordinator_id": f"CASE WHEN {STAYS_OPEN} THEN p.coordinator_id + 1000 * n"
                          " ELSE p.coordinator_id END",
        "status": f"CASE WHEN {CLOSES} THEN 'closed' ELSE p.status END",
        "closed_at": f"CASE WHEN {CLOSES} THEN now() - {AGO} ELSE p.closed_at END",
        "closed_by_id": f"CASE WHEN {CLOSES} THEN p.opened_by_id ELSE p.closed_by_id END",
        "closure": f"CASE WHEN {CLOSES} THEN 'settled' ELSE p.closure END",
        "outcome": f"CASE WHEN {CLOSES} THEN 'helped' ELSE p.outcome END",
        "paused_reason": f"CASE WHEN {CLOSES} THEN '' ELSE p.paused_reason END",
        "resume_on": f"CASE WHEN {CLOSES} THEN NULL ELSE p.resume_on END",
        "next_due_on": f"CASE WHEN {STAYS_OPEN} THEN p.next_due_on END",
        "last_contact_on": f"p.last_contact_on - CASE WHEN {STAYS_OPEN} THEN 0 ELSE n * {STEP} END",
    },
    "followup": {
        "id": f"p.id {MOVED}",
        "case_id": f"p.case_id {MOVED}",
        "form_key": KEY,
        "occurred_on": f"p.occurred_on - n * {STEP}",
        "logged_at": f"p.logged_at - {AGO}",
        "text": f"CASE WHEN p.text = '' THEN '' ELSE p.text || {WORDS} END",
        "vector": "CASE WHEN p.text = '' THEN p.vector ELSE p.vector"
                  f" || to_tsvector('pg_catalog.simple', portal_fold({WORDS})) END",
    },
    "task": {
        "id": f"p.id {MOVED}",
        "case_id": f"p.case_id {MOVED}",
        "caused_by_id": "NULL",
        "form_key": KEY,
        "owner_id": f"CASE WHEN {STAYS_OPEN} THEN p.owner_id + 1000 * n ELSE p.owner_id END",
        "status": f"CASE WHEN {STAYS_OPEN} OR p.status <> 'planned' THEN p.status ELSE 'done' END",
        "ended_on": f"CASE WHEN {STAYS_OPEN} OR p.status <> 'planned' THEN p.ended_on"
                    f" ELSE p.due_on - n * {STEP} END",
        "ended_by_id": f"CASE WHEN {STAYS_OPEN} OR p.status <> 'planned' THEN p.ended_by_id"
                       " ELSE p.owner_id END",
        "due_on": f"CASE WHEN {STAYS_OPEN} THEN p.due_on ELSE p.due_on - n * {STEP} END",
    },
    "staycheck": {
        "id": f"p.id {MOVED}",
        "journey": "md5(p.journey::text || n)::uuid",
        "due_on": f"p.due_on - n * {STEP}",
        "answer": "'yes'",
        "answered_at": "now()",
        "answered_by_id": "(SELECT min(id) FROM portal_user)",
    },
}  # fmt: skip
COLLEAGUES = {
    "portal_user": {"id": "p.id + 1000 * n", "email": "n || p.email", "name": "p.name || ' ' || n"},
    "municipalities_membership": {
        "id": "p.id + 1000 * n",
        "user_id": "p.user_id + 1000 * n",
    },
}
# Above the ids of all copies.
BEYOND = 1000 * STRIDE
# So many copies are made at once, and told of.
AT_ONCE = 10
# Entries beyond what the families have by themselves: more notes on what they have.
MORE_ENTRIES = {
    "id": f"p.id + n * {BEYOND}::bigint",
    "form_key": "substr(md5(p.form_key || 'more' || n), 1, 24)",
}
COLUMNS = """SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass
    AND attnum > 0 AND NOT attisdropped AND attgenerated = ''"""


def multiply_log(address: str, times: int, say: Callable[[str], None]) -> None:
    """Let the database at the address, which `make_families` filled, hold `times` as much."""
    with psycopg.connect(address, autocommit=True) as connection:
        _prepare(connection)
        index = _drop_index(connection)
        colleagues = _numbers(OPEN_EVERY, times - 1, OPEN_EVERY)
        for table, changes in COLLEAGUES.items():
            _copy(connection, table, changes, colleagues)
        for table, changes in CHANGES.items():
            clock = time.monotonic()
            made = 0
            for first, last in _parts(times):
                copies = _numbers(first, last, 1)
                made += _copy(connection, f"newcomers_{table}", changes, copies)
                _tell(say, table, made, clock, last / (times - 1))
        say("building the index of words")
        connection.execute(index)


def add_entries(address: str, wanted: int, say: Callable[[str], None]) -> None:
    """Add notes to the logs there are until there are `wanted` entries; never fewer than there
    are."""
    with psycopg.connect(address, autocommit=True) as connection:
        _prepare(connection)
        count = _one(connection, "SELECT count(*) FROM newcomers_followup")
        begun, clock, copy = count, time.monotonic(), 0
        notes = "SELECT * FROM newcomers_followup WHERE kind = 'note' AND id < {} ORDER BY id"
        sources = sql.SQL(f"({notes} LIMIT {{}})")
        while count < wanted:
            copy += 1
            some = sources.format(sql.Literal(BEYOND), sql.Literal(wanted - count))
            made = _copy(connection, "newcomers_followup", MORE_ENTRIES, _numbers(copy, copy, 1),
                         some)  # fmt: skip
            if not made:
                break
            count += made
            _tell(say, "more followups", count - begun, clock, count / wanted)


def _prepare(connection: psycopg.Connection) -> None:
    connection.execute("SET session_replication_role = replica")
    connection.execute("SET maintenance_work_mem = '1GB'")
    connection.execute("SET work_mem = '256MB'")


def _parts(times: int) -> Iterator[tuple[int, int]]:
    for first in range(1, times, AT_ONCE):
        yield first, min(first + AT_ONCE, times) - 1


def _numbers(first: int, last: int, step: int) -> sql.Composed:
    values = map(sql.Literal, (first, last, step))
    return sql.SQL("generate_series({}, {}, {})").format(*values)


def _tell(say: Callable[[str], None], what: str, made: int, clock: float, part: float) -> None:
    """ "followup: 40 % done, 400 000 rows, 51 000 a second"."""
    rate = made / max(time.monotonic() - clock, 0.001)
    say(f"{what}: {part:.0%} done, {_spaced(made)} rows, {_spaced(rate)} a second")


def _spaced(number: float) -> str:
    return f"{number:_.0f}".replace("_", " ")


def _one(connection: psycopg.Connection, query: str) -> int:
    row = connection.execute(query).fetchone()
    assert row is not None
    return int(row[0])


def _drop_index(connection: psycopg.Connection) -> sql.SQL:
    """Drop the index of words, which is quicker to build at the end; how to build it."""
    row = connection.execute(
        "SELECT indexdef FROM pg_indexes WHERE indexname = 'entry_vector'"
    ).fetchone()
    assert row is not None
    connection.execute("DROP INDEX entry_vector")
    return sql.SQL(row[0])


def _copy(
    connection: psycopg.Connection, table: str, changes: dict[str, str], copies: sql.Composable,
    rows: sql.Composable | None = None,
) -> int:  # fmt: skip
    """Copy every row of the table (or only `rows`), changed, as often as `copies` gives a number
    n; how many were made. What was copied before is not copied again."""
    columns = [name for (name,) in connection.execute(COLUMNS, [table])]
    assert changes.keys() <= set(columns), changes.keys() - set(columns)
    values = [sql.SQL(changes.get(name, f'p."{name}"')) for name in columns]
    first = sql.SQL("(SELECT * FROM {} WHERE id < {})")
    found = connection.execute(
        sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {} AS p, {} AS n").format(
            sql.Identifier(table),
            sql.SQL(", ").join(map(sql.Identifier, columns)),
            sql.SQL(", ").join(values),
            rows or first.format(sql.Identifier(table), sql.Literal(STRIDE)),
            copies,
        )
    )
    return found.rowcount
