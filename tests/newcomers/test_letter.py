"""Who gets the monthly letter: asked, confirmed, sent once, stopped; and nothing left behind."""

import datetime
import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail, signing
from django.db import connection
from django.test import Client
from django.utils import timezone

from hosting.models import Letter, LetterCount
from municipalities.models import Municipality
from newcomers import tasks_letter
from newcomers.actions import subscriptions
from newcomers.actions.letter_wishes import ask_for_letter
from newcomers.letter_links import CONFIRM, LEAVE
from newcomers.models import LetterDelivery, Subscription
from portal.duties import DUTIES
from portal.lib.dates import months_before, today
from portal.lib.jobs import enqueue
from portal.lib.public_forms import HONEYPOT, MAILS_A_DAY
from portal.lib.scope import scoped
from portal.models import User
from tests.contact import ticket
from tests.factories import CoordinatorFactory, MunicipalityFactory, UserFactory
from tests.jobs import run_jobs, waiting
from tests.mail_server import MailServer, mail_server

pytestmark = pytest.mark.django_db
ADDRESS = "greta@example.org"
MONTH = months_before(today().replace(day=1), 1)


@pytest.fixture
def senja(region: Municipality) -> Municipality:
    place = MunicipalityFactory.create(slug="senja", name="Senja")
    CoordinatorFactory(municipality=place, name="Kari", email="kari@example.org")
    return place


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    """Mail over the network, as in production."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    with mail_server() as running:
        settings.EMAIL_PORT = running.port
        yield running


def wish(client: Client, **typed: Any) -> Any:
    """Send the form; the answer, not followed."""
    least = {"municipality": "senja", "language": "de", "email": ADDRESS}
    data = {"ticket": ticket("letter"), HONEYPOT: ""} | least | typed
    return client.post("/en/letter/", data)


def links_in(text: str) -> list[str]:
    return [path.strip() for path in re.findall(r"http://localhost:8000(/\S+)", text)]


def kept() -> list[Subscription]:
    """Every subscription there is, whoever's."""
    with scoped(Municipality.objects.values_list("pk", flat=True)):
        return list(Subscription.objects.order_by("email", "language"))


def subscribed(place: Municipality, *names: str, language: str = "de") -> list[Subscription]:
    """Confirmed since yesterday."""
    yesterday = timezone.now() - datetime.timedelta(days=1)
    with scoped([place.pk]):
        return [
            Subscription.objects.create(
                municipality=place, language=language, email=f"{name}@example.org",
                asked_key=name, asked_at=yesterday, confirmed_at=yesterday,
            )
            for name in names
        ]  # fmt: skip


def approved(place: Municipality, **fields: Any) -> Letter:
    item = {"kind": "page", "title": "Lege", "title_language": "nb", "path": "/nb/pages/doctor/",
            "about": "", "about_language": "nb"}  # fmt: skip
    wanted: dict[str, Any] = {
        "state": "approved", "approved_at": timezone.now(), "approved_by": UserFactory.create(),
        "items": {code: [item] for code in ("nb", "de", "en")}, "words": {"de": "Hallo!"},
    }  # fmt: skip
    return Letter.objects.create(municipality=place, month=MONTH, **wanted | fields)


def counts() -> dict[str, int]:
    row = LetterCount.objects.values("joined", "left", "refused").first()
    return dict(row or {})


# --- asking, confirming, leaving ------------------------------------------------------------------


