"""The condition of public texts: each condition on its data, each number with its list."""

import datetime
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries

from municipalities.actions.texts import save_text
from municipalities.condition import (
    Cell,
    Condition,
    board,
    cells,
    in_condition,
    subjects,
)
from municipalities.models import (
    Figure,
    LinkTarget,
    LinkUse,
    LocalPart,
    Membership,
    Municipality,
    Page,
    Revision,
    Source,
    Topic,
)
from municipalities.roles import Role
from portal.lib.dates import months_before, today
from portal.models import User
from tests.factories import (
    CoordinatorFactory,
    FigureFactory,
    LocalPartFactory,
    MunicipalityFactory,
    OrganisationFactory,
    PageFactory,
    SourceFactory,
    TopicFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
BOARD, LIST = "admin:municipalities_condition", "admin:municipalities_condition_list"
# Nothing is the matter with a text that says this.
WHOLE = {"title_nb": "Hus", "title_de": "Haus", "title_en": "House"}


def long_ago() -> datetime.date:
    return months_before(today(), 12) - DAY


def page(**fields: Any) -> Page:
    """A page that readers see, in all languages, looked at today."""
    known = WHOLE | {"state": "published", "facts_checked_on": today()} | fields
    # A topic of its own would be one more text on the board.
    topic = known.pop("topic", None) or a_topic()
    return save_text(text=PageFactory.build(topic=topic, **known))


def a_topic() -> Any:
    labels = {"label_nb": "Bolig", "label_de": "Wohnen", "label_en": "Housing"}
    return Topic.objects.first() or save_text(text=TopicFactory.build(**labels))


def part(place: Municipality, **fields: Any) -> LocalPart:
    known = {"body_nb": "<p>Her</p>", "body_de": "<p>Hier ist es</p>", "body_en": "<p>It is</p>"}
    known |= {"state": "published", "facts_checked_on": today()}
    return save_text(text=LocalPartFactory.build(page=page(), municipality=place, **known | fields))


def figure(place: Municipality, **fields: Any) -> Figure:
    known = {"label_nb": "Tall", "label_de": "Zahl", "label_en": "Figure", "value": 3,
             "source": SourceFactory(), "as_of": today() - DAY, "state": "published",
             "check_by": today() + 100 * DAY}  # fmt: skip
    return save_text(text=FigureFactory.build(municipality=place, **known | fields))


def untouched_since(text: Any, day: datetime.date) -> Any:
    moment = timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))
    type(text).objects.filter(pk=text.pk).update(source_changed_at=moment)
    return text


def dead_link(text: Any, language: str, outcome: str = "dead", field: str = "body") -> None:
    dead = {"dead_since": today(), "failed_days": 3, "last_failed_on": today()}
    target = LinkTarget.objects.create(
        address=f"https://{text.pk}{language}.example/",
        outcome=outcome,
        **(dead if outcome == "dead" else {}),
    )
    LinkUse.objects.create(
        target=target, field=field, language=language, object_id=text.pk,
        content_type=ContentType.objects.get_for_model(text),
    )  # fmt: skip


def numbers(*places: Municipality, **options: Any) -> dict[tuple[str, str], int]:
    """What is not nought: the place's name and the cell's, and how many."""
    lines = board(places, [*cells(), Cell(Condition.DUE_SOON)], **options)
    return {
        (line.place.name, cell.name): count
        for line in lines
        for cell, count in line.counts.items()
        if count
    }


def whole_place(name: str) -> Municipality:
    """A municipality with a text in all languages."""
    texts = {"tagline_nb": "Dal", "tagline_de": "Tal", "tagline_en": "Valley"}
    built = MunicipalityFactory.build(
        name=name, slug=name.lower(), facts_checked_on=today(), **texts
    )
    return save_text(text=built)


@pytest.fixture
def bardu(db: None) -> Municipality:
    return whole_place("Bardu")


@pytest.fixture
def places(region: Municipality, bardu: Municipality) -> tuple[Municipality, Municipality]:
    return region, bardu


# --- each condition -------------------------------------------------------------------------------


def test_text_without_fault_is_in_no_condition(places: Any, bardu: Municipality) -> None:
    page(review_by=today())
    part(bardu)
    figure(bardu)
    assert numbers(*places) == {}


