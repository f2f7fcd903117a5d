"""Sources of facts and texts."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.lib.dates import Precision, spell


class Source(models.Model):
    """Where a fact was found (kilde).

    The key `own` means "not looked up": it may stand beside another source, never alone.
    """

    OWN = "own"

    key = models.SlugField(_("key"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=300)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    language = models.CharField(
        _("language of the title"),
        max_length=8,
        default="nb",
        help_text=_("So that screen readers pronounce the title rightly."),
    )
    url = models.URLField(_("address"), max_length=500, blank=True)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    as_of_precision = models.CharField(
        _("known to the"),
        max_length=4,
        default=Precision.YEAR,
        choices=[(Precision.DAY, _("day")), (Precision.YEAR, _("year"))],
    )

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["key"]

    def __str__(self) -> str:
        return f"{self.publisher}: {self.title}" if self.publisher else self.title

    @property
    def is_own(self) -> bool:
        """Whether this stands for general knowledge that nobody looked up."""
        return self.key == self.OWN

    @property
    def spelled_as_of(self) -> str:
        """The date of the source as a reader writes it."""
        return spell(self.as_of, self.as_of_precision) if self.as_of else ""
