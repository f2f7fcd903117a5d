"""The public form: what is stored of it, and what becomes of everything that is wrong with it."""

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

from municipalities.models import Municipality
from newcomers.models import Enquiry
from newcomers.receipts import Receipt
from portal.lib.scope import scoped
from portal.lib.tickets import new_ticket
from tests.contact import LEAST, send, ticket, values_in
from tests.jobs import run_jobs, waiting
from tests.portal.test_identity import D_NUMBER, ORDINARY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midt_troms")]
LANGUAGES = [code for code, _name in project.LANGUAGES]


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let time pass for the signer of tickets."""

    def move(seconds: int) -> None:
        moment = time.time() + seconds
        monkeypatch.setattr(signing.time, "time", lambda: moment)

    return move


def stored() -> list[Enquiry]:
    """Every enquiry there is, whoever's."""
    with scoped(Municipality.objects.values_list("pk", flat=True)):
        return list(Enquiry.objects.select_related("municipality").order_by("received_at"))


def page_of(response: Any) -> str:
    return str(html.unescape(response.content.decode()))


def errors_in(response: Any) -> dict[str, list[str]]:
    return {name: list(errors) for name, errors in response.context["form"].errors.items()}


# --- the form -------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_form_is_for_one_reader_and_leaves_nothing_behind(client: Client, language: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        response = client.get(f"/{language}/contact/")
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies
    assert len(queries) <= 4
    filled = values_in(response.content.decode())
    assert filled["language"] == language
    assert filled["municipality"] == "midt-troms"
    assert filled["kind"] == "person"
    again = values_in(client.get(f"/{language}/contact/").content.decode())
    assert again["ticket"] != filled["ticket"]
    assert "csrf" not in response.content.decode()


@pytest.mark.parametrize(
    ("asked_for", "chosen", "says"),
    [
        ("senja", "senja", ""),
        ("midt-troms", "midt-troms", ""),
        ("lenvik", "senja", "Since 1 January 2020 Lenvik is part of Senja, so Senja is chosen."),
        ("oslo", "midt-troms", ""),
        ("", "midt-troms", ""),
        ("\x00", "midt-troms", ""),
        ("senja' OR 1=1", "midt-troms", ""),
    ],
)
def test_form_chooses_the_municipality_it_is_asked_for(
    client: Client, asked_for: str, chosen: str, says: str
) -> None:
    response = client.get("/en/contact/", {"municipality": asked_for})
    assert values_in(response.content.decode())["municipality"] == chosen
    assert ("is part of" in page_of(response)) == bool(says)
    assert says in page_of(response)


def test_form_offers_todays_municipalities_and_the_coming_months(client: Client) -> None:
    form = client.get("/de/contact/").context["form"]
    names = [label for _slug, label in form.fields["municipality"].choices]
    assert names[1:] == ["Bardu", "Dyrøy", "Målselv", "Senja", "Sørreisa"]
    months = [value for value, _label in form.fields["planned_month"].choices]
    assert months[0] == ""
    assert len(set(months)) == 25
    assert months[1:] == sorted(months[1:])


def test_form_tells_the_legal_basis_of_those_who_have_stated_it(client: Client) -> None:
    place = Municipality.objects.get(slug="bardu")
    place.legal_basis_text_nb = "Kommuneloven <§ 2-1>"
    place.save()
    response = client.get("/de/contact/")
    assert '<span lang="nb">Kommuneloven &lt;§ 2-1&gt;</span>' in response.content.decode()
    assert [each.slug for each in response.context["stated"]] == ["bardu"]
    assert "midt-troms" in [each.slug for each in response.context["unstated"]]
    place.legal_basis_text_de = "Kommunalgesetz"
    place.save()
    page = client.get("/de/contact/").content.decode()
    assert "Kommunalgesetz" in page
    assert "Kommuneloven" not in page


def test_host_cards_lead_to_the_form(client: Client) -> None:
    link = 'href="/de/contact/?municipality=senja"'
    paper = "http://localhost:8000/de/contact/?municipality=senja"
    for path in ("municipalities/senja/", "municipalities/berg/", "hosts/ingrid-testnes/"):
        page = client.get(f"/de/{path}").content.decode()
        assert link in page, path
        assert paper in page, path
    assert link in client.get("/de/hosts/").content.decode()
    assert 'href="/de/contact/"' in client.get("/de/").content.decode()
    receipt = Receipt("K7M-2QF", "senja").sign()
    assert link not in client.get(f"/de/contact/receipt/{receipt}/").content.decode()


