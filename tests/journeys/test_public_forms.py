"""What each public form and each mailed link owes to everybody, all of them together: twenty posts
of one form are one row and one mail, nothing typed gets into an address, and a scanner that opens
every link of every mail does nothing."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from hosting.actions.offer_links import Purpose, make_link
from hosting.models import Offer, OfferLink, OfferSender
from municipalities.models import Municipality
from portal.lib.scope import scoped
from tests import contact
from tests.contact import ticket
from tests.factories import CoordinatorFactory, MunicipalityFactory, OfferSenderFactory
from tests.jobs import run_jobs
from tests.newcomers.test_contact_at_once import at_once
from tests.offers import LEAST, NEED

WISH = {"municipality": "senja", "language": "de", "email": "greta@example.org"}
# Form: its address, what is typed, and who is written to.
FORMS: dict[str, tuple[str, dict[str, Any], str]] = {
    "contact": ("/en/contact/", contact.LEAST, "greta@example.org"),
    "offer": ("/en/offers/register/", LEAST, "leder@example.org"),
    "need": ("/en/employers/needs/register/", NEED, "bernd@example.org"),
    "letter": ("/en/letter/", WISH, "greta@example.org"),
}
# What counts and is counted by the minute, and not by what somebody does.
APART = {"portal_counter", "portal_visit", "django_session"}
every_form = pytest.mark.parametrize("form", FORMS)


@pytest.fixture
def places(request: pytest.FixtureRequest) -> Iterator[None]:
    """Two municipalities and their hosts; counters are not left to other tests."""
    MunicipalityFactory.create(kind="region", slug="midt-troms", name="Midt-Troms")
    for slug in ("senja", "sorreisa"):
        place = MunicipalityFactory.create(slug=slug, name=slug.title())
        CoordinatorFactory.create(municipality=place)
    yield
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM portal_counter")


def post(form: str, **more: Any) -> Any:
    """Send the form as a browser does that has no cookie, and that checks for forgery."""
    path, typed, _mailbox = FORMS[form]
    data = {"ticket": ticket(form)} | typed | more
    return Client(enforce_csrf_checks=True).post(path, data)


def rows() -> dict[str, str]:
    """A fingerprint of each table, of newcomers' in every municipality."""
    found = {}
    numbers = list(Municipality.objects.values_list("pk", flat=True))
    with scoped(numbers), connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names(cursor)) - APART):
            cursor.execute("SELECT has_table_privilege(%s, 'SELECT')", [table])
            if cursor.fetchone() == (True,):
                lines = f"SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM \"{table}\" t"
                cursor.execute(lines)
                found[table] = cursor.fetchone()[0]
    return found


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("places")
@every_form
def test_one_form_twenty_times_at_once_is_one_mail(form: str) -> None:
    same = ticket(form)
    answers = at_once(20, lambda _number: post(form, ticket=same))
    assert {answer.status_code for answer in answers} == {303}
    run_jobs()
    assert [message.to for message in mail.outbox if message.to == [FORMS[form][2]]] == [
        [FORMS[form][2]]
    ]
    assert OfferSender.objects.count() == Offer.objects.count() == (form in ("offer", "need"))


@pytest.mark.django_db
@pytest.mark.usefixtures("places")
@every_form
def test_nothing_that_is_typed_stands_in_an_address(client: Client, form: str) -> None:
    path, typed, mailbox = FORMS[form]
    answer = post(form)
    assert answer.status_code == 303
    assert "?" not in answer["Location"]
    assert "Set-Cookie" not in answer
    run_jobs()
    words = [str(value) for value in typed.values() if len(str(value)) > 7]
    links = re.findall(r"https?://\S+", "\n".join(str(message.body) for message in mail.outbox))
    assert links
    for word in (*words, mailbox):
        assert word not in answer["Location"]
        assert not any(word in link for link in links)
    # Nor does a page take it from there: who follows such a link shows it to nobody.
    page = client.get(path, typed)
    assert page.status_code == 200
    assert mailbox not in page.content.decode()


@pytest.mark.django_db
@pytest.mark.usefixtures("places")
def test_scanner_that_opens_every_link_of_every_mail_does_nothing(client: Client) -> None:
    for form in FORMS:
        assert post(form).status_code == 303
    sender = OfferSenderFactory.create()
    secrets = [make_link(sender=sender, purpose=each).secret for each in Purpose]
    run_jobs()
    text = "\n".join(str(message.body) for message in mail.outbox)
    mailed = re.findall(r"http://localhost:8000(/\S*)", text)
    paths = {*mailed, *(f"/nb/offers/links/{secret}/" for secret in secrets)}
    assert sum("/links/" in path for path in paths) == 2 + len(Purpose)
    assert any("/letter/confirm/" in path for path in paths)
    before = rows()
    assert before["hosting_offerlink"]
    for path in sorted(paths) * 2:
        got, looked = client.get(path), client.head(path)
        # A link to the admin leads to the log-in.
        assert got.status_code == looked.status_code
        assert got.status_code in ((302,) if path.startswith("/admin/") else (200,)), path
    assert {name for name, row in rows().items() if row != before[name]} == set()
    # The same links do something when the button is pressed.
    assert OfferLink.objects.exclude(used_at=None).count() == 0
    confirm = next(path for path in mailed if "/links/" in path)
    assert client.post(confirm).status_code == 303
    changed = {name for name, row in rows().items() if row != before[name]}
    assert {"hosting_offer", "hosting_offerlink", "hosting_offersender"} <= changed
