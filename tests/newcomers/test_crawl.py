"""A canary in one municipality never appears in any page of another's coordinator.

The pages come from the URLconf of the admin and its registry; every one is asked by GET and by
POST, with the stranger's ids, and with every parameter that lists know. Only lists take actions.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

import pytest
from django.contrib import admin
from django.db import connection, connections
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from municipalities.models import Membership, Municipality
from municipalities.roles import Role
from newcomers.actions.access import note_access
from newcomers.models import CaseAccess, Enquiry
from portal.lib.scope import scoped
from tests.factories import MunicipalityFactory, UserFactory, received_enquiry

pytestmark = pytest.mark.django_db
# Questions hold the first part only: whatever shows the whole has read it from the row.
PART = "Kanarifugl"
CANARY = f"{PART}-7c1d"
LIST_PARAMETERS = ("q", "o", "p", "all", "e", "_facets", "state", "_to_field", "_popup")


@pytest.fixture
def there() -> Municipality:
    return MunicipalityFactory(name="Sørreisa")


@pytest.fixture
def canary(there: Municipality) -> Enquiry:
    """The stranger's row, full of canaries, and a log line about it."""
    enquiry = received_enquiry(
        there,
        name=CANARY,
        email=f"{CANARY}@example.org",
        phone="77 00 00 00",
        message=f"Hei, {CANARY}",
    )
    lead = UserFactory(name="Sørreisas leder")
    Membership.objects.create(user=lead, municipality=there, role=Role.LEAD)
    with scoped([there.pk]):
        note_access(by=lead, what=CaseAccess.What.VIEW, table="enquiry", rows=[enquiry])
    return enquiry


@pytest.fixture
def stranger() -> Client:
    """The coordinator and lead of another municipality, which has a row of its own."""
    here = MunicipalityFactory(name="Målselv")
    user = UserFactory()
    for role in (Role.COORDINATOR, Role.LEAD):
        Membership.objects.create(user=user, municipality=here, role=role)
    received_enquiry(here, name="Egen", email="egen@example.org")
    client = Client()
    client.force_login(user)
    return client


