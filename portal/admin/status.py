"""The status page: mail, jobs and backups, for administrators."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from municipalities.roles import Ability
from municipalities.scoping import standing_in
from portal.status import facts


@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """What is known, and what has to be done about it."""
    if not standing_in(request).anywhere(Ability.MANAGE_ACCOUNTS):
        raise PermissionDenied
    title = gettext("How the portal is doing")
    context = {**admin.site.each_context(request), "title": title, "facts": facts()}
    return TemplateResponse(request, "admin/portal/status.html", context)
