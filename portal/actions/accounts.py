"""What administrators do with the accounts of others, and what is cleaned up behind all."""

from functools import partial

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from portal import tasks
from portal.lib.jobs import enqueue
from portal.lib.security_log import note
from portal.lib.tokens import new_token
from portal.models import User


class OwnAccount(Exception):
    """Nobody does this to their own account: they could be the last who can undo it."""


class AlreadyDone(Exception):
    """The account is in that state already: somebody else was quicker, or clicked twice."""


def save_account(*, user: User) -> User:
    """Save what was changed of the account. No server has refused a new address yet."""
    with transaction.atomic():
        before = User.objects.select_for_update().filter(pk=user.pk).first()
        if before and before.email != user.email:
            user.email_refused_at = None
        user.save()
    return user


def close_account(*, user: User, by: User) -> User:
    """Close the account (stenge) and end its sessions: opening it again brings none of them back.

    Roles and authorship stay as they are. Raises OwnAccount or AlreadyDone.
    """
    with transaction.atomic():
        user = _account_of_another(user, by)
        if not user.is_active:
            raise AlreadyDone
        user.is_active = False
        user.save(update_fields=["is_active"])
        end_sessions(user)
        transaction.on_commit(partial(note, "account_closed", user=user.pk, by=by.pk))
    return user


def open_account(*, user: User, by: User) -> User:
    """Open a closed account again (åpne): password, second factors and roles are what they were.

    Raises OwnAccount or AlreadyDone.
    """
    with transaction.atomic():
        user = _account_of_another(user, by)
        if user.is_active:
            raise AlreadyDone
        user.is_active = True
        user.save(update_fields=["is_active"])
        transaction.on_commit(partial(note, "account_opened", user=user.pk, by=by.pk))
    return user


def remove_factors(*, user: User, by: User) -> None:
    """Take away all passkeys, the app and the recovery codes of somebody who lost them.

    Their sessions end; at the next log-in, by password, they set up a new factor. They are told.
    Raises OwnAccount or AlreadyDone.
    """
    with transaction.atomic():
        user = _account_of_another(user, by)
        removed, _tables = Authenticator.objects.filter(user=user).delete()
        if not removed:
            raise AlreadyDone
        end_sessions(user)
        transaction.on_commit(partial(note, "factors_removed", user=user.pk, by=by.pk))
        enqueue(tasks.account_changed, user=user.pk, change="factor_removed", occasion=new_token())


def forget_ended_sessions() -> int:
    """Delete the sessions that have expired, and what is kept of devices whose session is gone.

    Safe to run at any time, twice or beside itself. Returns how many rows went.
    """
    expired, _ = Session.objects.filter(expire_date__lte=timezone.now()).delete()
    alive = Session.objects.filter(session_key=OuterRef("session_key"))
    gone, _ = UserSession.objects.filter(~Exists(alive)).delete()
    return int(expired + gone)


def _account_of_another(user: User, by: User) -> User:
    """The account as it is now, locked until the transaction ends."""
    if user.pk == by.pk:
        raise OwnAccount
    return User.objects.select_for_update().get(pk=user.pk)


def end_sessions(user: User) -> None:
    """End all sessions of the person, whatever device they are on."""
    for session in UserSession.objects.filter(user=user):
        session.end()
