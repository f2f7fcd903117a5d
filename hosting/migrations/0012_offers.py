"""Offers of organisations, who sent them in, and how many took the classes."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import portal.lib.tokens
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("hosting", "0011_who_made_translations"),
        ("municipalities", "0016_links_of_texts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Offer",
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
                    "organisation_name",
                    models.CharField(
                        blank=True,
                        help_text="Until it is linked to one of the organisations.",
                        max_length=120,
                        verbose_name="organisation, as the sender calls it",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("norwegian_class", "Norwegian class"),
                            ("activity", "activity"),
                            ("volunteering", "volunteering"),
                            ("housing", "housing"),
                            ("work", "work"),
                            ("service", "service"),
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="address")),
                (
                    "serves_region",
                    models.BooleanField(default=False, verbose_name="for the whole region"),
                ),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="place")),
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
                    "written_in",
                    models.CharField(
                        help_text="The language its sender wrote in.",
                        max_length=8,
                        verbose_name="written in",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("title_nb", models.CharField(max_length=120, null=True, verbose_name="title")),
                ("title_de", models.CharField(max_length=120, null=True, verbose_name="title")),
                ("title_en", models.CharField(max_length=120, null=True, verbose_name="title")),
                ("text", models.TextField(blank=True, max_length=2000, verbose_name="what it is")),
                (
                    "text_nb",
                    models.TextField(
                        blank=True, max_length=2000, null=True, verbose_name="what it is"
                    ),
                ),
                (
                    "text_de",
                    models.TextField(
                        blank=True, max_length=2000, null=True, verbose_name="what it is"
                    ),
                ),
                (
                    "text_en",
                    models.TextField(
                        blank=True, max_length=2000, null=True, verbose_name="what it is"
                    ),
                ),
                ("times", models.CharField(blank=True, max_length=200, verbose_name="when")),
                (
                    "times_nb",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="when"),
                ),
                (
                    "times_de",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="when"),
                ),
                (
                    "times_en",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="when"),
                ),
                (
                    "cost",
                    models.CharField(blank=True, max_length=200, verbose_name="what it costs"),
                ),
                (
                    "cost_nb",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="what it costs"
                    ),
                ),
                (
                    "cost_de",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="what it costs"
                    ),
                ),
                (
                    "cost_en",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="what it costs"
                    ),
                ),
                (
                    "how_to_join",
                    models.CharField(blank=True, max_length=400, verbose_name="how to join"),
                ),
                (
                    "how_to_join_nb",
                    models.CharField(
                        blank=True, max_length=400, null=True, verbose_name="how to join"
                    ),
                ),
                (
                    "how_to_join_de",
                    models.CharField(
                        blank=True, max_length=400, null=True, verbose_name="how to join"
                    ),
                ),
                (
                    "how_to_join_en",
                    models.CharField(
                        blank=True, max_length=400, null=True, verbose_name="how to join"
                    ),
                ),
                ("is_free", models.BooleanField(default=False, verbose_name="free of charge")),
                (
                    "is_outside_working_hours",
                    models.BooleanField(default=False, verbose_name="outside working hours"),
                ),
                (
                    "is_beside_work",
                    models.BooleanField(default=False, verbose_name="can be combined with a job"),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="begins on")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="ends on")),
                (
                    "levels",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("A1", "A1"),
                                ("A2", "A2"),
                                ("B1", "B1"),
                                ("B2", "B2"),
                                ("C1", "C1"),
                            ],
                            max_length=2,
                        ),
                        blank=True,
                        default=list,
                        help_text="Of a Norwegian class.",
                        size=None,
                        verbose_name="levels",
                    ),
                ),
                (
                    "seats",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Of a Norwegian class.",
                        null=True,
                        verbose_name="seats",
                    ),
                ),
                ("website", models.URLField(blank=True, verbose_name="website")),
                (
                    "contact_email",
                    models.EmailField(
                        blank=True,
                        help_text="Shown to everybody.",
                        max_length=254,
                        verbose_name="e-mail for readers",
                    ),
                ),
                (
                    "contact_phone",
                    models.CharField(
                        blank=True,
                        help_text="Shown to everybody.",
                        max_length=30,
                        verbose_name="phone for readers",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("submitted", "address not confirmed"),
                            ("waiting", "waiting for a moderator"),
                            ("published", "published"),
                            ("declined", "declined"),
                            ("to_be_confirmed", "asked whether it still holds"),
                            ("expired", "hidden"),
                        ],
                        default="submitted",
                        max_length=16,
                        verbose_name="state",
                    ),
                ),
                (
                    "submitted_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="sent in"
                    ),
                ),
                (
                    "waiting_since",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="waiting since"
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="decided"
                    ),
                ),
                (
                    "decline_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=1000, verbose_name="reason"
                    ),
                ),
                (
                    "confirmed_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="confirmed on"
                    ),
                ),
                (
                    "asked_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="asked on"
                    ),
                ),
                ("reminders", models.PositiveSmallIntegerField(default=0, editable=False)),
                (
                    "proposed",
                    models.JSONField(
                        blank=True, editable=False, null=True, verbose_name="proposed change"
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
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "municipalities",
                    models.ManyToManyField(
                        blank=True,
                        related_name="offers",
                        to="municipalities.municipality",
                        verbose_name="municipalities",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offers",
                        to="hosting.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "offer",
                "verbose_name_plural": "offers",
            },
        ),
        migrations.CreateModel(
            name="OfferSender",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token",
                    models.CharField(
                        default=portal.lib.tokens.new_token,
                        editable=False,
                        max_length=24,
                        unique=True,
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                (
                    "address_confirmed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="address confirmed"),
                ),
                (
                    "email_refused_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="address refused"),
                ),
                (
                    "offer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sender",
                        to="hosting.offer",
                        verbose_name="offer",
                    ),
                ),
            ],
            options={
                "verbose_name": "sender of an offer",
                "verbose_name_plural": "senders of offers",
            },
        ),
        migrations.CreateModel(
            name="OfferLink",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("confirm_address", "confirm the address"),
                            ("edit", "change the offer"),
                            ("still_true", "say that it still holds"),
                        ],
                        max_length=16,
                        verbose_name="for",
                    ),
                ),
                ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="made"),
                ),
                ("valid_until", models.DateTimeField(verbose_name="valid until")),
                ("used_at", models.DateTimeField(blank=True, null=True, verbose_name="used")),
                (
                    "sender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="hosting.offersender",
                        verbose_name="sender",
                    ),
                ),
            ],
            options={
                "verbose_name": "mailed link",
                "verbose_name_plural": "mailed links",
            },
        ),
        migrations.CreateModel(
            name="Participation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "term",
                    models.CharField(
                        help_text="2026-spring or 2026-autumn",
                        max_length=11,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A20\\d\\d-(spring|autumn)\\Z",
                                "Write 2026-spring or 2026-autumn.",
                            )
                        ],
                        verbose_name="term",
                    ),
                ),
                ("started", models.PositiveSmallIntegerField(verbose_name="began")),
                (
                    "completed",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="completed"
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participations",
                        to="hosting.offer",
                        verbose_name="Norwegian class",
                    ),
                ),
            ],
            options={
                "verbose_name": "participants of a term",
                "verbose_name_plural": "participants of each term",
            },
        ),
        migrations.AddIndex(
            model_name="offer",
            index=models.Index(
                condition=models.Q(("waiting_since__isnull", False)),
                fields=["waiting_since"],
                name="offer_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="offer",
            index=models.Index(fields=["status", "confirmed_on"], name="offer_by_status"),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["published", "to_be_confirmed"]), _negated=True),
                    models.Q(("confirmed_on__isnull", False), ("organisation__isnull", False)),
                    _connector="OR",
                ),
                name="offer_shown_has_organisation",
                violation_error_message="Before it is published, say which organisation offers it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("organisation__isnull", False),
                    models.Q(("organisation_name", ""), _negated=True),
                    _connector="OR",
                ),
                name="offer_names_organisation",
                violation_error_message="Say who offers it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "norwegian_class"), models.Q(("levels", []), _negated=True)),
                    models.Q(
                        models.Q(("kind", "norwegian_class"), _negated=True),
                        ("levels", []),
                        ("seats", None),
                    ),
                    _connector="OR",
                ),
                name="offer_class_fields_on_classes",
                violation_error_message="A Norwegian class has at least one level; other offers have neither levels nor seats.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("starts_on", None),
                    ("ends_on", None),
                    ("ends_on__gte", models.F("starts_on")),
                    _connector="OR",
                ),
                name="offer_ends_after_begin",
                violation_error_message="It cannot end before it begins.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("seats", None), ("seats__gte", 0), _connector="OR"),
                name="offer_seats_not_negative",
                violation_error_message="There cannot be fewer than no seats.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "declined"), _negated=True),
                    models.Q(("decline_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="offer_declined_for_a_reason",
                violation_error_message="Say why it is declined.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("asked_on__isnull", False), ("status", "to_be_confirmed")),
                    models.Q(
                        models.Q(("status", "to_be_confirmed"), _negated=True),
                        ("asked_on", None),
                        ("reminders", 0),
                    ),
                    _connector="OR",
                ),
                name="offer_asked_on_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(models.Q(("status", "waiting"), _negated=True), ("proposed", None)),
                    ("waiting_since__isnull", False),
                    _connector="OR",
                ),
                name="offer_waits_since",
            ),
        ),
        migrations.AddConstraint(
            model_name="participation",
            constraint=models.UniqueConstraint(
                fields=("offer", "term"),
                name="participation_once_a_term",
                violation_error_message="This term is counted already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="participation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("completed", None), ("completed__lte", models.F("started")), _connector="OR"
                ),
                name="participation_completed_of_started",
                violation_error_message="No more can complete it than began.",
            ),
        ),
        migrations.AddConstraint(
            model_name="participation",
            constraint=models.CheckConstraint(
                condition=models.Q(("term__regex", "^20\\d\\d-(spring|autumn)$")),
                name="participation_of_a_term",
                violation_error_message="Write 2026-spring or 2026-autumn.",
            ),
        ),
    ]
