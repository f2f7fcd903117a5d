"""Who sees and writes what of a transfer, whoever asks: domain.md, "Transfer".

The sender's row is the sender's alone. The receiver reads the cover sheet: the database copies it
from the sender's rows, and the web role cannot write there, so that no mistake in a form or a view
can show the receiver more.
"""

from typing import Any

from django.conf import settings
from django.db import migrations

from portal.lib.policies import append_only, same_municipality, secure_rows

TABLES = ("transfer", "transfercover", "transferbundle")
# Column and municipality of the one, to id and municipality of the other.
KEYS = (
    ("transfer", ("successor_id", "to_municipality_id"), "case", ("id", "municipality_id")),
    ("transfercover", ("transfer_id", "from_municipality_id"), "transfer",
     ("id", "municipality_id")),
    ("transfercover", ("transfer_id", "municipality_id"), "transfer",
     ("id", "to_municipality_id")),
)  # fmt: skip

TO_CURRENT_MUNICIPALITY = """
CREATE FUNCTION newcomers_transfer_place() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $body$
DECLARE asked_on date := (NEW.proposed_at AT TIME ZONE 'Europe/Oslo')::date;
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM municipalities_municipality m
        WHERE m.id = NEW.to_municipality_id AND m.kind = 'municipality'
        AND (m.valid_from IS NULL OR m.valid_from <= asked_on)
        AND (m.valid_to IS NULL OR m.valid_to >= asked_on)
    ) THEN
        RAISE EXCEPTION 'cases are transferred to municipalities of today, not to %',
            NEW.to_municipality_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'transfer_to_current_municipality';
    END IF;
    RETURN NEW;
END $body$;
CREATE TRIGGER to_current_municipality BEFORE INSERT ON newcomers_transfer
    FOR EACH ROW EXECUTE FUNCTION newcomers_transfer_place();
"""

# Of two at once, one wins: what is answered gets no other answer.
ANSWERED_ONCE = """
CREATE FUNCTION newcomers_transfer_answered() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $body$
BEGIN
    RAISE EXCEPTION 'transfer % is % already', OLD.id, OLD.state
        USING ERRCODE = 'check_violation', CONSTRAINT = 'transfer_answered_once';
END $body$;
CREATE TRIGGER answered_once BEFORE UPDATE ON newcomers_transfer FOR EACH ROW WHEN (
    OLD.state <> 'proposed' AND (NEW.state, NEW.successor_id, NEW.answered_at)
        IS DISTINCT FROM (OLD.state, OLD.successor_id, OLD.answered_at)
) EXECUTE FUNCTION newcomers_transfer_answered();
"""