def test_letter_from_the_form_to_the_way_out(
    client: Client, senja: Municipality, server: MailServer
) -> None:
    response = wish(client)
    assert (response.status_code, response["Location"]) == (303, "/en/letter/asked/")
    assert not response.cookies
    assert kept() == [], "whoever sends the form writes no row"
    assert ADDRESS not in str(waiting())
    run_jobs()
    (asked,) = server.messages
    assert asked["To"] == ADDRESS
    (confirm,) = links_in(asked.get_content())
    assert confirm.startswith("/de/letter/confirm/")
    # A scanner opens every link, as often as it likes.
    for _time in range(2):
        page = client.get(confirm)
        assert (page.status_code, "no-store" in page["Cache-Control"]) == (200, True)
        client.head(confirm)
    assert kept()[0].confirmed_at is None
    for _time in range(2):
        assert client.post(confirm).status_code == 200
    (row,) = kept()
    assert row.confirmed_at is not None
    assert counts() == {"joined": 1, "left": 0, "refused": 0}

    letter = approved(senja, approved_at=timezone.now() + datetime.timedelta(seconds=1))
    enqueue(tasks_letter.send_letters)
    run_jobs()
    sent = server.messages[1]
    assert "Senja" in sent["Subject"]
    assert sent["Reply-To"] == "kari@example.org"
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert sent.get_content_type() == "text/plain"
    text = sent.get_content()
    assert "Hallo!" in text
    assert "http://localhost:8000/nb/pages/doctor/" in text
    leave = links_in(text)[-1]
    assert sent["List-Unsubscribe"].strip() == f"<http://localhost:8000{leave}>"
    letter.refresh_from_db()
    assert (letter.state, letter.sent_count) == ("sent", 1)

    assert client.get(leave).status_code == 200
    assert len(kept()) == 1, "opening the link stops nothing"
    # As a mail program's own button does it (RFC 8058): no cookie, no redirect.
    stopped = client.post(leave, {"List-Unsubscribe": "One-Click"})
    assert (stopped.status_code, stopped.cookies) == (200, {})
    assert kept() == []
    assert client.post(leave).status_code == 200, "once more says the same"
    assert counts() == {"joined": 1, "left": 1, "refused": 0}
    # What was confirmed once does not come back by an old link.
    assert client.post(confirm).status_code == 410
    assert kept() == []


def test_form_says_the_same_whether_the_address_is_known(
    client: Client, senja: Municipality
) -> None:
    subscribed(senja, "greta")
    known = wish(client, email="GRETA@example.org")
    new = wish(client, email="nora@example.org")
    assert (known.status_code, known["Location"]) == (new.status_code, new["Location"])
    assert [name for name, _ids in waiting()] == ["newcomers.wish_for_letter"] * 2
    run_jobs()
    told = {each.to[0]: each for each in mail.outbox}
    assert "/de/letter/leave/" in told["greta@example.org"].body
    assert "/de/letter/confirm/" in told["nora@example.org"].body
    assert len(kept()) == 2
    # Another language, another municipality: other wishes. The same at once: no second mail.
    wish(client, language="nb")
    wish(client, municipality="midt-troms")
    wish(client, email="nora@example.org")
    run_jobs()
    assert len(mail.outbox) == 4
    assert len(kept()) == 4


def test_same_form_twenty_times_asks_once(client: Client, senja: Municipality) -> None:
    once = ticket("letter")
    for _time in range(20):
        assert wish(client, ticket=once).status_code == 303
    run_jobs()
    assert (len(kept()), len(mail.outbox)) == (1, 1)
    # A mail server that fails is tried again with the same mail.
    again = {"address": ADDRESS, "municipality": senja.pk, "language": "de"}
    with scoped([senja.pk]):
        row = kept()[0]
        assert subscriptions.remember_wish(**again, key=row.asked_key) == row
        assert subscriptions.remember_wish(**again, key="other") is None


def test_mailbox_is_not_flooded_and_nobody_learns_of_it(
    client: Client, senja: Municipality
) -> None:
    for number in range(MAILS_A_DAY + 5):
        place = MunicipalityFactory.create(slug=f"place-{number}")
        assert wish(client, municipality=place.slug).status_code == 303
    run_jobs()
    assert len(mail.outbox) == MAILS_A_DAY


