"""Retention by municipality; and the one way to erase a family, which is the owner's."""

from typing import Any

from django.conf import settings
from django.db import migrations

from portal.lib.policies import append_only, same_municipality, secure_rows

TABLES = ("erasure", "statrow", "retentionrule", "retentionhold", "retentionbatch", "retentionitem")

# The receiver has erased its case: the owner alone cuts the sender's link to it.
ANSWERED_ONCE = """
CREATE OR REPLACE FUNCTION newcomers_transfer_answered() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $body$
BEGIN
    IF NEW.is_successor_erased AND NEW.successor_id IS NULL
       AND (NEW.state, NEW.answered_at) IS NOT DISTINCT FROM (OLD.state, OLD.answered_at)
       AND current_user = (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = TG_RELID)
    THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'transfer % is % already', OLD.id, OLD.state
        USING ERRCODE = 'check_violation', CONSTRAINT = 'transfer_answered_once';
END $body$;
"""
ANSWERED_ONCE_BEFORE = """
CREATE OR REPLACE FUNCTION newcomers_transfer_answered() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $body$
BEGIN
    RAISE EXCEPTION 'transfer % is % already', OLD.id, OLD.state
        USING ERRCODE = 'check_violation', CONSTRAINT = 'transfer_answered_once';
END $body$;
"""

# A fingerprint of the form's token: random, the family's own, and gone with it.
KEY = "encode(sha256(convert_to({family}.form_key, 'UTF8')), 'hex')"

# The same people may have been written down more than once: families that were joined with this
# one, and cases rejected as the same as one of its own.
GOES_TOO = """
CREATE FUNCTION newcomers_goes_too(asked bigint, OUT families bigint[], OUT cases bigint[])
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $body$
DECLARE more bigint[] := ARRAY[asked];
BEGIN
    families := '{}';
    WHILE cardinality(more) > cardinality(families) LOOP
        families := more;
        cases := ARRAY(
            WITH RECURSIVE same (id) AS (
                SELECT c.id FROM newcomers_case c WHERE c.family_id = ANY (families)
                UNION
                SELECT c.id FROM newcomers_case c JOIN same ON c.duplicate_of_id = same.id
            ) SELECT id FROM same);
        more := ARRAY(
            SELECT unnest(families)
            UNION
            SELECT f.id FROM newcomers_family f WHERE f.joined_into_id = ANY (families)
            UNION
            SELECT c.family_id FROM newcomers_case c WHERE c.id = ANY (cases) AND NOT EXISTS (
                SELECT FROM newcomers_case o
                 WHERE o.family_id = c.family_id AND o.id <> ALL (cases)));
    END LOOP;
END $body$;
"""

# What has to be out of the way first; '' for nothing.
BARRIER = """
CREATE FUNCTION newcomers_erasure_barrier(families bigint[], reason text) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $body$
DECLARE today date := (now() AT TIME ZONE 'Europe/Oslo')::date;
BEGIN
    IF EXISTS (SELECT FROM newcomers_case c WHERE c.family_id = ANY (families)
               AND c.status NOT IN ('rejected', 'closed')) THEN RETURN 'open_case'; END IF;
    IF EXISTS (SELECT FROM newcomers_retentionhold h WHERE h.family_id = ANY (families)
               AND h.lifted_at IS NULL AND h.until >= today) THEN RETURN 'hold'; END IF;
    -- Who asks to be erased does not stand in their own way.
    IF EXISTS (SELECT FROM newcomers_privacyrequest r WHERE r.family_id = ANY (families) AND (
        r.state = 'open' AND NOT (r.kind = 'erase' AND reason = 'request')
        OR r.state IN ('granted', 'partly') AND r.kind IN ('restrict', 'object')
           AND r.lifted_at IS NULL AND reason <> 'request')) THEN RETURN 'request'; END IF;
    -- A clock erases nothing that a person has not approved.
    IF reason = 'retention' AND NOT EXISTS (
        SELECT FROM newcomers_retentionitem i JOIN newcomers_retentionbatch b ON b.id = i.batch_id
         WHERE i.family_id = families[1] AND i.done_at IS NULL AND i.stopped_at IS NULL
    ) THEN RETURN 'not_approved'; END IF;
    RETURN '';
END $body$;
"""

