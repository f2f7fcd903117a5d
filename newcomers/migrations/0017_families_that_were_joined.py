"""A family that was written down twice: one goes on, the other keeps the way to it and nobody.

What the old release writes is as before: all three columns may be empty.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from portal.lib.policies import same_municipality

MAIN_CONTACT = """
CREATE OR REPLACE FUNCTION newcomers_family_has_main_contact() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE checked bigint;
BEGIN
    IF TG_TABLE_NAME = 'newcomers_family' THEN checked := NEW.id;
    ELSE checked := OLD.family_id; END IF;
    IF EXISTS (SELECT 1 FROM newcomers_family f WHERE f.id = checked{but}) AND NOT EXISTS (
        SELECT 1 FROM newcomers_person p WHERE p.family_id = checked AND p.is_main_contact
    ) THEN
        RAISE EXCEPTION 'family % has no main contact', checked
            USING ERRCODE = 'check_violation', CONSTRAINT = 'family_has_main_contact';
    END IF;
    RETURN NULL;
END $body$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("newcomers", "0016_subscriptions_by_municipality"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="family",
            name="joined_into",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="newcomers.family",
                verbose_name="the same as",
            ),
        ),
        migrations.AddField(
            model_name="family",
            name="joined_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="joined"
            ),
        ),
        migrations.AddField(
            model_name="family",
            name="joined_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="joined by",
            ),
        ),
        migrations.AddConstraint(
            model_name="family",
            constraint=models.CheckConstraint(
                condition=models.Q(joined_at=None, joined_by=None, joined_into=None)
                | models.Q(
                    ("joined_at__isnull", False),
                    ("joined_by__isnull", False),
                    ("joined_into__isnull", False),
                    models.Q(("joined_into", models.F("pk")), _negated=True),
                ),
                name="family_joined_with_another",
            ),
        ),
        same_municipality("newcomers_family", "joined_into_id", "newcomers_family"),
        migrations.RunSQL(
            MAIN_CONTACT.format(but=" AND f.joined_into_id IS NULL"), MAIN_CONTACT.format(but="")
        ),
    ]
