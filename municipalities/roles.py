"""The roles. Part of the house rule "roles are data in one readable file"."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a membership lets a person do in its municipality; in the region's row: everywhere."""

    EDITOR = "editor", _("editor")
