"""Search in the log goes further back before it asks the index of words.

A word that one entry in forty holds is too rare for the newest thousand and too common for the
index, which fetches every match: 340 ms among a million entries. What was met in the newest
thousand says how far back to go; ten thousand entries are read at most.
"""

from django.db import migrations

FIND_ENTRIES = """
CREATE OR REPLACE FUNCTION newcomers_find_entries(words text[], most int) RETURNS SETOF bigint
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
        -- One in a hundred: with 80 wanted, some ten thousand entries at most.
        IF cardinality(ids) < most AND cardinality(ids) >= newest / 100 THEN
            ids := ARRAY(
                SELECT n.id FROM (
                    SELECT f.id, f.vector FROM newcomers_followup f
                     WHERE f.municipality_id = place ORDER BY f.occurred_on DESC
                     LIMIT newest * most / cardinality(ids) * 5 / 4
                ) AS n WHERE n.vector @@ asked LIMIT 2 * most);
        END IF;
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

BEFORE = """
CREATE OR REPLACE FUNCTION newcomers_find_entries(words text[], most int) RETURNS SETOF bigint
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


class Migration(migrations.Migration):
    dependencies = [("newcomers", "0013_readings_of_the_enquiry")]

    operations = [migrations.RunSQL(FIND_ENTRIES, BEFORE)]
