"""What a step and its times may be, and what is written down of them."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from hosting.models import Step, StepTime
from portal.lib.history import event_model
from portal.models import SearchEntry
from tests.factories import SourceFactory, StepFactory, StepTimeFactory

pytestmark = pytest.mark.django_db
NO_AMOUNT = {"amount": None, "unit": "", "relation": "", "anchor": ""}


def test_steps_readers_see_are_the_published_ones() -> None:
    StepFactory.create()
    shown = StepFactory.create(state="published")
    assert list(Step.objects.published()) == [shown]


def test_step_for_planning_names_published_steps_that_come_first() -> None:
    first, draft, other = (
        StepFactory.create(state="published"), StepFactory.create(),
        StepFactory.create(state="published"),
    )  # fmt: skip
    step = StepFactory.create(state="published", position=9)
    step.depends_on.set([first, draft])
    step.depends_on_any.set([other, draft])
    found = Step.objects.for_planning().get(key=step.key)
    assert (found.needs_all, found.needs_any) == ([first.key], [other.key])


def test_step_says_for_whom_it_is() -> None:
    step = StepFactory.build(
        groups=["nordic", "refugee"], occupations=["student"], is_for_children=True
    )
    assert len(step.for_whom) == 4


@pytest.mark.parametrize("values", [{"groups": []}, {"confidence": "low", "state": "published"}])
def test_step_that_must_not_be_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        StepFactory.create(**values)
    with pytest.raises(ValidationError):
        StepFactory.build(**values).validate_constraints()


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"kind": "earliest", "relation": "before", "anchor": "entry"},
        NO_AMOUNT | {"yearly": "03-01"},
        NO_AMOUNT | {"monthly_day": 25},
    ],
)
def test_time_of_one_form_is_kept(values: dict[str, Any]) -> None:
    time = StepTimeFactory.create(**values)
    time.full_clean(exclude=["made_from", "step"])
    stored = StepTime.objects.get(pk=time.pk)
    assert {name: getattr(stored, name) for name in values} == values


@pytest.mark.parametrize(
    "values",
    [
        {"amount": None},
        {"unit": ""},
        {"anchor": ""},
        {"relation": ""},
        {"yearly": "03-01"},
        {"monthly_day": 25},
        NO_AMOUNT,
        NO_AMOUNT | {"yearly": "03-01", "monthly_day": 25},
        NO_AMOUNT | {"yearly": "03-01", "unit": "days"},
        {"kind": "lead"},
        {"kind": "lead", "relation": "", "anchor": ""},
    ],
)
def test_time_of_no_form_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        StepTimeFactory.create(**values)


def test_waiting_time_has_a_source() -> None:
    source = SourceFactory.create()
    time = StepTimeFactory.create(kind="lead", relation="", anchor="", source=source)
    assert str(time)


@pytest.mark.parametrize("day", ["02-29", "13-01", "3-1", "03-32", "04-31", "yearly", "03-01 "])
def test_date_of_each_year_is_one_that_every_year_has(day: str) -> None:
    time = StepTimeFactory.build(**NO_AMOUNT, yearly=day)
    with pytest.raises(ValidationError) as error:
        time.clean_fields(exclude=["made_from", "step"])
    assert "yearly" in error.value.message_dict


def test_changes_of_steps_times_and_links_are_recorded() -> None:
    first, step = StepFactory.create(title_de="Eins"), StepFactory.create()
    step.depends_on.add(first)
    step.depends_on_any.add(first)
    step.sources.add(SourceFactory.create())
    time = StepTimeFactory.create(step=step, what_de="melden")
    StepTime.objects.update(amount=9)
    time.delete()
    labels = event_model(StepTime).objects.order_by("pgh_id").values_list("pgh_label", "what_de")
    assert list(labels) == [("insert", "melden"), ("update", "melden"), ("delete", "melden")]
    assert event_model(Step).objects.filter(title_de="Eins").count() == 1
    for name in ("depends_on", "depends_on_any", "sources"):
        events = event_model(getattr(Step, name).through)
        assert events.objects.values_list("pgh_label", flat=True).get() == "insert"


@pytest.mark.parametrize(
    "table", ["step", "steptime", "stepdependson", "stepdependsonany", "stepsources"]
)
def test_record_of_steps_is_not_rewritten(table: str) -> None:
    with connection.cursor() as cursor:
        for change in ("UPDATE", "DELETE"):
            cursor.execute("SELECT has_table_privilege(%s, %s)", [f"hosting_{table}event", change])
            assert cursor.fetchone() == (False,)


def test_step_is_searched_while_it_is_published() -> None:
    step = StepFactory.create(
        state="published", detail_nb="Søk om [[figure:x]] plass.", terms_nb="vuggestue: for små"
    )
    entry = SearchEntry.objects.get(kind="step", object_id=step.pk)
    assert entry.path == f"first-steps/{step.key}/"
    assert "Søk om … plass." in entry.text
    assert "vuggestue" in entry.text
    Step.objects.update(state="draft")
    assert not SearchEntry.objects.filter(kind="step").exists()
