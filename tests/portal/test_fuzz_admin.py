"""Whatever stands in the address of a list or a form of the admin: a page, never a 500, and never
anything of another municipality.

The parameters are those that the pages look for, and those that their models have.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.db import models
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, reverse
from hypothesis import given
from hypothesis import strategies as st

from hosting.models import Event
from municipalities.models import Membership, Municipality
from municipalities.roles import Role
from municipalities.scoping import is_plain
from tests.factories import MunicipalityFactory, UserFactory
from tests.nasties import ALL, ESCAPED, ESCAPED_BY_CHANCE, FEW, Asked, names_asked_for, some
from tests.newcomers import test_case_crawl
from tests.newcomers.test_crawl import CANARY, admin_patterns

pytestmark = pytest.mark.django_db
# Of Django's lists, whatever model they show.
OF_LISTS = ("q", "o", "p", "all", "e", "_facets", "_popup", "_to_field", "_changelist_filters")
# The lookups that lists, filters and date hierarchies write into addresses, and some they do not.
LOOKUPS = ("", "__exact", "__in", "__isnull", "__gte", "__lt", "__range", "__regex", "__year",
           "__month", "__day", "__date", "__id__exact", "__pk__in", "__icontains")  # fmt: skip

there = test_case_crawl.there
ids = test_case_crawl.ids
numbers_apart = test_case_crawl.numbers_apart


@pytest.fixture
def staff(ids: dict[str, Any]) -> Client:
    """Every role in another municipality; and what the region gives that opens no case."""
    here = MunicipalityFactory(name="Sørreisa")
    region = MunicipalityFactory(name="Midt-Troms", kind=Municipality.Kind.REGION)
    user = UserFactory()
    for role in Role:
        place = region if role in (Role.ADMINISTRATOR, Role.EDITOR, Role.REGIONAL) else here
        Membership.objects.create(user=user, municipality=place, role=role)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def asked(staff: Client) -> Asked:
    return Asked(staff, CANARY)


def lists() -> dict[str, type[models.Model]]:
    """The address of each registered model's list."""
    return {
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"): model
        for model in admin.site._registry
    }


def pages() -> list[str]:
    """All other addresses of the admin that need no id: pages of ours, and empty forms."""
    found = []
    for pattern in admin_patterns():
        try:
            found.append(reverse(f"admin:{pattern.name}"))
        except NoReverseMatch:  # it needs an id
            continue
    closed = (*lists(), reverse("admin:logout"), reverse("admin:jsi18n"))
    return [path for path in found if path not in closed]


def names_of(client: Client, path: str, model: type[models.Model] | None) -> list[str]:
    """What the page looks for; of a list, one lookup after the other of the model's fields, too."""
    first = names_asked_for(client, path, OF_LISTS)
    found = dict.fromkeys([*first, *names_asked_for(client, path, first)])
    if model is not None:
        found |= dict.fromkeys(OF_LISTS)
        kept = admin.site._registry[model]
        filters = [each if isinstance(each, str) else each[0] for each in kept.list_filter
                   if isinstance(each, (str, tuple))]  # fmt: skip
        names = [*filters, *filter(None, [kept.date_hierarchy])]
        fields = [field.name for field in model._meta.fields]
        looks = some(LOOKUPS, len(fields), 3)
        found |= dict.fromkeys(f"{name}{look}" for name in names for look in looks)
        found |= dict.fromkeys(
            f"{name}{look}" for name, look in zip(some(tuple(fields), 1, 3), looks, strict=False)
        )
    return list(found)


def test_lists_and_pages_are_found(staff: Client) -> None:
    assert len(lists()) > 25
    assert len(pages()) > 40
    assert {"q", "o", "p", "e"} <= set(names_of(staff, *next(iter(lists().items()))))
    opened = [path for path in lists() if staff.get(path).status_code == 200]
    assert len(opened) > 20, "what is closed to them would be tried for nothing"


def test_no_parameter_breaks_a_list(asked: Asked) -> None:
    place = 0
    for path, model in lists().items():
        for name in names_of(asked.client, path, model):
            place += 1
            if place % 2 and not ALL:
                continue
            for value in some(ESCAPED, place, 1):
                asked.get(f"{path}?{name}={value}")
    assert asked.broken == [], "\n".join(asked.broken[:80])
    assert asked.count > 200


