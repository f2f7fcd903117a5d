"""Who reads requests and consents, whoever asks; and what a request opens.

The privacy officer's scope of rows is empty. Requests are also open to the scope of logs, and one
function of the owner gives out what is stored about the family of an open request: so the officer
reads that family, while it has asked, and nobody else.
"""

from typing import Any

from django.conf import settings
from django.db import migrations

from portal.lib.policies import append_only, same_municipality, secure_rows

REQUESTS = ("privacyrequest", "leftout", "givenout")
KEYS = (
    ("privacyrequest", "family_id", "family"),
    ("privacyrequest", "asker_id", "person"),
    ("leftout", "request_id", "privacyrequest"),
    ("givenout", "request_id", "privacyrequest"),
    ("consent", "family_id", "family"),
    ("consent", "person_id", "person"),
)
OF_CASES = ("followup", "task", "draft", "transfer", "transferbundle")

# What is the family's for certain: an enquiry or a subscription from an address that belongs to
# nobody else in the municipality's log.
STORED = f"""
CREATE FUNCTION newcomers_stored_in_request(asked bigint)
RETURNS TABLE (stored text, contents jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $body$
WITH request AS (
    SELECT r.family_id, r.municipality_id FROM newcomers_privacyrequest r
     WHERE r.id = asked AND r.state = 'open' AND r.family_id IS NOT NULL
       AND r.municipality_id = ANY (app_log_scope())
), families AS (
    SELECT f.* FROM newcomers_family f JOIN request q ON f.municipality_id = q.municipality_id
     AND (f.id = q.family_id OR f.joined_into_id = q.family_id)
), people AS (
    SELECT p.* FROM newcomers_person p WHERE p.family_id IN (SELECT id FROM families)
), cases AS (
    SELECT c.* FROM newcomers_case c WHERE c.family_id IN (SELECT id FROM families)
), addresses AS (
    SELECT DISTINCT lower(p.email) AS email FROM people p
     WHERE p.email <> '' AND NOT EXISTS (
        SELECT 1 FROM newcomers_person other
         WHERE other.municipality_id = p.municipality_id AND lower(other.email) = lower(p.email)
           AND other.family_id NOT IN (SELECT id FROM families))
), enquiries AS (
    SELECT e.* FROM newcomers_enquiry e JOIN request q ON e.municipality_id = q.municipality_id
     WHERE e.id IN (SELECT enquiry_id FROM cases)
        OR e.duplicate_of_id IN (SELECT enquiry_id FROM cases)
        OR lower(e.email) IN (SELECT email FROM addresses)
)
SELECT 'family', to_jsonb(t) FROM families t
UNION ALL SELECT 'person', to_jsonb(t) FROM people t
UNION ALL SELECT 'case', to_jsonb(t) FROM cases t
UNION ALL SELECT 'enquiry', to_jsonb(t) FROM enquiries t
{
    "".join(
        f'''UNION ALL SELECT '{name}', to_jsonb(t) - 'vector' FROM newcomers_{name} t
     WHERE t.case_id IN (SELECT id FROM cases)
'''
        for name in OF_CASES
    )
}UNION ALL SELECT 'transfercover', to_jsonb(t) FROM newcomers_transfercover t
     WHERE t.successor_id IN (SELECT id FROM cases)
UNION ALL SELECT 'staycheck', to_jsonb(t) FROM newcomers_staycheck t
      JOIN request q ON t.municipality_id = q.municipality_id
     WHERE t.journey IN (SELECT journey FROM families)
UNION ALL SELECT 'consent', to_jsonb(t) FROM newcomers_consent t
     WHERE t.family_id IN (SELECT id FROM families)
UNION ALL SELECT 'privacyrequest', to_jsonb(t) FROM newcomers_privacyrequest t
     WHERE t.family_id IN (SELECT id FROM families)
UNION ALL SELECT 'givenout', to_jsonb(t) FROM newcomers_givenout t
      JOIN newcomers_privacyrequest r ON r.id = t.request_id
     WHERE r.family_id IN (SELECT id FROM families)
UNION ALL SELECT 'retentionhold', to_jsonb(t) FROM newcomers_retentionhold t
     WHERE t.family_id IN (SELECT id FROM families)
UNION ALL SELECT 'retentionitem', to_jsonb(t) FROM newcomers_retentionitem t
     WHERE t.family_id IN (SELECT id FROM families)
UNION ALL SELECT 'subscription', to_jsonb(t) FROM newcomers_subscription t
      JOIN request q ON t.municipality_id = q.municipality_id
     WHERE t.confirmed_at IS NOT NULL AND lower(t.email) IN (SELECT email FROM addresses)
UNION ALL SELECT 'caseaccess', to_jsonb(a) FROM newcomers_caseaccess a
     WHERE a.id IN (SELECT newcomers_readings_of(c.id, 1000000) FROM cases c)
$body$;
"""

