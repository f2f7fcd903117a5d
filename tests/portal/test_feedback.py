"""One tap on a page, a text to it, and what is refused on the way."""

import datetime
import re
import threading
from typing import Any

import pytest
from django.conf import settings
from django.core import signing
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from municipalities.models import Municipality
from portal.actions.feedback import (
    FeedbackForgotten,
    add_feedback_text,
    forget_old_feedback,
    receive_feedback,
)
from portal.content_pages import ContentPage, find_page, group_of, has_subject, is_content
from portal.duties import DUTIES
from portal.feedback import views
from portal.lib.jobs import perform
from portal.lib.limits import by_address
from portal.lib.tickets import new_ticket
from portal.models import Counter, Feedback
from tests.factories import (
    CoordinatorFactory,
    LocalPartFactory,
    MunicipalityFactory,
    OrganisationFactory,
    PageFactory,
    TopicFactory,
    UserFactory,
)
from tests.wsgi import Front

pytestmark = pytest.mark.django_db
OWN = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def senja() -> Municipality:
    return MunicipalityFactory(slug="senja", name="Senja")


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let time pass for tickets."""

    def move(**passed: int) -> None:
        moment = (timezone.now() + datetime.timedelta(**passed)).timestamp()
        monkeypatch.setattr(signing.time, "time", lambda: moment)

    return move


def tap(client: Client, page: str = "/about/", useful: str = "yes", **headers: str) -> HttpResponse:
    return client.post("/de/feedback/", {"page": page, "useful": useful}, headers=headers or OWN)


def said(client: Client, address: str, later: Any, **changes: str) -> HttpResponse:
    """Open the page of thanks, and send the text box on it after a moment."""
    page = client.get(address).content.decode()
    found = re.search(r'name="ticket" value="([^"]+)"', page)
    assert found
    later(seconds=10)
    return client.post(address, {"ticket": found[1], "words": "Wo ist der Bus?", **changes})


# --- the question on pages ------------------------------------------------------------------------


def test_question_stands_on_a_kept_page_and_leads_to_thanks(
    client: Client, senja: Municipality
) -> None:
    front = Front()
    for _time in ("rendered", "kept"):
        page = front.get("/de/municipalities/senja/")
        assert "s-maxage" in page.headers["Cache-Control"]
        assert '<form class="feedback" method="post" action="/de/feedback/"' in page.text
        assert '<input type="hidden" name="page" value="/municipalities/senja/">' in page.text
    answer = tap(client, "/municipalities/senja/")
    assert answer.status_code == 303
    assert answer["Location"].startswith("/de/feedback/")
    thanks = client.get(answer["Location"])
    assert thanks.status_code == 200
    assert 'href="/de/municipalities/senja/"' in thanks.content.decode()
    assert "no-store" in thanks["Cache-Control"]
    assert not client.cookies


@pytest.mark.parametrize(
    "path", ["search/", "search/?q=bus", "feedback/", "municipalities/nowhere/", "nowhere/"]
)
def test_question_does_not_stand_on_forms_search_and_errors(client: Client, path: str) -> None:
    answer = client.get(f"/de/{path}")
    assert answer.status_code in (200, 404)
    assert 'class="feedback"' not in answer.content.decode()


def test_thanks_of_one_reader_are_not_kept_for_another(client: Client) -> None:
    address = tap(client)["Location"]
    tickets = {
        re.search(r'name="ticket" value="([^"]+)"', client.get(address).content.decode())[1]  # type: ignore[index]
        for _time in range(2)
    }
    assert len(tickets) == 2
    assert "ETag" not in Front().get(address).headers


def test_question_by_get_says_what_it_is_for_and_other_methods_are_refused(client: Client) -> None:
    assert client.get("/de/feedback/").status_code == 200
    assert client.put("/de/feedback/").status_code == 405
    assert not Feedback.objects.exists()


# --- the tap --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("useful", "is_useful"), [("yes", True), ("no", False)])
def test_tap_is_stored(client: Client, senja: Municipality, useful: str, is_useful: bool) -> None:
    assert tap(client, "/municipalities/senja/", useful).status_code == 303
    stored = Feedback.objects.get()
    assert (stored.page, stored.municipality) == ("/municipalities/senja/", senja)
    assert (stored.language, stored.is_useful) == ("de", is_useful)
    assert (stored.text, stored.state) == ("", "new")


@pytest.mark.parametrize(
    ("page", "useful"),
    [
        ("/nowhere/", "yes"), ("/municipalities/oslo/", "yes"), ("/search/", "yes"),
        ("/feedback/", "yes"), ("/pages/draft/", "yes"), ("//evil.example/", "yes"),
        ("https://evil.example/", "yes"), ("about/", "yes"), ("/about/?a=1", "yes"), ("", "yes"),
        ("/about/\x00", "yes"), ("/pages/" + "a" * 300 + "/", "yes"), ("/admin/", "yes"),
        ("/about/", "maybe"), ("/about/", ""),
    ],
)  # fmt: skip
def test_tap_on_what_is_no_page_is_answered_404_and_not_stored(
    client: Client, page: str, useful: str
) -> None:
    PageFactory(slug="draft")
    answer = tap(client, page, useful)
    assert answer.status_code == 404
    assert b"<html" in answer.content
    assert not Feedback.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "same-origin", "origin": "null"},
        {"sec-fetch-site": "none"},
        {"origin": "http://testserver"},
        {"origin": settings.SITE_URL},
    ],
)
def test_tap_from_our_own_pages_is_taken(client: Client, headers: dict[str, str]) -> None:
    assert tap(client, **headers).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": "http://other.testserver"},
        {"sec-fetch-site": "cross-site", "origin": "http://testserver"},
        {"origin": "https://evil.example"},
        {"origin": "https://testserver.evil.example"},
        {"origin": "null"},
        {"origin": "http://[broken"},
        {"referer": "http://testserver/de/about/"},
    ],
)
def test_tap_from_elsewhere_is_refused_with_a_way_out(
    client: Client, headers: dict[str, str]
) -> None:
    answer = tap(client, **headers)
    assert answer.status_code == 403
    main = answer.content.decode().partition("<main")[2]
    assert "/de/contact/" in main
    assert not Feedback.objects.exists()


def test_tap_needs_no_token_of_a_session() -> None:
    assert tap(Client(enforce_csrf_checks=True)).status_code == 303


def test_second_tap_is_the_first_one(client: Client) -> None:
    assert tap(client)["Location"] == tap(client)["Location"]
    assert Feedback.objects.count() == 1


def test_taps_that_differ_are_kept_apart(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    tap(client)
    tap(client, useful="no")
    tap(client, page="/privacy/")
    client.post("/nb/feedback/", {"page": "/about/", "useful": "yes"}, headers=OWN)
    client.post(
        "/de/feedback/", {"page": "/about/", "useful": "yes"}, headers=OWN, REMOTE_ADDR="192.0.2.7"
    )
    assert Feedback.objects.count() == 5


@pytest.mark.parametrize(("after", "rows"), [(4 * 60 + 59, 1), (11 * 60, 2)])
@pytest.mark.parametrize("begin", [0, 299, 300, 599])
def test_second_tap_counts_anew_when_it_is_no_slip(
    monkeypatch: pytest.MonkeyPatch, begin: int, after: int, rows: int
) -> None:
    noon = 1_800_000_000 + begin
    for moment in (noon, noon + after):
        monkeypatch.setattr("portal.actions.feedback.time.time", lambda moment=moment: moment)
        receive_feedback(page=ContentPage("/about/"), language="de", is_useful=True, sender="tap:x")
    assert Feedback.objects.count() == rows


@pytest.mark.django_db(transaction=True)
def test_twenty_taps_at_once_make_one_row() -> None:
    pks = []

    def send() -> None:
        try:
            row = receive_feedback(
                page=ContentPage("/about/"), language="de", is_useful=True, sender="tap:crowd"
            )
            pks.append(row.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(pks) == 20
    assert len(set(pks)) == Feedback.objects.count() == 1
    Feedback.objects.all().delete()
    Counter.objects.all().delete()


def test_sender_is_limited_alone_and_all_together(client: Client, settings: Any) -> None:
    settings.FEEDBACK_PER_SENDER, settings.FEEDBACK_OVERALL = 2, 4
    pages = ["/about/", "/privacy/", "/accessibility/", "/topics/"]
    assert [tap(client, page).status_code for page in pages] == [303, 303, 429, 429]
    assert Feedback.objects.count() == 2
    statuses = [
        client.post(
            "/de/feedback/",
            {"page": "/hosts/", "useful": "no"},
            headers=OWN,
            REMOTE_ADDR=f"192.0.2.{number}",
        ).status_code
        for number in range(3)
    ]
    assert statuses == [303, 303, 429]


def test_limit_is_not_fooled_by_a_made_up_address(client: Client, settings: Any) -> None:
    settings.FEEDBACK_PER_SENDER = 1
    answers = [tap(client, **OWN, **{"x-forwarded-for": f"6.6.6.{n}"}) for n in range(2)]
    assert [answer.status_code for answer in answers] == [303, 429]


def test_nothing_is_kept_about_who_taps(client: Client) -> None:
    tap(client)
    kept = {field.name for field in Feedback._meta.concrete_fields}
    assert kept == {
        "id", "page", "municipality", "language", "is_useful", "text", "received_at", "state",
        "state_at", "state_by",
    }  # fmt: skip
    assert not any("127.0.0.1" in name for name in Counter.objects.values_list("name", flat=True))
    assert all(len(name) <= 80 for name in Counter.objects.values_list("name", flat=True))
    assert len(by_address("tap:" + "x" * 24, client.get("/de/about/").wsgi_request) + ":300") <= 80


# --- the text -------------------------------------------------------------------------------------


def test_text_is_stored_once(client: Client, later: Any) -> None:
    address = tap(client)["Location"]
    first = said(client, address, later)
    again = client.post(address, first.wsgi_request.POST)
    assert (first.status_code, again.status_code) == (303, 303)
    assert first["Location"] == again["Location"] == f"{address}?told=1"
    assert Feedback.objects.get().text == "Wo ist der Bus?"
    told = client.get(first["Location"]).content.decode()
    assert 'role="status"' in told
    assert "<textarea" not in told


def test_another_text_does_not_overwrite_the_first(client: Client, later: Any) -> None:
    address = tap(client)["Location"]
    sent = said(client, address, later).wsgi_request.POST.dict()
    for _time in range(2):
        answer = client.post(address, sent | {"words": "Etwas anderes"})
        assert answer.status_code == 303
    texts = Feedback.objects.order_by("pk").values_list("text", "page", "language", "is_useful")
    assert list(texts) == [
        ("Wo ist der Bus?", "/about/", "de", True),
        ("Etwas anderes", "/about/", "de", True),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "required"),
        ("   ", "required"),
        ("a" * 1001, "max_length"),
        ("Mein Kind: 010190 00083, bitte", "identity_number"),
    ],
)
def test_wrong_text_is_refused_and_kept_in_the_box(
    client: Client, later: Any, text: str, code: str
) -> None:
    answer: Any = said(client, tap(client)["Location"], later, words=text)
    assert answer.status_code == 422
    assert answer.context["form"].errors.as_data()["words"][0].code == code
    assert text.strip() in answer.content.decode()
    assert Feedback.objects.get().text == ""


def test_text_of_the_greatest_length_with_markup_is_taken_as_it_is(
    client: Client, later: Any
) -> None:
    text = "<script>alert(1)</script>\r\n\x00\u202e" + "ø" * 974
    assert said(client, tap(client)["Location"], later, words=text).status_code == 303
    assert Feedback.objects.get().text == "<script>alert(1)</script>\n" + "ø" * 974


@pytest.mark.parametrize("ticket", ["", "forged", "old", "another"])
def test_text_with_a_wrong_ticket_gets_another_chance(
    client: Client, later: Any, ticket: str
) -> None:
    address = tap(client)["Location"]
    given = {"old": views.FeedbackTextForm().initial["ticket"], "another": new_ticket("contact")}
    if ticket == "old":
        later(hours=25)
    else:
        later(seconds=10)
    data = {"ticket": given.get(ticket, ticket), "words": "Wo ist der Bus?"}
    answer: Any = client.post(address, data)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Wo ist der Bus?" in page
    assert Feedback.objects.get().text == ""
    found = re.search(r'name="ticket" value="([^"]+)"', page)
    assert found
    later(hours=25, seconds=20) if ticket == "old" else later(seconds=20)
    assert client.post(address, data | {"ticket": found[1]}).status_code == 303
    assert Feedback.objects.get().text == "Wo ist der Bus?"


def test_text_that_comes_too_fast_keeps_its_ticket(client: Client, later: Any) -> None:
    address = tap(client)["Location"]
    data = {"ticket": views.FeedbackTextForm().initial["ticket"], "words": "Wo ist der Bus?"}
    answer = client.post(address, data)
    assert answer.status_code == 422
    assert data["ticket"] in answer.content.decode()
    later(seconds=5)
    assert client.post(address, data).status_code == 303


def test_robot_sees_success_and_nothing_is_stored(client: Client, later: Any) -> None:
    answer = said(client, tap(client)["Location"], later, website="https://buy.example")
    assert answer.status_code == 303
    assert Feedback.objects.get().text == ""


def test_text_is_limited_and_kept_in_the_box(client: Client, later: Any, settings: Any) -> None:
    settings.FEEDBACK_PER_SENDER = 1
    answer = said(client, tap(client)["Location"], later)
    assert answer.status_code == 429
    assert "Wo ist der Bus?" in answer.content.decode()
    assert Feedback.objects.get().text == ""


def test_text_to_a_forgotten_answer_is_kept_in_the_box(client: Client, later: Any) -> None:
    address = tap(client)["Location"]
    Feedback.objects.all().delete()
    answer = said(client, address, later)
    assert answer.status_code == 422
    assert "Wo ist der Bus?" in answer.content.decode()


@pytest.mark.parametrize("token", ["1", "WzEsIi9hYm91dC8iXQ:forged", "%00"])
def test_thanks_with_a_forged_address_are_not_there(client: Client, token: str) -> None:
    assert client.get(f"/de/feedback/{token}/").status_code == 404
    assert client.post(f"/de/feedback/{token}/", {"words": "x"}).status_code == 404


def test_thanks_do_not_read_the_answer(client: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/de/feedback/{views.sealed(1, '/about/')}/").status_code == 200
    assert queries
    assert not [query for query in queries if "portal_feedback" in query["sql"]]


def test_text_brings_back_what_an_editor_has_dealt_with() -> None:
    row = _stored()
    Feedback.objects.update(state="done", state_at=timezone.now(), state_by=UserFactory())
    add_feedback_text(pk=row.pk, text="Noch etwas")
    row.refresh_from_db()
    assert (row.state, row.state_at, row.state_by) == ("new", None, None)


def test_text_action_says_what_is_wrong() -> None:
    row = _stored(text="Erst")
    assert add_feedback_text(pk=row.pk, text="Erst").pk == row.pk
    assert add_feedback_text(pk=row.pk, text="Dann").pk != row.pk
    with pytest.raises(FeedbackForgotten):
        add_feedback_text(pk=row.pk + 99, text="Dann")


# --- keeping and forgetting -----------------------------------------------------------------------


def test_old_feedback_is_forgotten_by_a_duty_and_new_is_kept(settings: Any) -> None:
    settings.FEEDBACK_KEPT_DAYS = 30
    days = datetime.timedelta(days=1)
    _stored(received_at=timezone.now() - 31 * days)
    kept = _stored(received_at=timezone.now() - 29 * days)
    duty = next(duty for duty in DUTIES if duty.name == "forget old feedback")
    perform(duty.task, {})
    assert list(Feedback.objects.all()) == [kept]
    assert forget_old_feedback() == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "done"},
        {"state_at": timezone.now()},
        {"state": "done", "state_at": timezone.now()},
    ],
)
def test_database_refuses_a_state_without_author(fields: dict[str, Any]) -> None:
    row = _stored()
    with pytest.raises(IntegrityError), transaction.atomic():
        Feedback.objects.filter(pk=row.pk).update(**fields)


# --- which addresses are pages --------------------------------------------------------------------


def test_pages_are_found_with_the_municipality_that_answers(senja: Municipality) -> None:
    berg = MunicipalityFactory(slug="berg", valid_to=datetime.date(2019, 12, 31), successor=senja)
    region = Municipality.objects.create(kind="region", slug="region", name="Region")
    page = PageFactory(slug="doctor", state="published")
    LocalPartFactory(page=page, municipality=senja)
    host = CoordinatorFactory(slug="kari", municipality=senja)
    desk = CoordinatorFactory(slug="desk", municipality=region)
    organisation = OrganisationFactory(slug="nav")
    topic = TopicFactory(key="health")
    expected = {
        "/": (None, None),
        "/municipalities/": (None, None),
        "/municipalities/senja/": (senja, senja),
        "/municipalities/berg/": (senja, berg),
        "/municipalities/senja/pages/doctor/": (senja, page),
        "/pages/doctor/": (None, page),
        "/topics/health/": (None, topic),
        "/hosts/kari/": (senja, host),
        "/hosts/desk/": (None, desk),
        "/organisations/nav/": (None, organisation),
    }
    for group, (municipality, subject) in expected.items():
        found = find_page(group)
        assert found is not None, group
        assert (found.municipality, found.subject) == (municipality, subject)
        assert has_subject(group) is (subject is not None)


def test_address_of_a_page_is_the_same_in_all_languages_and_others_are_none() -> None:
    for language in ("nb", "de", "en"):
        assert group_of(f"/{language}/pages/doctor/") == "/pages/doctor/"
    assert group_of("/nb/") == "/"
    for path in ("/nb", "/fr/about/", "/about/", "/nb/search/", "/nb/feedback/x/", "/admin/"):
        assert group_of(path) is None
    assert is_content("/about/")
    assert not is_content("/search/")


def _stored(**fields: Any) -> Feedback:
    return Feedback.objects.create(page="/about/", language="de", is_useful=True, **fields)
