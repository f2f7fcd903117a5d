"""Who moves here."""

import datetime
import uuid
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality
from portal.lib.tokens import new_token

FIRST_BIRTH_YEAR, LAST_BIRTH_YEAR = 1900, 2100


class FamilyQuerySet(models.QuerySet["Family"]):
    """Which families. Rows of other municipalities are not there: PostgreSQL sees to that."""

    def in_municipalities(self, ids: list[int]) -> Self:
        """Those of the municipalities: the first of the two guards."""
        return self.filter(municipality_id__in=ids)

    def unrestricted(self) -> Self:
        """Without those whose data are only kept: a privacy request asks for that."""
        return self.filter(restricted_at=None)

    def alike(self, *, email: str = "", phone: str = "", names: Any = ()) -> Self:
        """Families with this address or number, or with somebody of one of the names."""
        alike = Q(pk=None)
        if email:
            alike |= Q(people__email__iexact=email)
        if digits := "".join(letter for letter in phone if letter.isdigit())[-8:]:
            alike |= Q(people__phone_digits__endswith=digits)
        for name in names:
            given, _space, family = name.strip().rpartition(" ")
            if given and family:
                alike |= Q(people__given_name__iexact=given, people__family_name__iexact=family)
        return self.unrestricted().filter(alike, joined_into=None).distinct().order_by("pk")

    def known(self) -> Self:
        """Without those that were joined with another: nothing is left of them but the way on."""
        return self.filter(joined_into=None)

    def at_rest_since(self, day: Any) -> Self:
        """Without a case that is not finished, or that anybody has moved or changed since the
        day (or the expression for it): in the log of a finished one nobody writes."""
        cases: Any = self.model._meta.get_field("cases").related_model
        day = models.Value(day) if isinstance(day, datetime.date) else day
        since = models.OuterRef("rests_since")
        busy = ~Q(status__in=["rejected", "closed"]) | Q(changed_at__date__gte=since)
        touched = cases.objects.filter(busy, family=models.OuterRef("pk"))
        known = self.known().alias(rests_since=models.ExpressionWrapper(day, models.DateField()))
        return known.filter(~models.Exists(touched), created_at__date__lt=F("rests_since"))

    def not_held_back(self, day: datetime.date) -> Self:
        """Without those that are on hold, have asked for something, or are only to be kept."""
        held = Q(holds__lifted_at=None, holds__until__gte=day)
        asked = Q(privacy_requests__state="open")
        kept = self.model._default_manager.filter(held | asked, pk=models.OuterRef("pk"))
        return self.filter(~models.Exists(kept), restricted_at=None)


class Family(models.Model):
    """People who move together: one person, or a household (familie, husstand)."""

    class Category(models.TextChoices):
        LABOUR_NORDIC = "labour_nordic", _("work, from a Nordic country")
        LABOUR_EEA = "labour_eea", _("work, from the EU/EEA")
        LABOUR_THIRD = "labour_third", _("work, from another country")
        REFUGEE = "refugee", _("refugee")
        REUNIFICATION = "reunification", _("joins their family")
        NORWEGIAN = "norwegian", _("moves within Norway")
        RETURNEE = "returnee", _("moves back")
        STUDENT = "student", _("student")
        DEFENCE = "defence", _("family of Defence staff")

    class Segment(models.TextChoices):
        CHILDREN = "children", _("has children")
        YOUTH = "youth", _("under 30")
        LIFESTYLE = "lifestyle", _("looks for another life")
        PARTNER_SEEKS_WORK = "partner_seeks_work", _("partner looks for work")
        OWN_BUSINESS = "own_business", _("starts a business")

    class Reason(models.TextChoices):
        WORK = "work", _("work")
        FAMILY = "family", _("family")
        STUDY = "study", _("studies")
        PROTECTION = "protection", _("protection")
        NATURE = "nature", _("nature and outdoor life")
        HOME = "home", _("a home")
        RETURN = "return", _("coming back")
        OTHER = "other", _("another reason")

    class Protection(models.TextChoices):
        NONE = "none", _("none")
        CONFIDENTIAL = "fortrolig", _("confidential address (fortrolig)")

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", verbose_name=_("municipality")
    )
    journey = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    label = models.CharField(
        _("called"), max_length=120, help_text=_("What you call this family in lists.")
    )
    languages = ArrayField(
        models.CharField(max_length=8), default=list, blank=True, verbose_name=_("speaks")
    )
    interpreter_language = models.CharField(
        _("interpreter for"),
        max_length=40,
        blank=True,
        help_text=_("Empty: no interpreter is needed."),
    )
    category = models.CharField(_("comes as"), max_length=16, choices=Category)
    segments = ArrayField(
        models.CharField(max_length=20, choices=Segment),
        default=list,
        blank=True,
        verbose_name=_("also"),
    )
    from_country = models.CharField(
        _("from country"), max_length=2, blank=True, help_text=_("Two letters: PL, DE, SE.")
    )
    expected_on = models.DateField(_("expected"), null=True, blank=True)
    arrived_on = models.DateField(_("arrived"), null=True, blank=True)
    reasons = ArrayField(
        models.CharField(max_length=12, choices=Reason),
        default=list,
        blank=True,
        verbose_name=_("why they move"),
    )
    address_protection = models.CharField(
        _("address protection"), max_length=10, choices=Protection, default=Protection.NONE
    )
    created_at = models.DateTimeField(_("written down"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("written down by"),
    )
    # Only kept, and used for nothing, while a privacy request asks for that.
    restricted_at = models.DateTimeField(
        _("used for nothing since"), null=True, blank=True, editable=False
    )
    # The form it came by: sent twice, it makes one family.
    form_key = models.CharField(max_length=24, unique=True, default=new_token, editable=False)
    # Written down twice: the people, cases and questions of this one are the other's now.
    joined_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name=_("the same as"),
    )  # fmt: skip
    joined_at = models.DateTimeField(_("joined"), null=True, blank=True, editable=False)
    joined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("joined by"),
    )

    objects = FamilyQuerySet.as_manager()

    class PersonalData:
        """What is erased, and what stays for the numbers."""

        ERASE = ("label", "languages", "interpreter_language", "expected_on", "address_protection",
                 "form_key")  # fmt: skip
        KEEP = ("municipality", "journey", "category", "segments", "from_country", "arrived_on",
                "reasons", "restricted_at", "created_at", "created_by", "joined_into", "joined_at",
                "joined_by")  # fmt: skip

    class Meta:
        verbose_name = _("family")
        verbose_name_plural = _("families")
        constraints = [
            models.CheckConstraint(
                condition=Q(joined_into=None, joined_at=None, joined_by=None)
                | Q(joined_into__isnull=False, joined_at__isnull=False, joined_by__isnull=False)
                & ~Q(joined_into=F("pk")),
                name="family_joined_with_another",
            ),
            # Children point here together with the municipality.
            models.UniqueConstraint(fields=["id", "municipality"], name="family_in_municipality"),
        ]

    def __str__(self) -> str:
        # Titles, logs and history show this: it names nobody.
        return f"{self._meta.verbose_name} {self.pk or ''}".strip()

    @property
    def is_restricted(self) -> bool:
        """Whether its data are only kept: no mail, no export, no matching, no list of numbers."""
        return self.restricted_at is not None

    @property
    def is_protected(self) -> bool:
        """Whether the address is confidential: no mail with a name, no export, no print."""
        return self.address_protection != self.Protection.NONE


