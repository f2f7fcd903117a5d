"""Binding accounts to who people are elsewhere, and taking that away again."""

from functools import partial

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction

from portal import tasks
from portal.actions.accounts import AlreadyDone, OwnAccount, end_sessions
from portal.actions.invitations import Acceptance, accept_invitation
from portal.lib.jobs import enqueue
from portal.lib.provider import Identity
from portal.lib.security_log import note
from portal.lib.tokens import new_token
from portal.models import ExternalIdentity, User


class IdentityRefused(Exception):
    """The binding cannot be made; `reason` is a code word."""

    reason = "taken"


class IdentityTaken(IdentityRefused):
    """It belongs to another account."""


class IdentityThere(IdentityRefused):
    """The account has one already: that one has to go first."""

    reason = "there"


class AccountThere(IdentityRefused):
    """The invited address has an account, and a mailed link is no proof of being its owner."""

    reason = "account"


class LastWayIn(Exception):
    """Without it the person could not come in any more: neither passkey nor password."""


def bind_identity(*, user: User, identity: Identity) -> ExternalIdentity:
    """Let the person come in as this identity (knytte til), and tell them by mail.

    Twice is as once. Raises IdentityTaken or IdentityThere.
    """
    with transaction.atomic():
        bound, is_new = _bound(user, identity)
        if is_new:
            transaction.on_commit(partial(note, "identity_bound", user=user.pk))
            change = "identity_added"
            enqueue(tasks.account_changed, user=user.pk, change=change, occasion=new_token())
    return bound


def accept_with_identity(*, token: str, identity: Identity) -> Acceptance:
    """Accept the invitation and bind the account that is made by it: both, or neither.

    The account has no password. Raises an InvitationRefused, AccountThere or IdentityTaken.
    """
    with transaction.atomic():
        accepted = accept_invitation(token=token, password=None)
        if not accepted.is_new:
            raise AccountThere
        _bound(accepted.user, identity)
        transaction.on_commit(partial(note, "identity_bound", user=accepted.user.pk))
    return accepted


def leave_identity(*, user: User) -> None:
    """Take one's own binding away; the person is told. Raises LastWayIn or AlreadyDone."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        passkeys = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN)
        if not user.has_usable_password() and not passkeys.exists():
            raise LastWayIn
        _remove(user, user)


def remove_identity(*, user: User, by: User) -> None:
    """Take the binding of somebody else's account away, and end their sessions.

    Who has neither passkey nor password asks for a new password by mail: the link works for them
    too. Raises OwnAccount or AlreadyDone.
    """
    if user.pk == by.pk:
        raise OwnAccount
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        _remove(user, by)
        end_sessions(user)


def _remove(user: User, by: User) -> None:
    removed, _tables = ExternalIdentity.objects.of(user).delete()
    if not removed:
        raise AlreadyDone
    transaction.on_commit(partial(note, "identity_removed", user=user.pk, by=by.pk))
    change = "identity_removed"
    enqueue(tasks.account_changed, user=user.pk, change=change, occasion=new_token())


def _bound(user: User, identity: Identity) -> tuple[ExternalIdentity, bool]:
    """The row, and whether it was made now. The database decides between two at once.

    A second one would be a door that nobody looks at; where one address serves many tenants, each
    has an issuer of its own.
    """
    User.objects.select_for_update().get(pk=user.pk)
    known = ExternalIdentity.objects.matching(identity).first()
    if known is not None:
        if known.user_id != user.pk:
            raise IdentityTaken
        return known, False
    if ExternalIdentity.objects.of(user).exists():
        raise IdentityThere
    try:
        with transaction.atomic():
            made = ExternalIdentity.objects.create(
                user=user,
                issuer=identity.issuer,
                tenant=identity.tenant,
                subject=identity.subject,
            )
    except IntegrityError as error:
        raise IdentityTaken from error
    return made, True