def test_form_refuses_kindly_what_is_no_wish(
    client: Client, senja: Municipality, settings: Any
) -> None:
    assert 'type="hidden" name="ticket"' in client.get("/de/letter/").content.decode()
    wrong: list[tuple[dict[str, Any], int]] = [
        ({"email": ""}, 200),
        ({"email": "greta"}, 200),
        ({"email": "grønn@example.org"}, 200),
        ({"email": "a@b@example.org"}, 200),
        ({"email": "greta@example.org, eva@example.org"}, 200),
        ({"email": "a" * 300 + "@example.org"}, 200),
        ({"email": "greta@" + "ø" * 70 + ".no"}, 200),
        ({"municipality": "oslo"}, 200),
        ({"municipality": ""}, 200),
        ({"language": "xx"}, 200),
        ({"ticket": "forged"}, 422),
        ({"ticket": ticket("contact")}, 422),
        ({"ticket": ticket("letter", days=2)}, 422),
        ({"ticket": ticket("letter", seconds=1)}, 422),
    ]
    for typed, status in wrong:
        response = wish(client, **typed)
        assert response.status_code == status, typed
        assert response.context["form"].errors, typed
        assert not response.cookies
    assert wish(client, email="x" * 2_700_000).status_code == 413
    assert wish(client, **{HONEYPOT: "http://spam.example"}).status_code == 303
    settings.CONTACT_PER_ADDRESS = {"limit": 0, "seconds": 60}
    refused = wish(client)
    assert refused.status_code == 429
    assert ADDRESS in html.unescape(refused.content.decode()), "what was typed is still there"
    settings.CONTACT_PER_ADDRESS = {"limit": 100, "seconds": 60}
    settings.CONTACT_OVERALL = {"limit": 0, "seconds": 60}
    assert wish(client).status_code == 429
    assert run_jobs() == []
    assert mail.outbox == []


def test_form_takes_every_address_there_is(client: Client, senja: Municipality) -> None:
    """And none of them begins another header."""
    typed = {
        "greta+senja@example.org": "greta+senja@example.org",
        "o'hara@Example.ORG": "o'hara@example.org",
        "ola@bæbu.example.no": "ola@xn--bbu-yla.example.no",
        "ola@BÆBU.example.no": "ola@xn--bbu-yla.example.no",
        "eva@example.org\r\nBcc: alle@example.org": "",
        "kim@example.org\u202e\x00": "kim@example.org",
    }
    for address in typed:
        wish(client, email=address)
    run_jobs()
    assert {row.email for row in kept()} == set(typed.values()) - {""}
    assert [len(each.to) for each in mail.outbox] == [1] * 4
    assert not any(each.bcc or each.cc for each in mail.outbox)


def test_links_that_are_altered_old_or_for_something_else_do_nothing(
    client: Client, senja: Municipality
) -> None:
    (row,) = subscribed(senja, "greta")
    written = f"{row.pk.hex}.{senja.pk}"
    leave = signing.Signer(salt=LEAVE).sign(written)
    confirm = signing.TimestampSigner(salt=CONFIRM).sign(written)
    other = MunicipalityFactory.create()
    elsewhere = signing.Signer(salt=LEAVE).sign(f"{row.pk.hex}.{other.pk}")
    bad = [
        f"leave/{leave[:-1]}", f"leave/{leave[1:]}", f"leave/{leave}x", f"leave/{confirm}",
        f"confirm/{leave}", f"confirm/{confirm[:-2]}", "leave/x", "confirm/%00", "leave/:::",
    ]  # fmt: skip
    for path in bad:
        for ask in (client.get, client.post):
            response = ask(f"/de/letter/{path}/")
            assert response.status_code == 404, path
            assert 'href="/de/letter/"' in response.content.decode()
    assert client.post(f"/de/letter/leave/{elsewhere}/").status_code == 200
    assert len(kept()) == 1, "a link reaches its own municipality alone"


