"""Links mailed to senders: single use, for three days, done by POST alone; and what they do."""

import datetime
import io
import logging
import re
from typing import Any

import pytest
from django.conf import settings as project
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from hosting.actions import offers
from hosting.actions.offer_links import Purpose, make_link
from hosting.actions.submissions import delete_unconfirmed, forget_senders
from hosting.models import Need, Offer, OfferLink, OfferSender, Organisation
from municipalities.models import Membership, Municipality
from municipalities.roles import Role
from portal.lib.history import event_model
from portal.lib.security_log import WithoutSecrets
from tests.contact import ticket, values_in
from tests.factories import UserFactory
from tests.jobs import run_jobs, waiting
from tests.mail_server import mail_server
from tests.offers import LEAST, SENDER, mailed_link, registered, send, send_need
from tests.portal.test_identity import ORDINARY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midt_troms")]
LANGUAGES = [code for code, _name in project.LANGUAGES]


def sent() -> Offer:
    """The only offer that was sent in."""
    return Offer.objects.select_related("sender").get(sender__isnull=False)


def published(client: Client, **typed: Any) -> Offer:
    """Sent in, confirmed and published; no mail is left over."""
    registered(client, **typed)
    publish(sent())
    run_jobs()
    mail.outbox.clear()
    return sent()


def publish(offer: Offer) -> None:
    """As a moderator does."""
    region = Municipality.objects.region()
    user = UserFactory()
    Membership.objects.create(user=user, municipality=region, role=Role.REGIONAL)
    organisation = Organisation.objects.listed().first()
    offers.publish_offer(offer=offer, by=user, organisation=organisation)


def link(purpose: Purpose) -> str:
    made = make_link(sender=sent().sender, purpose=purpose)
    return f"/nb/offers/links/{made.secret}/"


def edited(client: Client, path: str, **typed: Any) -> Any:
    """Post the form of the link as it is filled in, with these values instead."""
    form = client.get(path).context["form"]
    data = {name: form[name].value() for name in form.fields} | typed
    return client.post(path, {name: v for name, v in data.items() if v not in (None, False)})


