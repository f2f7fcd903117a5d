"""What must hold of families, cases and the log whoever writes them: domain.md, invariants 1 to 6.

The checks at commit are SECURITY DEFINER: they run after a nested scope has ended and would see
too little in the scope that is left.
"""

from django.db import migrations

OPEN = "('assigned', 'active', 'paused', 'transferring')"
# Whether user {user} has a role today by which they follow up cases in municipality {place}. Says
# today and not a day of the row: pg_dump restores rows before triggers, so none is asked again.
IS_HERE = """EXISTS (
        SELECT 1 FROM municipalities_membership m JOIN portal_user u ON u.id = m.user_id
        WHERE m.user_id = {user} AND m.municipality_id = {place}
        AND m.role IN ('coordinator', 'lead', 'deputy') AND u.is_active
        AND m.valid_from <= today AND (m.valid_to IS NULL OR m.valid_to >= today)
    )"""
TODAY = "today date := (now() AT TIME ZONE 'Europe/Oslo')::date"

OPEN_CASE_HAS_TASK = f"""
CREATE FUNCTION newcomers_open_case_has_task() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE checked bigint; {TODAY};
BEGIN
    IF TG_TABLE_NAME = 'newcomers_case' THEN checked := NEW.id; ELSE checked := OLD.case_id; END IF;
    IF EXISTS (
        SELECT 1 FROM newcomers_case c WHERE c.id = checked AND c.status IN {OPEN}
        AND NOT EXISTS (
            SELECT 1 FROM newcomers_task t WHERE t.case_id = c.id AND t.status = 'planned'
            AND {IS_HERE.format(user="t.owner_id", place="c.municipality_id")}
        )
    ) THEN
        RAISE EXCEPTION 'case % is open and has no planned task with an active owner', checked
            USING ERRCODE = 'check_violation', CONSTRAINT = 'case_open_has_task';
    END IF;
    RETURN NULL;
END $body$;
CREATE CONSTRAINT TRIGGER open_case_has_task AFTER INSERT ON newcomers_case
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION newcomers_open_case_has_task();
-- A case that is open already goes on being open when who owns its task has left meanwhile.
CREATE CONSTRAINT TRIGGER opened_case_has_task AFTER UPDATE OF status ON newcomers_case
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.status IN {OPEN} AND OLD.status NOT IN {OPEN})
    EXECUTE FUNCTION newcomers_open_case_has_task();
CREATE CONSTRAINT TRIGGER open_case_has_task AFTER UPDATE OF status, case_id, owner_id
    OR DELETE ON newcomers_task
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION newcomers_open_case_has_task();
"""

COORDINATOR_IS_HERE = f"""
CREATE FUNCTION newcomers_coordinator_is_here() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE {TODAY};
BEGIN
    IF NEW.coordinator_id IS NOT NULL
    AND NOT {IS_HERE.format(user="NEW.coordinator_id", place="NEW.municipality_id")} THEN
        RAISE EXCEPTION 'user % does not follow up cases there', NEW.coordinator_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'case_coordinator_is_here';
    END IF;
    RETURN NEW;
END $body$;
CREATE TRIGGER coordinator_is_here BEFORE INSERT ON newcomers_case
    FOR EACH ROW EXECUTE FUNCTION newcomers_coordinator_is_here();
CREATE TRIGGER coordinator_is_still_here BEFORE UPDATE OF coordinator_id, status ON newcomers_case
    FOR EACH ROW WHEN (
        NEW.coordinator_id IS DISTINCT FROM OLD.coordinator_id
        OR NEW.status IN {OPEN} AND OLD.status NOT IN {OPEN}
    )
    EXECUTE FUNCTION newcomers_coordinator_is_here();
"""

