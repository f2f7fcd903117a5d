"""What those who answer for texts are told by mail about their condition: counts and links."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from portal.lib.mail import Mail


@dataclass(frozen=True)
class Number:
    """A number of the board: what it counts, in which language, and where its list is."""

    label: Any
    language: str
    count: int
    path: str

    @property
    def link(self) -> str:
        """The whole address."""
        return f"{settings.SITE_URL}{self.path}"


class PlaceNumbers(NamedTuple):
    """What is the matter in one place."""

    place: str
    numbers: Sequence[Number]


def condition(user: Any, month: datetime.date, places: Sequence[PlaceNumbers]) -> Mail:
    """To who answers for texts, once a month: how many are in which condition."""
    with override(user.language):
        body = render_to_string(
            "municipalities/emails/condition.txt",
            {"places": places, "link": _site("admin:municipalities_condition") + "?mine=1"},
        )
        subject = _("Landgang: what condition your texts are in")
    return Mail("condition", f"{user.pk}.{month.isoformat()}", user.email, subject, body)


def figures_due(user: Any, day: datetime.date, count: int) -> Mail:
    """To who answers for figures: they are to be checked by a day that comes soon."""
    with override(user.language):
        body = render_to_string(
            "municipalities/emails/figures_due.txt",
            {"day": day, "count": count,
             "link": _site("admin:municipalities_figure_changelist") + "?check=soon"},
        )  # fmt: skip
        subject = ngettext(
            "Landgang: a figure is to be checked soon",
            "Landgang: figures are to be checked soon",
            count,
        )
    return Mail("figures-due", f"{user.pk}.{day.isoformat()}", user.email, subject, body)


def _site(name: str) -> str:
    return f"{settings.SITE_URL}{reverse(name)}"