def test_missing_and_outdated_translations_are_counted_by_language(places: Any) -> None:
    page(title_de="")
    changed = page()
    changed.title_nb, changed.title_en = "Et hus", "A house"
    save_text(text=changed)
    assert numbers(*places) == {("Midt-Troms", "missing_de"): 1, ("Midt-Troms", "outdated_de"): 1}


def test_stale_is_what_was_to_be_reviewed_or_was_checked_long_ago(places: Any) -> None:
    page(review_by=today() - DAY)
    page(facts_checked_on=long_ago())
    page(review_by=today(), facts_checked_on=long_ago() + DAY)
    page(facts_checked_on=None)
    assert numbers(*places) == {("Midt-Troms", "stale"): 2}


def test_unreviewed_is_what_nobody_has_touched_for_a_year(places: Any) -> None:
    untouched = untouched_since(page(facts_checked_on=None), long_ago())
    untouched_since(page(facts_checked_on=None), long_ago() + DAY)
    untouched_since(page(), long_ago())  # its facts were checked
    written = untouched_since(page(facts_checked_on=None), long_ago())
    Revision.objects.create(
        content_type=ContentType.objects.get_for_model(Page), object_id=written.pk, number=1
    )
    found = in_condition(Page, Cell(Condition.UNREVIEWED), places)
    assert list(found) == [untouched]


def test_figure_past_its_check_counts_while_readers_see_it(
    places: Any, bardu: Municipality
) -> None:
    late = figure(bardu, check_by=today() - DAY)
    figure(bardu, check_by=today())
    figure(bardu, check_by=today() - DAY, state="draft")
    # Last year's of a series is history.
    figure(bardu, key="folk", as_of=today() - 400 * DAY, check_by=today() - DAY)
    figure(bardu, key="folk")
    assert list(in_condition(Figure, Cell(Condition.PAST_CHECK), places)) == [late]
    assert numbers(*places) == {("Bardu", "past_check"): 1, ("Bardu", "due_soon"): 1}


@pytest.mark.parametrize(("days", "count"), [(-1, 0), (0, 1), (30, 1), (31, 0)])
def test_figure_is_due_soon_within_thirty_days(
    places: Any, bardu: Municipality, days: int, count: int
) -> None:
    figure(bardu, check_by=today() + days * DAY)
    assert in_condition(Figure, Cell(Condition.DUE_SOON), places).count() == count
    assert Figure.objects.due_soon().count() == count


def test_dead_link_counts_in_its_language(places: Any, bardu: Municipality) -> None:
    dead_link(page(), "de")
    dead_link(bardu, "", field="website")
    dead_link(page(), "nb", outcome="fine")
    dead_link(page(state="draft"), "nb")
    assert numbers(*places) == {("Midt-Troms", "dead_link_de"): 1, ("Bardu", "dead_link_nb"): 1}


def test_dead_link_of_a_source_is_the_regions(places: Any) -> None:
    source = SourceFactory()
    dead_link(source, "", field="url")
    assert numbers(*places) == {("Midt-Troms", "dead_link_nb"): 1}
    assert list(in_condition(Source, Cell(Condition.DEAD_LINK, "nb"), places)) == [source]


def test_bare_amount_counts_in_its_language_and_not_in_figures(
    places: Any, bardu: Municipality
) -> None:
    page(summary_nb="Innen [[figure:frist]] dager", body_nb="<p>Betal 500&nbsp;kr.</p>",
         summary_de="Geld", summary_en="Money", body_de="<p>Zahlen</p>",
         body_en="<p>Pay</p>")  # fmt: skip
    figure(bardu, note_nb="500 kr", note_de="500 kr", note_en="500 kr")
    assert numbers(*places) == {("Midt-Troms", "bare_amount_nb"): 1}


