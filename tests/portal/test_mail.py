"""Mail over real SMTP: what goes over the wire, and what becomes of what a server refuses."""

import time
from collections.abc import Iterator
from smtplib import SMTPException
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from portal import tasks
from portal.lib.jobs import enqueue
from portal.lib.mail import AddressRefused, Mail, send
from portal.models import User
from tests.factories import UserFactory
from tests.jobs import Done, run_jobs, waiting
from tests.mail_server import MailServer, free_port, mail_server, silent_server

ADDRESS = "kari@example.org"


def mail(**changes: Any) -> Mail:
    given = {"kind": "trial", "key": "7", "to": ADDRESS, "subject": "Hei", "body": "Blåbær\n"}
    return Mail(**given | changes)


@pytest.fixture
def smtp(settings: Any) -> None:
    """Send over the network, as in production."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.SITE_URL = "https://landgang.example.org"


@pytest.fixture
def server(smtp: None, settings: Any) -> Iterator[MailServer]:
    with mail_server() as running:
        settings.EMAIL_PORT = running.port
        yield running


# --- what is sent ---------------------------------------------------------------------------------


def test_mail_has_a_stable_id_and_plain_text(server: MailServer, settings: Any) -> None:
    send(mail())
    send(mail())
    first, second = server.messages
    assert server.recipients == [ADDRESS, ADDRESS]
    assert first["Message-ID"] == second["Message-ID"] == "<trial.7@landgang.example.org>"
    assert first["Auto-Submitted"] == "auto-generated"
    assert first["From"] == settings.DEFAULT_FROM_EMAIL
    assert first.get_content_type() == "text/plain"
    assert first.get_content().splitlines() == ["Blåbær"]
    assert not [name for name in first if name.startswith("List-")]


@pytest.mark.parametrize("subject", ["Hei\nBcc: alle@example.org", "Hei\r\n\r\nog så", "Å\x0bB"])
def test_subject_begins_no_other_header(server: MailServer, subject: str) -> None:
    send(mail(subject=subject))
    assert server.recipients == [ADDRESS]
    assert server.messages[0]["Bcc"] is None
    assert server.messages[0]["Subject"] == " ".join(subject.split())
    assert server.messages[0].get_content().splitlines() == ["Blåbær"]


@pytest.mark.parametrize(
    "address",
    ["a@example.org\nBcc: b@example.org", "a@example.org, b@example.org", "a@b@example.org", "",
     "Kari <kari@example.org>", "почта@example.org"],
)  # fmt: skip
def test_what_is_no_address_is_never_sent_to(server: MailServer, address: str) -> None:
    with pytest.raises(AddressRefused):
        send(mail(to=address))
    assert server.messages == []


@pytest.mark.parametrize("key", ["a b", "7>", "7\nBcc", "", "a@b", "å"])
def test_key_that_breaks_the_header_is_an_error(server: MailServer, key: str) -> None:
    with pytest.raises(ValueError, match="kind and key"):
        send(mail(key=key))
    assert server.messages == []


# --- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize("answer", ["550 No such user", "553 Bad name", "599 Never"])
def test_address_refused_for_good_is_told_apart(server: MailServer, answer: str) -> None:
    server.answers[ADDRESS] = [answer]
    with pytest.raises(AddressRefused):
        send(mail())


@pytest.mark.parametrize("answer", ["450 Later", "421 Full", "451 Greylisted"])
def test_address_refused_for_now_may_be_tried_again(server: MailServer, answer: str) -> None:
    server.answers[ADDRESS] = [answer]
    with pytest.raises(SMTPException):
        send(mail())
    send(mail())
    assert len(server.messages) == 1


@pytest.mark.django_db
def test_refused_address_ends_the_job_and_marks_the_account(
    server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    user, other = UserFactory.create(email=ADDRESS), UserFactory.create()
    server.answers[ADDRESS] = ["550 No such user"]
    before = timezone.now()
    changed = dict(change="password", occasion="a")
    enqueue(tasks.account_changed, user=user.pk, **changed)
    enqueue(tasks.account_changed, user=other.pk, **changed)
    assert [job.outcome for job in run_jobs()] == ["succeeded", "succeeded"]
    assert server.recipients == [other.email]
    marked = User.objects.get(email_refused_at__gte=before)
    assert marked == user
    assert "address refused: task=portal.account_changed" in caplog.text
    assert ADDRESS not in caplog.text


@pytest.mark.django_db
def test_server_that_wants_it_later_gets_it_later(server: MailServer) -> None:
    user = UserFactory.create(email=ADDRESS)
    server.answers[ADDRESS] = ["450 Later"]
    enqueue(tasks.account_changed, user=user.pk, change="password", occasion="a")
    assert outcomes(run_jobs(faults=True)) == ["retried"]
    assert len(waiting()) == 1
    # Not before its time.
    assert run_jobs() == []
    make_due()
    assert outcomes(run_jobs()) == ["succeeded"]
    assert server.ids == ["<account_changed.a@landgang.example.org>"]
    user.refresh_from_db()
    assert user.email_refused_at is None


@pytest.mark.django_db
def test_server_that_is_down_loses_nothing(smtp: None, settings: Any) -> None:
    settings.EMAIL_PORT = free_port()
    user = UserFactory.create()
    enqueue(tasks.account_changed, user=user.pk, change="password", occasion="a")
    assert outcomes(run_jobs(faults=True)) == ["retried"]
    with mail_server() as running:
        settings.EMAIL_PORT = running.port
        make_due()
        assert outcomes(run_jobs()) == ["succeeded"]
    assert running.recipients == [user.email]


@pytest.mark.django_db
def test_server_that_hangs_holds_a_job_no_longer_than_the_time_out(
    smtp: None, settings: Any
) -> None:
    assert settings.EMAIL_TIMEOUT == 10
    settings.EMAIL_TIMEOUT = 0.3
    enqueue(tasks.account_changed, user=UserFactory.create().pk, change="password", occasion="a")
    with silent_server() as port:
        settings.EMAIL_PORT = port
        began = time.monotonic()
        assert outcomes(run_jobs(faults=True)) == ["retried"]
        assert 0.3 <= time.monotonic() - began < 3


def outcomes(done: list[Done]) -> list[str]:
    return [job.outcome for job in done]


def make_due() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'")
