"""Search in the log: functions of the owner, which apply the scope themselves.

Operators of full text are not leakproof: under row-level security PostgreSQL keeps them off their
index. These functions return ids alone, and what has these ids is read under row-level security.
"""

from django.db import migrations

# The municipality stands among the words, as no word can: PostgreSQL intersects both in one index.
ENTRY_VECTOR = """
CREATE OR REPLACE FUNCTION newcomers_entry_vector() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $body$
BEGIN
    NEW.vector := portal_search_vector('nb', '', left(NEW.text, 200000))
        || array_to_tsvector(ARRAY['§' || NEW.municipality_id]);
    RETURN NEW;
END $body$;
DROP TRIGGER entry_vector ON newcomers_followup;
CREATE TRIGGER entry_vector BEFORE INSERT OR UPDATE OF text, municipality_id ON newcomers_followup
    FOR EACH ROW EXECUTE FUNCTION newcomers_entry_vector();
UPDATE newcomers_followup SET text = text;
"""
OLD_ENTRY_VECTOR = """
CREATE OR REPLACE FUNCTION newcomers_entry_vector() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $body$
BEGIN
    NEW.vector := portal_search_vector('nb', '', left(NEW.text, 200000));
    RETURN NEW;
END $body$;
DROP TRIGGER entry_vector ON newcomers_followup;
CREATE TRIGGER entry_vector BEFORE INSERT ON newcomers_followup
    FOR EACH ROW EXECUTE FUNCTION newcomers_entry_vector();
"""

# One goes back from the newest entry first: a common word is met so often there that this is
# enough. What is rarer is looked up in the index. Neither of the two is quick for every word.
FIND_ENTRIES = """
CREATE FUNCTION newcomers_find_entries(words text[], most int) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 SET search_path = public, pg_temp AS $body$
DECLARE
    newest CONSTANT int := 1000;
    asked tsquery := portal_search_query('nb', words);
    place bigint;
    ids bigint[];
BEGIN
    IF numnode(asked) = 0 THEN RETURN; END IF;
    FOREACH place IN ARRAY app_scope() LOOP
        ids := ARRAY(
            SELECT n.id FROM (
                SELECT f.id, f.vector FROM newcomers_followup f
                 WHERE f.municipality_id = place ORDER BY f.occurred_on DESC LIMIT newest
            ) AS n WHERE n.vector @@ asked LIMIT 2 * most);
        IF cardinality(ids) < most THEN
            ids := ARRAY(
                SELECT f.id FROM newcomers_followup f
                 WHERE f.vector @@ (asked && quote_literal('§' || place)::tsquery));
        END IF;
        RETURN QUERY
            SELECT f.id FROM newcomers_followup f
             WHERE f.id = ANY (ids) AND f.municipality_id = place AND f.correction <> 'void'
               AND NOT EXISTS (SELECT FROM newcomers_followup n WHERE n.corrects_id = f.id)
               AND NOT EXISTS (
                   SELECT FROM newcomers_case c JOIN newcomers_family y ON y.id = c.family_id
                    WHERE c.id = f.case_id AND y.address_protection <> 'none')
             ORDER BY f.occurred_on DESC LIMIT most;
    END LOOP;
END $body$;
"""

# "+ 0": the index of names is enough; read beside that of municipalities it costs more.
# Every word begins a name, or the number, the telephone number's end or the address is as given.
FIND_CASES = """
-- With a search path of its own: CREATE INDEX and pg_restore run without one.
CREATE FUNCTION newcomers_name_vector(name text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_temp AS $body$
    SELECT to_tsvector('pg_catalog.simple', portal_fold(name))
$body$;
CREATE INDEX person_by_name ON newcomers_person USING gin (
    newcomers_name_vector(given_name || ' ' || family_name));
CREATE INDEX family_by_label ON newcomers_family USING gin (newcomers_name_vector(label));
CREATE INDEX person_by_end_of_phone ON newcomers_person (
    reverse(phone_digits::text) text_pattern_ops) WHERE phone_digits <> '';
CREATE INDEX person_by_email ON newcomers_person (
    lower(email::text) text_pattern_ops) WHERE email <> '';

CREATE FUNCTION newcomers_find_cases(
    words text[], number_begins text, phone_ends text, email_begins text, most int
) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 200 SET search_path = public, pg_temp AS $body$
DECLARE
    named tsquery := (
        SELECT to_tsquery('pg_catalog.simple',
                          string_agg(quote_literal(portal_fold(word)) || ':*', ' & '))
          FROM unnest(words) AS w (word));
BEGIN
    RETURN QUERY EXECUTE $sql$
        WITH alike (family) AS (
            (SELECT p.family_id FROM newcomers_person p
              WHERE p.municipality_id + 0 = ANY ($1)
                AND newcomers_name_vector(p.given_name || ' ' || p.family_name) @@ $2 LIMIT $6)
            UNION
            (SELECT y.id FROM newcomers_family y
              WHERE y.municipality_id + 0 = ANY ($1)
                AND newcomers_name_vector(y.label) @@ $2 LIMIT $6)
            UNION
            (SELECT p.family_id FROM newcomers_person p
              WHERE p.municipality_id + 0 = ANY ($1) AND p.phone_digits <> '' AND $4 <> ''
                AND reverse(p.phone_digits::text) LIKE reverse($4) || '%' LIMIT $6)
            UNION
            (SELECT p.family_id FROM newcomers_person p
              WHERE p.municipality_id + 0 = ANY ($1) AND p.email <> '' AND $5 <> ''
                AND lower(p.email::text) LIKE $5 || '%' LIMIT $6)
        ), found (id) AS (
            SELECT c.id FROM newcomers_case c JOIN alike ON alike.family = c.family_id
            UNION
            (SELECT c.id FROM newcomers_case c
              WHERE $3 <> '' AND c.number LIKE $3 || '%'
                AND c.municipality_id = ANY ($1) LIMIT $6)
        )
        SELECT c.id FROM found JOIN newcomers_case c USING (id)
          JOIN newcomers_family y ON y.id = c.family_id
         WHERE c.municipality_id = ANY ($1) AND y.address_protection = 'none'
         ORDER BY c.opened_on DESC, c.id DESC LIMIT $6
    $sql$ USING app_scope(), named, number_begins, phone_ends, email_begins, most;
END $body$;
"""

DROP_ENTRIES = "DROP FUNCTION newcomers_find_entries(text[], int);"
DROP_CASES = """
DROP FUNCTION newcomers_find_cases(text[], text, text, text, int);
DROP INDEX person_by_email;
DROP INDEX person_by_end_of_phone;
DROP INDEX family_by_label;
DROP INDEX person_by_name;
DROP FUNCTION newcomers_name_vector(text);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("newcomers", "0008_case_log_invariants"),
        ("portal", "0002_content_version_and_search"),
    ]

    operations = [
        migrations.RunSQL(ENTRY_VECTOR, OLD_ENTRY_VECTOR),
        migrations.RunSQL(FIND_ENTRIES, DROP_ENTRIES),
        migrations.RunSQL(FIND_CASES, DROP_CASES),
    ]
