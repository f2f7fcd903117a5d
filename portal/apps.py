"""The front door: settings, addresses, search, page cache, region packs, accounts."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.contrib.admin import autodiscover
from django.contrib.admin.checks import check_admin_app, check_dependencies
from django.core import checks
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("portal")

    def ready(self) -> None:
        """Begin to keep the history, now that every language has its columns; and the logs."""
        from portal import history, security_log  # noqa: F401

        security_log.connect()


class StaffSiteConfig(admin.SimpleAdminConfig):
    """Django's admin with our site: all packages register on `admin.site` as usual.

    What they register is loaded with the admin's addresses (portal/admin_urls.py), which a worker
    that serves the public never needs, and before it is checked.
    """

    default = False
    default_site = "portal.admin_site.StaffSite"

    def ready(self) -> None:
        """Check the admin as Django does, when there is something to check."""
        checks.register(check_dependencies, checks.Tags.admin)
        checks.register(_check_all_that_is_registered, checks.Tags.admin)


def _check_all_that_is_registered(
    app_configs: Sequence[AppConfig] | None, **options: Any
) -> list[checks.CheckMessage]:
    autodiscover()
    return check_admin_app(app_configs, **options)
