"""Topics: how the portal is sorted."""

from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from municipalities.models.text import TranslatedText, TranslatedTextQuerySet


class TopicQuerySet(TranslatedTextQuerySet):
    """Which topics."""

    def top_level(self) -> Self:
        """The topics readers start from, in the editors' order."""
        return self.filter(parent=None).order_by("position", "pk")


class Topic(TranslatedText):
    """A topic, on one of two levels (tema)."""

    TEXTS = ("label", "lead")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="subtopics",
        verbose_name=_("part of"),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    label = models.CharField(_("label"), max_length=80)
    lead = models.CharField(_("lead"), max_length=200, blank=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.label or self.key

    def get_absolute_url(self) -> str:
        return reverse("topic_detail", args=[self.key])
