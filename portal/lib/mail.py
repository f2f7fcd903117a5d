"""Sending one plain-text mail to one address, and what to make of a server that says no.

Called by jobs alone: a mail server may take its time, and a page may not.
"""

import re
from dataclasses import dataclass
from smtplib import SMTPRecipientsRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email

KEY = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*")
PERMANENT = range(500, 600)


class AddressRefused(Exception):
    """The mail server will never take mail for this address, or it is none."""


@dataclass(frozen=True)
class Mail:
    """A mail to one person.

    `kind` and `key` name what it is about: the same for each try, so that a reader's mail program
    shows a mail that was sent twice once. The key is the row's, or a token of the occasion.
    """

    kind: str
    key: str
    to: str
    subject: str
    body: str
    # Whom an answer goes to; without it, to nobody.
    reply_to: str = ""
    # Where the person stops such mails: for the mail program's own button, which posts (RFC 8058).
    leave_at: str = ""

    @property
    def message_id(self) -> str:
        """`<kind.key@host>`; raises ValueError for what has no place there."""
        name = f"{self.kind}.{self.key}"
        if not KEY.fullmatch(name):
            raise ValueError("A mail's kind and key are letters, digits, dots and dashes.")
        return f"<{name}@{urlsplit(settings.SITE_URL).hostname}>"


def send(mail: Mail) -> None:
    """Hand the mail to the server; takes up to EMAIL_TIMEOUT seconds for each step.

    Raises AddressRefused where trying again is of no use. All else that is raised, an SMTPException
    or an OSError, may be different the next time. Its text may hold the address: not for a log.
    """
    try:
        validate_email(mail.to)
        _message(mail).send()
    except ValidationError:
        raise AddressRefused from None
    except SMTPRecipientsRefused as error:
        if all(code in PERMANENT for code, _answer in error.recipients.values()):
            raise AddressRefused from None
        raise


def _message(mail: Mail) -> EmailMessage:
    headers = {
        "Message-ID": mail.message_id,
        # RFC 3834: no automatic answer to an automatic mail.
        "Auto-Submitted": "auto-generated",
    }
    if mail.leave_at:
        headers["List-Unsubscribe"] = f"<{mail.leave_at}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return EmailMessage(
        # A line break would begin another header.
        " ".join(mail.subject.split()),
        mail.body,
        to=[mail.to],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers=headers,
    )
