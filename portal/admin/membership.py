"""Roles in the admin, behind the proof."""

from django.contrib import admin

from municipalities.admin.membership import MembershipAdmin
from municipalities.models import Membership
from portal.lib.reauthentication import AsksAgain


class AskingMembershipAdmin(AsksAgain, MembershipAdmin):
    """Roles decide who reads families' data: giving one asks who it is once more.

    Stands here since municipalities knows nothing of how people log in.
    """


admin.site.unregister(Membership)
admin.site.register(Membership, AskingMembershipAdmin)