# SECURITY DEFINER: the one who proposes cannot write in the municipality that is asked. It copies
# what domain.md names, of the proposal's own case, and nothing else.
COVER = """
CREATE FUNCTION newcomers_write_cover() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO newcomers_transfercover (
            id, transfer_id, municipality_id, from_municipality_id, state, category, household,
            languages, interpreter_language, segments, planned_month, is_protected, proposed_at,
            expires_on, answered_at, answered_by_id, successor_id)
        SELECT gen_random_uuid(), NEW.id, NEW.to_municipality_id, NEW.municipality_id, NEW.state,
               f.category,
               CASE WHEN p.people = 0 THEN '' WHEN p.people <= 2 THEN p.people::text
                    WHEN p.people <= 4 THEN '3-4' ELSE '5+' END,
               f.languages, f.interpreter_language, f.segments, NEW.planned_month,
               f.address_protection <> 'none', NEW.proposed_at, NEW.expires_on, NEW.answered_at,
               NEW.answered_by_id, NEW.successor_id
          FROM newcomers_case c JOIN newcomers_family f ON f.id = c.family_id,
               LATERAL (SELECT count(*) AS people FROM newcomers_person
                         WHERE family_id = f.id) AS p
         WHERE c.id = NEW.case_id AND c.municipality_id = NEW.municipality_id;
    ELSE
        UPDATE newcomers_transfercover SET
            municipality_id = NEW.to_municipality_id, from_municipality_id = NEW.municipality_id,
            state = NEW.state, expires_on = NEW.expires_on, answered_at = NEW.answered_at,
            answered_by_id = NEW.answered_by_id, successor_id = NEW.successor_id
         WHERE transfer_id = NEW.id;
    END IF;
    -- Who does not take the case over keeps nothing of the family.
    IF NEW.state NOT IN ('proposed', 'accepted') THEN
        UPDATE newcomers_transfercover SET
            household = '', languages = '{}', interpreter_language = '', segments = '{}',
            planned_month = NULL, is_protected = false
         WHERE transfer_id = NEW.id;
    END IF;
    RETURN NULL;
END $body$;
CREATE TRIGGER write_cover AFTER INSERT OR UPDATE ON newcomers_transfer
    FOR EACH ROW EXECUTE FUNCTION newcomers_write_cover();

-- An address that is protected meanwhile: from then on only the lead there sees the sheet.
CREATE FUNCTION newcomers_protect_cover() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN
    UPDATE newcomers_transfercover v SET is_protected = NEW.address_protection <> 'none'
      FROM newcomers_transfer t JOIN newcomers_case c ON c.id = t.case_id
     WHERE v.transfer_id = t.id AND t.state = 'proposed' AND c.family_id = NEW.id;
    RETURN NULL;
END $body$;
CREATE TRIGGER protect_cover AFTER UPDATE OF address_protection ON newcomers_family
    FOR EACH ROW WHEN (NEW.address_protection <> OLD.address_protection)
    EXECUTE FUNCTION newcomers_protect_cover();
"""
COVER_AWAY = """
DROP TRIGGER protect_cover ON newcomers_family;
DROP TRIGGER write_cover ON newcomers_transfer;
DROP FUNCTION newcomers_protect_cover();
DROP FUNCTION newcomers_write_cover();
"""


def points_at(table: str, columns: tuple[str, str], parent: str, keys: tuple[str, str]) -> Any:
    """Let the row point only at one of the municipality that the row names."""
    name = f"newcomers_{table}_{'_'.join(columns).replace('_id', '')}_key"
    return migrations.RunSQL(
        f"""
        ALTER TABLE newcomers_{table} ADD CONSTRAINT {name} FOREIGN KEY ({", ".join(columns)})
            REFERENCES newcomers_{parent} ({", ".join(keys)}) DEFERRABLE INITIALLY DEFERRED
        """,
        f"ALTER TABLE newcomers_{table} DROP CONSTRAINT {name}",
    )


def take(verbs: str, table: str) -> migrations.RunPython:
    """Take from the web role what it never needs there."""

    def execute(editor: Any, verb: str, direction: str) -> None:
        role = editor.quote_name(settings.DATABASES["default"]["USER"])
        editor.execute(f"{verb} {verbs} ON newcomers_{table} {direction} {role}")

    return migrations.RunPython(
        lambda apps, editor: execute(editor, "REVOKE", "FROM"),
        lambda apps, editor: execute(editor, "GRANT", "TO"),
    )


class Migration(migrations.Migration):
    dependencies = [("newcomers", "0011_transfers_of_cases")]

    operations = [
        *(secure_rows(f"newcomers_{table}") for table in TABLES),
        take("DELETE, TRUNCATE", "transfer"),
        take("INSERT, UPDATE, DELETE, TRUNCATE", "transfercover"),
        append_only("newcomers_transferbundle"),
        same_municipality("newcomers_transfer", "case_id", "newcomers_case"),
        same_municipality("newcomers_transfercover", "successor_id", "newcomers_case"),
        same_municipality("newcomers_transferbundle", "case_id", "newcomers_case"),
        *(points_at(*key) for key in KEYS),
        migrations.RunSQL(
            TO_CURRENT_MUNICIPALITY,
            "DROP TRIGGER to_current_municipality ON newcomers_transfer;"
            "DROP FUNCTION newcomers_transfer_place();",
        ),
        migrations.RunSQL(
            ANSWERED_ONCE,
            "DROP TRIGGER answered_once ON newcomers_transfer;"
            "DROP FUNCTION newcomers_transfer_answered();",
        ),
        migrations.RunSQL(COVER, COVER_AWAY),
    ]
