"""The public forms for offers and needs: what is stored, and what becomes of all that is wrong."""

import html
import re
import time
from typing import Any

import pytest
from django.conf import settings as project
from django.core import mail, signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hosting.models import Need, Offer, OfferSender
from hosting.views_register import DEEDS
from portal.lib.public_forms import HONEYPOT, MAILS_A_DAY
from portal.lib.tickets import new_ticket
from tests.contact import ticket, values_in
from tests.jobs import run_jobs, waiting
from tests.offers import LEAST, NEED, SENDER, send, send_need
from tests.portal.test_identity import D_NUMBER, ORDINARY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midt_troms")]
LANGUAGES = [code for code, _name in project.LANGUAGES]
FORMS = ("offers/register/", "employers/needs/register/")


@pytest.fixture(autouse=True)
def _no_offers_of_others() -> None:
    """The content may hold offers of its own."""
    OfferSender.objects.all().delete()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let time pass for the signer of tickets."""

    def move(seconds: int) -> None:
        moment = time.time() + seconds
        monkeypatch.setattr(signing.time, "time", lambda: moment)

    return move


def stored() -> list[Offer]:
    """What was sent in by these tests."""
    return list(Offer.objects.filter(sender__isnull=False).order_by("pk"))


def errors_in(response: Any) -> dict[str, list[str]]:
    return {name: list(errors) for name, errors in response.context["form"].errors.items()}


@pytest.mark.parametrize("path", [*FORMS, "offers/change/"])
def test_form_is_for_one_reader_and_leaves_nothing_behind(client: Client, path: str) -> None:
    for language in LANGUAGES:
        with CaptureQueriesContext(connection) as queries:
            response = client.get(f"/{language}/{path}", headers={"accept-encoding": "br"})
        assert response.status_code == 200
        assert response["Cache-Control"] == "no-store"
        assert "ETag" not in response
        assert not response.cookies
        assert len(queries) <= 4
        filled = values_in(client.get(f"/{language}/{path}").content.decode())
        assert filled["ticket"]
        assert filled.get("written_in", language) == language
    for method in ("put", "delete", "patch"):
        assert getattr(client, method)(f"/en/{path}").status_code == 405


def test_offer_is_stored_with_its_sender_apart_and_waits_for_the_address(client: Client) -> None:
    typed = {
        "municipalities": ["senja", "sorreisa", "senja"], "kind": "norwegian_class",
        "levels": ["A1", "A2"], "seats": "12", "groups": ["refugee", "resident"],
        "languages": ["nb", "uk"], "website": "turlag.example.org", "written_in": "de",
        "is_free": None, "cost": "300 kr", "is_outside_working_hours": "on",
        "contact_email": "post@example.org", "contact_phone": "+47 77 00 00 00",
        "ends_on": "31.12.2027",
    }  # fmt: skip
    response = send(client, "en", **typed)
    assert response.status_code == 303, errors_in(response)
    assert response["Location"] == "/en/offers/done/sent/"
    assert not response.cookies
    (offer,) = stored()
    assert (offer.status, offer.written_in, offer.title_de) == (
        "submitted", "de", LEAST["title"],
    )  # fmt: skip
    assert not offer.title_nb
    assert sorted(place.slug for place in offer.municipalities.all()) == ["senja", "sorreisa"]
    assert (offer.levels, offer.seats) == (["A1", "A2"], 12)
    assert (offer.website, offer.cost_de) == ("https://turlag.example.org", "300 kr")
    assert (offer.sender.email, offer.sender.language) == (SENDER, "de")
    assert offer.sender.address_confirmed_at is None
    assert offer not in Offer.objects.shown()
    assert client.get(offer.get_absolute_url()).status_code == 404
    assert [task for task, _ids in waiting()] == ["hosting.confirm_offer_address"]


def test_need_is_an_offer_of_work_with_area_and_posts(client: Client) -> None:
    response = send_need(client)
    assert response.status_code == 303, errors_in(response)
    (offer,) = stored()
    need = Need.objects.get(offer=offer)
    assert (offer.kind, need.area, need.posts) == ("work", "industry", 2)
    assert offer.ends_on.isoformat() == NEED["ends_on"]


def test_form_sent_twice_is_one_and_a_changed_one_is_another(client: Client) -> None:
    same = ticket("offer")
    answers = {send(client, ticket=same)["Location"] for _ in range(3)}
    assert answers == {"/nb/offers/done/sent/"}
    assert len(stored()) == 1
    assert send(client, ticket=same, text="Noe annet.").status_code == 303
    assert len(stored()) == 2
    run_jobs()
    assert len(mail.outbox) == 2


def test_whole_region_stands_alone(client: Client) -> None:
    assert send(client, municipalities=["whole-region", "senja"]).status_code == 303
    (offer,) = stored()
    assert offer.serves_region
    assert not offer.municipalities.exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (
            {"organisation_name": "A\u030asen \u202eklubb\x00 "},
            {"organisation_name": "Åsen klubb"},
        ),
        ({"title": "Hei\r\nBcc: alle@example.org"}, {"title_nb": "Hei Bcc: alle@example.org"}),
        (
            {"text": "<script>alert(1)</script>\r\n👍🏽"},
            {"text_nb": "<script>alert(1)</script>\n👍🏽"},
        ),
        ({"text": "å" * 2000, "title": "ŋ" * 120}, {"text_nb": "å" * 2000}),
        ({"sender_email": " Leder@Example.org "}, {}),
        ({"groups": ["refugee", "refugee"], "foreign": "x"}, {}),
    ],
)
def test_odd_but_honest_input_is_cleaned_and_taken(
    client: Client, typed: dict[str, Any], kept: dict[str, str]
) -> None:
    response = send(client, **typed)
    assert response.status_code == 303, errors_in(response)
    (offer,) = stored()
    assert {name: getattr(offer, name) for name in kept} == kept
    run_jobs()
    (message,) = mail.outbox
    assert message.to == [SENDER]
    assert "Bcc" not in message.message()
    assert str(typed.get("title", LEAST["title"])) not in message.body


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"organisation_name": "\u202e\x00 "}, "organisation_name"),
    ({"organisation_name": "x" * 121}, "organisation_name"),
    ({"municipalities": None}, "municipalities"),
    ({"municipalities": ["oslo"]}, "municipalities"),
    ({"municipalities": ["lenvik"]}, "municipalities"),
    ({"municipalities": ["midt-troms"]}, "municipalities"),
    ({"kind": "work"}, "kind"),
    ({"kind": None}, "kind"),
    ({"written_in": "fr"}, "written_in"),
    ({"title": ""}, "title"),
    ({"title": f"Kurs {ORDINARY}"}, "title"),
    ({"text": "x" * 1_000_000}, "text"),
    ({"text": f"{D_NUMBER[:6]} {D_NUMBER[6:]}"}, "text"),
    ({"times": ""}, "times"),
    ({"is_free": None}, "cost"),
    ({"cost": "300 kr"}, "cost"),
    ({"kind": "norwegian_class"}, "levels"),
    ({"levels": ["A1"]}, "levels"),
    ({"levels": ["Z9"], "kind": "norwegian_class"}, "levels"),
    ({"seats": "3"}, "seats"),
    ({"seats": "-1"}, "seats"),
    ({"seats": "9" * 400}, "seats"),
    ({"groups": ["everybody"]}, "groups"),
    ({"languages": ["xx"]}, "languages"),
    ({"website": "javascript:alert(1)"}, "website"),
    ({"website": "https://example.org/" + "x" * 200}, "website"),
    ({"contact_email": "a@example.org, b@example.org"}, "contact_email"),
    ({"contact_phone": "ring meg"}, "contact_phone"),
    ({"starts_on": "2027-03-02", "ends_on": "2027-03-01"}, "ends_on"),
    ({"ends_on": "2020-01-01"}, "ends_on"),
    ({"ends_on": "9999-12-31"}, "ends_on"),
    ({"ends_on": "31.2.2027"}, "ends_on"),
    ({"sender_name": " "}, "sender_name"),
    ({"sender_name": f"Tora {ORDINARY}"}, "sender_name"),
    ({"sender_email": ""}, "sender_email"),
    ({"sender_email": "a@example.org\r\nBcc: b@example.org"}, "sender_email"),
    ({"sender_email": "грета@example.org"}, "sender_email"),
]


def test_wrong_input_is_explained_beside_its_field_and_all_text_kept(
    client: Client, settings: Any
) -> None:
    settings.CONTACT_PER_ADDRESS = {"limit": 1000, "seconds": 3600}
    for number, (typed, field) in enumerate(WRONG):
        language = LANGUAGES[number % 3]
        given = ticket("offer")
        response = send(client, language, ticket=given, **typed)
        assert response.status_code == 200, typed
        assert list(errors_in(response)) == [field], typed
        page = response.content.decode()
        target = re.search(r'<a href="#(\w+)">', page.partition('id="error-summary"')[2])
        assert target
        assert page.count(f' id="{target[1]}"') == 1, typed
        filled = values_in(page)
        assert filled["ticket"] == given
        for name in ("text", "title", "sender_name", "sender_email", "website"):
            wanted = str((LEAST | typed).get(name, "")).replace("\r\n", "\n")
            assert html.unescape(filled[name]).replace("\r\n", "\n") == wanted, typed
    assert not stored()
    assert not waiting()
    answers = [errors_in(send(client, code, title=""))["title"] for code in LANGUAGES]
    assert len({answer[0] for answer in answers}) == 3, answers


def test_need_says_what_is_wrong(client: Client) -> None:
    for typed, field in (
        ({"posts": "0"}, "posts"), ({"posts": "mange"}, "posts"), ({"area": ""}, "area"),
        ({"ends_on": ""}, "ends_on"), ({"ends_on": "2030-01-01"}, "ends_on"),
        ({"text": f"{ORDINARY}"}, "text"),
    ):  # fmt: skip
        response = send_need(client, **typed)
        assert list(errors_in(response)) == [field], typed
    assert not stored()


def test_preview_shows_what_readers_would_see_and_stores_nothing(client: Client) -> None:
    response = send(client, "en", preview="1", text="<b>Hei</b>\nhei", ticket=new_ticket("offer"))
    page = response.content.decode()
    assert response.status_code == 200
    shown = page.partition('id="preview"')[2].partition("</section>")[0]
    assert "&lt;b&gt;Hei&lt;/b&gt;<br>hei" in shown
    assert "Sørreisa" in shown
    assert "Tora" not in shown
    assert SENDER not in shown
    assert values_in(page)["title"] == LEAST["title"]
    assert not stored()
    assert 'id="preview"' not in send(client, "en", preview="1", title="").content.decode()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (lambda: "", "our own page"),
        (lambda: ticket("offer")[:-1] + "x", "our own page"),
        (lambda: ticket("need"), "our own page"),
        (lambda: ticket("offer", hours=25), "more than a day"),
        (lambda: new_ticket("offer"), "faster than people write"),
    ],
)
def test_refused_ticket_keeps_the_text_and_gives_a_ticket_that_will_do(
    client: Client, later: Any, given: Any, says: str
) -> None:
    refused = send(client, "en", ticket=given())
    assert refused.status_code == 422
    assert says in html.unescape(refused.content.decode())
    assert not stored()
    filled = values_in(refused.content.decode())
    assert filled["text"] == LEAST["text"]
    later(seconds=5)
    assert send(client, "en", ticket=filled["ticket"]).status_code == 303
    assert len(stored()) == 1


def test_robots_and_too_large_bodies_store_nothing(client: Client) -> None:
    assert send(client, **{HONEYPOT: "x"}).status_code == 303
    too_large = send(client, "en", text="x" * 2_700_000)
    assert too_large.status_code in (200, 413)
    body = "text=" + "x" * 2_700_000
    form = "application/x-www-form-urlencoded"
    for path in (*FORMS, "offers/change/"):
        assert client.post(f"/en/{path}", body, content_type=form).status_code == 413
    assert not stored()
    assert not waiting()


def test_limits_keep_the_text(client: Client, settings: Any) -> None:
    settings.CONTACT_PER_ADDRESS = {"limit": 1, "seconds": 3600}
    assert send(client).status_code == 303
    refused = send(client, text="Enda en", HTTP_X_FORWARDED_FOR="6.6.6.6")
    assert refused.status_code == 429
    assert values_in(refused.content.decode())["text"] == "Enda en"
    settings.CONTACT_PER_ADDRESS = {"limit": 100, "seconds": 3600}
    settings.CONTACT_OVERALL = {"limit": 1, "seconds": 3600}
    assert send(client).status_code == 429
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM portal_counter")
        names = " ".join(name for (name,) in cursor.fetchall())
    assert "127" not in names
    assert "@" not in names


def test_nobody_fills_a_mailbox_by_the_forms(client: Client) -> None:
    answers = [send(client, text=f"Nummer {n}").status_code for n in range(MAILS_A_DAY + 1)]
    assert answers == [303] * MAILS_A_DAY + [429]
    data = {"email": SENDER, "ticket": ticket("offer_links")}
    assert client.post("/nb/offers/change/", data)["Location"] == "/nb/offers/done/link-sent/"
    tasks = [task for task, _ids in waiting()]
    assert "hosting.send_offer_links" not in tasks


def test_pages_after_a_form_say_what_is_next_and_hold_nothing_typed(client: Client) -> None:
    for deed in DEEDS:
        pages = [client.get(f"/{code}/offers/done/{deed}/") for code in LANGUAGES]
        assert {page.status_code for page in pages} == {200}
        assert {page["Cache-Control"] for page in pages} == {"no-store"}
        titles = {
            re.search(r'role="status">(.*?)</div>', p.content.decode(), re.S)[1] for p in pages
        }
        assert len(titles) == 3, deed
    assert client.get("/nb/offers/done/leder@example.org/").status_code == 404
