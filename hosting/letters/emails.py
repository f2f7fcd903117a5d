"""The letter as a mail: plain text with plain addresses, in one language."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from hosting.letters.news import gathered, sections
from hosting.letters.sources import SOURCES
from hosting.models import Coordinator, Letter
from portal.lib.languages import current
from portal.lib.mail import Mail


def letter_mail(letter: Letter, language: str, *, to: str, key: str, leave_path: str = "") -> Mail:
    """The letter to one reader; answers go to the place's host contact.

    `leave_path` is the reader's own way out. Without it, it is a trial, and says so.
    """
    with override(language):
        host = Coordinator.objects.contact_for(letter.municipality)
        subject = subject_of(letter)
        return Mail(
            "letter",
            f"{letter.pk}.{key}",
            to,
            subject if leave_path else _("Trial: %(subject)s") % {"subject": subject},
            body_of(letter, host, leave_path),
            reply_to=host.email if host else "",
            leave_at=settings.SITE_URL + leave_path if leave_path else "",
        )


def subject_of(letter: Letter) -> str:
    """What the letter is called, in the current language."""
    said = {"place": letter.municipality.name, "month": letter.month_name}
    return _("News from %(place)s, %(month)s") % said


def body_of(letter: Letter, host: Coordinator | None, leave_path: str = "") -> str:
    """The text in the current language; of a draft, with the news as they are now."""
    body: str = render_to_string(
        "hosting/emails/letter.txt",
        {
            "letter": letter,
            "language": current(),
            "sections": sections(news_of(letter), SOURCES),
            "host": host,
            "site": settings.SITE_URL,
            "archive": settings.SITE_URL + letter.get_absolute_url(),
            "form": settings.SITE_URL + reverse("letter_subscribe"),
            "leave": settings.SITE_URL + leave_path if leave_path else "",
        },
    )
    return body


def news_of(letter: Letter) -> list[dict[str, str]]:
    """The letter's news in the current language."""
    if letter.is_draft:
        letter.items = gathered(letter, SOURCES)
    return letter.frozen