# The numbers of newcomers.reports for each whole calendar year: see LED_TO_TASK there.
WRITE_STATISTICS = """
CREATE FUNCTION newcomers_write_statistics(cases bigint[]) RETURNS void
LANGUAGE sql SET search_path = public, pg_temp AS $body$
    WITH RECURSIVE head AS (
        SELECT f.id, f.case_id, f.municipality_then_id AS place, f.reached, f.occurred_on,
               extract(year FROM f.occurred_on)::int AS year,
               f.counterparts = '{}' OR 'newcomer' = ANY (f.counterparts) AS newcomer
          FROM newcomers_followup f
         WHERE f.case_id = ANY (cases) AND f.kind = 'contact' AND f.correction <> 'void'
           AND NOT EXISTS (SELECT FROM newcomers_followup n WHERE n.corrects_id = f.id)
    ), chain (head, occurred_on, year, entry) AS (
        SELECT id, occurred_on, year, id FROM head WHERE reached
        UNION ALL
        SELECT chain.head, chain.occurred_on, chain.year, f.corrects_id
          FROM chain JOIN newcomers_followup f ON f.id = chain.entry
         WHERE f.corrects_id IS NOT NULL
    ), led AS (
        SELECT chain.head,
               bool_or(t.status = 'done' AND t.ended_on
                       <= least(chain.occurred_on + 30, make_date(chain.year, 12, 31))) AS soon,
               bool_or(t.status = 'done' AND t.ended_on
                       <= least(t.due_on, make_date(chain.year, 12, 31))) AS in_time
          FROM chain JOIN newcomers_task t ON t.caused_by_id = chain.entry GROUP BY chain.head
    ), counted AS (
        SELECT h.case_id, h.place, h.year, count(*) AS made,
               count(*) FILTER (WHERE h.reached) AS reached,
               count(*) FILTER (WHERE h.reached AND h.newcomer) AS with_newcomer,
               count(*) FILTER (WHERE h.reached AND NOT h.newcomer) AS with_organisation,
               count(led.head) AS planned, count(*) FILTER (WHERE led.soon) AS done_soon,
               count(*) FILTER (WHERE led.in_time) AS done_in_time
          FROM head h LEFT JOIN led ON led.head = h.id GROUP BY h.case_id, h.place, h.year
    ), known AS (
        SELECT c.id, c.municipality_id, c.municipality_then_id AS place, f.category, c.closure,
               c.outcome, extract(year FROM c.opened_on)::int AS opened,
               extract(year FROM c.closed_at AT TIME ZONE 'Europe/Oslo')::int AS closed,
               (SELECT count(*) FROM newcomers_person p WHERE p.family_id = f.id) AS people
          FROM newcomers_case c JOIN newcomers_family f ON f.id = c.family_id
         WHERE c.id = ANY (cases)
    ), years AS (
        SELECT id AS case_id, place, opened AS year FROM known
        UNION SELECT id, place, closed FROM known WHERE closed IS NOT NULL
        UNION SELECT case_id, place, year FROM counted
    )
    INSERT INTO newcomers_statrow (
        id, municipality_id, municipality_then_id, year, category, household, is_opened, closure,
        outcome, made, reached, with_newcomer, with_organisation, planned, done_soon, done_in_time)
    SELECT gen_random_uuid(), k.municipality_id, y.place, y.year,
           CASE WHEN k.category LIKE 'labour%' THEN 'work'
                WHEN k.category = 'reunification' THEN 'family'
                WHEN k.category IN ('norwegian', 'returnee') THEN 'norwegian'
                ELSE k.category END,
           CASE WHEN k.people = 0 THEN '' WHEN k.people <= 2 THEN k.people::text
                WHEN k.people <= 4 THEN '3-4' ELSE '5+' END,
           y.year = k.opened AND y.place = k.place,
           CASE WHEN y.year = k.closed AND y.place = k.place THEN k.closure ELSE '' END,
           CASE WHEN y.year = k.closed AND y.place = k.place THEN k.outcome ELSE '' END,
           coalesce(n.made, 0), coalesce(n.reached, 0), coalesce(n.with_newcomer, 0),
           coalesce(n.with_organisation, 0), coalesce(n.planned, 0), coalesce(n.done_soon, 0),
           coalesce(n.done_in_time, 0)
      FROM years y JOIN known k ON k.id = y.case_id
      LEFT JOIN counted n ON n.case_id = y.case_id AND n.place = y.place AND n.year = y.year
     ORDER BY random();
$body$;
"""

# What hangs on these rows and is not named in newcomers_erase: a link that may be empty is cut, and
# a row that cannot be without it goes too. So no table that is made later keeps a family alive.
CUT_LINKS = """
CREATE FUNCTION newcomers_cut_links(parent regclass, ids text[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $body$
DECLARE link record;
BEGIN
    FOR link IN
        SELECT k.conrelid::regclass AS child, a.attname AS name, a.attnotnull AS needed
          FROM pg_constraint k
          JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
         WHERE k.contype = 'f' AND k.confrelid = parent AND cardinality(k.conkey) = 1
         ORDER BY a.attnotnull DESC
    LOOP
        IF link.needed THEN
            EXECUTE format('DELETE FROM %s WHERE %I::text = ANY ($1)', link.child, link.name)
            USING ids;
        ELSE
            EXECUTE format('UPDATE %s SET %I = NULL WHERE %I::text = ANY ($1)', link.child,
                           link.name, link.name) USING ids;
        END IF;
    END LOOP;
END $body$;
"""

