"""Pictures that readers see beside a name."""

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality
from municipalities.models.text import TranslatedText, TranslatedTextQuerySet
from portal.lib.renditions import JPEG, fallback_of, file_name, file_names, height_at


class PictureQuerySet(TranslatedTextQuerySet):
    """Which pictures."""

    def unused(self) -> Self:
        """Those that nothing shows: no object of any model that may have one."""
        rows: Any = self
        for relation in Picture._meta.get_fields(include_hidden=True):
            if isinstance(relation, models.OneToOneRel):
                model: Any = relation.related_model
                showing = model._default_manager.filter(
                    **{relation.field.name: models.OuterRef("pk")}
                )
                rows = rows.exclude(models.Exists(showing))
        found: Self = rows
        return found


class Picture(TranslatedText):
    """A picture as the portal has made it anew from what was sent (bilde).

    Where it shows a person, that person has agreed. Its files are written before the row and
    removed after it, so that no page ever leads to a file that is not there. A model that has a
    picture says so with a OneToOneField to this one, which sets null.
    """

    TEXTS = ("alt",)

    key = models.CharField(_("file"), max_length=32, unique=True, editable=False)
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        related_name="+",
        verbose_name=_("municipality or region"),
    )
    widths = ArrayField(
        models.PositiveSmallIntegerField(), editable=False, verbose_name=_("widths")
    )
    width = models.PositiveSmallIntegerField(_("width"), editable=False)
    height = models.PositiveSmallIntegerField(_("height"), editable=False)
    alt = models.CharField(
        _("what can be seen"),
        max_length=160,
        help_text=_("For who cannot see it: “Kari Nordmann in front of the town hall”."),
    )
    credit = models.CharField(_("photographer"), max_length=80, blank=True)
    photo_consent_on = models.DateField(
        _("the person agreed on"), null=True, blank=True, editable=False
    )
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)

    objects = PictureQuerySet.as_manager()

    class PersonalData:
        """All of it goes with the person: the row is deleted, and its files with it."""

        ERASE = (
            "key",
            "widths",
            "width",
            "height",
            "alt",
            "credit",
            "photo_consent_on",
            "made_by",
        )
        KEEP = ("municipality", "added_at", "source_version", "source_changed_at", "made_from")

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self) -> str:
        return self.alt or self.key

    @property
    def files(self) -> list[str]:
        """The names of its files."""
        return file_names(self.key, self.widths)

    @property
    def srcset(self) -> str:
        """Every width for the browser to choose from."""
        return ", ".join(f"{_address(file_name(self.key, w))} {w}w" for w in self.widths)

    @property
    def fallback(self) -> str:
        """The address of the one that every browser can show."""
        return _address(file_name(self.key, fallback_of(self.widths), JPEG))

    @property
    def shown_width(self) -> int:
        """The width of that one, in pixels."""
        return fallback_of(self.widths)

    @property
    def shown_height(self) -> int:
        """Its height."""
        return height_at(self.shown_width, self.width, self.height)


def _address(name: str) -> str:
    return reverse("picture", args=[name])