# --- what is good ---------------------------------------------------------------------------------


def test_question_is_stored_and_leads_to_the_receipt(client: Client) -> None:
    months = client.get("/de/contact/").context["form"].fields["planned_month"].choices
    typed = {"planned_month": months[3][0], "household": "3-4", "phone": "+49 151 23456789",
             "safe_to_contact": "no_voicemail", "kind": "company"}  # fmt: skip
    response = send(client, "de", **typed)
    assert response.status_code == 303
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies
    (enquiry,) = stored()
    assert (enquiry.municipality.slug, enquiry.language, enquiry.channel) == ("senja", "de", "web")
    assert enquiry.planned_month.isoformat() == f"{months[3][0]}-01"
    assert {name: getattr(enquiry, name) for name in typed if name != "planned_month"} == {
        name: value for name, value in typed.items() if name != "planned_month"
    }
    page = client.get(response["Location"]).content.decode()
    assert enquiry.number in page
    assert len(enquiry.token) == 24


def test_question_needs_few_queries(client: Client) -> None:
    client.get("/en/contact/")
    with CaptureQueriesContext(connection) as queries:
        send(client)
    # Two counters, the places, savepoints, the scope, the row and its two jobs.
    assert len(queries) <= 14, [query["sql"][:80] for query in queries]


def test_question_without_municipality_goes_to_the_region(client: Client) -> None:
    assert send(client, municipality="midt-troms", email="", phone="77 87 10 00").status_code == 303
    (enquiry,) = stored()
    assert enquiry.municipality.is_region


def test_question_sent_twice_is_one_and_a_changed_one_is_another(client: Client) -> None:
    same = ticket()
    first, second = send(client, ticket=same), send(client, ticket=same)
    assert first["Location"] == second["Location"]
    assert len(stored()) == 1
    # Back in the browser, one word more: that is not lost.
    other = send(client, ticket=same, message=LEAST["message"] + " Danke!")
    assert other.status_code == 303
    assert other["Location"] != first["Location"]
    assert len(stored()) == 2


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"name": "A\u030asa  Sæther\u202e\x00 "}, {"name": "Åsa Sæther"}),
        (
            {"name": "Eva\r\nBcc: everybody@example.org"},
            {"name": "Eva Bcc: everybody@example.org"},
        ),
        (
            {"message": "<script>alert(1)</script>\r\n<b>Hei</b>"},
            {"message": "<script>alert(1)</script>\n<b>Hei</b>"},
        ),
        ({"message": "a\x00b\x07c\u202edef"}, {"message": "abcdef"}),
        ({"email": " Ivan@почта.рф "}, {"email": "Ivan@почта.рф"}),
        ({"message": "å" * 4000}, {"message": "å" * 4000}),
        ({"message": "\r\n".join("ab" for _ in range(1334))[:5333]}, {}),
    ],
)
def test_odd_but_honest_input_is_cleaned_and_taken(
    client: Client, typed: dict[str, str], kept: dict[str, str]
) -> None:
    assert send(client, **typed).status_code == 303
    (enquiry,) = stored()
    assert {name: getattr(enquiry, name) for name in kept} == kept
    for done in run_jobs():
        assert done.outcome == "succeeded"


