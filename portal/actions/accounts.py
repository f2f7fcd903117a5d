"""What administrators do with the accounts of others."""

from functools import partial

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from portal import emails
from portal.lib.security_log import note
from portal.models import User


def close_account(*, user: User, by: User) -> User:
    """Close the account (stenge) and end its sessions: opening it again brings none of them back.

    Roles and authorship stay as they are.
    """
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        user.is_active = False
        user.save(update_fields=["is_active"])
        _end_sessions(user)
        transaction.on_commit(partial(note, "account_closed", user=user.pk, by=by.pk))
    return user


def remove_factors(*, user: User, by: User) -> None:
    """Take away all passkeys, the app and the recovery codes of somebody who lost them.

    Their sessions end; at the next log-in, by password, they set up a new factor. They are told.
    """
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        Authenticator.objects.filter(user=user).delete()
        _end_sessions(user)
        transaction.on_commit(partial(note, "factors_removed", user=user.pk, by=by.pk))
        transaction.on_commit(partial(emails.account_changed, user, "factor_removed"))


def _end_sessions(user: User) -> None:
    for session in UserSession.objects.filter(user=user):
        session.end()
