"""What employers need: people for work."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hosting.models.offer import Offer


class NeedQuerySet(models.QuerySet["Need"]):
    """Which needs."""

    def shown(self, day: datetime.date | None = None) -> Self:
        """Those readers see, the one that ends first before the others."""
        shown = Offer.objects.shown(day).values("pk")
        return self.filter(offer__in=shown).order_by("offer__ends_on", "pk")

    def for_list(self) -> Self:
        """With all that a list says of them."""
        return self.select_related("offer__organisation").prefetch_related("offer__municipalities")


class Need(models.Model):
    """What is particular about an offer of work that an employer makes (behov).

    Who, where, until when and how to apply stand in the offer itself, which is sent in, moderated
    and asked about like any other.
    """

    class Area(models.TextChoices):
        HEALTH = "health", _("health and care")
        SCHOOL = "school", _("kindergarten, school, upbringing")
        INDUSTRY = "industry", _("industry and workshop")
        BUILDING = "building", _("building and technical trades")
        TRANSPORT = "transport", _("transport")
        SEA = "sea", _("fishing and fish farming")
        FARMING = "farming", _("farming and forestry")
        TOURISM = "tourism", _("tourism, food and drink")
        TRADE = "trade", _("shops and trade")
        OFFICE = "office", _("office, administration, IT")
        DEFENCE = "defence", _("the Armed Forces and emergency services")
        OTHER = "other", _("other work")

    offer = models.OneToOneField(
        Offer, models.CASCADE, primary_key=True, related_name="need", verbose_name=_("offer")
    )
    area = models.CharField(_("area of work"), max_length=10, choices=Area)
    posts = models.PositiveSmallIntegerField(_("posts"))

    objects = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("need of an employer")
        verbose_name_plural = _("needs of employers")
        constraints = [
            models.CheckConstraint(
                condition=Q(posts__gte=1, posts__lte=999),
                name="need_posts_counted",
                violation_error_message=_("Please write a number from 1 to 999."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