def test_each_condition_is_counted_where_it_is(places: Any, bardu: Municipality) -> None:
    """The board on data with each condition present."""
    page(title_de="")
    part(bardu, body_en="<p>500 kr</p>", facts_checked_on=long_ago())
    outdated = part(bardu)
    outdated.body_nb = "<p>Der</p>"
    save_text(text=outdated)
    dead_link(outdated, "nb")
    untouched_since(page(facts_checked_on=None), long_ago())
    figure(bardu, check_by=today() - DAY)
    found = numbers(*places)
    assert found == {
        ("Midt-Troms", "missing_de"): 1,
        ("Midt-Troms", "unreviewed"): 1,
        ("Bardu", "outdated_de"): 1,
        ("Bardu", "outdated_en"): 1,
        ("Bardu", "stale"): 1,
        ("Bardu", "dead_link_nb"): 1,
        ("Bardu", "past_check"): 1,
        ("Bardu", "bare_amount_en"): 1,
    }
    seen = {name.rpartition("_")[0] if name[-3] == "_" else name for _place, name in found}
    assert seen == set(Condition.values) - {Condition.DUE_SOON}


# --- what readers do not see ----------------------------------------------------------------------


def test_what_readers_do_not_see_is_not_counted(places: Any, bardu: Municipality) -> None:
    yesterday = {"valid_to": today() - DAY}
    former = MunicipalityFactory(name="Lenvik", successor=bardu, tagline_nb="Sund", **yesterday)
    page(title_de="", state="draft")
    part(bardu, state="draft", body_de="")
    OrganisationFactory(is_listed=False)
    CoordinatorFactory(municipality=bardu, **yesterday)
    part(former, body_de="")
    figure(former, check_by=today() - DAY)
    assert numbers(*places) == {}


def test_hosts_and_organisations_are_looked_at_too(places: Any, bardu: Municipality) -> None:
    CoordinatorFactory(municipality=bardu)
    OrganisationFactory()
    found = numbers(*places)
    assert found["Bardu", "missing_de"] == 1
    assert found["Midt-Troms", "missing_de"] == 1


def test_only_the_asked_places_are_counted(places: Any, bardu: Municipality) -> None:
    other = MunicipalityFactory()
    part(bardu, body_de="")
    part(other, body_de="")
    page(title_de="")
    assert numbers(bardu) == {("Bardu", "missing_de"): 1}
    assert in_condition(LocalPart, Cell(Condition.MISSING, "de"), [bardu]).count() == 1
    assert in_condition(Page, Cell(Condition.MISSING, "de"), [bardu]).count() == 0


