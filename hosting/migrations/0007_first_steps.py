"""First steps, in order, with their deadlines."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import portal.lib.dates
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("hosting", "0006_history_of_links_begins"),
        ("municipalities", "0011_deputies"),
    ]

    operations = [
        migrations.CreateModel(
            name="Step",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source_version",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="version of the Norwegian text"
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
                    "key",
                    models.SlugField(
                        help_text="The last part of the web address. It stays the same in all languages.",
                        max_length=60,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                (
                    "phase",
                    models.CharField(
                        choices=[
                            ("before_moving", "before you move"),
                            ("first_week", "the first week"),
                            ("first_month", "the first month"),
                            ("first_year", "the first year"),
                            ("living_here", "living here"),
                        ],
                        max_length=16,
                        verbose_name="when",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "groups",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("nordic", "Nordic citizens"),
                                ("eu_eea", "EU/EEA citizens"),
                                ("non_eea", "citizens of other countries"),
                                ("refugee", "refugees"),
                                ("family_reunification", "people who join their family"),
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
                        default=list,
                        size=None,
                        verbose_name="for whom",
                    ),
                ),
                (
                    "occupations",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("worker", "employee"),
                                ("self_employed", "self-employed"),
                                ("student", "student"),
                                ("jobseeker", "looking for work"),
                            ],
                            max_length=16,
                        ),
                        blank=True,
                        default=list,
                        help_text="None ticked: for everybody.",
                        size=None,
                        verbose_name="only for these occupations",
                    ),
                ),
                (
                    "is_for_children",
                    models.BooleanField(
                        default=False, verbose_name="only for families with children"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("title_nb", models.CharField(max_length=120, null=True, verbose_name="title")),
                ("title_de", models.CharField(max_length=120, null=True, verbose_name="title")),
                ("title_en", models.CharField(max_length=120, null=True, verbose_name="title")),
                ("summary", models.CharField(blank=True, max_length=400, verbose_name="summary")),
                (
                    "summary_nb",
                    models.CharField(blank=True, max_length=400, null=True, verbose_name="summary"),
                ),
                (
                    "summary_de",
                    models.CharField(blank=True, max_length=400, null=True, verbose_name="summary"),
                ),
                (
                    "summary_en",
                    models.CharField(blank=True, max_length=400, null=True, verbose_name="summary"),
                ),
                (
                    "detail",
                    models.TextField(
                        blank=True,
                        help_text="Two to five sentences without markup. Amounts are tokens: [[figure:key]]; links are [[page:address]] and [[hosts]].",
                        verbose_name="what to do, and where",
                    ),
                ),
                (
                    "detail_nb",
                    models.TextField(
                        blank=True,
                        help_text="Two to five sentences without markup. Amounts are tokens: [[figure:key]]; links are [[page:address]] and [[hosts]].",
                        null=True,
                        verbose_name="what to do, and where",
                    ),
                ),
                (
                    "detail_de",
                    models.TextField(
                        blank=True,
                        help_text="Two to five sentences without markup. Amounts are tokens: [[figure:key]]; links are [[page:address]] and [[hosts]].",
                        null=True,
                        verbose_name="what to do, and where",
                    ),
                ),
                (
                    "detail_en",
                    models.TextField(
                        blank=True,
                        help_text="Two to five sentences without markup. Amounts are tokens: [[figure:key]]; links are [[page:address]] and [[hosts]].",
                        null=True,
                        verbose_name="what to do, and where",
                    ),
                ),
                (
                    "terms",
                    models.TextField(
                        blank=True,
                        help_text="One on each line, with a short explanation: bostedsattest: proof of address",
                        verbose_name="Norwegian words to know",
                    ),
                ),
                (
                    "terms_nb",
                    models.TextField(
                        blank=True,
                        help_text="One on each line, with a short explanation: bostedsattest: proof of address",
                        null=True,
                        verbose_name="Norwegian words to know",
                    ),
                ),
                (
                    "terms_de",
                    models.TextField(
                        blank=True,
                        help_text="One on each line, with a short explanation: bostedsattest: proof of address",
                        null=True,
                        verbose_name="Norwegian words to know",
                    ),
                ),
                (
                    "terms_en",
                    models.TextField(
                        blank=True,
                        help_text="One on each line, with a short explanation: bostedsattest: proof of address",
                        null=True,
                        verbose_name="Norwegian words to know",
                    ),
                ),
                (
                    "papers",
                    models.TextField(
                        blank=True,
                        help_text="One paper on each line.",
                        verbose_name="papers needed",
                    ),
                ),
                (
                    "papers_nb",
                    models.TextField(
                        blank=True,
                        help_text="One paper on each line.",
                        null=True,
                        verbose_name="papers needed",
                    ),
                ),
                (
                    "papers_de",
                    models.TextField(
                        blank=True,
                        help_text="One paper on each line.",
                        null=True,
                        verbose_name="papers needed",
                    ),
                ),
                (
                    "papers_en",
                    models.TextField(
                        blank=True,
                        help_text="One paper on each line.",
                        null=True,
                        verbose_name="papers needed",
                    ),
                ),
                (
                    "cost",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="0 when it is free.",
                        null=True,
                        verbose_name="cost in kroner",
                    ),
                ),
                (
                    "cost_note",
                    models.CharField(blank=True, max_length=300, verbose_name="note on the cost"),
                ),
                (
                    "cost_note_nb",
                    models.CharField(
                        blank=True, max_length=300, null=True, verbose_name="note on the cost"
                    ),
                ),
                (
                    "cost_note_de",
                    models.CharField(
                        blank=True, max_length=300, null=True, verbose_name="note on the cost"
                    ),
                ),
                (
                    "cost_note_en",
                    models.CharField(
                        blank=True, max_length=300, null=True, verbose_name="note on the cost"
                    ),
                ),
                (
                    "is_needed_before_work",
                    models.BooleanField(
                        default=False,
                        help_text="Planning backwards from that day starts from these steps.",
                        verbose_name="finished before the first day at work",
                    ),
                ),
                ("url", models.URLField(blank=True, max_length=500, verbose_name="where to do it")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("published", "published")],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("as_of", models.DateField(blank=True, null=True, verbose_name="as of")),
                (
                    "as_of_precision",
                    models.CharField(
                        choices=[
                            (portal.lib.dates.Precision["DAY"], "day"),
                            (portal.lib.dates.Precision["YEAR"], "year"),
                        ],
                        default=portal.lib.dates.Precision["YEAR"],
                        max_length=4,
                        verbose_name="known to the",
                    ),
                ),
                (
                    "confidence",
                    models.CharField(
                        choices=[("high", "high"), ("medium", "medium"), ("low", "low")],
                        default="high",
                        max_length=6,
                        verbose_name="confidence",
                    ),
                ),
                (
                    "to_verify",
                    models.TextField(
                        blank=True,
                        help_text="Nothing named here may be said as a fact in the texts. Not shown to readers.",
                        verbose_name="to be verified",
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
                    "authority",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="hosting.organisation",
                        verbose_name="who decides or helps",
                    ),
                ),
                (
                    "depends_on",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Those that do not apply to the same person are passed over.",
                        related_name="+",
                        to="hosting.step",
                        verbose_name="after all of these",
                    ),
                ),
                (
                    "depends_on_any",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="hosting.step",
                        verbose_name="after one of these",
                    ),
                ),
                (
                    "sources",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="municipalities.source",
                        verbose_name="sources",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="municipalities.topic",
                        verbose_name="topic",
                    ),
                ),
            ],
            options={
                "verbose_name": "first step",
                "verbose_name_plural": "first steps",
            },
        ),
        migrations.CreateModel(
            name="StepTime",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source_version",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="version of the Norwegian text"
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
                    "position",
                    models.PositiveSmallIntegerField(default=100, verbose_name="position"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("latest", "deadline: at the latest"),
                            ("earliest", "at the earliest"),
                            ("qualifying", "time that must have passed"),
                            ("lead", "how long the answer takes"),
                        ],
                        default="latest",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "what",
                    models.CharField(blank=True, max_length=200, verbose_name="what it is for"),
                ),
                (
                    "what_nb",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="what it is for"
                    ),
                ),
                (
                    "what_de",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="what it is for"
                    ),
                ),
                (
                    "what_en",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="what it is for"
                    ),
                ),
                (
                    "amount",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="how much"
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("hours", "hours"),
                            ("days", "days"),
                            ("weeks", "weeks"),
                            ("months", "months"),
                            ("years", "years"),
                        ],
                        max_length=8,
                        verbose_name="unit",
                    ),
                ),
                (
                    "relation",
                    models.CharField(
                        blank=True,
                        choices=[("before", "before"), ("after", "after")],
                        max_length=6,
                        verbose_name="before or after",
                    ),
                ),
                (
                    "anchor",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("arrival", "arrival"),
                            ("entry", "entry into Norway"),
                            ("moving_in", "moving in"),
                            ("settlement", "settlement in the municipality"),
                            ("departure", "departure"),
                        ],
                        max_length=10,
                        verbose_name="counted from",
                    ),
                ),
                (
                    "yearly",
                    models.CharField(
                        blank=True,
                        help_text="Month and day: 03-01 is 1 March.",
                        max_length=5,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A(?:(0[13578]|1[02])-(0[1-9]|[12]\\d|3[01])|(0[469]|11)-(0[1-9]|[12]\\d|30)|02-(0[1-9]|1\\d|2[0-8]))\\Z",
                                "Write month and day, for example 03-01.",
                            )
                        ],
                        verbose_name="date of each year",
                    ),
                ),
                (
                    "monthly_day",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(28),
                        ],
                        verbose_name="day of each month",
                    ),
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
                                ("family_reunification", "people who join their family"),
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
                        verbose_name="only for these groups",
                    ),
                ),
                (
                    "is_unchecked",
                    models.BooleanField(
                        default=False,
                        help_text="Readers get no date, and are told to ask the authority.",
                        verbose_name="not verified",
                    ),
                ),
                ("as_of", models.DateField(blank=True, null=True, verbose_name="as of")),
                (
                    "as_of_precision",
                    models.CharField(
                        choices=[
                            (portal.lib.dates.Precision["DAY"], "day"),
                            (portal.lib.dates.Precision["YEAR"], "year"),
                        ],
                        default=portal.lib.dates.Precision["YEAR"],
                        max_length=4,
                        verbose_name="known to the",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.source",
                        verbose_name="source",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="times",
                        to="hosting.step",
                        verbose_name="step",
                    ),
                ),
            ],
            options={
                "verbose_name": "deadline or waiting time",
                "verbose_name_plural": "deadlines and waiting times",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(("confidence", "low"), ("state", "published"), _negated=True),
                name="step_low_confidence_stays_draft",
                violation_error_message="What is uncertain cannot be published: check it first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(("groups", []), _negated=True),
                name="step_is_for_somebody",
                violation_error_message="Tick at least one group that the step is for.",
            ),
        ),
        migrations.AddConstraint(
            model_name="steptime",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind", "lead"),
                        ("amount__isnull", False),
                        models.Q(("unit", ""), _negated=True),
                        ("anchor", ""),
                        ("relation", ""),
                        ("yearly", ""),
                        models.Q(("monthly_day__isnull", False), _negated=True),
                    ),
                    models.Q(
                        models.Q(("kind", "lead"), _negated=True),
                        ("amount__isnull", False),
                        models.Q(("unit", ""), _negated=True),
                        models.Q(("relation", ""), _negated=True),
                        models.Q(("anchor", ""), _negated=True),
                        ("yearly", ""),
                        models.Q(("monthly_day__isnull", False), _negated=True),
                    ),
                    models.Q(
                        models.Q(("kind", "lead"), _negated=True),
                        ("amount__isnull", True),
                        ("anchor", ""),
                        ("relation", ""),
                        ("unit", ""),
                        models.Q(("yearly", ""), _negated=True),
                        models.Q(("monthly_day__isnull", False), _negated=True),
                    ),
                    models.Q(
                        models.Q(("kind", "lead"), _negated=True),
                        ("amount__isnull", True),
                        ("anchor", ""),
                        ("relation", ""),
                        ("unit", ""),
                        ("yearly", ""),
                        ("monthly_day__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="step_time_is_of_one_form",
                violation_error_message="Write either how much, the unit and what it counts from, or a date of each year, or a day of each month. How long an answer takes has only an amount and a unit.",
            ),
        ),
        migrations.AddConstraint(
            model_name="steptime",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "lead"), _negated=True),
                    ("source__isnull", False),
                    _connector="OR",
                ),
                name="step_lead_time_needs_source",
                violation_error_message="How long an answer takes needs a source.",
            ),
        ),
    ]
