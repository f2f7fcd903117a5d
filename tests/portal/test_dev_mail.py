"""The page with the mails that went into a folder: for development, and for nothing else."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from municipalities.models import Municipality
from portal.lib.mail import Mail, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings: Any, tmp_path: Path, region: Municipality) -> Path:
    """Where mails go in development."""
    settings.DEBUG = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.MAIL_FOLDER = settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    return tmp_path / "mail"


def letter(subject: str) -> Mail:
    return Mail("trial", "1", "kari@example.org", subject, "Blåbær og <b>bringebær</b>\n")


def test_mails_are_listed_and_read(client: Client, folder: Path) -> None:
    assert (
        "No mail has been sent"
        in client.get("/dev/mail/", headers={"accept-language": "en"}).content.decode()
    )
    send(letter("Æ & <Ø>"))
    (file,) = folder.iterdir()
    page = client.get("/dev/mail/")
    assert page["Cache-Control"] == "no-store"
    assert f'href="/dev/mail/{file.name}">Æ &amp; &lt;Ø&gt;</a>' in page.content.decode()
    text = client.get(f"/dev/mail/{file.name}")
    assert text["Content-Type"] == "text/plain; charset=utf-8"
    assert text["X-Content-Type-Options"] == "nosniff"
    assert text["Cache-Control"] == "no-store"
    for said in ("To: kari@example.org", "Message-ID: <trial.1@", "Blåbær og <b>bringebær</b>"):
        assert said in text.content.decode()


@pytest.mark.parametrize(
    "name",
    ["../secret.log", "..%2Fsecret.log", "%2e%2e/secret.log", "a/../../secret.log", "nothing.log",
     "/etc/passwd", "secret", "%00.log", ".."],
)  # fmt: skip
def test_name_leads_to_nothing_outside_the_folder(client: Client, folder: Path, name: str) -> None:
    send(letter("Hei"))
    (folder.parent / "secret.log").write_text("Subject: secret\n\nsecret")
    (folder / "secret").write_text("Subject: secret\n\nsecret")
    answer = client.get(f"/dev/mail/{name}")
    assert answer.status_code == 404
    assert "secret\n" not in answer.content.decode()


@pytest.mark.parametrize("given", [{"DEBUG": False}, {"MAIL_FOLDER": ""}])
def test_page_is_not_there_in_production(
    client: Client, folder: Path, settings: Any, given: dict[str, Any]
) -> None:
    send(letter("Hei"))
    (file,) = folder.iterdir()
    for name, value in given.items():
        setattr(settings, name, value)
    for path in ("/dev/mail/", f"/dev/mail/{file.name}"):
        assert client.get(path).status_code == 404


def test_page_takes_no_post(client: Client, folder: Path) -> None:
    assert client.post("/dev/mail/").status_code == 405
