"""That municipalities became one, and what moved when the rows were carried over."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from municipalities.models.municipality import Municipality


class Merger(models.Model):
    """One municipality's rows carried over to the one it is part of now (kommunesammenslåing).

    Written by `manage.py merge_municipalities`, as the owner of the tables; nobody else writes
    here. There is another row where something came in late and was carried over afterwards.
    """

    former = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", verbose_name=_("former municipality")
    )
    successor = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", verbose_name=_("now part of")
    )
    took_effect_on = models.DateField(_("first day as one"))
    carried_out_at = models.DateTimeField(_("carried out at"), default=timezone.now)
    # {"newcomers.Case.municipality": 12, …}: how many rows, never which.
    rows: Any = models.JSONField(_("rows moved"), default=dict)

    class Meta:
        verbose_name = _("merger")
        verbose_name_plural = _("mergers")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~Q(former=F("successor")),
                name="merger_of_two",
                violation_error_message=_("A municipality is not merged with itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.former} → {self.successor}"