def admin_patterns(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    """Every named address of the admin."""
    resolver = resolver or next(
        each
        for each in get_resolver().url_patterns
        if isinstance(each, URLResolver) and each.namespace == "admin"
    )
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from admin_patterns(each)
        elif isinstance(each, URLPattern) and each.name:
            yield each


def addresses(row: Enquiry) -> dict[str, bool]:
    """Every address, and whether it takes an id: the row's, its municipality's, a package's."""
    found = {}
    for pattern in admin_patterns():
        if pattern.name == "logout":
            continue  # after it there would be nothing left to find
        ids = [row.pk, row.municipality_id] if pattern.pattern.converters else ["newcomers"]
        for arguments in ([], *([each] for each in ids)):
            try:
                found[reverse(f"admin:{pattern.name}", args=arguments)] = bool(arguments)
            except NoReverseMatch:
                continue
    return found


def questions(row: Enquiry) -> Iterator[dict[str, Any]]:
    values = [PART, str(row.pk), str(row.municipality_id), "all", "1"]
    for parameter in LIST_PARAMETERS:
        for value in values:
            yield {parameter: value}
    fields = [field.name for field in Enquiry._meta.fields]
    for field in fields:
        yield {f"{field}__startswith": str(getattr(row, field) or "").replace(CANARY, PART)}
        yield {f"{field}__id__exact": str(row.municipality_id)}


def completions() -> Iterator[dict[str, Any]]:
    """What a field of any form asks while somebody types."""
    for model in admin.site._registry:
        for field in model._meta.fields:
            if field.is_relation:
                yield {
                    "app_label": model._meta.app_label,
                    "model_name": model._meta.model_name,
                    "field_name": field.name,
                    "term": "",
                }


def posts(row: Enquiry, takes_list_actions: bool) -> Iterator[dict[str, Any]]:
    yield {}
    yield {"post": "yes", "outcome": "spam"}
    yield {"municipality": str(row.municipality_id), "name": "tatt", "_save": "1"}
    if takes_list_actions:
        for action in ("mark_answered", "mark_spam", "mark_out_of_scope", "delete_selected"):
            yield {"action": action, "_selected_action": [str(row.pk)], "post": "yes"}


class Crawl:
    """Asks every address, and follows where an answer leads as long as that is new."""

    def __init__(self, client: Client, row: Enquiry) -> None:
        client.raise_request_exception = False
        self.client, self.row = client, row
        self.followed: set[str] = set()

    def answers(self, address: str, takes_id: bool) -> Iterator[HttpResponse]:
        """To every question and every form."""
        yield self.client.get(address)
        if address.endswith("/enquiry/"):
            for question in questions(self.row):
                yield self.client.get(address, question)
        if "autocomplete" in address:
            for question in completions():
                yield self.client.get(address, question)
        is_list = not takes_id and not address.endswith(("/add/", "/autocomplete/"))
        # No other list has such actions, nor rows with these ids.
        for form in posts(self.row, is_list and "/newcomers/" in address):
            yield from self.sent(address, form)

    def sent(self, address: str, form: dict[str, Any]) -> Iterator[HttpResponse]:
        """What a message says about a form is shown by whatever page comes next."""
        page = self.client.post(address, form)
        yield page
        while "Location" in page:
            address = urljoin(address, page["Location"])
            if address in self.followed:
                return
            self.followed.add(address)
            page = self.client.get(address)
            yield page

    def found(self, below: str = "/admin/") -> Iterator[str]:
        """The addresses whose answer shows the canary, one at a time; the row's own kind first."""
        asked = sorted(addresses(self.row).items(), key=lambda each: "/enquiry/" not in each[0])
        chosen = [each for each in asked if each[0].startswith(below)]
        for address, takes_id in [*chosen, (reverse("admin:index"), True)]:
            shown = [
                CANARY in page.content.decode(errors="replace")
                for page in self.answers(address, takes_id)
            ]
            if any(shown):
                yield address
        assert "_auth_user_id" in self.client.session, "the crawl has lost its log-in"


def crawl(client: Client, row: Enquiry) -> Iterator[str]:
    """The addresses whose answer shows the canary."""
    yield from Crawl(client, row).found()


def test_crawl_asks_a_good_many_pages(canary: Enquiry) -> None:
    names = {pattern.name for pattern in admin_patterns()}
    assert {
        "newcomers_enquiry_changelist",
        "newcomers_enquiry_triage",
        "autocomplete",
        "newcomers_caseaccess_changelist",
    } <= names
    found = addresses(canary)
    assert list(found.values()).count(True) > 40
    assert not found[reverse("admin:newcomers_enquiry_changelist")]
    assert found[reverse("admin:newcomers_enquiry_change", args=[canary.pk])]
    assert found[reverse("admin:app_list", args=["newcomers"])]


def test_stranger_meets_no_canary(stranger: Client, canary: Enquiry) -> None:
    assert list(crawl(stranger, canary)) == []
    with scoped([canary.municipality_id]):
        untouched = Enquiry.objects.get(pk=canary.pk)
    assert (untouched.triage, untouched.name) == ("new", CANARY)


def test_own_coordinator_meets_the_canary(canary: Enquiry, there: Municipality) -> None:
    user = UserFactory()
    Membership.objects.create(user=user, municipality=there, role=Role.COORDINATOR)
    client = Client()
    client.force_login(user)
    assert CANARY in client.get(reverse("admin:newcomers_enquiry_changelist")).content.decode()
    page = client.get(reverse("admin:newcomers_enquiry_change", args=[canary.pk]))
    assert CANARY in page.content.decode()
    assert CANARY not in page.context["title"]


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_crawl_fails_when_the_policy_is_dropped(
    stranger: Client, canary: Enquiry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the guards in Python forgotten, row-level security holds alone; without it, nothing
    does, and the crawl must see that."""
    from municipalities.scoping import Scoped

    monkeypatch.setattr(Scoped, "limited", lambda self, request, rows, path, abilities: rows)
    monkeypatch.setattr(Scoped, "covers", lambda self, request, obj, abilities: True)
    monkeypatch.setattr("newcomers.admin.logged.note_access", lambda **fields: None)
    found = Crawl(stranger, canary).found(below="/admin/newcomers/enquiry/")
    assert list(found) == [], "row-level security alone must hold"
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE newcomers_enquiry DISABLE ROW LEVEL SECURITY")
    try:
        assert next(crawl(stranger, canary), None)
    finally:
        with connections["owner"].cursor() as cursor:
            cursor.execute("ALTER TABLE newcomers_enquiry ENABLE ROW LEVEL SECURITY")
        connections["owner"].close()


def test_every_reading_is_noted(canary: Enquiry, there: Municipality) -> None:
    user = UserFactory()
    Membership.objects.create(user=user, municipality=there, role=Role.LEAD)
    client = Client()
    client.force_login(user)
    url = reverse("admin:newcomers_enquiry_changelist")
    client.get(url)
    client.get(url, {"q": canary.number})
    client.get(reverse("admin:newcomers_enquiry_change", args=[canary.pk]))
    with scoped([], [there.pk]):
        notes = CaseAccess.objects.filter(user=user).order_by("at")
        assert [note.what for note in notes] == ["list", "search", "view"]
        assert all(note.object_ids == [str(canary.pk)] for note in notes)
    log = client.get(reverse("admin:newcomers_caseaccess_changelist")).content.decode()
    assert user.name in log


def test_no_note_no_page(
    canary: Enquiry, there: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_fields: Any) -> None:
        raise RuntimeError("the log cannot be written")

    user = UserFactory()
    Membership.objects.create(user=user, municipality=there, role=Role.COORDINATOR)
    client = Client(raise_request_exception=False)
    client.force_login(user)
    monkeypatch.setattr("newcomers.admin.logged.note_access", fail)
    response = client.get(reverse("admin:newcomers_enquiry_changelist"))
    assert response.status_code == 500
    assert CANARY not in response.content.decode()


def test_triage_in_the_admin_is_decided_once(canary: Enquiry, there: Municipality) -> None:
    user = UserFactory()
    Membership.objects.create(user=user, municipality=there, role=Role.COORDINATOR)
    client = Client()
    client.force_login(user)
    url = reverse("admin:newcomers_enquiry_triage", args=[canary.pk])
    assert client.get(url).status_code == 405
    client.post(url, {"outcome": "nonsense"})
    client.post(url, {"outcome": "answered"})
    again = client.post(url, {"outcome": "spam"}, follow=True)
    assert "Already dealt with by" in again.content.decode()
    with scoped([there.pk]):
        assert Enquiry.objects.get().triage == "answered"


def test_membership_that_ends_ends_access_at_once(canary: Enquiry, there: Municipality) -> None:
    user = UserFactory()
    membership = Membership.objects.create(user=user, municipality=there, role=Role.COORDINATOR)
    client = Client()
    client.force_login(user)
    url = reverse("admin:newcomers_enquiry_change", args=[canary.pk])
    assert client.get(url).status_code == 200
    membership.delete()
    assert client.get(url).status_code in {302, 403}
    assert connection.in_atomic_block
