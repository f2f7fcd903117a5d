"""The mails that the portal sends later. What it does by the clock is in `portal.upkeep`."""

from django.utils import timezone
from django.utils.translation import get_language

from portal import emails
from portal.lib.jobs import MAIL, Sealed, enqueue, job, parked
from portal.lib.mail import Mail
from portal.lib.sealing import seal, unseal
from portal.lib.tokens import hash_of, new_token
from portal.models import Invitation, User, secret_of


class SecretKeyChanged(Exception):
    """The invitation was made with another SECRET_KEY than this process has."""


def mark_refused(*, user: int, **_others: object) -> None:
    """Remember that the person's address takes no mail: administrators see it."""
    User.objects.filter(pk=user).update(email_refused_at=timezone.now())


@job(name="portal.invitation", queue=MAIL)
def invitation(*, invitation: int) -> Mail | None:
    """The link, unless the invitation is over before the mail could leave.

    Raises SecretKeyChanged when the link would not work.
    """
    still_open = Invitation.objects.open().filter(expires_at__gt=timezone.now())
    found = still_open.filter(pk=invitation).first()
    if found is None:
        return None
    if found.token_hash != hash_of(secret_of(found.pk)):
        raise SecretKeyChanged
    return emails.invitation(found)


@job(name="portal.password_reset", queue=MAIL, refused=mark_refused)
def password_reset(*, user: int, occasion: str) -> Mail | None:
    """The link to choose a new password. Its key is made here: a job must not hold one."""
    found = User.objects.filter(pk=user, is_active=True).first()
    return emails.password_reset(found, occasion) if found else None


@job(name="portal.account_changed", queue=MAIL, refused=mark_refused)
def account_changed(*, user: int, change: str, occasion: str) -> Mail:
    """A warning to the person; closed accounts get it too."""
    return emails.account_changed(User.objects.get(pk=user), change, occasion)


@job(name="portal.no_account", queue=MAIL)
def no_account(*, address: Sealed, language: str, occasion: str) -> Mail:
    """Tell somebody that the address they typed has no account."""
    return emails.no_account(unseal(address), language, occasion)


def enqueue_no_account(email: str) -> None:
    """Have the mail sent to somebody without an account.

    It is a mail, and not nothing, since people who work here forget which address they were invited
    with, and since the page must take as long for them as for those with an account: both insert
    one job. No row holds the address, so the job does, encrypted; it is gone from there when the
    mail is sent or given up.
    """
    enqueue(
        no_account,
        address=Sealed(seal(email)),
        language=get_language() or "nb",
        occasion=new_token(),
    )


@job(name="portal.parked_jobs", queue=MAIL, refused=mark_refused)
def parked_jobs(*, user: int, day: str) -> Mail | None:
    """How many jobs are parked, unless somebody has seen to it."""
    count = parked()
    return emails.parked_jobs(User.objects.get(pk=user), count, day) if count else None
