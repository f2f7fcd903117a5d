"""All that the hosts offer. Public."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HostingConfig(AppConfig):
    name = "hosting"
    verbose_name = _("hosts and organisations")

    def ready(self) -> None:
        """Begin to keep the history, now that every language has its columns."""
        from hosting import history  # noqa: F401
