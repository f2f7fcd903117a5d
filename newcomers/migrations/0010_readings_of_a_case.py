"""The read log knows which cases the rows belong to that somebody has read.

Arrays are not leakproof: the function applies the scope of logs itself and returns ids, so that
the index is used (as in 0009).
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

READINGS = """
CREATE FUNCTION newcomers_readings_of(asked bigint, most int) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER ROWS 100 SET search_path = public, pg_temp AS $body$
    SELECT a.id FROM newcomers_caseaccess a
     WHERE a.case_ids @> ARRAY[asked] AND a.municipality_id = ANY (app_log_scope())
     ORDER BY a.at DESC LIMIT most
$body$;
"""


class Migration(migrations.Migration):
    dependencies = [("newcomers", "0009_search_in_the_log")]

    operations = [
        migrations.AddField(
            model_name="caseaccess",
            name="case_ids",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), default=list, verbose_name="cases"
            ),
        ),
        migrations.AddIndex(
            model_name="caseaccess",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["case_ids"], name="access_by_case"
            ),
        ),
        migrations.RunSQL(READINGS, "DROP FUNCTION newcomers_readings_of(bigint, int);"),
    ]
