"""Whatever stands in the address of a public page, or in a public form: a page, and never a 500.

The parameters are not listed here: they are those that the pages look for.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, resolve, reverse
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from portal.actions.feedback import receive_feedback
from portal.content_pages import ContentPage
from portal.feedback.views import sealed
from portal.page_cache import KNOWN_PARAMETERS
from tests.contact import LEAST as CONTACT
from tests.contact import ticket
from tests.nasties import ALL, ESCAPED, ESCAPED_BY_CHANCE, FEW, Asked, names_asked_for, some
from tests.offers import LEAST as OFFER
from tests.offers import NEED

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midt_troms")]
# Staff's own, which have a test of their own, and the mails of a developer's machine.
OTHERS = ("/admin/", "/accounts/", "/dev/")
SITEMAP = re.compile(r"<loc>http://localhost:8000(/en/[^<]*)</loc>")
# They read nothing of a question, and one takes its time.
MACHINES = {"/live", "/ready", "/sitemap.xml", "/robots.txt"}
# What the frame of each page reads.
EVERYWHERE = {"beside", "campaign"}
NO_LIMITS = {"limit": 1_000_000, "seconds": 600}


@pytest.fixture
def asked(client: Client, settings: Any) -> Asked:
    settings.CONTACT_PER_ADDRESS = settings.CONTACT_OVERALL = NO_LIMITS
    settings.FEEDBACK_PER_SENDER = settings.FEEDBACK_OVERALL = 1_000_000
    return Asked(client)


def patterns(resolver: Any = None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address that is not staff's, in English, with what stands before it."""
    for each in (resolver or get_resolver()).url_patterns:
        text = str(each.pattern)
        if isinstance(each, URLResolver):
            yield from patterns(each, before + text)
        elif not f"/{before}{text}".startswith(OTHERS):
            yield f"/{before}{text}", each


def filled(pattern: URLPattern, value: str) -> str | None:
    """The address with the value for each of its parts; None where such a value has no place."""
    names = pattern.pattern.regex.groupindex
    try:
        with override("en"):
            return reverse(str(pattern.name), kwargs=dict.fromkeys(names, value))
    except NoReverseMatch:
        return None


def addresses(client: Client) -> list[str]:
    """One page of each kind: out of the sitemap, or without anything to choose."""
    listed = SITEMAP.findall(client.get("/sitemap.xml").content.decode())
    with override("en"):
        found = {resolve(path).view_name: path for path in reversed(listed)}
    for _text, pattern in patterns():
        if pattern.name and pattern.name not in found and (path := filled(pattern, "1")):
            found[pattern.name] = path
    return sorted(set(found.values()) - MACHINES)


def parameters(client: Client) -> dict[str, list[str]]:
    """What each page looks for; a second look with these, since one choice opens the next."""
    found = {}
    for path in addresses(client):
        first = names_asked_for(client, path, KNOWN_PARAMETERS)
        found[path] = sorted({*first, *names_asked_for(client, path, first)})
    return found


def test_parameters_are_found(client: Client) -> None:
    found = parameters(client)
    everywhere = set().union(*found.values())
    assert everywhere >= KNOWN_PARAMETERS
    assert {"q", "beside", "campaign"} <= everywhere
    assert len(found) > 35


def test_no_parameter_breaks_a_page(asked: Asked) -> None:
    place = 0
    for path, names in parameters(asked.client).items():
        for name in names:
            place += 1
            if name in EVERYWHERE and place % 5 and not ALL:
                continue
            for value in some(ESCAPED, place, 1):
                asked.get(f"{path}?{name}={value}")
        for value in some(ESCAPED, place, 1):
            # All at once, each twice, and as other languages write lists.
            pairs = [f"{name}={value}&{name}=1&{name}[]={value}" for name in names]
            asked.get(f"{path}?{value}&{'&'.join(pairs)}")
    assert asked.broken == [], "\n".join(asked.broken[:60])
    assert asked.count > 120


