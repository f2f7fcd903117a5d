"""Who has read a case is asked of the enquiry too that it began with.

Its readings lie before there was a case, so they name none: an index of its own finds them.
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations
from django.db.models import Q

READINGS = """
CREATE OR REPLACE FUNCTION newcomers_readings_of(asked bigint, most int) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER ROWS 100 SET search_path = public, pg_temp AS $body$
    SELECT found.id FROM (
        SELECT a.id, a.at FROM newcomers_caseaccess a
         WHERE a.case_ids @> ARRAY[asked] AND a.municipality_id = ANY (app_log_scope())
        UNION
        SELECT a.id, a.at FROM newcomers_case c
          JOIN newcomers_caseaccess a ON a."table" = 'enquiry'
           AND a.object_ids @> ARRAY[c.enquiry_id::text]::varchar(36)[]
         WHERE c.id = asked AND c.enquiry_id IS NOT NULL
           AND a.municipality_id = ANY (app_log_scope())
    ) found ORDER BY found.at DESC LIMIT most
$body$;
"""
BEFORE = """
CREATE OR REPLACE FUNCTION newcomers_readings_of(asked bigint, most int) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER ROWS 100 SET search_path = public, pg_temp AS $body$
    SELECT a.id FROM newcomers_caseaccess a
     WHERE a.case_ids @> ARRAY[asked] AND a.municipality_id = ANY (app_log_scope())
     ORDER BY a.at DESC LIMIT most
$body$;
"""


class Migration(migrations.Migration):
    # The index is made while the log is written to.
    atomic = False
    dependencies = [("newcomers", "0012_transfers_by_municipality")]

    operations = [
        AddIndexConcurrently(
            model_name="caseaccess",
            index=GinIndex(
                fields=["object_ids"], condition=Q(table="enquiry"), name="access_by_enquiry"
            ),
        ),
        migrations.RunSQL(READINGS, BEFORE),
    ]