def test_no_parameter_breaks_a_page_or_an_empty_form(asked: Asked) -> None:
    place = 0
    for path in pages():
        for name in names_of(asked.client, path, None):
            place += 1
            if place % 3 and not ALL:
                continue
            for value in some(ESCAPED, place, 1):
                asked.get(f"{path}?{name}={value}")
    assert asked.broken == [], "\n".join(asked.broken[:80])
    assert asked.count > 50


def autocompletes() -> Iterator[str]:
    """The question for each field that is chosen by typing."""
    for model in admin.site._registry:
        for field in model._meta.fields:
            if field.is_relation:
                yield (f"app_label={model._meta.app_label}&model_name={model._meta.model_name}"
                       f"&field_name={field.name}")  # fmt: skip


def test_no_parameter_breaks_a_choice(asked: Asked) -> None:
    path = reverse("admin:autocomplete")
    for place, question in enumerate(autocompletes()):
        for value in some(ESCAPED, place, 1):
            asked.get(f"{path}?{question}&term={value}")
            asked.get(f"{path}?{question}&term=a&page={value}")
            asked.get(f"{path}?{question.rpartition('=')[0]}={value}&term=a")
    assert asked.broken == [], "\n".join(asked.broken[:80])
    assert asked.count > 100


@FEW
@given(st.lists(ESCAPED_BY_CHANCE, min_size=3, max_size=3))
def test_nothing_typed_by_chance_breaks_a_list(asked: Asked, values: list[str]) -> None:
    for number, path in enumerate(lists()):
        asked.get(f"{path}?q={values[number % 3]}")
        asked.get(f"{path}?q={values[0]}&p={values[1]}&o={values[2]}")
    assert asked.broken == [], "\n".join(asked.broken[:80])


def test_no_list_breaks_when_what_stands_there_is_sent(asked: Asked, ids: dict[str, Any]) -> None:
    """What a list takes by POST besides: an action, and the rows that were chosen."""
    for place, path in enumerate(lists()):
        for value in some(ESCAPED, place, 2):
            asked.post(path, {"action": "delete_selected"}, _selected_action=[value, "1"])
            asked.post(path, {"_selected_action": str(ids["enquiry"])}, action=value)
            asked.post(path, {}, **{"form-TOTAL_FORMS": value, "_save": "1"})
    assert asked.broken == [], "\n".join(asked.broken[:80])


def test_canary_is_where_it_is_looked_for(staff: Client, ids: dict[str, Any], there: Any) -> None:
    """Its own coordinator meets it in the very lists that were asked."""
    staff.force_login(there.coordinator)
    own = Asked(staff, CANARY)
    for path in lists():
        own.get(path)
    assert own.broken


@pytest.mark.parametrize(
    ("lookup", "is_allowed"),
    [
        ("status", True),
        ("status__exact", True),
        ("municipality__id__exact", True),
        ("municipality__pk__in", True),
        ("starts_at__year", True),
        ("slug__range", False),
        ("slug__regex", False),
        ("municipality__name__regex", False),
        ("languages", False),
        ("languages__gte", False),
        ("municipality__other_names__year", False),
        ("nothing__regex", True),  # Django's to refuse: no such field
    ],
)
def test_lists_are_narrowed_by_plain_lookups_alone(lookup: str, is_allowed: bool) -> None:
    assert is_plain(Event, lookup) is is_allowed


def test_year_that_no_calendar_has_is_refused_plainly(staff: Client) -> None:
    path = reverse("admin:municipalities_municipality_changelist")
    for year, status in (("2020", 200), ("0", 400), ("-1", 400), ("10000", 400), ("9" * 400, 400),
                         ("2147483648", 400), ("x", 400)):  # fmt: skip
        assert staff.get(path, {"valid_to__year": year}).status_code == status, year


def test_question_with_a_nul_is_answered_kindly(staff: Client) -> None:
    """Django's search box says so; a filter in the address that holds one is nobody's typing."""
    path = reverse("admin:hosting_event_changelist")
    page = staff.get(path, {"q": "a\x00"})
    assert (page.status_code, "Null characters are not allowed" in messages(page)) == (200, True)
    assert messages(staff.get(path, {"q": "a"})) == ""
    assert staff.get(path, {"status__exact": "a\x00"}).status_code == 400


def messages(page: HttpResponse) -> str:
    return " ".join(str(each) for each in page.context["messages"])


def test_row_without_an_id_is_refused_plainly(staff: Client) -> None:
    path = reverse("admin:hosting_event_changelist")
    sent = {"action": "delete_selected", "_selected_action": "no-id"}
    assert staff.post(path, sent).status_code == 400
    assert staff.post(path, sent | {"_selected_action": "1"}).status_code < 400
