"""Inviting people to become staff. An invitation is accepted once, by one person, or never."""

import datetime
from contextlib import suppress
from typing import NamedTuple

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from municipalities.actions.memberships import RoleHeld, give_role
from municipalities.models import Membership, Municipality
from portal import tasks
from portal.lib.constraints import violates
from portal.lib.jobs import enqueue
from portal.lib.security_log import note
from portal.lib.tokens import hash_of
from portal.models import Invitation, User, secret_of

# No link in a mail lives longer: mailboxes are read by others, too.
VALID_FOR = datetime.timedelta(hours=72)


class AlreadyInvited(Exception):
    """There is an open invitation to the same role and place for this address."""


class OwnInvitation(Exception):
    """Nobody gives a role to themselves."""


class InvitationRefused(Exception):
    """The invitation cannot be accepted."""

    reason = "unknown"


class InvitationUnknown(InvitationRefused):
    """No invitation has this secret: the link was cut short or altered."""


class InvitationUsed(InvitationRefused):
    """Somebody has accepted it."""

    reason = "used"


class InvitationExpired(InvitationRefused):
    """It is more than three days old."""

    reason = "expired"


class InvitationWithdrawn(InvitationRefused):
    """Whoever sent it took it back."""

    reason = "withdrawn"


class AccountClosed(InvitationRefused):
    """The address has an account, and that is closed."""

    reason = "closed"


class Acceptance(NamedTuple):
    """Who accepted, and whether the account was made for it."""

    user: User
    is_new: bool


def invite(
    *,
    email: str,
    name: str,
    language: str,
    role: str,
    municipality: Municipality,
    by: User | None,
) -> Invitation:
    """Invite the person to the role (invitere), for three days; the mail leaves after the commit.

    `by` is None for the operator on the console. Raises AlreadyInvited, RoleHeld, AccountClosed
    or OwnInvitation.
    """
    email = email.strip().lower()
    if by is not None and by.email == email:
        raise OwnInvitation
    with transaction.atomic():
        _refuse_for_account(User.objects.filter(email=email).first(), municipality, role)
        same = Invitation.objects.open().filter(email=email, role=role, municipality=municipality)
        now = timezone.now()
        same.expired_at(now).update(withdrawn_at=now, withdrawn_by=by)
        if same.exists():
            raise AlreadyInvited
        try:
            with transaction.atomic():
                number = _new_number()
                invitation = Invitation.objects.create(
                    pk=number,
                    email=email,
                    name=name,
                    language=language,
                    role=role,
                    municipality=municipality,
                    invited_by=by,
                    expires_at=now + VALID_FOR,
                    token_hash=hash_of(secret_of(number)),
                )
        except IntegrityError as error:
            if not violates(error, "invitation_open_once"):
                raise
            # The same form, sent twice at once.
            raise AlreadyInvited from error
        _log("invitation_sent", invitation, by)
        enqueue(tasks.invitation, invitation=invitation.pk)
    return invitation


def accept_invitation(*, token: str, name: str = "", password: str | None = None) -> Acceptance:
    """Make the account, if the address has none, and give it the role.

    Without a password nobody can log in by one. An account that is there already keeps its name
    and password. Two who accept at once wait for each other, and the second is told so. Raises an
    InvitationRefused.
    """
    with transaction.atomic():
        invitation = invitation_for(token, lock=True)
        accepted = _account(invitation, name, password)
        with suppress(RoleHeld):
            give_role(
                user=accepted.user,
                municipality=invitation.municipality,
                role=invitation.role,
                by=invitation.invited_by,
            )
        invitation.used_at, invitation.used_by = timezone.now(), accepted.user
        invitation.save(update_fields=["used_at", "used_by"])
        _log("invitation_accepted", invitation, accepted.user)
    return accepted


def withdraw_invitation(*, invitation: Invitation, by: User) -> Invitation:
    """Take the invitation back: its link is dead from now on. Raises InvitationUsed."""
    with transaction.atomic():
        invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
        if invitation.used_at:
            raise InvitationUsed
        if invitation.withdrawn_at is None:
            invitation.withdrawn_at, invitation.withdrawn_by = timezone.now(), by
            invitation.save(update_fields=["withdrawn_at", "withdrawn_by"])
            _log("invitation_withdrawn", invitation, by)
    return invitation


def invitation_for(token: str, *, lock: bool = False) -> Invitation:
    """The invitation that the link with this secret belongs to; raises an InvitationRefused."""
    invitations = Invitation.objects.select_related("municipality", "invited_by", "used_by")
    if lock:
        invitations = invitations.select_for_update(of=("self",))
    invitation = invitations.with_token(token).first()
    if invitation is None:
        raise InvitationUnknown
    if invitation.used_at:
        raise InvitationUsed
    if invitation.withdrawn_at:
        raise InvitationWithdrawn
    if invitation.is_expired:
        raise InvitationExpired
    return invitation


def _new_number() -> int:
    """The id of the next invitation: its secret is made of it, and the hash goes into the row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('portal_invitation', 'id'))")
        return int(cursor.fetchone()[0])


def _refuse_for_account(user: User | None, municipality: Municipality, role: str) -> None:
    if user is None:
        return
    if not user.is_active:
        raise AccountClosed
    if Membership.objects.of(user).filter(municipality=municipality, role=role).exists():
        raise RoleHeld


def _account(invitation: Invitation, name: str, password: str | None) -> Acceptance:
    """The account of the invited address, made if it is not there."""
    user = User.objects.filter(email=invitation.email).first()
    if user is None:
        try:
            with transaction.atomic():
                user = User.objects.create_user(
                    invitation.email,
                    password,
                    name=name or invitation.name,
                    language=invitation.language,
                )
                return Acceptance(user, is_new=True)
        except IntegrityError:
            # Another invitation to the same address was accepted at the same moment.
            user = User.objects.get(email=invitation.email)
    if not user.is_active:
        raise AccountClosed
    return Acceptance(user, is_new=False)


def _log(event: str, invitation: Invitation, by: User | None) -> None:
    transaction.on_commit(
        lambda: note(
            event,
            invitation=invitation.pk,
            role=invitation.role,
            municipality=invitation.municipality_id,
            by=by.pk if by else "operator",
        )
    )
