"""The host handbook: how the hosts work. For staff alone."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality
from municipalities.models.text import TranslatedText, TranslatedTextQuerySet
from portal.lib.dates import today
from portal.lib.html import RichTextField


class HandbookPageQuerySet(TranslatedTextQuerySet):
    """Which pages of the handbook."""

    def overdue(self) -> "HandbookPageQuerySet":
        """Those that somebody should have looked at again."""
        return self.filter(review_by__lt=today())

    def in_order(self) -> "HandbookPageQuerySet":
        """The region's first, then by municipality; as the editors have put them."""
        return self.select_related("municipality").order_by(
            "-municipality__kind", "municipality__name", "position", "pk"
        )


class HandbookPage(TranslatedText):
    """A routine, or who does what, in a municipality or in all of them (vertskapshåndbok)."""

    class Kind(models.TextChoices):
        ROUTINE = "routine", _("routine")
        WHO = "who", _("who does what")

    TEXTS = ("title", "body")

    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        related_name="+",
        verbose_name=_("municipality or region"),
        help_text=_("The region: it holds for all municipalities."),
    )
    key = models.SlugField(
        _("key"), max_length=60, help_text=_("Short and lasting: first-contact.")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.ROUTINE)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    title = models.CharField(_("title"), max_length=120)
    body = RichTextField(_("text"), blank=True)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("responsible"),
    )
    review_by = models.DateField(_("review by"), null=True, blank=True)

    objects = HandbookPageQuerySet.as_manager()

    class Meta:
        verbose_name = _("page of the handbook")
        verbose_name_plural = _("pages of the handbook")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "key"],
                name="handbook_page_once",
                violation_error_message=_("There is already a page with this key here."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.key

    def get_absolute_url(self) -> str:
        return reverse("admin:hosting_handbook_read", args=[self.pk])

    @property
    def is_overdue(self) -> bool:
        """Whether somebody should have looked at it again."""
        return self.review_by is not None and self.review_by < today()