# Whoever saves, an UPDATE past the actions too. What the two triggers below keep is no new version.
CASE_VERSION = """
CREATE FUNCTION newcomers_case_version() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $body$
BEGIN
    IF NEW.version NOT IN (OLD.version, OLD.version + 1) THEN
        RAISE EXCEPTION 'case % has version %, not %', NEW.id, OLD.version, NEW.version - 1
            USING ERRCODE = 'check_violation', CONSTRAINT = 'case_version_grows_by_one';
    END IF;
    NEW.version := OLD.version + 1;
    RETURN NEW;
END $body$;
CREATE TRIGGER version_grows BEFORE UPDATE ON newcomers_case FOR EACH ROW WHEN (
    (NEW.version, NEW.status, NEW.coordinator_id, NEW.priority, NEW.housing, NEW.closure,
     NEW.outcome, NEW.rejection, NEW.privacy_notice_on, NEW.resume_on)
    IS DISTINCT FROM
    (OLD.version, OLD.status, OLD.coordinator_id, OLD.priority, OLD.housing, OLD.closure,
     OLD.outcome, OLD.rejection, OLD.privacy_notice_on, OLD.resume_on)
) EXECUTE FUNCTION newcomers_case_version();

CREATE FUNCTION newcomers_case_beginning() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN
    IF (NEW.number, NEW.municipality_then_id) IS DISTINCT FROM
       (OLD.number, OLD.municipality_then_id) THEN
        RAISE EXCEPTION 'case % keeps its number and where it was written', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'case_keeps_its_beginning';
    END IF;
    IF EXISTS (
        SELECT 1 FROM newcomers_followup f
        WHERE f.case_id = NEW.id AND f.occurred_on < NEW.opened_on - 365
    ) THEN
        RAISE EXCEPTION 'case % has entries that are more than a year older', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_not_long_before_case';
    END IF;
    RETURN NEW;
END $body$;
CREATE TRIGGER keeps_its_beginning BEFORE UPDATE OF number, municipality_then_id, opened_on
    ON newcomers_case FOR EACH ROW WHEN (
        (NEW.number, NEW.municipality_then_id, NEW.opened_on) IS DISTINCT FROM
        (OLD.number, OLD.municipality_then_id, OLD.opened_on)
    ) EXECUTE FUNCTION newcomers_case_beginning();
"""

FAMILY_HAS_MAIN_CONTACT = """
CREATE FUNCTION newcomers_family_has_main_contact() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE checked bigint;
BEGIN
    IF TG_TABLE_NAME = 'newcomers_family' THEN checked := NEW.id;
    ELSE checked := OLD.family_id; END IF;
    IF EXISTS (SELECT 1 FROM newcomers_family f WHERE f.id = checked) AND NOT EXISTS (
        SELECT 1 FROM newcomers_person p WHERE p.family_id = checked AND p.is_main_contact
    ) THEN
        RAISE EXCEPTION 'family % has no main contact', checked
            USING ERRCODE = 'check_violation', CONSTRAINT = 'family_has_main_contact';
    END IF;
    RETURN NULL;
END $body$;
CREATE CONSTRAINT TRIGGER family_has_main_contact AFTER INSERT ON newcomers_family
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    EXECUTE FUNCTION newcomers_family_has_main_contact();
CREATE CONSTRAINT TRIGGER family_has_main_contact
    AFTER UPDATE OF is_main_contact, family_id OR DELETE ON newcomers_person
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    EXECUTE FUNCTION newcomers_family_has_main_contact();
"""

# Compared with the day it was logged, not with now(): a restore writes old rows.
ENTRY_DAY = """
ALTER TABLE newcomers_followup ADD CONSTRAINT entry_not_in_the_future
    CHECK (occurred_on <= (logged_at AT TIME ZONE 'Europe/Oslo')::date);
CREATE FUNCTION newcomers_entry_day() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN
    -- An organisation has no day it was opened: there it is a year before it was written down.
    IF NEW.occurred_on < coalesce(
        (SELECT c.opened_on FROM newcomers_case c WHERE c.id = NEW.case_id),
        (NEW.logged_at AT TIME ZONE 'Europe/Oslo')::date
    ) - 365 THEN
        RAISE EXCEPTION 'the entry is more than a year older than its case'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_not_long_before_case';
    END IF;
    RETURN NEW;
END $body$;
CREATE TRIGGER entry_day BEFORE INSERT ON newcomers_followup
    FOR EACH ROW EXECUTE FUNCTION newcomers_entry_day();
"""

# Cut at 200 kB: to_tsvector fails at 1 MB, and an entry is far shorter anyway.
ENTRY_VECTOR = """
CREATE FUNCTION newcomers_entry_vector() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $body$
BEGIN
    NEW.vector := portal_search_vector('nb', '', left(NEW.text, 200000));
    RETURN NEW;
END $body$;
CREATE TRIGGER entry_vector BEFORE INSERT ON newcomers_followup
    FOR EACH ROW EXECUTE FUNCTION newcomers_entry_vector();
"""

