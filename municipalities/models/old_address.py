"""Addresses that texts had before."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OldAddress(models.Model):
    """The last part of a web address that a text had once (tidligere adresse): it leads on."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    slug = models.SlugField(_("address"), max_length=80)
    object_id = models.PositiveBigIntegerField()
    left_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        constraints = [
            models.UniqueConstraint(fields=["content_type", "slug"], name="old_address_once"),
        ]

    def __str__(self) -> str:
        return self.slug
