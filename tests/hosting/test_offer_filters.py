"""Which offers a reader finds, and how many of each choice there are: by brute force."""

import dataclasses
import datetime
import itertools
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from hosting.models import Offer
from hosting.offer_filters import FLAGS, Wanted, counts_of
from municipalities.models import Municipality
from portal.lib.dates import today
from tests.factories import MunicipalityFactory, OfferFactory

pytestmark = pytest.mark.django_db
PLACES = ("bardu", "dyroy", "senja")
GROUPS = ("student", "refugee")
LANGUAGES = ("nb", "de", "uk")
LEVELS = ("A1", "B1")
CHOICES: dict[str, tuple[Any, ...]] = {
    "municipality": ("", *PLACES),
    "kind": ("", "activity", "norwegian_class"),
    "group": ("", *GROUPS),
    "language": ("", *LANGUAGES),
    "level": ("", *LEVELS),
    "outside": ("", "1"),
    "work": ("", "1"),
    "free": ("", "1"),
}
# An offer, as the brute force sees it.
ROWS = some.fixed_dictionaries(
    {
        "places": some.sets(some.sampled_from(PLACES)),
        "kind": some.sampled_from(("activity", "norwegian_class", "work")),
        "groups": some.sets(some.sampled_from(GROUPS)),
        "languages": some.sets(some.sampled_from(LANGUAGES)),
        "levels": some.sets(some.sampled_from(LEVELS), min_size=1),
        "outside": some.booleans(),
        "work": some.booleans(),
        "free": some.booleans(),
        "state": some.sampled_from(("shown", "shown", "shown", "expired", "over")),
    }
)


@pytest.fixture
def places() -> list[Municipality]:
    return [MunicipalityFactory.create(slug=slug) for slug in PLACES]


def store(row: dict[str, Any], places: list[Municipality]) -> int:
    over = {"ends_on": today() - datetime.timedelta(days=1)} if row["state"] == "over" else {}
    offer = OfferFactory.create(
        places=[place for place in places if place.slug in row["places"]],
        kind=row["kind"],
        groups=sorted(row["groups"]),
        languages=sorted(row["languages"]),
        levels=sorted(row["levels"]) if row["kind"] == "norwegian_class" else [],
        status="expired" if row["state"] == "expired" else "published",
        **{field: row[name] for name, field in FLAGS.items()},
        **over,
    )
    return int(offer.pk)


def fits(row: dict[str, Any], asked: dict[str, str]) -> bool:
    """Without a place it is for the whole region, without groups for everybody."""
    levels = row["levels"] if row["kind"] == "norwegian_class" else set()
    has = {
        "municipality": row["places"] or set(PLACES),
        "kind": {row["kind"]},
        "group": row["groups"] or set(GROUPS),
        "language": row["languages"],
        "level": levels,
        **{name: {"1"} if row[name] else set() for name in FLAGS},
    }
    return row["state"] == "shown" and all(not v or v in has[name] for name, v in asked.items())


def wanted(asked: dict[str, str], places: list[Municipality]) -> Wanted:
    query = QueryDict(mutable=True)
    query.update(asked)
    return Wanted.from_query(query, places)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rows=some.lists(ROWS, max_size=6), asked=some.fixed_dictionaries(
    {name: some.sampled_from(values) for name, values in CHOICES.items()}
))  # fmt: skip
def test_filters_and_counts_are_those_of_brute_force(
    places: list[Municipality], rows: list[dict[str, Any]], asked: dict[str, str]
) -> None:
    Offer.objects.all().delete()
    known = {store(row, places): row for row in rows}
    question = wanted(asked, places)
    found = question.among(Offer.objects.shown())
    assert sorted(each.pk for each in found) == [pk for pk in known if fits(known[pk], asked)]
    counts = counts_of(Offer.objects.shown(), question)
    assert counts.total == sum(fits(row, asked) for row in rows)
    for name, values in CHOICES.items():
        for value in values[1:]:
            expected = sum(fits(row, asked | {name: value}) for row in rows)
            assert counts.of(name, value) == expected, (name, value)


def test_every_combination_of_filters_finds_what_brute_force_finds(
    places: list[Municipality], django_assert_num_queries: Any
) -> None:
    """One row of each sort, and each combination of two filters with all of their values."""
    base: dict[str, Any] = {"places": {"senja"}, "kind": "norwegian_class", "groups": {"student"},
                            "languages": {"nb", "uk"}, "levels": {"A1"}, "outside": True,
                            "work": True, "free": True, "state": "shown"}  # fmt: skip
    others = [{}, {"places": set()}, {"kind": "activity"}, {"groups": set()}, {"languages": set()},
              {"levels": {"B1"}}, {"outside": False}, {"work": False}, {"free": False},
              {"state": "over"}]  # fmt: skip
    known = {store(base | each, places): base | each for each in others}
    for (one, values), (two, others_) in itertools.combinations(CHOICES.items(), 2):
        for first, second in itertools.product(values, others_):
            asked = {one: first, two: second}
            found = wanted(asked, places).among(Offer.objects.shown())
            expected = {pk for pk, row in known.items() if fits(row, asked)}
            assert {each.pk for each in found} == expected, asked
    with django_assert_num_queries(1):
        counts_of(Offer.objects.shown(), wanted({}, places))


def test_question_passes_over_what_is_no_choice(places: list[Municipality]) -> None:
    lenvik = MunicipalityFactory.create(
        slug="lenvik", valid_to=today() - datetime.timedelta(days=1), successor=places[2]
    )
    odd = {"municipality": "oslo", "kind": "party", "group": "' OR 1=1", "language": "xx",
           "level": "Z9", "outside": "yes", "work": "0", "free": "\0"}  # fmt: skip
    assert wanted(odd, places) == Wanted()
    assert wanted({"municipality": "lenvik"}, [*places, lenvik]).municipality == places[2]


def test_question_is_written_as_it_was_asked(places: list[Municipality]) -> None:
    asked = {"municipality": "senja", "kind": "work", "free": "1"}
    question = wanted(asked, places)
    assert question.asked == asked
    assert question.address("/x/", page="2") == "/x/?municipality=senja&kind=work&free=1&page=2"
    assert question.without("municipality").without("free").address("/x/") == "/x/?kind=work"
    assert Wanted().address("/x/") == "/x/"
    assert question.without("kind").may_be_kept
    assert not question.may_be_kept
    assert {field.name for field in dataclasses.fields(Wanted)} == CHOICES.keys()
