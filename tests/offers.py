"""Filling in the public forms for offers and needs as a browser does."""

import datetime
import html
from typing import Any

from django.core import mail
from django.test import Client

from portal.lib.dates import today
from tests.contact import ticket
from tests.jobs import run_jobs

SENDER = "leder@example.org"
# The least that is accepted, but for the ticket.
LEAST: dict[str, Any] = {
    "organisation_name": "Sørreisa turlag",
    "municipalities": ["sorreisa"],
    "kind": "activity",
    "written_in": "nb",
    "title": "Tur hver onsdag",
    "text": "Vi går en kort tur sammen.",
    "times": "Onsdager 18–20",
    "is_free": "on",
    "how_to_join": "Bare kom.",
    "sender_name": "Tora Turleder",
    "sender_email": SENDER,
}
NEED: dict[str, Any] = {
    "organisation_name": "Finnsnes verksted",
    "municipalities": ["senja"],
    "area": "industry",
    "posts": "2",
    "written_in": "de",
    "title": "Mechaniker gesucht",
    "text": "Reparatur von Booten.",
    "ends_on": (today() + datetime.timedelta(days=60)).isoformat(),
    "how_to_join": "Schreib uns.",
    "sender_name": "Bernd Beispiel",
    "sender_email": "bernd@example.org",
}


def send(client: Client, language: str = "nb", /, **typed: Any) -> Any:
    """Post the form for offers with these values instead of the least ones; None leaves one out.

    What is written in capitals is a part of the request, not of the form.
    """
    return _post(client, f"/{language}/offers/register/", "offer", LEAST, typed)


def send_need(client: Client, language: str = "de", /, **typed: Any) -> Any:
    """The same for what an employer needs."""
    return _post(client, f"/{language}/employers/needs/register/", "need", NEED, typed)


def mailed_link(number: int = -1) -> str:
    """The path of the link in a mail (default: the newest), after all jobs are done."""
    run_jobs()
    body = str(mail.outbox[number].body)
    address = next(line for line in body.splitlines() if "/offers/links/" in line)
    return html.unescape(address).removeprefix("http://localhost:8000")


def registered(client: Client, language: str = "nb", /, **typed: Any) -> None:
    """Send it in, and confirm it by the link in the mail."""
    assert send(client, language, **typed).status_code == 303
    assert client.post(mailed_link()).status_code == 303


def _post(
    client: Client, path: str, form: str, least: dict[str, Any], typed: dict[str, Any]
) -> Any:
    headers = {name: typed.pop(name) for name in list(typed) if name.isupper()}
    data = {"ticket": ticket(form)} | least | typed
    return client.post(path, {k: v for k, v in data.items() if v is not None}, **headers)
