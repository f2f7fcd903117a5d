"""Filling in the public form as a reader's browser does, and what tests need around it."""

import datetime
import re
from typing import Any

from django.core import signing
from django.test import Client
from django.utils import timezone

from portal.lib.tickets import new_ticket

# The least that is accepted, but for the ticket.
LEAST = {
    "municipality": "senja",
    "message": "Gibt es eine Wohnung für uns?",
    "planned_month": "",
    "household": "",
    "kind": "person",
    "name": "Greta Beispiel",
    "email": "greta@example.org",
    "phone": "",
    "safe_to_contact": "yes",
    "language": "de",
    "website": "",
}


def ticket(form: str = "contact", **old: int) -> str:
    """A ticket that was given so long ago (default: a minute)."""
    moment = timezone.now() - datetime.timedelta(**(old or {"minutes": 1}))

    class Then(signing.TimestampSigner):
        def timestamp(self) -> str:
            return signing.b62_encode(int(moment.timestamp()))

    key = new_ticket(form).partition(":")[0]
    return Then(salt=f"ticket.{form}").sign(key)


def send(client: Client, language: str = "en", /, **typed: Any) -> Any:
    """Post the form with these values instead of the least ones; the answer, not followed.

    What is written in capitals is a part of the request, not of the form.
    """
    headers = {name: typed.pop(name) for name in list(typed) if name.isupper()}
    data = {"ticket": ticket()} | LEAST | typed
    return client.post(f"/{language}/contact/", data, **headers)


def values_in(page: str) -> dict[str, str]:
    """What stands in the fields of a page with the form: text, chosen option, ticked button."""
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    for tag in re.findall(r"<input [^>]*>", page):
        name, value = re.search(r'name="(\w+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ('type="radio"' not in tag or " checked" in tag):
            found[name[1]] = value[1] if value else ""
    found |= dict(re.findall(r'<textarea [^>]*name="(\w+)"[^>]*>\n?([^<]*)</textarea>', page))
    for name, options in re.findall(r'<select [^>]*name="(\w+)".*?>(.*?)</select>', page, re.S):
        chosen = re.search(r'value="([^"]*)"[^>]* selected', options)
        # Browsers show the first one where none is chosen.
        found[name] = (chosen or re.search(r'value="([^"]*)"', options))[1]
    return found