# --- few queries ----------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [10, 400])
def test_board_needs_one_query_for_each_model(
    region: Municipality, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    shared = page()
    built = [MunicipalityFactory.build(name=f"K{n:03}", slug=f"k{n}") for n in range(count)]
    made = Municipality.objects.bulk_create(built)
    LocalPart.objects.bulk_create(
        LocalPart(page=shared, municipality=place, state="published", body_nb="<p>8 dager</p>")
        for place in made
    )
    shown = [region, *made]
    ContentType.objects.clear_cache()
    board(shown, cells())
    with django_assert_num_queries(len(subjects())):
        lines = board(shown, cells())
    assert sum(line.counts[Cell(Condition.BARE_AMOUNT, "nb")] for line in lines) == count


# --- the page -------------------------------------------------------------------------------------


def logged_in(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def member(role: Role, place: Municipality) -> User:
    user: User = UserFactory()
    Membership.objects.create(user=user, municipality=place, role=role)
    return user


def rows_of(client: Client, **query: str) -> dict[str, dict[str, int]]:
    """The board as it is shown: by place the numbers that are not nought."""
    answer: Any = client.get(reverse(BOARD), query)
    assert answer.status_code == 200
    return {
        place.name: {cell.name: count for cell, _language, count, _url in shown if count}
        for place, shown in answer.context["lines"]
    }


@pytest.mark.parametrize(
    ("role", "in_region", "seen"),
    [
        (Role.EDITOR, True, {"Midt-Troms", "Bardu", "Senja"}),
        (Role.REGIONAL, True, {"Midt-Troms", "Bardu", "Senja"}),
        (Role.EDITOR, False, {"Bardu"}),
        (Role.REGIONAL, False, {"Bardu"}),
    ],
)
def test_board_shows_what_the_role_reaches(
    places: Any, bardu: Municipality, role: Role, in_region: bool, seen: set[str]
) -> None:
    MunicipalityFactory(name="Senja")
    client = logged_in(member(role, places[0] if in_region else bardu))
    assert set(rows_of(client)) == seen
    index = client.get(reverse("admin:index")).content.decode()
    assert reverse(BOARD) in index


@pytest.mark.parametrize(
    "role", [Role.COORDINATOR, Role.LEAD, Role.DEPUTY, Role.PRIVACY, Role.ADMINISTRATOR]
)
def test_board_is_closed_to_others(bardu: Municipality, role: Role) -> None:
    client = logged_in(member(role, bardu))
    assert client.get(reverse(BOARD)).status_code == 403
    asked = {"place": "bardu", "condition": "missing", "language": "de"}
    assert client.get(reverse(LIST), asked).status_code == 403
    assert reverse(BOARD) not in client.get(reverse("admin:index")).content.decode()


def test_board_is_closed_to_who_is_not_logged_in_or_has_no_role(region: Municipality) -> None:
    assert Client().get(reverse(BOARD)).status_code == 302
    stranger = logged_in(UserFactory())
    assert stranger.get(reverse(BOARD)).status_code == 403
    assert stranger.get(reverse(BOARD), {"mine": "1"}).status_code == 403


def test_every_number_opens_the_list_of_exactly_its_objects(
    places: Any, bardu: Municipality, regional_editor: User
) -> None:
    page(title_de="", title_nb="Uten tysk"), page(title_en="", title_de="")
    part(bardu, body_de="", facts_checked_on=long_ago())
    figure(bardu, check_by=today() - DAY)
    client = logged_in(regional_editor)
    answer: Any = client.get(reverse(BOARD))
    opened = 0
    for place, shown in answer.context["lines"]:
        for cell, _language, count, url in shown:
            if not count:
                continue
            opened += 1
            assert escape(url) in answer.content.decode()
            found: Any = client.get(url).context["found"]
            assert len(found) == count
            wanted = {
                f"/admin/{model._meta.app_label}/{model._meta.model_name}/{pk}/change/"
                for model in subjects()
                for pk in in_condition(model, cell, [place]).values_list("pk", flat=True)
            }
            assert {each.url.partition("#")[0] for each in found} == wanted
            assert all(client.get(each.url).status_code == 200 for each in found)
    assert opened == 5


def test_adviser_who_may_change_nothing_is_led_to_what_readers_see(places: Any) -> None:
    shown = page(title_de="")
    client = logged_in(member(Role.REGIONAL, places[0]))
    asked = {"place": "midt-troms", "condition": "missing", "language": "de"}
    answer: Any = client.get(reverse(LIST), asked)
    assert [each.url for each in answer.context["found"]] == [shown.get_absolute_url()]


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"place": "bardu"},
        {"place": "bardu", "condition": "rotten"},
        {"place": "bardu", "condition": "missing"},
        {"place": "bardu", "condition": "missing", "language": "nb"},
        {"place": "bardu", "condition": "stale", "language": "de"},
        {"place": "nowhere", "condition": "stale"},
        {"place": "\0", "condition": "stale"},
        {"condition": "stale", "mine": "1", "place": "nowhere"},
    ],
)
def test_list_of_nothing_that_there_is_is_not_found(
    bardu: Municipality, regional_editor: User, asked: dict[str, str]
) -> None:
    assert logged_in(regional_editor).get(reverse(LIST), asked).status_code == 404


def test_list_of_another_municipality_is_not_found(bardu: Municipality) -> None:
    other = MunicipalityFactory(slug="senja")
    asked = {"place": "bardu", "condition": "stale"}
    assert logged_in(member(Role.EDITOR, bardu)).get(reverse(LIST), asked).status_code == 200
    assert logged_in(member(Role.EDITOR, other)).get(reverse(LIST), asked).status_code == 404


def test_empty_list_says_so_and_a_long_one_has_pages(
    bardu: Municipality, regional_editor: User
) -> None:
    client = logged_in(regional_editor)
    asked = {"place": "midt-troms", "condition": "missing", "language": "de"}
    assert "There is none any more." in client.get(reverse(LIST), asked).content.decode()
    topic = a_topic()
    Page.objects.bulk_create(
        Page(slug=f"s{number}", topic=topic, title_nb="Hus", state="published")
        for number in range(130)
    )
    pages = [client.get(reverse(LIST), asked | {"page": number}) for number in ("1", "2", "x")]
    assert [len(answer.context["found"]) for answer in pages] == [100, 30, 100]  # type: ignore[attr-defined]


def test_board_only_answers(bardu: Municipality, regional_editor: User) -> None:
    assert logged_in(regional_editor).post(reverse(BOARD)).status_code == 405