# The privacy officer finds the requests of their municipalities, and notes what they read.
OFFICER = (
    "".join(
        f"""
CREATE POLICY of_officer ON newcomers_{table}
    USING      (municipality_id = ANY ((SELECT app_log_scope())::bigint[]))
    WITH CHECK (municipality_id = ANY ((SELECT app_log_scope())::bigint[]));
"""
        for table in REQUESTS
    )
    + """
CREATE POLICY log_write_of_officer ON newcomers_caseaccess FOR INSERT
    WITH CHECK (municipality_id = ANY ((SELECT app_log_scope())::bigint[]));
"""
)
OFFICER_AWAY = "".join(f"DROP POLICY of_officer ON newcomers_{table};" for table in REQUESTS) + (
    "DROP POLICY log_write_of_officer ON newcomers_caseaccess;"
)

# Whatever happens to a family, by whichever way: its consents and requests go along.
ALONG = """
CREATE FUNCTION newcomers_family_goes() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN
    DELETE FROM newcomers_leftout l USING newcomers_privacyrequest r
     WHERE r.id = l.request_id AND r.family_id = OLD.id;
    UPDATE newcomers_privacyrequest SET
        family_id = NULL, asker_id = NULL, asked_as = '', wish = '', answer = '',
        extended_reason = '', lifted_reason = '', form_key = left(md5(random()::text), 24)
     WHERE family_id = OLD.id;
    DELETE FROM newcomers_consent WHERE family_id = OLD.id;
    RETURN OLD;
END $body$;
CREATE TRIGGER goes_with_requests BEFORE DELETE ON newcomers_family
    FOR EACH ROW EXECUTE FUNCTION newcomers_family_goes();

CREATE FUNCTION newcomers_family_joins() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN
    UPDATE newcomers_consent SET family_id = NEW.joined_into_id WHERE family_id = NEW.id;
    UPDATE newcomers_privacyrequest SET family_id = NEW.joined_into_id WHERE family_id = NEW.id;
    RETURN NULL;
END $body$;
CREATE TRIGGER joins_with_requests AFTER UPDATE OF joined_into_id ON newcomers_family
    FOR EACH ROW WHEN (NEW.joined_into_id IS NOT NULL)
    EXECUTE FUNCTION newcomers_family_joins();

CREATE FUNCTION newcomers_person_moves() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN
    UPDATE newcomers_consent SET family_id = NEW.family_id WHERE person_id = NEW.id;
    UPDATE newcomers_privacyrequest SET family_id = NEW.family_id WHERE asker_id = NEW.id;
    RETURN NULL;
END $body$;
CREATE TRIGGER moves_with_consents AFTER UPDATE OF family_id ON newcomers_person
    FOR EACH ROW WHEN (NEW.family_id <> OLD.family_id)
    EXECUTE FUNCTION newcomers_person_moves();
"""
ALONG_AWAY = """
DROP TRIGGER moves_with_consents ON newcomers_person;
DROP TRIGGER joins_with_requests ON newcomers_family;
DROP TRIGGER goes_with_requests ON newcomers_family;
DROP FUNCTION newcomers_person_moves();
DROP FUNCTION newcomers_family_joins();
DROP FUNCTION newcomers_family_goes();
"""

