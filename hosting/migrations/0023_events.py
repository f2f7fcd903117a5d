"""Events, once or on several dates; every change of one counts, whoever makes it."""

import datetime
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
import uuid
from django.db import migrations, models

# Calendars know by its sequence which of two states of an event is the newer. What they are not
# told of is no change: how many came, and which translation was made from what.
COUNT_CHANGES = """
CREATE FUNCTION hosting_event_changed() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $body$
DECLARE
    untold text[] := ARRAY['sequence', 'changed_at', 'headcount', 'newcomers', 'editors_note',
                           'made_by', 'made_from', 'source_version', 'source_changed_at'];
BEGIN
    NEW.uid := OLD.uid;
    IF to_jsonb(NEW) - untold = to_jsonb(OLD) - untold THEN
        NEW.sequence := OLD.sequence;
        NEW.changed_at := OLD.changed_at;
    ELSE
        NEW.sequence := OLD.sequence + 1;
        NEW.changed_at := clock_timestamp();
    END IF;
    RETURN NEW;
END $body$;
CREATE TRIGGER event_changed BEFORE UPDATE ON hosting_event
FOR EACH ROW EXECUTE FUNCTION hosting_event_changed();
"""
COUNT_NO_CHANGES = """
DROP TRIGGER event_changed ON hosting_event;
DROP FUNCTION hosting_event_changed();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("hosting", "0022_history_of_hosts_at_work"),
        ("municipalities", "0016_links_of_texts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "source_version",
                    models.PositiveIntegerField(
                        default=1,
                        editable=False,
                        verbose_name="version of the Norwegian text",
                    ),
                ),
                (
                    "source_changed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        verbose_name="Norwegian text changed at",
                    ),
                ),
                (
                    "made_from",
                    models.JSONField(
                        default=dict,
                        editable=False,
                        help_text="For each language the version of the Norwegian text it was made from.",
                        verbose_name="translations made from version",
                    ),
                ),
                (
                    "made_by",
                    models.JSONField(
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                        help_text="For each language who made it, and whether a machine did.",
                        verbose_name="translations made by",
                    ),
                ),
                (
                    "uid",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                ),
                ("sequence", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "changed_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "slug",
                    models.SlugField(
                        help_text="The last part of the web address; left empty, it is made from the title.",
                        max_length=80,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                (
                    "title_nb",
                    models.CharField(max_length=120, null=True, verbose_name="title"),
                ),
                (
                    "title_de",
                    models.CharField(max_length=120, null=True, verbose_name="title"),
                ),
                (
                    "title_en",
                    models.CharField(max_length=120, null=True, verbose_name="title"),
                ),
                ("body", models.TextField(verbose_name="what happens there")),
                (
                    "body_nb",
                    models.TextField(null=True, verbose_name="what happens there"),
                ),
                (
                    "body_de",
                    models.TextField(null=True, verbose_name="what happens there"),
                ),
                (
                    "body_en",
                    models.TextField(null=True, verbose_name="what happens there"),
                ),
                (
                    "venue",
                    models.CharField(
                        help_text="As people call it: the library, Finnsnes.",
                        max_length=160,
                        verbose_name="place",
                    ),
                ),
                (
                    "venue_nb",
                    models.CharField(
                        help_text="As people call it: the library, Finnsnes.",
                        max_length=160,
                        null=True,
                        verbose_name="place",
                    ),
                ),
                (
                    "venue_de",
                    models.CharField(
                        help_text="As people call it: the library, Finnsnes.",
                        max_length=160,
                        null=True,
                        verbose_name="place",
                    ),
                ),
                (
                    "venue_en",
                    models.CharField(
                        help_text="As people call it: the library, Finnsnes.",
                        max_length=160,
                        null=True,
                        verbose_name="place",
                    ),
                ),
                (
                    "address",
                    models.CharField(blank=True, max_length=160, verbose_name="street and place"),
                ),
                ("starts", models.DateTimeField(verbose_name="begins")),
                ("ends", models.DateTimeField(verbose_name="ends")),
                (
                    "is_all_day",
                    models.BooleanField(default=False, verbose_name="all day"),
                ),
                (
                    "rule",
                    models.CharField(
                        blank=True,
                        help_text="As calendars write it (RFC 5545), with an end: COUNT or UNTIL.",
                        max_length=200,
                        verbose_name="rule",
                    ),
                ),
                (
                    "except_on",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DateField(),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="except on",
                    ),
                ),
                ("over_at", models.DateTimeField(editable=False, verbose_name="over")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("own", "we hold it"),
                            ("co", "we hold it with others"),
                            ("attended", "others hold it, we are there"),
                            ("talk", "others hold it, we give a talk"),
                        ],
                        default="own",
                        max_length=8,
                        verbose_name="our part in it",
                    ),
                ),
                (
                    "organiser",
                    models.CharField(
                        blank=True,
                        help_text="A club or a group that is not in our list; never a private person.",
                        max_length=120,
                        verbose_name="or by name",
                    ),
                ),
                (
                    "website",
                    models.URLField(blank=True, max_length=500, verbose_name="website"),
                ),
                (
                    "groups",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("nordic", "Nordic citizens"),
                                ("eu_eea", "EU/EEA citizens"),
                                ("non_eea", "citizens of other countries"),
                                ("refugee", "refugees"),
                                (
                                    "family_reunification",
                                    "people who join their family",
                                ),
                                ("norwegian_mover", "people who move within Norway"),
                                ("returnee", "people who move back"),
                                ("student", "students"),
                                ("youth", "young people"),
                                ("family_with_children", "families with children"),
                                ("defence_family", "families of Defence staff"),
                                ("lifestyle", "people who look for another life"),
                                ("resident", "people who live here"),
                            ],
                            max_length=24,
                        ),
                        blank=True,
                        default=list,
                        help_text="None ticked: for everybody.",
                        size=None,
                        verbose_name="for whom",
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8),
                        blank=True,
                        default=list,
                        help_text="Language codes: nb, de, en.",
                        size=None,
                        verbose_name="languages spoken there",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("published", "published"),
                            ("archived", "archived"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("held", "held"),
                            ("cancelled", "cancelled"),
                        ],
                        default="planned",
                        max_length=9,
                        verbose_name="what becomes of it",
                    ),
                ),
                (
                    "headcount",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="how many came"
                    ),
                ),
                (
                    "newcomers",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="newcomers among them"
                    ),
                ),
                (
                    "is_example",
                    models.BooleanField(
                        default=False,
                        help_text="Shown to readers as an example. Replace before going live.",
                        verbose_name="invented example",
                    ),
                ),
                (
                    "editors_note",
                    models.TextField(
                        blank=True,
                        help_text="Never shown to readers.",
                        verbose_name="note for editors",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="municipalities.municipality",
                        verbose_name="municipality or region",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="hosting.organisation",
                        verbose_name="who holds it",
                    ),
                ),
            ],
            options={
                "verbose_name": "event",
                "verbose_name_plural": "events",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "published")),
                        fields=["over_at"],
                        name="event_by_its_end",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends__gt", models.F("starts"))),
                        name="event_ends_after_it_begins",
                        violation_error_message="The event cannot end before it begins.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "ends__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("starts"),
                                    "+",
                                    models.Value(datetime.timedelta(days=366)),
                                ),
                            )
                        ),
                        name="event_lasts_a_year_at_most",
                        violation_error_message="One date lasts a year at most.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "starts__gte",
                                datetime.datetime(2000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                            ),
                            (
                                "starts__lt",
                                datetime.datetime(2100, 1, 1, 0, 0, tzinfo=datetime.UTC),
                            ),
                        ),
                        name="event_in_our_time",
                        violation_error_message="Please check the year.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rule", ""),
                            ("rule__regex", "\\m(COUNT|UNTIL)=\\d"),
                            _connector="OR",
                        ),
                        name="event_rule_has_an_end",
                        violation_error_message="A rule needs an end: say on which day, or how many times.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("newcomers", None),
                            models.Q(
                                ("headcount__isnull", False),
                                ("newcomers__lte", models.F("headcount")),
                            ),
                            _connector="OR",
                        ),
                        name="event_newcomers_among_all",
                        violation_error_message="There cannot be more newcomers than people.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "held"),
                            models.Q(("headcount", None), ("newcomers", None)),
                            _connector="OR",
                        ),
                        name="event_counted_when_held",
                        violation_error_message="People are counted at an event that was held.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(COUNT_CHANGES, COUNT_NO_CHANGES),
    ]
