"""How many took a Norwegian class."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hosting.models.offer import Offer

TERM = RegexValidator(r"\A20\d\d-(spring|autumn)\Z", _("Write 2026-spring or 2026-autumn."))


class Participation(models.Model):
    """How many took a Norwegian class in a term (deltakelse). Counts only: nobody is named."""

    offer = models.ForeignKey(
        Offer, models.CASCADE, related_name="participations", verbose_name=_("Norwegian class")
    )
    term = models.CharField(
        _("term"), max_length=11, validators=[TERM], help_text=_("2026-spring or 2026-autumn")
    )
    started = models.PositiveSmallIntegerField(_("began"))
    completed = models.PositiveSmallIntegerField(_("completed"), null=True, blank=True)

    class Meta:
        verbose_name = _("participants of a term")
        verbose_name_plural = _("participants of each term")
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "term"],
                name="participation_once_a_term",
                violation_error_message=_("This term is counted already."),
            ),
            models.CheckConstraint(
                condition=Q(completed=None) | Q(completed__lte=F("started")),
                name="participation_completed_of_started",
                violation_error_message=_("No more can complete it than began."),
            ),
            models.CheckConstraint(
                condition=Q(term__regex=r"^20\d\d-(spring|autumn)$"),
                name="participation_of_a_term",
                violation_error_message=_("Write 2026-spring or 2026-autumn."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id} {self.term}"
