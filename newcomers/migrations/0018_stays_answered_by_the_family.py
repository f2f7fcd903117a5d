"""Whether people stay is asked of the family too; and the region gets sums of the answers."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The owner's function: row-level security does not bind it, and it gives counts alone. Whoever
# shows them leaves the small ones out (`newcomers.reports_stays`).
SUMS = """
CREATE FUNCTION newcomers_stays_by_year()
RETURNS TABLE (place bigint, year int, answer text, reason text, count bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $body$
    SELECT s.municipality_id, extract(year FROM s.due_on)::int, s.answer, s.reason, count(*)
      FROM newcomers_staycheck AS s WHERE s.answer <> '' GROUP BY 1, 2, 3, 4
$body$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("newcomers", "0017_families_that_were_joined"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint("staycheck", "stay_check_answer_has_author"),
        migrations.AddField(
            model_name="staycheck",
            name="by_family",
            field=models.BooleanField(
                db_default=False,
                default=False,
                editable=False,
                verbose_name="answered by the family",
            ),
        ),
        migrations.AddField(
            model_name="staycheck",
            name="asked_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="family asked at"
            ),
        ),
        migrations.AddField(
            model_name="staycheck",
            name="asked_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="family asked by",
            ),
        ),
        migrations.AddConstraint(
            model_name="staycheck",
            constraint=models.CheckConstraint(
                condition=models.Q(answer="", answered_at=None, answered_by=None, by_family=False)
                | models.Q(
                    models.Q(answer="", _negated=True),
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                    by_family=False,
                )
                | models.Q(
                    models.Q(answer="", _negated=True),
                    answered_at__isnull=False,
                    answered_by=None,
                    by_family=True,
                ),
                name="stay_check_answer_has_author",
            ),
        ),
        migrations.AddConstraint(
            model_name="staycheck",
            constraint=models.CheckConstraint(
                condition=models.Q(asked_at=None, asked_by=None)
                | models.Q(asked_at__isnull=False, asked_by__isnull=False),
                name="stay_check_family_asked_by_somebody",
            ),
        ),
        migrations.RunSQL(SUMS, "DROP FUNCTION newcomers_stays_by_year()"),
    ]
