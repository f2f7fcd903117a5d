"""The ground of the house; imports nothing above itself."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MunicipalitiesConfig(AppConfig):
    name = "municipalities"
    verbose_name = _("municipalities and pages")

    def ready(self) -> None:
        """Begin to keep the history, now that every language has its columns; and the checks."""
        from municipalities import checks, history  # noqa: F401
