"""The addresses that texts lead to, what came of looking at them, and where they stand."""

import datetime
from typing import Any, Self

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from municipalities.models.municipality import Municipality
from portal.lib.answers import LONGEST, Fault
from portal.lib.dates import today

# What answers is looked at once a week, what does not each day.
LOOKED_AT_EVERY = datetime.timedelta(days=7)
HOST_LENGTH = 255
FAULTS: dict[str, Any] = {
    Fault.NOT_ALLOWED: _("the portal does not look there: it is no address of the open internet"),
    Fault.MALFORMED: _("this is not an address"),
    Fault.NO_HOST: _("there is no such host"),
    Fault.NO_NAME_SERVER: _("nobody could tell where the host is"),
    Fault.UNREACHABLE: _("the host takes no connection"),
    Fault.CERTIFICATE: _("the certificate is not valid"),
    Fault.SLOW: _("there was no answer in time"),
    Fault.BROKEN: _("the connection broke off"),
    Fault.LOOP: _("it leads in a circle"),
    Fault.TOO_MANY_REDIRECTS: _("it leads on too many times"),
}

FAULT_OF_HOST = _("the host has a fault (%(status)s)")


class LinkTargetQuerySet(models.QuerySet["LinkTarget"]):
    """Which addresses."""

    def in_use(self) -> Self:
        """Those that a text leads to today."""
        return self.filter(Exists(LinkUse.objects.filter(target=OuterRef("pk"))))

    def used_in(self, municipalities: set[int]) -> Self:
        """Those that texts of these municipalities (ids) lead to."""
        uses = LinkUse.objects.filter(target=OuterRef("pk"), municipality__in=municipalities)
        return self.filter(Exists(uses))

    def troubled(self) -> Self:
        """Those that readers cannot follow, or that the portal may not look at."""
        return self.filter(outcome__in=LinkTarget.TROUBLED)

    def dead(self) -> Self:
        """Those that have not answered on several days in a row."""
        return self.filter(outcome=LinkTarget.Outcome.DEAD)

    def due(self, now: datetime.datetime) -> Self:
        """Those to look at: new ones, daily what fails, weekly all others."""
        failing = Q(outcome__in=LinkTarget.TROUBLED) & ~Q(checked_at__date=timezone.localdate(now))
        resting = Q(checked_at__lte=now - LOOKED_AT_EVERY)
        return self.in_use().filter(Q(checked_at=None) | failing | resting).order_by("pk")


class LinkTarget(models.Model):
    """An address out on the web that public texts lead to (lenke).

    Written by `actions.links` alone, and by no editor; it follows from the texts.
    """

    class Outcome(models.TextChoices):
        UNCHECKED = "unchecked", _("not looked at yet")
        FINE = "fine", _("answers")
        UNCLEAR = "unclear", _("cannot tell")
        FAILING = "failing", _("does not answer")
        DEAD = "dead", _("dead")
        REFUSED = "refused", _("never looked at")

    TROUBLED = (Outcome.DEAD, Outcome.FAILING, Outcome.REFUSED)

    address = models.CharField(_("address"), max_length=LONGEST, unique=True)
    host = models.CharField(_("host"), max_length=HOST_LENGTH, blank=True, db_index=True)
    first_seen_on = models.DateField(_("first seen on"), default=today)
    last_seen_on = models.DateField(_("last seen on"), default=today)
    checked_at = models.DateTimeField(_("looked at"), null=True, blank=True)
    outcome = models.CharField(_("state"), max_length=9, choices=Outcome, default=Outcome.UNCHECKED)
    status = models.PositiveSmallIntegerField(_("status of HTTP"), null=True, blank=True)
    fault = models.CharField(max_length=20, choices=[(each.value, FAULTS[each]) for each in Fault],
                             blank=True)  # fmt: skip
    # Where redirects lead, when they say that this is so for good.
    leads_to = models.TextField(_("leads to"), blank=True)
    failed_days = models.PositiveSmallIntegerField(_("days without an answer"), default=0)
    last_failed_on = models.DateField(null=True, blank=True)
    dead_since = models.DateField(_("dead since"), null=True, blank=True)

    objects = LinkTargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="dead", dead_since__isnull=False)
                | ~Q(outcome="dead") & Q(dead_since=None),
                name="link_dead_since_a_day",
            ),
            models.CheckConstraint(
                condition=Q(failed_days=0, last_failed_on=None)
                | Q(failed_days__gt=0, last_failed_on__isnull=False),
                name="link_failed_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def note(self) -> str:
        """What came of looking, in words."""
        if self.fault:
            return str(self.get_fault_display())
        if self.status is None:
            return ""
        if self.outcome == self.Outcome.UNCLEAR:
            return gettext("the host lets no program look (%(status)s)") % {"status": self.status}
        if self.outcome != self.Outcome.FINE:
            is_gone = self.status < 500
            told = _("there is no such page (%(status)s)") if is_gone else FAULT_OF_HOST
            return str(told) % {"status": self.status}
        return gettext("it has moved for good") if self.leads_to else ""


class LinkUseQuerySet(models.QuerySet["LinkUse"]):
    """Which places."""

    def in_order(self) -> Self:
        """Object by object."""
        return self.order_by("content_type", "object_id", "field", "language")

    def in_municipalities(self, places: set[int]) -> Self:
        """In texts that the municipalities (ids) answer for."""
        return self.filter(municipality_id__in=places)


class LinkUse(models.Model):
    """A place where readers find an address: an object, a field, a language (lenkested)."""

    target = models.ForeignKey(LinkTarget, models.CASCADE, related_name="uses")
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    place = GenericForeignKey("content_type", "object_id")
    field = models.CharField(max_length=60)
    # "" for what is the same in all languages.
    language = models.CharField(max_length=10, blank=True)
    # Who answers for the text; None for what belongs to the whole region.
    municipality = models.ForeignKey(
        Municipality, models.CASCADE, null=True, blank=True, related_name="+",
        verbose_name=_("municipality"),
    )  # fmt: skip

    objects = LinkUseQuerySet.as_manager()

    class Meta:
        verbose_name = _("place of a link")
        verbose_name_plural = _("places of links")
        constraints = [
            models.UniqueConstraint(
                fields=["target", "content_type", "object_id", "field", "language"],
                name="link_use_once",
            ),
        ]
        indexes = [models.Index(fields=["content_type", "object_id"], name="link_use_of_object")]

    def __str__(self) -> str:
        return f"{self.content_type_id}:{self.object_id} {self.field} {self.language}".strip()