def test_address_is_confirmed_by_the_button_alone(client: Client) -> None:
    send(client, "nb", written_in="de")
    path = mailed_link()
    assert path.startswith("/de/offers/links/")
    (message,) = mail.outbox
    assert message.to == [SENDER]
    assert LEAST["title"] not in f"{message.subject}{message.body}"
    for _ in range(3):
        response = client.get(path)
        assert response.status_code == 200
        assert client.head(path).status_code == 200
        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert not response.cookies
    assert (sent().status, sent().sender.address_confirmed_at) == ("submitted", None)
    assert client.post(path)["Location"] == "/de/offers/done/confirmed/"
    assert sent().status == "waiting"
    assert sent().sender.address_confirmed_at is not None
    again = client.post(path)
    assert again.status_code == 410
    assert "bestätigt" in again.content.decode() or "confirmed" in again.content.decode()
    assert [task for task, _ids in waiting()] == ["hosting.tell_moderators"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_mail_is_in_the_language_of_the_sender(client: Client, language: str) -> None:
    send(client, "en", written_in=language)
    assert mailed_link().startswith(f"/{language}/")
    (message,) = mail.outbox
    first = {"nb": "Hei!", "de": "Hallo,", "en": "Hello,"}
    assert message.body.startswith(first[language])


def test_link_that_is_altered_foreign_or_of_something_else_does_nothing(client: Client) -> None:
    send(client)
    path = mailed_link()
    other = OfferLink.objects.get()
    for wrong in (path[:-3] + "xx/", f"/nb/offers/links/{other.digest}/",
                  f"/nb/offers/links/{other.pk}/", "/nb/offers/links/x/",
                  f"/nb/offers/links/{'x' * 3000}/"):  # fmt: skip
        assert client.get(wrong).status_code == 404, wrong
        assert client.post(wrong, {"holds": "no"}).status_code == 404
    # A link that confirms an address neither changes nor answers anything.
    client.post(path, {"holds": "no", "title": "Annet"})
    assert (sent().status, sent().title_nb) == ("waiting", LEAST["title"])


def test_old_link_is_replaced_once_by_one_to_the_same_address(client: Client) -> None:
    send(client)
    path = mailed_link()
    OfferLink.objects.update(valid_until=timezone.now() - datetime.timedelta(seconds=1))
    assert client.get(path).status_code == 410
    assert client.post(path).status_code == 410
    assert sent().status == "submitted"
    assert client.post(path, {"renew": "1"})["Location"] == "/nb/offers/done/renewed/"
    newer = mailed_link()
    assert newer != path
    assert mail.outbox[-1].to == [SENDER]
    assert client.post(path, {"renew": "1"}).status_code == 410
    assert not waiting()
    assert client.post(newer)["Location"] == "/nb/offers/done/confirmed/"


def test_change_of_what_readers_see_waits_while_they_see_the_old_words(client: Client) -> None:
    offer = published(client)
    path = link(Purpose.EDIT)
    page = client.get(path).content.decode()
    assert values_in(page)["title"] == LEAST["title"]
    assert "organisation_name" not in values_in(page)
    answer = edited(client, path, title="Tur hver fredag", is_beside_work="on")
    assert answer["Location"] == "/nb/offers/done/changed/"
    offer.refresh_from_db()
    assert (offer.title_nb, offer.is_beside_work) == (LEAST["title"], True)
    assert offer.proposed == {"title": "Tur hver fredag"}
    assert offer in Offer.objects.shown()
    assert offer in Offer.objects.waiting()
    assert client.get(path).status_code == 410
    assert edited_again(client, path) == 410
    # Who comes once more finds what they proposed, and may take it back.
    newer = link(Purpose.EDIT)
    assert values_in(client.get(newer).content.decode())["title"] == "Tur hver fredag"
    assert edited(client, newer, title=LEAST["title"]).status_code == 303
    offer.refresh_from_db()
    assert offer.proposed is None


def edited_again(client: Client, path: str) -> int:
    return int(client.post(path, {"title": "Noe annet"}).status_code)


def test_change_that_is_wrong_keeps_link_and_text(client: Client) -> None:
    published(client)
    path = link(Purpose.EDIT)
    for typed in ({"title": ""}, {"text": f"Nr {ORDINARY}"}, {"levels": ["A1"]},
                  {"municipalities": ["oslo"]}, {"website": "javascript:x"}):  # fmt: skip
        response = edited(client, path, **typed)
        assert response.status_code == 200, typed
        assert list(response.context["form"].errors) == list(typed)
    assert edited(client, path, title="Ny", preview="1").status_code == 200
    assert sent().proposed is None
    assert edited(client, path, title="Ny").status_code == 303


def test_need_is_changed_with_its_posts(client: Client) -> None:
    send_need(client)
    client.post(mailed_link())
    assert edited(client, link(Purpose.EDIT), posts="5").status_code == 303
    assert Need.objects.get(offer=sent()).posts == 5


def test_sender_answers_whether_it_is_still_there(client: Client) -> None:
    offer = published(client)
    offers.mark_to_be_confirmed(offer=offer)
    assert client.post(link(Purpose.STILL_TRUE)).status_code == 200
    assert sent().status == "to_be_confirmed"
    changed = client.post(link(Purpose.STILL_TRUE), {"holds": "changed"})
    assert edited(client, changed["Location"], times="Torsdager").status_code == 303
    assert sent().status == "published"
    offers.mark_to_be_confirmed(offer=offer)
    path = link(Purpose.STILL_TRUE)
    assert client.post(path, {"holds": "yes"})["Location"] == "/nb/offers/done/still-there/"
    assert sent().status == "published"
    assert client.post(path, {"holds": "no"}).status_code == 410
    ended = client.post(link(Purpose.STILL_TRUE), {"holds": "no"})
    assert ended["Location"] == "/nb/offers/done/ended/"
    assert sent().status == "expired"
    # What is hidden comes back by its sender's word, and a moderator's.
    back = client.post(link(Purpose.STILL_TRUE), {"holds": "yes"})
    assert back["Location"] == "/nb/offers/done/changed/"
    assert sent().status == "waiting"


def test_asking_for_links_never_tells_whether_an_address_is_known(client: Client) -> None:
    published(client)
    answers = []
    for address in (SENDER.upper(), "ukjent@example.org"):
        data = {"email": address, "ticket": ticket("offer_links")}
        answer = client.post("/nb/offers/change/", data)
        answers.append((answer.status_code, answer["Location"], answer.content))
        (job,) = waiting()
        assert address.lower() not in str(job)
        run_jobs()
    assert answers[0] == answers[1]
    (message,) = mail.outbox
    assert message.to == [SENDER]
    assert LEAST["title"] in message.body
    path = mailed_link()
    assert values_in(client.get(path).content.decode())["title"] == LEAST["title"]


def test_links_are_asked_for_with_an_address_and_a_good_ticket(client: Client) -> None:
    for data, status in (
        ({"email": ""}, 200), ({"email": "x"}, 200), ({"email": "a@example.org\r\nBcc: b"}, 200),
        ({"email": SENDER, "ticket": "x"}, 422), ({"email": SENDER, "ticket": ticket()}, 422),
    ):  # fmt: skip
        answer = client.post("/nb/offers/change/", {"ticket": ticket("offer_links")} | data)
        assert answer.status_code == status, data
        assert 'id="error-summary"' in answer.content.decode()
    assert not waiting()


def test_what_is_never_confirmed_is_deleted_and_nothing_else(client: Client) -> None:
    send(client)
    registered(client, title="Bekreftet")
    days = project.OFFER_UNCONFIRMED_DAYS
    now = timezone.now()
    assert delete_unconfirmed(now=now + datetime.timedelta(days=days - 1)) == 0
    assert delete_unconfirmed(now=now + datetime.timedelta(days=days + 1)) == 1
    assert sent().title_nb == "Bekreftet"
    run_jobs()


def test_nothing_is_left_of_what_was_never_confirmed(client: Client) -> None:
    """Somebody may have written of another: it goes with its row, from the history too."""
    words = {"title": "Zebulon Normann", "text": "Zebulon bor her.", "times": "Zebulons kveld"}
    send(client, **words, organisation_name="Naboen til Zebulon")
    kept = sent()
    OfferSender.objects.filter(offer=kept).update(name="Zebulon")
    Offer.objects.filter(pk=kept.pk).update(place="Hos Zebulon")
    now = timezone.now() + datetime.timedelta(days=project.OFFER_UNCONFIRMED_DAYS + 1)
    assert delete_unconfirmed(now=now) == 1
    assert _rows_with("Zebulon") == {}
    # The history of what was confirmed begins with that, complete, and ends with its row.
    registered(client, **words)
    confirmed = sent()
    history = event_model(Offer).objects.filter(id=confirmed.pk).order_by("pgh_id")
    assert list(history.values_list("pgh_label", "status", "title_nb")) == [
        ("update", "waiting", "Zebulon Normann")
    ]
    confirmed.delete()
    assert list(history.values_list("pgh_label", flat=True)) == ["update", "delete"]
    assert "hosting_offerevent" in _rows_with("Zebulon")
    run_jobs()


def _rows_with(word: str) -> dict[str, int]:
    """In how many rows of each table the word stands, in whatever column. Not of newcomers' ones,
    which say nothing outside a municipality, and lead nowhere from here."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute("SELECT has_table_privilege(%s, 'SELECT')", [table])
            if cursor.fetchone()[0] and not table.startswith("newcomers_"):
                sql = f'SELECT count(*) FROM "{table}" AS t WHERE t::text LIKE %s'
                cursor.execute(sql, [f"%{word}%"])
                found[table] = cursor.fetchone()[0]
    assert "hosting_offer" in found
    return {table: number for table, number in found.items() if number}


@pytest.mark.parametrize("status", ["declined", "expired", "published"])
def test_sender_is_forgotten_long_after_nobody_sees_the_offer(client: Client, status: str) -> None:
    offer = published(client)
    Offer.objects.filter(pk=offer.pk).update(
        status=status, decline_reason="Nei", decided_at=timezone.now()
    )
    kept = datetime.timedelta(days=project.OFFER_SENDER_KEPT_DAYS)
    assert forget_senders(now=timezone.now() + kept * 0.9) == 0
    assert forget_senders(now=timezone.now() + kept * 1.1) == (status != "published")
    assert Offer.objects.filter(pk=offer.pk).exists()
    assert OfferSender.objects.exists() == (status == "published")


def test_no_log_line_holds_a_secret_or_what_was_typed(client: Client) -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(WithoutSecrets())
    logging.getLogger().addHandler(handler)
    try:
        send(client)
        path = mailed_link()
        secret = path.split("/")[-2]
        client.get(path[:-3] + "xx/")
        client.post(path)
        client.get(path)
        client.post("/nb/offers/change/", {"email": SENDER, "ticket": ticket("offer_links")})
        run_jobs()
    finally:
        logging.getLogger().removeHandler(handler)
    lines = stream.getvalue()
    assert "/offers/links/" in lines
    for word in (secret, secret[:-2], SENDER, LEAST["title"], LEAST["sender_name"]):
        assert word not in lines


def test_page_of_a_link_leads_nobody_to_its_address(client: Client) -> None:
    send(client)
    path = mailed_link()
    page = client.get(path).content.decode()
    assert '<meta name="robots" content="noindex">' in page
    assert "canonical" not in page
    own = {match for match in re.findall(r'href="([^"]*)"', page) if "/links/" in match}
    assert own == {path.replace("/nb/", f"/{code}/") for code in LANGUAGES}


def test_mail_over_smtp_has_fixed_headers_and_a_refused_address_is_remembered(
    client: Client, settings: Any
) -> None:
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        send(client, title="Tur\r\nBcc: alle@example.org")
        run_jobs()
        (message,) = server.messages
        assert (server.recipients, message["To"]) == ([SENDER], SENDER)
        assert message["Auto-Submitted"] == "auto-generated"
        wanted = f"<offer_confirm_address.{OfferLink.objects.get().pk}@localhost>"
        assert message["Message-ID"].strip() == wanted
        assert "Bcc" not in message
        server.answers["ingen@example.org"] = ["550 no such user"]
        send(client, sender_email="ingen@example.org", title="En annen")
        run_jobs()
    assert OfferSender.objects.get(email="ingen@example.org").email_refused_at is not None
    assert OfferSender.objects.get(email=SENDER).email_refused_at is None