class Person(models.Model):
    """One member of a family. The year of birth is enough; there is no identity number."""

    class Age(models.TextChoices):
        ADULT = "adult", _("adult")
        CHILD = "child", _("child")

    class Relation(models.TextChoices):
        SELF = "self", _("main contact")
        PARTNER = "partner", _("partner")
        CHILD = "child", _("child")
        PARENT = "parent", _("parent")
        SIBLING = "sibling", _("brother or sister")
        OTHER = "other", _("other")

    family = models.ForeignKey(Family, models.CASCADE, related_name="people")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", editable=False)
    given_name = models.CharField(_("given name"), max_length=80)
    family_name = models.CharField(_("family name"), max_length=80, blank=True)
    birth_year = models.PositiveSmallIntegerField(
        _("year of birth"),
        null=True,
        blank=True,
        validators=[MinValueValidator(FIRST_BIRTH_YEAR), MaxValueValidator(LAST_BIRTH_YEAR)],
    )
    age = models.CharField(_("adult or child"), max_length=5, choices=Age, default=Age.ADULT)
    relation = models.CharField(
        _("relation"), max_length=8, choices=Relation, default=Relation.SELF
    )
    language_levels = models.JSONField(
        _("languages"),
        default=dict,
        blank=True,
        help_text=_("Language code to level, from A1 to C2 or mother tongue."),
    )
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    phone_digits = models.GeneratedField(
        expression=models.Func(
            F("phone"),
            models.Value("[^0-9]"),
            models.Value(""),
            models.Value("g"),
            function="regexp_replace",
        ),
        output_field=models.CharField(max_length=30),
        db_persist=True,
    )
    email = models.EmailField(_("e-mail"), blank=True)
    is_main_contact = models.BooleanField(_("main contact"), default=False)

    class PersonalData:
        """What is erased, and what stays for the numbers."""

        ERASE = ("given_name", "family_name", "language_levels", "phone", "phone_digits", "email")
        KEEP = ("family", "municipality", "birth_year", "age", "relation", "is_main_contact")

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            # Children point here together with the municipality.
            models.UniqueConstraint(fields=["id", "municipality"], name="person_in_municipality"),
            models.UniqueConstraint(
                fields=["family"],
                condition=Q(is_main_contact=True),
                name="person_one_main_contact",
                violation_error_message=_("A family has one main contact."),
            ),
            models.CheckConstraint(
                condition=Q(is_main_contact=False) | Q(age="adult"),
                name="person_main_contact_is_adult",
                violation_error_message=_("The main contact is an adult."),
            ),
            models.CheckConstraint(
                condition=Q(birth_year=None)
                | Q(birth_year__gte=FIRST_BIRTH_YEAR, birth_year__lte=LAST_BIRTH_YEAR),
                name="person_birth_year_is_a_year",
                violation_error_message=_("That is no year of birth."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk or ''}".strip()

    @property
    def full_name(self) -> str:
        """Given and family name, for the pages of those who may see them."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def initials(self) -> str:
        """For paper: the first letters only."""
        return "".join(name[0] for name in (self.given_name, self.family_name) if name).upper()