ERASE = f"""
CREATE FUNCTION newcomers_erase(asked bigint, reason text, who bigint, moment timestamptz)
RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $body$
DECLARE
    families bigint[]; cases bigint[]; entries bigint[]; sent bigint[]; people bigint[];
    enquiries uuid[]; journeys uuid[]; one uuid; is_new boolean;
BEGIN
    SELECT g.families, g.cases INTO families, cases FROM newcomers_goes_too(asked) g;
    entries := ARRAY(SELECT id FROM newcomers_followup WHERE case_id = ANY (cases));
    sent := ARRAY(SELECT id FROM newcomers_transfer WHERE case_id = ANY (cases));
    people := ARRAY(SELECT id FROM newcomers_person WHERE family_id = ANY (families));
    -- What another family's case began with as well is that family's.
    enquiries := ARRAY(
        WITH RECURSIVE same (id) AS (
            SELECT c.enquiry_id FROM newcomers_case c
             WHERE c.id = ANY (cases) AND c.enquiry_id IS NOT NULL AND NOT EXISTS (
                SELECT FROM newcomers_case o
                 WHERE o.enquiry_id = c.enquiry_id AND o.id <> ALL (cases))
            UNION
            SELECT e.id FROM newcomers_enquiry e JOIN same ON e.duplicate_of_id = same.id
        ) SELECT id FROM same);
    journeys := ARRAY(
        SELECT DISTINCT f.journey FROM newcomers_family f
         WHERE f.id = ANY (families) AND NOT EXISTS (
            SELECT FROM newcomers_family o WHERE o.journey = f.journey
               AND o.municipality_id = f.municipality_id AND o.id <> ALL (families)));

    -- Who was erased before, and came back with a backup, is counted already.
    is_new := NOT EXISTS (
        SELECT FROM newcomers_erasure e JOIN newcomers_family f ON f.id = asked
         WHERE e.key = {KEY.format(family="f")});
    IF is_new THEN PERFORM newcomers_write_statistics(cases); END IF;
    INSERT INTO newcomers_erasure (id, municipality_id, key, erased_at, why, by_id)
    SELECT gen_random_uuid(), f.municipality_id, {KEY.format(family="f")}, moment, reason, who
      FROM newcomers_family f WHERE f.id = ANY (families) ON CONFLICT (key) DO NOTHING;

    -- Across the border: what the others have stays theirs, without a way to us.
    DELETE FROM newcomers_transfercover v
     WHERE v.successor_id = ANY (cases) OR v.transfer_id = ANY (sent) AND v.state <> 'accepted';
    UPDATE newcomers_transfercover SET transfer_id = NULL WHERE transfer_id = ANY (sent);
    UPDATE newcomers_transfer SET successor_id = NULL, is_successor_erased = true
     WHERE successor_id = ANY (cases);

    -- The answers stay, as numbers of the municipality; nobody is left to be asked.
    FOREACH one IN ARRAY journeys LOOP
        DELETE FROM newcomers_staycheck s USING newcomers_family f
         WHERE f.id = asked AND s.municipality_id = f.municipality_id AND s.journey = one
           AND s.answer = '';
        UPDATE newcomers_staycheck s SET journey = n.fresh
          FROM newcomers_family f, (SELECT gen_random_uuid() AS fresh OFFSET 0) AS n
         WHERE f.id = asked AND s.municipality_id = f.municipality_id AND s.journey = one;
    END LOOP;

    UPDATE newcomers_retentionitem SET done_at = moment
     WHERE family_id = ANY (families) AND done_at IS NULL AND stopped_at IS NULL;
    -- Keys are checked at commit: the rows first, then what still points at them.
    DELETE FROM newcomers_task WHERE case_id = ANY (cases);
    DELETE FROM newcomers_followup WHERE id = ANY (entries);
    DELETE FROM newcomers_transfer WHERE id = ANY (sent);
    DELETE FROM newcomers_case WHERE id = ANY (cases);
    DELETE FROM newcomers_enquiry WHERE id = ANY (enquiries);
    -- Its requests are emptied by a trigger of theirs, while they still know whose they were.
    DELETE FROM newcomers_family WHERE id = ANY (families);
    DELETE FROM newcomers_person WHERE id = ANY (people);
    PERFORM newcomers_cut_links('newcomers_followup', entries::text[]);
    PERFORM newcomers_cut_links('newcomers_transfer', sent::text[]);
    PERFORM newcomers_cut_links('newcomers_enquiry', enquiries::text[]);
    PERFORM newcomers_cut_links('newcomers_person', people::text[]);
    PERFORM newcomers_cut_links('newcomers_case', cases::text[]);
    PERFORM newcomers_cut_links('newcomers_family', families::text[]);
    DELETE FROM procrastinate_jobs j WHERE j.status IN ('todo', 'failed') AND (
        j.args ->> 'enquiry' = ANY (enquiries::text[]) OR j.args ->> 'family' = ANY (families::text[])
        OR j.args ->> 'case' = ANY (cases::text[]) OR j.args ->> 'transfer' = ANY (sent::text[]));
END $body$;
"""

