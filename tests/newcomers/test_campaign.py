"""Which poster or fair a question came from: carried by the form's address, lost in no error."""

import html
import re
from typing import Any

import pytest
from django.test import Client

from municipalities.models import Municipality
from newcomers.models import Enquiry
from portal.lib.scope import scoped
from portal.lib.tickets import new_ticket
from tests.contact import LEAST, send, ticket, values_in
from tests.portal.test_identity import ORDINARY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midt_troms")]
FAIR = "/en/contact/?municipality=senja&campaign=easter-fair"


def campaigns() -> list[str]:
    """What the stored enquiries came from."""
    with scoped(Municipality.objects.values_list("pk", flat=True)):
        return list(Enquiry.objects.order_by("received_at").values_list("campaign", flat=True))


def fields_of(response: Any) -> dict[str, str]:
    """What a browser would send from the page."""
    filled = values_in(response.content.decode())
    return {name: html.unescape(value) for name, value in filled.items()}


def test_campaign_of_the_address_is_stored_with_the_question(client: Client) -> None:
    given = fields_of(client.get(FAIR))
    assert given["campaign"] == "easter-fair"
    typed = LEAST | given | {"message": "Hei", "name": "Kim", "phone": "77 87 10 00"}
    assert client.post(FAIR, typed | {"ticket": ticket()}).status_code == 303
    assert campaigns() == ["easter-fair"]


def test_question_without_campaign_has_none(client: Client) -> None:
    assert "campaign" not in fields_of(client.get("/en/contact/"))
    assert send(client).status_code == 303
    assert campaigns() == [""]


def test_address_without_language_leads_on_with_its_campaign(client: Client) -> None:
    response = client.get("/contact/?campaign=easter-fair", headers={"accept-language": "de"})
    assert response["Location"] == "/de/contact/?campaign=easter-fair"
    menu = client.get("/de/contact/?campaign=easter-fair").content.decode()
    assert 'href="/en/contact/?campaign=easter-fair"' in menu


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("a" * 40, "a" * 40),
        ("Easter_Fair-2026", "easter_fair-2026"),
        ("a" * 41, ""),
        ("easter fair", ""),
        ("påske", ""),
        ("-fair", ""),
        ("fair\n", ""),
        ("fair\x00", ""),
        ("\u202efair", ""),
        ('"><script>alert(1)</script>', ""),
        (ORDINARY, ""),
        (f"fair-{ORDINARY[:6]}-{ORDINARY[6:]}", ""),
    ],
)
def test_campaign_that_is_none_is_ignored_without_a_word(
    client: Client, asked: str, kept: str
) -> None:
    page = client.get("/en/contact/", {"campaign": asked})
    assert page.status_code == 200
    assert fields_of(page).get("campaign", "") == kept
    # Nor does it get in by the form, whose hidden fields anybody may fill in.
    assert send(client, campaign=asked).status_code == 303
    assert campaigns() == [kept]
    refused = send(client, campaign=asked, name="")
    assert list(refused.context["form"].errors) == ["name"]
    assert fields_of(refused).get("campaign", "") == kept


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"name": ""}, 200),
        ({"municipality": "lenvik"}, 200),
        ({"ticket": "forged"}, 422),
        ({"ticket": new_ticket}, 422),
    ],
)
def test_campaign_survives_every_error(client: Client, wrong: dict[str, Any], status: int) -> None:
    typed = {name: each("contact") if callable(each) else each for name, each in wrong.items()}
    refused = send(client, campaign="easter-fair", **typed)
    assert refused.status_code == status
    again = LEAST | fields_of(refused) | {"ticket": ticket(), "name": "Kim"}
    assert client.post("/en/contact/", again).status_code == 303
    assert campaigns() == ["easter-fair"]


def test_campaign_survives_too_many_questions(client: Client, settings: Any) -> None:
    for limit in ("CONTACT_PER_ADDRESS", "CONTACT_OVERALL"):
        settings.CONTACT_PER_ADDRESS = settings.CONTACT_OVERALL = {"limit": 100, "seconds": 60}
        setattr(settings, limit, {"limit": 0, "seconds": 60})
        refused = send(client, campaign="easter-fair")
        assert refused.status_code == 429
        assert fields_of(refused)["campaign"] == "easter-fair"


def test_form_that_nobody_could_read_has_the_campaign_of_its_address(client: Client) -> None:
    page = client.get(FAIR).content.decode()
    (address,) = re.findall(r'<form class="stack" method="post" action="([^"]+)"', page)
    refused = client.post(address, {"message": "x" * 2_700_000})
    assert refused.status_code == 413
    assert fields_of(refused)["campaign"] == "easter-fair"
    # That needs an address of its own only where there is a campaign.
    assert 'action="/en/contact/"' in client.get("/en/contact/").content.decode()