# --- what is wrong --------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "\u202e\x00 "}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"message": " \n "}, "message"),
        ({"message": "x" * 4001}, "message"),
        ({"message": "x" * 1_000_000}, "message"),
        ({"message": f"Nummeret mitt er {ORDINARY}"}, "message"),
        ({"message": f"D: {D_NUMBER[:6]} {D_NUMBER[6:]}"}, "message"),
        ({"name": f"Eva {ORDINARY}"}, "name"),
        ({"email": ""}, "email"),
        ({"email": "", "phone": "five five five"}, "phone"),
        ({"phone": "siebenundsiebzig"}, "phone"),
        ({"email": "greta"}, "email"),
        ({"email": "грета@example.org"}, "email"),
        ({"email": "a@example.org\r\nBcc: b@example.org"}, "email"),
        ({"email": "a@example.org, b@example.org"}, "email"),
        ({"email": f"{'a' * 250}@example.org"}, "email"),
        ({"email": "", "phone": "77871000", "safe_to_contact": "email_only"}, "email"),
        ({"safe_to_contact": "phone_only"}, "phone"),
        ({"safe_to_contact": "whatever"}, "safe_to_contact"),
        ({"kind": ""}, "kind"),
        ({"language": "fr"}, "language"),
        ({"municipality": "lenvik"}, "municipality"),
        ({"municipality": "oslo"}, "municipality"),
        ({"municipality": ""}, "municipality"),
        ({"planned_month": "1999-01"}, "planned_month"),
        ({"planned_month": "soon"}, "planned_month"),
        ({"household": "6"}, "household"),
    ],
)
def test_wrong_input_is_explained_and_all_text_kept(
    client: Client, language: str, typed: dict[str, str], field: str
) -> None:
    given = ticket()
    response = send(client, language, ticket=given, **typed)
    assert response.status_code == 200
    assert not stored()
    assert not waiting()
    assert list(errors_in(response)) == [field]
    page = response.content.decode()
    target = re.search(r'<a href="#(\w+)">', page.partition('id="error-summary"')[2])
    assert target
    assert page.count(f' id="{target[1]}"') == 1
    assert page.count(' aria-invalid="true"') == 1 or field in {"kind", "safe_to_contact"}
    filled = values_in(page)
    assert filled["ticket"] == given
    for name in ("message", "name", "email", "phone"):
        wanted = (LEAST | typed)[name].replace("\r\n", "\n").replace("\x00", "\ufffd")
        found = html.unescape(filled[name]).replace("\r\n", "\n").replace("\x00", "\ufffd")
        assert found == wanted
    # The same once more without the fault is taken.
    assert send(client, language, ticket=given).status_code == 303


def test_errors_are_in_the_readers_language(client: Client) -> None:
    said = {
        language: errors_in(send(client, language, name="", email="", municipality="lenvik"))
        for language in LANGUAGES
    }
    assert said["en"]["municipality"] == [
        "Since 1 January 2020 Lenvik is part of Senja, and Senja is chosen now. "
        "If that is right, please send the form once more."
    ]
    for field in ("name", "email", "municipality"):
        assert len({said[language][field][0] for language in LANGUAGES}) == 3, said


def test_former_municipality_gives_way_to_its_successor(client: Client) -> None:
    filled = values_in(send(client, municipality="tranoy").content.decode())
    assert filled["municipality"] == "senja"
    assert html.unescape(filled["message"]) == LEAST["message"]


def test_html_in_a_message_is_shown_as_text(client: Client) -> None:
    page = send(client, name="", message="</textarea><script>alert(1)</script>").content.decode()
    assert "<script>alert" not in page
    assert "&lt;/textarea&gt;&lt;script&gt;" in page


# --- refused --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (lambda: "", "our own page"),
        (lambda: "a:b:c", "our own page"),
        (lambda: ticket()[:-1] + "x", "our own page"),
        (lambda: ticket("feedback"), "our own page"),
        (lambda: ticket(hours=25), "more than a day"),
        (lambda: new_ticket("contact"), "faster than people write"),
    ],
)
def test_refused_ticket_keeps_the_text_and_gives_a_ticket_that_will_do(
    client: Client, later: Any, given: Any, says: str
) -> None:
    refused = send(client, ticket=given(), message="Hei\nhei", phone="77 87 10 00")
    assert refused.status_code == 422
    assert says in page_of(refused)
    assert not stored()
    filled = values_in(refused.content.decode())
    assert filled["message"] == "Hei\nhei"
    assert (filled["name"], filled["phone"]) == (LEAST["name"], "77 87 10 00")
    later(seconds=5)
    again = client.post("/en/contact/", {each: html.unescape(v) for each, v in filled.items()})
    assert again.status_code == 303
    assert len(stored()) == 1


def test_robot_in_the_honeypot_sees_success_and_nothing_is_stored(client: Client) -> None:
    response = send(client, website="https://buy.example")
    assert response.status_code == 303
    assert client.get(response["Location"]).status_code == 200
    assert not stored()
    assert not waiting()


def test_too_large_a_body_gets_a_kind_answer(client: Client) -> None:
    for content_type in ({}, {"content_type": "application/x-www-form-urlencoded"}):
        body = "message=" + "x" * 2_700_000 if content_type else {"message": "x" * 2_700_000}
        response = client.post("/en/contact/", body, **content_type)
        assert response.status_code == 413
        assert "too much text" in page_of(response)
        assert response["Cache-Control"] == "no-store"
    many = "&".join(f"a{number}=1" for number in range(2000))
    form = "application/x-www-form-urlencoded"
    assert client.post("/en/contact/", many, content_type=form).status_code == 413
    assert not stored()


