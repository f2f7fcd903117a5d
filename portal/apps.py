"""The front door: settings, addresses, search, page cache, region packs, accounts."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("portal")

    def ready(self) -> None:
        """Begin to keep the history, now that every language has its columns; and the logs."""
        from portal import history, security_log  # noqa: F401

        security_log.connect()


class StaffSiteConfig(admin.AdminConfig):
    """Django's admin with our site: all packages register on `admin.site` as usual."""

    default = False
    default_site = "portal.admin_site.StaffSite"