def test_no_word_in_an_address_breaks_a_page(asked: Asked) -> None:
    place = 0
    for text, pattern in patterns():
        parts = len(pattern.pattern.regex.groupindex)
        if not parts:
            continue
        for value in (value for value in ESCAPED if len(value) < 6000):
            place += 1
            if place % 3 and not ALL:
                continue
            # Written into the pattern itself: reverse() would refuse most of them.
            path = re.sub(r"<[a-z]+:\w+>|<\w+>|\(\?P<\w+>[^)]*\)", lambda _m, v=value: v, text)
            asked.get(re.sub(r"[\^$\\]", "", path))
    assert asked.broken == [], "\n".join(asked.broken[:60])
    assert asked.count > 400


@FEW
@given(st.lists(ESCAPED_BY_CHANCE, min_size=3, max_size=3))
def test_nothing_typed_by_chance_breaks_a_page(asked: Asked, values: list[str]) -> None:
    for path in ("/en/search/", "/en/events/", "/en/offers/", "/en/hosts/", "/en/first-steps/"):
        names = [*sorted(KNOWN_PARAMETERS), "q", "beside", "arrival"]
        pairs = (f"{name}={values[number % 3]}" for number, name in enumerate(names))
        asked.get(f"{path}?{'&'.join(pairs)}")
    assert asked.broken == [], "\n".join(asked.broken[:60])


def forms(asked: Asked) -> dict[str, tuple[dict[str, Any], list[str]]]:
    """Each public form that takes what somebody types: its address, what it would accept, and the
    names of its fields."""
    with_ticket = {
        "/en/contact/": ("contact", CONTACT),
        "/en/offers/register/": ("offer", OFFER),
        "/en/employers/needs/register/": ("need", NEED),
        "/en/letter/": (
            "letter",
            {"email": "g@example.org", "municipality": "senja", "language": "en"},
        ),
        "/en/offers/change/": ("offer_links", {"email": "g@example.org"}),
    }
    found = {}
    for path, (form, least) in with_ticket.items():
        found[path] = ({"ticket": ticket(form), **least}, fields_of(asked.client, path, "post"))
    stored = receive_feedback(
        page=ContentPage("/hosts/"), language="en", is_useful=True, sender="somebody"
    )
    thanks = reverse("feedback_thanks", args=[sealed(stored.pk, stored.page)])
    found[thanks] = (
        {"words": "Takk", "ticket": ticket("feedback")},
        fields_of(asked.client, thanks, "post"),
    )
    found["/en/feedback/"] = ({"page": "/hosts/", "useful": "yes"}, ["page", "useful"])
    return found


def fields_of(client: Client, path: str, method: str) -> list[str]:
    """The names of what can be sent from the forms of the page."""
    page = client.get(path).content.decode()
    inside = re.findall(rf'<form [^>]*method="{method}".*?</form>', page, re.DOTALL)
    return sorted(set(re.findall(r' name="([^"]+)"', " ".join(inside))))


def test_form_fields_are_found(asked: Asked) -> None:
    for path, (least, names) in forms(asked).items():
        assert set(least) <= {*names, "website"}, path


def test_no_field_breaks_a_form(asked: Asked) -> None:
    place = 0
    for path, (least, names) in forms(asked).items():
        for name in names:
            place += 1
            for value in some(ESCAPED, place, 2):
                asked.post(path, least, **{name: value})
                asked.post(path, least, **{name: [value, "1"]})
        for value in some(ESCAPED, place, 3):
            asked.post(path, least, **dict.fromkeys(names, value))
    assert asked.broken == [], "\n".join(asked.broken[:60])
    assert asked.count > 150


def test_least_forms_are_accepted(asked: Asked) -> None:
    """So what was tried above was tried behind the ticket."""
    for path, (least, _names) in forms(asked).items():
        answer = asked.post(path, least)
        assert answer.status_code in (302, 303), (path, answer.content.decode()[-3000:])


def test_asking_tells_what_broke(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: object) -> None:
        raise ValueError("so wanted")

    monkeypatch.setattr("portal.views.search_portal", broken)
    asked.get("/en/search/?q=a")
    assert len(asked.broken) == 1
    assert "500 [\"ValueError: 'so wanted'" in asked.broken[0]
    Asked.__init__(asked, asked.client, "Landgang")
    asked.get("/en/about/")
    assert "['Landgang']" in asked.broken[0]