# A family is restricted exactly while one of its requests holds it: PrivacyRequest.holds_still. The
# officer, who may answer the request, has no row of the family in scope.
HELD = """
CREATE FUNCTION newcomers_request_holds() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN
    -- A family that is about to be deleted is not touched.
    IF NEW.family_id IS NULL THEN RETURN NULL; END IF;
    UPDATE newcomers_family f
       SET restricted_at = CASE WHEN held.is_held THEN coalesce(f.restricted_at, now()) END
      FROM (SELECT g.id, EXISTS (
                SELECT 1 FROM newcomers_privacyrequest r
                 WHERE r.family_id = g.id AND r.lifted_at IS NULL
                   AND (r.kind IN ('restrict', 'object') AND r.state IN ('granted', 'partly')
                        OR r.kind = 'object' AND r.state = 'open')) AS is_held
              FROM newcomers_family g
             WHERE g.id = NEW.family_id OR TG_OP = 'UPDATE' AND g.id = OLD.family_id) held
     WHERE f.id = held.id AND held.is_held <> (f.restricted_at IS NOT NULL);
    RETURN NULL;
END $body$;
CREATE TRIGGER holds_family AFTER INSERT OR UPDATE ON newcomers_privacyrequest
    FOR EACH ROW EXECUTE FUNCTION newcomers_request_holds();
"""

# What was taken back stays so: who agrees again gets a row of their own.
TAKEN_BACK_ONCE = """
CREATE FUNCTION newcomers_consent_ended() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $body$
BEGIN
    RAISE EXCEPTION 'consent % was taken back already', OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_taken_back_once';
END $body$;
CREATE TRIGGER taken_back_once BEFORE UPDATE ON newcomers_consent FOR EACH ROW WHEN (
    OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at
) EXECUTE FUNCTION newcomers_consent_ended();
"""


def rights(statement: str, reverse: str) -> migrations.RunPython:
    """Give the web role what it needs of a table, and take the rest."""

    def execute(editor: Any, said: str) -> None:
        role = editor.quote_name(settings.DATABASES["default"]["USER"])
        editor.execute(said.format(role=role))

    return migrations.RunPython(
        lambda apps, editor: execute(editor, statement),
        lambda apps, editor: execute(editor, reverse),
    )


class Migration(migrations.Migration):
    dependencies = [("newcomers", "0020_privacy_requests_and_consents")]

    operations = [
        *(secure_rows(f"newcomers_{table}") for table in (*REQUESTS, "consent")),
        migrations.RunSQL(OFFICER, OFFICER_AWAY),
        *(
            same_municipality(f"newcomers_{child}", column, f"newcomers_{parent}")
            for child, column, parent in KEYS
        ),
        append_only("newcomers_givenout"),
        *(
            rights(f"REVOKE DELETE, TRUNCATE ON newcomers_{table} FROM {{role}}",
                   f"GRANT DELETE, TRUNCATE ON newcomers_{table} TO {{role}}")
            for table in ("privacyrequest", "leftout", "consent")
        ),
        # What was agreed to is never changed; only its end is written, and whose it is follows.
        rights(
            "REVOKE UPDATE ON newcomers_consent FROM {role};"
            "GRANT UPDATE (withdrawn_at, withdrawn_by_id, withdrawn_channel, person_id, family_id)"
            " ON newcomers_consent TO {role}",
            "GRANT UPDATE ON newcomers_consent TO {role}",
        ),
        migrations.RunSQL(
            TAKEN_BACK_ONCE,
            "DROP TRIGGER taken_back_once ON newcomers_consent;"
            "DROP FUNCTION newcomers_consent_ended();",
        ),
        migrations.RunSQL(ALONG, ALONG_AWAY),
        migrations.RunSQL(
            HELD,
            "DROP TRIGGER holds_family ON newcomers_privacyrequest;"
            "DROP FUNCTION newcomers_request_holds();",
        ),
        migrations.RunSQL(STORED, "DROP FUNCTION newcomers_stored_in_request(bigint);"),
    ]  # fmt: skip