def test_wish_that_nobody_confirms_is_forgotten(
    client: Client, senja: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    wish(client)
    run_jobs()
    (confirm,) = links_in(mail.outbox[0].body)
    subscribed(senja, "nora")
    enqueue(tasks_letter.tidy_subscriptions)
    run_jobs()
    assert len(kept()) == 2
    with scoped([senja.pk]):
        Subscription.objects.update(asked_at=timezone.now() - datetime.timedelta(hours=73))
    moment = signing.time.time() + 73 * 3600
    monkeypatch.setattr(signing.time, "time", lambda: moment)
    assert client.post(confirm).status_code == 410
    enqueue(tasks_letter.tidy_subscriptions)
    run_jobs()
    assert [row.email for row in kept()] == ["nora@example.org"]
    assert counts() == {}
    assert {"delete wishes for letters", "begin letters", "send letters"} <= {
        duty.name for duty in DUTIES
    }


# --- sending --------------------------------------------------------------------------------------


def test_each_gets_the_letter_once_however_often_it_is_sent(
    senja: Municipality, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subscriptions, "BATCH", 2)
    subscribed(senja, "a", "b", "c", "d")
    subscribed(senja, "n", language="nb")
    subscribed(MunicipalityFactory.create(), "stranger")
    with scoped([senja.pk]):
        Subscription.objects.create(
            municipality=senja, language="de", email="never@example.org", asked_key="n"
        )
    letter = approved(senja)
    # The first batch is in the queue, and then the worker dies.
    with scoped([senja.pk]):
        tasks_letter.give_letter.function(letter=letter.pk, municipality=senja.pk)
        assert LetterDelivery.objects.count() == 2
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = 'newcomers.give_letter'")
    assert len(waiting()) == 2
    # The clock goes on from there, twice at once.
    for _time in range(2):
        enqueue(tasks_letter.send_letters)
    run_jobs()
    letter.refresh_from_db()
    assert (letter.state, letter.sent_count) == ("sent", 5)
    assert sorted(server.recipients) == [f"{name}@example.org" for name in "abcdn"]
    assert len(set(server.ids)) == 5
    languages = {str(each["To"])[0]: each.get_content() for each in server.messages}
    assert "/nb/letter/leave/" in languages["n"]
    assert "/de/letter/leave/" in languages["a"]
    for _time in range(2):
        enqueue(tasks_letter.send_letters)
        enqueue(tasks_letter.give_letter, letter=letter.pk, municipality=senja.pk)
    run_jobs()
    assert len(server.messages) == 5
    with scoped([senja.pk]):
        assert not LetterDelivery.objects.exists(), "nothing tells who got it"


def test_nothing_is_sent_that_nobody_approved(senja: Municipality) -> None:
    (row,) = subscribed(senja, "a")
    draft = approved(senja, state="draft", approved_at=None, approved_by=None)
    enqueue(tasks_letter.send_letters)
    enqueue(tasks_letter.give_letter, letter=draft.pk, municipality=senja.pk)
    enqueue(tasks_letter.send_letter, letter=draft.pk, municipality=senja.pk, subscription=row.pk)
    run_jobs()
    assert mail.outbox == []
    assert Letter.objects.get().state == "draft"


def test_address_that_is_refused_or_gone_gets_nothing_more(
    senja: Municipality, server: MailServer
) -> None:
    gone, _refused, _full = subscribed(senja, "gone", "refused", "full")
    letter = approved(senja)
    server.answers = {
        "refused@example.org": ["550 no such user"],
        "full@example.org": ["452 mailbox full"],
    }
    with scoped([senja.pk]):
        tasks_letter.give_letter.function(letter=letter.pk, municipality=senja.pk)
    subscriptions.leave_letter(subscription=gone.pk, municipality=senja.pk)
    run_jobs(faults=True)
    assert [row.email for row in kept()] == ["full@example.org"]
    assert counts() == {"joined": 0, "left": 1, "refused": 1}
    assert server.recipients == []
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'")
    run_jobs()
    assert server.recipients == ["full@example.org"]


def test_address_that_takes_no_mail_is_not_kept_after_the_form(
    senja: Municipality, server: MailServer
) -> None:
    server.answers[ADDRESS] = ["550 no such user"]
    ask_for_letter(address=ADDRESS, municipality=senja.pk, language="de", key="k")
    run_jobs()
    assert kept() == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE args ? 'address'")
        assert cursor.fetchone() == (0,)


def test_subscribers_are_read_by_nobody_of_the_staff(
    senja: Municipality, regional_editor: User
) -> None:
    subscribed(senja, "a", "b")
    letter = Letter.objects.create(municipality=senja, month=MONTH)
    client = Client(headers={"accept-language": "en"})
    client.force_login(regional_editor)
    page = client.get(f"/admin/hosting/letter/{letter.pk}/change/").content.decode()
    assert "fewer than 5" in page
    assert "@example.org" not in page.replace(regional_editor.email, "")
    assert client.get("/admin/newcomers/subscription/").status_code == 404