def test_limit_of_one_address_keeps_the_text_and_leaves_others_alone(
    client: Client, settings: Any
) -> None:
    settings.CONTACT_PER_ADDRESS = {"limit": 2, "seconds": 3600}
    assert [send(client).status_code for _ in range(2)] == [303, 303]
    refused = send(client, HTTP_X_FORWARDED_FOR="6.6.6.6")
    assert refused.status_code == 429
    assert "wait a few minutes" in page_of(refused)
    filled = values_in(refused.content.decode())
    assert html.unescape(filled["message"]) == LEAST["message"]
    assert send(Client(REMOTE_ADDR="192.0.2.9")).status_code == 303
    settings.CONTACT_PER_ADDRESS = {"limit": 100, "seconds": 3600}
    assert client.post("/en/contact/", {each: html.unescape(v) for each, v in filled.items()}
                       ).status_code == 303  # fmt: skip


def test_limit_of_all_together_keeps_the_text(client: Client, settings: Any) -> None:
    settings.CONTACT_OVERALL = {"limit": 1, "seconds": 3600}
    assert send(client).status_code == 303
    refused = send(Client(REMOTE_ADDR="192.0.2.9"), message="Noch eine")
    assert refused.status_code == 429
    assert values_in(refused.content.decode())["message"] == "Noch eine"
    # What is not stored anyway does not count: nobody closes the form for others with rubbish.
    settings.CONTACT_OVERALL = {"limit": 2, "seconds": 3600}
    assert {send(client, name="").status_code for _ in range(5)} == {200}
    assert len(stored()) == 1


def test_counters_hold_no_address(client: Client) -> None:
    send(client)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM portal_counter")
        names = [name for (name,) in cursor.fetchall()]
    assert "contact" in names
    assert not any("127" in name for name in names)


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_form_is_got_and_posted_only(client: Client, method: str) -> None:
    assert getattr(client, method)("/en/contact/").status_code == 405


# --- the receipt ----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_receipt_says_number_and_who_answers_without_reading_the_enquiry(
    client: Client, language: str
) -> None:
    receipt = Receipt("K7M-2QF", "senja", is_confirmed=True).sign()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(f"/{language}/contact/receipt/{receipt}/")
    page = response.content.decode()
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert '<meta name="robots" content="noindex">' in page
    assert "K7M-2QF" in page
    assert "Ingrid Testnes" in page
    assert len(queries) <= 3
    assert not any("newcomers" in query["sql"] for query in queries)


def test_receipt_of_the_region_names_its_desk(client: Client) -> None:
    page = client.get(f"/en/contact/receipt/{Receipt('K7M-2QF', 'midt-troms').sign()}/")
    assert "Maja Utkaststrand" in page.content.decode()
    assert "no e-mail follows" in page.content.decode()


def test_receipt_that_was_altered_is_not_there(client: Client) -> None:
    good = Receipt("K7M-2QF", "senja").sign()
    other = Receipt("K7M-2QG", "senja").sign()
    mixed = other.partition(":")[0] + ":" + good.partition(":")[2]
    for wrong in (mixed, good[:-1], good + "x", "x", f"{good.partition(':')[0]}:x", "a:b:c"):
        assert client.get(f"/en/contact/receipt/{wrong}/").status_code == 404, wrong
    assert client.get(f"/en/contact/receipt/{Receipt('A', 'oslo').sign()}/").status_code == 404
    assert client.get(f"/en/contact/receipt/{ticket()}/").status_code == 404


@pytest.mark.parametrize(
    ("typed", "is_confirmed"),
    [
        ({}, True),
        ({"email": "", "phone": "77871000"}, False),
        ({"phone": "77871000", "safe_to_contact": "phone_only"}, False),
    ],
)
def test_receipt_promises_a_mail_where_one_is_sent(
    client: Client, typed: dict[str, str], is_confirmed: bool
) -> None:
    page = page_of(client.get(send(client, **typed)["Location"]))
    assert ("on its way to you" in page) == is_confirmed
    assert ("no e-mail follows" in page) != is_confirmed
    run_jobs()
    assert ([LEAST["email"]] in [message.to for message in mail.outbox]) == is_confirmed


def test_form_and_receipt_are_kept_by_no_cache(client: Client) -> None:
    receipt = Receipt("K7M-2QF", "senja").sign()
    for path in ("/en/contact/", f"/en/contact/receipt/{receipt}/"):
        for _ in range(2):
            response = client.get(path, headers={"accept-encoding": "br"})
            assert "ETag" not in response
            assert response["Cache-Control"] == "no-store"
    pages = {re.sub(r"\s", "", client.get("/en/contact/").content.decode()) for _ in range(3)}
    assert len(pages) == 3
