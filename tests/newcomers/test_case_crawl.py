"""A coordinator of Sørreisa, with every id of Målselv's case log in every address of the admin.

Nothing is shown, nothing changes, and the answer is the same as for an id that does not exist.
"""

import functools
import itertools
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, reverse

from municipalities.models import Membership
from municipalities.roles import Role
from newcomers.actions.drafts import keep_draft
from newcomers.actions.families import NewCase, register_family
from newcomers.actions.follow_ups import Written, log_entry
from newcomers.models import CaseAccess, FollowUp, StayCheck, Task
from portal.lib.dates import today
from portal.lib.scope import scoped
from tests.factories import received_enquiry
from tests.newcomers.cast import Cast, assigned_case, cast_of, new_family, new_person, soon
from tests.newcomers.test_crawl import CANARY, PART, admin_patterns
from tests.newcomers.two_places import cover, proposed

pytestmark = pytest.mark.django_db
NOBODYS = 987_654_321
MODELS = [model for model in apps.get_app_config("newcomers").get_models() if model != CaseAccess]
# What the forms of cases, families, lists and searches are called besides the models' fields.
OTHER_FIELDS = (
    "to", "of", "case", "cases", "task", "tasks", "finished", "duplicate_of", "selected", "words",
    "q", "entry", "_selected_action", "take-to", "take-municipality", "family-municipality",
)  # fmt: skip


@pytest.fixture
def there() -> Cast:
    return cast_of(name="Målselv")


@pytest.fixture
def numbers_apart(db: None) -> None:
    """No two tables give the same number, whatever ran before: a family's is then no case's."""
    with connection.cursor() as cursor:
        reached = {}
        for model in MODELS:
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [model._meta.db_table])
            sequence = cursor.fetchone()[0]
            if sequence:
                cursor.execute("SELECT nextval(%s)", [sequence])
                reached[sequence] = cursor.fetchone()[0]
        furthest = max(reached.values())
        for position, (sequence, number) in enumerate(reached.items(), start=1):
            skipped = furthest + 100 * position - number
            cursor.execute("SELECT nextval(%s) FROM generate_series(1, %s)", [sequence, skipped])


@pytest.fixture
def ids(numbers_apart: None, there: Cast) -> dict[str, Any]:
    """A case full of canaries, and the ids of all that hangs on it."""
    enquiry = received_enquiry(there.place, name=CANARY, message=CANARY)
    with scoped([there.place.pk]):
        case = register_family(
            family=new_family(there.place, label=CANARY, arrived_on=today()),
            people=[new_person(given_name=CANARY, email=f"{CANARY}@example.org")],
            by=there.coordinator,
            new_case=NewCase(there.coordinator, soon(title=CANARY)),
        ).case
        written = Written(today(), CANARY, mode="phone", reached=True)
        log_entry(case=case, written=written, by=there.coordinator, form_key="c" * 16)
        keep_draft(case=case, fields={"text": CANARY}, by=there.coordinator)
        proposed(case, third := cast_of(name="Bardu"), reason=CANARY, note=CANARY)
        own = {
            "case": case.pk,
            "family": case.family_id,
            "entry": FollowUp.objects.filter(kind="contact").get().pk,
            "task": Task.objects.get().pk,
            "stay": StayCheck.objects.first().pk,
            "enquiry": enquiry.pk,
            "place": there.place.pk,
            "number": case.number,
        }
    return own | {"cover": cover(third).pk}


@pytest.fixture
def stranger() -> Client:
    """Coordinator and lead of another municipality, which has a case of its own."""
    here = cast_of(name="Sørreisa")
    Membership.objects.create(user=here.coordinator, municipality=here.place, role=Role.LEAD)
    with scoped([here.place.pk]):
        assigned_case(here)
    client = Client()
    client.force_login(here.coordinator)
    return client


def with_ids(pattern: URLPattern, ids: list[Any]) -> Iterator[tuple[str, str]]:
    """The address with each of the ids, and the same one with an id that nobody has."""
    how_many = len(pattern.pattern.converters)
    for chosen in itertools.product(ids, repeat=how_many):
        nobodys = [NOBODYS if isinstance(each, int) else each for each in chosen]
        try:
            yield (
                reverse(f"admin:{pattern.name}", args=chosen),
                reverse(f"admin:{pattern.name}", args=nobodys),
            )
        except NoReverseMatch:
            continue


def patterns() -> list[URLPattern]:
    """Every address about newcomers; the other packages know nothing of them (test_crawl)."""
    return [each for each in admin_patterns() if str(each.name).startswith("newcomers_")]


def form_with(ids: dict[str, Any]) -> dict[str, Any]:
    """A form in which every field holds an id of the other municipality."""
    names = {field.name for model in MODELS for field in model._meta.fields} | {*OTHER_FIELDS}
    related = {"case": "case", "family": "family", "task": "task", "entry": "entry",
               "finished": "task", "municipality": "place", "enquiry": "enquiry",
               "duplicate_of": "number", "of": "enquiry", "q": "number"}  # fmt: skip
    return {name: str(ids[related.get(name, "case")]) for name in names} | {"words": PART}


def rows_of(place: int) -> dict[str, list[Any]]:
    with scoped([place]):
        return {model._meta.label: list(model.objects.order_by("pk").values()) for model in MODELS}


def said(response: HttpResponse) -> tuple[int, str]:
    """Status and where it leads, without the ids."""
    return response.status_code, re.sub(r"[0-9]+|[0-9a-f-]{36}", "#", response.get("Location", ""))


def numbers(ids: dict[str, Any]) -> list[Any]:
    return [value for name, value in ids.items() if name != "number"]


def test_crawl_of_cases_reaches_the_pages_of_the_log(ids: dict[str, Any]) -> None:
    names = {pattern.name for pattern in patterns()}
    assert {
        "newcomers_case_change", "newcomers_case_search", "newcomers_case_print",
        "newcomers_case_readings", "newcomers_family_change", "newcomers_staycheck_changelist",
    } <= names  # fmt: skip
    found = {address for each in patterns() for address, _other in with_ids(each, numbers(ids))}
    assert len(found) > 80


def test_stranger_sees_nothing_of_the_case_log(stranger: Client, ids: dict[str, Any]) -> None:
    stranger.raise_request_exception = False
    before = rows_of(ids["place"])
    shown, different = [], []
    form = form_with(ids)

    @functools.cache  # the same one for each id there is
    def said_to_nobody(address: str) -> list[tuple[int, str]]:
        return [said(stranger.get(address)), said(stranger.post(address, form))]

    for pattern in patterns():
        for address, nobodys in with_ids(pattern, numbers(ids)):
            pages = [stranger.get(address), stranger.post(address, form)]
            if not pattern.pattern.converters:
                pages.append(stranger.get(address, {"q": ids["number"]}))
            shown += [address for page in pages if CANARY in page.content.decode(errors="ignore")]
            if address != nobodys and [said(page) for page in pages[:2]] != said_to_nobody(nobodys):
                different.append(address)
    assert shown == []
    assert different == []
    assert rows_of(ids["place"]) == before


def test_own_coordinator_sees_it(there: Cast, ids: dict[str, Any]) -> None:
    client = Client()
    client.force_login(there.coordinator)
    for name in ("newcomers_case_change", "newcomers_case_print"):
        page = client.get(reverse(f"admin:{name}", args=[ids["case"]])).content.decode()
        assert CANARY in page, name
    found = client.post(reverse("admin:newcomers_case_search"), {"words": PART})
    assert found.status_code == 200