KEPT_ON_CASE = """
CREATE FUNCTION newcomers_next_due(checked bigint) RETURNS void LANGUAGE sql
SET search_path = public, pg_temp AS $body$
    UPDATE newcomers_case c SET next_due_on = n.due_on
    FROM (SELECT min(due_on) AS due_on FROM newcomers_task
          WHERE case_id = checked AND status = 'planned') AS n
    WHERE c.id = checked AND c.next_due_on IS DISTINCT FROM n.due_on;
$body$;
CREATE FUNCTION newcomers_task_changed() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $body$
BEGIN
    IF TG_OP <> 'DELETE' AND NEW.case_id IS NOT NULL THEN
        PERFORM newcomers_next_due(NEW.case_id);
    END IF;
    IF TG_OP <> 'INSERT' AND OLD.case_id IS NOT NULL THEN
        PERFORM newcomers_next_due(OLD.case_id);
    END IF;
    RETURN NULL;
END $body$;
CREATE TRIGGER next_due AFTER INSERT OR UPDATE OF due_on, status, case_id OR DELETE
    ON newcomers_task FOR EACH ROW EXECUTE FUNCTION newcomers_task_changed();

CREATE FUNCTION newcomers_last_contact() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $body$
BEGIN
    -- An entry that corrects nothing can only move the day on; no need to read the whole log.
    IF NEW.corrects_id IS NULL THEN
        UPDATE newcomers_case SET last_contact_on = NEW.occurred_on
        WHERE id = NEW.case_id AND NEW.reached
        AND (last_contact_on IS NULL OR last_contact_on < NEW.occurred_on);
        RETURN NULL;
    END IF;
    UPDATE newcomers_case c SET last_contact_on = n.occurred_on
    FROM (SELECT max(f.occurred_on) AS occurred_on FROM newcomers_followup f
          WHERE f.case_id = NEW.case_id AND f.kind = 'contact' AND f.reached
          AND f.correction <> 'void'
          AND NOT EXISTS (SELECT 1 FROM newcomers_followup g WHERE g.corrects_id = f.id)) AS n
    WHERE c.id = NEW.case_id AND c.last_contact_on IS DISTINCT FROM n.occurred_on;
    RETURN NULL;
END $body$;
CREATE TRIGGER last_contact AFTER INSERT ON newcomers_followup
    FOR EACH ROW WHEN (
        NEW.case_id IS NOT NULL AND (NEW.kind = 'contact' OR NEW.corrects_id IS NOT NULL)
    )
    EXECUTE FUNCTION newcomers_last_contact();
"""

DROP = {
    "newcomers_case": [
        "open_case_has_task",
        "opened_case_has_task",
        "coordinator_is_here",
        "coordinator_is_still_here",
        "version_grows",
        "keeps_its_beginning",
    ],
    "newcomers_task": ["open_case_has_task", "next_due"],
    "newcomers_family": ["family_has_main_contact"],
    "newcomers_person": ["family_has_main_contact"],
    "newcomers_followup": ["entry_day", "entry_vector", "last_contact"],
}
FUNCTIONS = (
    "newcomers_open_case_has_task()",
    "newcomers_coordinator_is_here()",
    "newcomers_case_version()",
    "newcomers_case_beginning()",
    "newcomers_family_has_main_contact()",
    "newcomers_entry_day()",
    "newcomers_entry_vector()",
    "newcomers_task_changed()",
    "newcomers_next_due(bigint)",
    "newcomers_last_contact()",
)


def everything_away() -> str:
    """The reverse of all that is made here."""
    return (
        "".join(
            f"DROP TRIGGER {trigger} ON {table};\n"
            for table, triggers in DROP.items()
            for trigger in triggers
        )
        + "".join(f"DROP FUNCTION {function};\n" for function in FUNCTIONS)
        + "ALTER TABLE newcomers_followup DROP CONSTRAINT entry_not_in_the_future;"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("newcomers", "0007_case_log_by_municipality"),
        ("municipalities", "0001_ground"),
        ("portal", "0002_content_version_and_search"),
    ]

    operations = [
        migrations.RunSQL(
            OPEN_CASE_HAS_TASK
            + COORDINATOR_IS_HERE
            + CASE_VERSION
            + FAMILY_HAS_MAIN_CONTACT
            + ENTRY_DAY
            + ENTRY_VECTOR
            + KEPT_ON_CASE,
            everything_away(),
        ),
    ]