# The only way for the web role. It says what stands in the way; '' when it is done.
ANONYMISE = """
CREATE FUNCTION newcomers_anonymise_family(asked bigint, reason text, who bigint) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE place bigint; families bigint[]; cases bigint[]; barrier text;
BEGIN
    SELECT f.municipality_id INTO place FROM newcomers_family f
     WHERE f.id = asked AND f.joined_into_id IS NULL FOR UPDATE;
    IF place IS NULL OR place <> ALL (app_scope()) THEN RETURN 'not_here'; END IF;
    SELECT g.families, g.cases INTO families, cases FROM newcomers_goes_too(asked) g;
    PERFORM FROM newcomers_case WHERE id = ANY (cases) ORDER BY id FOR UPDATE;
    barrier := newcomers_erasure_barrier(families, reason);
    IF barrier = '' THEN PERFORM newcomers_erase(asked, reason, who, now()); END IF;
    RETURN barrier;
END $body$;
"""
# For who reads no rows: how many closed cases of anonymised families there were.
SUMS = """
CREATE FUNCTION newcomers_anonymised_by_year() RETURNS TABLE (year int, category text, count bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $body$
    SELECT s.year::int, s.category, count(*) FROM newcomers_statrow AS s
     WHERE s.closure <> '' GROUP BY 1, 2
$body$
"""
OWN = {
    "newcomers_goes_too": "bigint",
    "newcomers_erasure_barrier": "bigint[], text",
    "newcomers_write_statistics": "bigint[]",
    "newcomers_cut_links": "regclass, text[]",
    "newcomers_erase": "bigint, text, bigint, timestamptz",
}


def functions_of_the_owner() -> migrations.RunSQL:
    """All that erases: callable for the owner alone, but for the one that asks what it may."""
    create = GOES_TOO + BARRIER + WRITE_STATISTICS + CUT_LINKS + ERASE + ANONYMISE
    ours = [f"{name}({arguments})" for name, arguments in OWN.items()]
    closed = "".join(f"REVOKE ALL ON FUNCTION {each} FROM PUBLIC;\n" for each in ours)
    away = [*ours, "newcomers_anonymise_family(bigint, text, bigint)"]
    return migrations.RunSQL(
        create + closed, "".join(f"DROP FUNCTION {each};\n" for each in reversed(away))
    )


def written_by_the_owner(table: str) -> migrations.RunPython:
    """Take INSERT from the web role: the functions above write there, and nothing else."""

    def execute(editor: Any, verb: str, direction: str) -> None:
        role = editor.quote_name(settings.DATABASES["default"]["USER"])
        editor.execute(f"{verb} INSERT ON {table} {direction} {role}")

    return migrations.RunPython(
        lambda apps, editor: execute(editor, "REVOKE", "FROM"),
        lambda apps, editor: execute(editor, "GRANT", "TO"),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("newcomers", "0021_privacy_requests_by_municipality"),
    ]

    operations = [
        *(secure_rows(f"newcomers_{table}") for table in TABLES),
        append_only("newcomers_erasure", "newcomers_statrow"),
        written_by_the_owner("newcomers_erasure"),
        written_by_the_owner("newcomers_statrow"),
        same_municipality("newcomers_retentionhold", "family_id", "newcomers_family"),
        same_municipality("newcomers_retentionitem", "family_id", "newcomers_family"),
        same_municipality("newcomers_retentionitem", "batch_id", "newcomers_retentionbatch"),
        migrations.RunSQL(ANSWERED_ONCE, ANSWERED_ONCE_BEFORE),
        functions_of_the_owner(),
        migrations.RunSQL(SUMS, "DROP FUNCTION newcomers_anonymised_by_year()"),
    ]
