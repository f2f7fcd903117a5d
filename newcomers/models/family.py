"""Who moves here."""

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
        return self.filter(alike).distinct().order_by("pk")


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
    # The form it came by: sent twice, it makes one family.
    form_key = models.CharField(max_length=24, unique=True, default=new_token, editable=False)

    objects = FamilyQuerySet.as_manager()

    class PersonalData:
        """What is erased, and what stays for the numbers."""

        ERASE = ("label", "languages", "interpreter_language", "expected_on", "address_protection",
                 "form_key")  # fmt: skip
        KEEP = ("municipality", "journey", "category", "segments", "from_country", "arrived_on",
                "reasons", "created_at", "created_by")  # fmt: skip

    class Meta:
        verbose_name = _("family")
        verbose_name_plural = _("families")
        constraints = [
            # Children point here together with the municipality.
            models.UniqueConstraint(fields=["id", "municipality"], name="family_in_municipality"),
        ]

    def __str__(self) -> str:
        # Titles, logs and history show this: it names nobody.
        return f"{self._meta.verbose_name} {self.pk or ''}".strip()

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
