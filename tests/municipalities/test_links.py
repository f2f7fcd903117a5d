"""Links of public texts: collected, looked at, and called dead after three days."""

import datetime
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from municipalities import linked, tasks_links
from municipalities.actions import links as actions
from municipalities.actions.links import collect_links, record_answer
from municipalities.models import LinkTarget, LinkUse, LocalPart, Municipality, Page
from portal.lib.answers import LONGEST, Answer, Fault
from portal.lib.jobs import perform
from portal.lib.outside import Visitor
from portal.models import ContentVersion
from tests.factories import (
    LocalPartFactory,
    MunicipalityFactory,
    OrganisationFactory,
    PageFactory,
    SourceFactory,
    TopicFactory,
)
from tests.jobs import run_jobs, waiting
from tests.web_server import LOOPBACK, WebServer, web_server

pytestmark = pytest.mark.django_db
Outcome = LinkTarget.Outcome
NOON = datetime.datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Europe/Oslo"))
DAY = datetime.timedelta(days=1)
GONE, GOOD = Answer(404), Answer(200)


def link(address: str, words: str = "her") -> str:
    return f'<p>Se <a href="{address}">{words}</a>.</p>'


def a_page(**texts: str) -> Page:
    return PageFactory.create(state="published", **texts)


def uses() -> set[tuple[str, str, str, str]]:
    """Address, model, field and language of each place."""
    rows = LinkUse.objects.values_list(
        "target__address", "content_type__model", "field", "language"
    )
    return {tuple(row) for row in rows}


def target(address: str = "https://a.no/", **fields: Any) -> LinkTarget:
    """An address that a page leads to."""
    a_page(body_nb=link(address))
    collect_links()
    LinkTarget.objects.filter(address=address).update(**fields)
    return LinkTarget.objects.get(address=address)


def version() -> int:
    return ContentVersion.objects.values_list("version", flat=True).first() or 0


# --- collecting -----------------------------------------------------------------------------------


def test_every_place_is_collected_with_field_and_language(region: Municipality) -> None:
    a_page(
        body_nb=link("https://a.no/") + link("https://a.no/") + link("/nb/pages/x/"),
        body_de=link("https://a.no/") + link("https://b.no/?x=1&amp;y=2"),
        body_en=link("mailto:a@b.no") + link("tel:+47"),
    )
    place = MunicipalityFactory.create(
        website="https://kommune.no/", introduction_nb=link("https://a.no/")
    )
    OrganisationFactory.create(website="http://nav.no/")
    SourceFactory.create(url="https://kilde.no/x.pdf")
    collect_links()
    assert uses() == {
        ("https://a.no/", "page", "body", "nb"),
        ("https://a.no/", "page", "body", "de"),
        ("https://b.no/?x=1&y=2", "page", "body", "de"),
        ("https://a.no/", "municipality", "introduction", "nb"),
        ("https://kommune.no/", "municipality", "website", ""),
        ("http://nav.no/", "organisation", "website", ""),
        ("https://kilde.no/x.pdf", "source", "url", ""),
    }
    found = LinkTarget.objects.get(address="http://nav.no/")
    assert (found.host, found.outcome, found.first_seen_on) == (
        "nav.no", Outcome.UNCHECKED, timezone.localdate(),
    )  # fmt: skip
    assert set(LinkUse.objects.values_list("municipality", flat=True)) == {None, place.pk}


def test_region_answers_for_its_own_row(region: Municipality) -> None:
    region.website = "https://region.no/"
    region.save()
    collect_links()
    assert LinkUse.objects.get().municipality is None


def test_only_what_readers_see_is_collected() -> None:
    hidden = {"body_nb": link("https://a.no/")}
    PageFactory.create(state="draft", **hidden)
    PageFactory.create(state="archived", **hidden)
    LocalPartFactory.create(state="published", page=PageFactory.create(state="draft"), **hidden)
    LocalPartFactory.create(state="draft", page=a_page(), **hidden)
    OrganisationFactory.create(is_listed=False, website="https://a.no/")
    collect_links()
    assert uses() == set()
    LocalPart.objects.update(state="published")
    Page.objects.filter(local_parts__isnull=False).update(state="published")
    collect_links()
    assert uses() == {("https://a.no/", "localpart", "body", "nb")}
    assert LinkUse.objects.count() == 2


def test_models_are_found_by_what_they_have() -> None:
    names = {model.__name__ for model in linked.linking_models()}
    assert names >= {"Municipality", "Page", "LocalPart", "Organisation", "Source"}
    assert not {"Coordinator", "Figure", "Topic", "Enquiry", "PageEvent", "SourceEvent"} & names
    assert linked.rich_fields(Page) == ["body"]
    assert linked.address_fields(Municipality) == ["website"]


def test_collecting_again_changes_nothing() -> None:
    first = target()
    places = set(LinkUse.objects.values_list("pk", flat=True))
    collect_links()
    assert LinkTarget.objects.get() == first
    assert set(LinkUse.objects.values_list("pk", flat=True)) == places


def test_link_that_is_taken_out_is_forgotten_in_time() -> None:
    row = target(outcome=Outcome.FAILING, failed_days=2, last_failed_on=timezone.localdate())
    Page.objects.update(body_nb="")
    collect_links()
    assert not LinkUse.objects.exists()
    assert not LinkTarget.objects.in_use().exists()
    LinkTarget.objects.update(last_seen_on=timezone.localdate() - actions.REMEMBERED)
    collect_links()
    assert LinkTarget.objects.get() == row
    LinkTarget.objects.update(last_seen_on=timezone.localdate() - actions.REMEMBERED - DAY)
    collect_links()
    assert not LinkTarget.objects.exists()


def test_object_that_is_deleted_takes_its_places_along() -> None:
    target()
    Page.objects.all().delete()
    collect_links()
    assert not LinkUse.objects.exists()


def test_addresses_that_nobody_could_look_at_do_no_harm() -> None:
    longest = "https://a.no/" + "x" * (LONGEST - 13)
    wide = "https://a.no/" + "ø" * 1000
    odd = ["http://[", "https://a.no:99999/", "http://169.254.169.254/", "https://målselv.no/"]
    a_page(body_nb="".join(map(link, [longest, longest + "x", wide, *odd])))
    collect_links()
    known = dict(LinkTarget.objects.values_list("address", "host"))
    assert longest in known
    assert longest + "x" not in known
    assert wide not in known
    assert known["http://169.254.169.254/"] == "169.254.169.254"
    assert known["https://målselv.no/"] == "xn--mlselv-iua.no"
    assert {known.get(each) for each in odd[:2]} <= {"", None}


def test_body_of_two_megabytes_holds_up_nobody() -> None:
    a_page(body_nb="".join(link(f"https://a.no/{number}") for number in range(40_000)))
    a_page(body_nb=link("https://b.no/"))
    collect_links()
    found = set(LinkUse.objects.values_list("target__address", flat=True))
    assert found == {"https://b.no/", *(f"https://a.no/{n}" for n in range(linked.MOST_LINKS))}


@pytest.mark.django_db(transaction=True)
def test_collecting_and_looking_is_no_change_of_content() -> None:
    a_page(body_nb=link("https://a.no/"))
    before = version()
    collect_links()
    record_answer(target=LinkTarget.objects.get(), answer=GONE)
    LinkUse.objects.all().delete()
    assert version() == before
    Page.objects.update(position=7)
    assert version() == before + 1


def test_collecting_takes_few_queries(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    topic = TopicFactory.create()
    for number in range(20):
        a_page(topic=topic, body_nb=link(f"https://a.no/{number}"))
    collect_links()
    with django_assert_max_num_queries(24):
        collect_links()


# --- what an answer means -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        *[(Answer(status), Outcome.FINE) for status in (200, 204)],
        *[(Answer(status), Outcome.FAILING) for status in (404, 410, 500, 503)],
        *[(Answer(status), Outcome.UNCLEAR) for status in (302, 400, 401, 403, 418, 429, 451)],
        *[
            (Answer(None, each), Outcome.FAILING)
            for each in (Fault.NO_HOST, Fault.UNREACHABLE, Fault.CERTIFICATE, Fault.SLOW,
                         Fault.BROKEN, Fault.LOOP, Fault.TOO_MANY_REDIRECTS)
        ],
        (Answer(None, Fault.NO_NAME_SERVER), Outcome.UNCLEAR),
        (Answer(None, Fault.NOT_ALLOWED), Outcome.REFUSED),
        (Answer(None, Fault.MALFORMED), Outcome.REFUSED),
    ],
)  # fmt: skip
def test_answer_is_judged(answer: Answer, outcome: str) -> None:
    row = record_answer(target=target(), answer=answer, now=NOON)
    assert (row.outcome, row.checked_at, row.failed_days) == (
        outcome, NOON, int(outcome == Outcome.FAILING),
    )  # fmt: skip
    assert str(row.note) != "" or outcome == Outcome.FINE


def test_link_is_dead_after_three_days_without_an_answer() -> None:
    row = target()
    states = []
    for number in range(5):
        row = record_answer(target=row, answer=GONE, now=NOON + number * DAY)
        states.append((row.outcome, row.failed_days, row.dead_since))
    day = NOON.date() + 2 * DAY
    assert states == [
        ("failing", 1, None), ("failing", 2, None), ("dead", 3, day), ("dead", 4, day),
        ("dead", 5, day),
    ]  # fmt: skip


def test_many_tries_on_one_day_count_once() -> None:
    row = target()
    for minute in range(6):
        row = record_answer(target=row, answer=GONE, now=NOON + minute * DAY / 1440)
    assert (row.outcome, row.failed_days) == ("failing", 1)
    # By the clock in Oslo: these two lie on one day in UTC.
    row = record_answer(target=row, answer=GONE, now=NOON.replace(hour=23, minute=30))
    assert row.failed_days == 1
    assert record_answer(target=row, answer=GONE, now=NOON + DAY / 2).failed_days == 2


@pytest.mark.parametrize("answer", [GOOD, Answer(403), Answer(None, Fault.NO_NAME_SERVER)])
def test_any_answer_starts_the_count_anew(answer: Answer) -> None:
    row = target()
    for number in range(4):
        row = record_answer(target=row, answer=GONE, now=NOON + number * DAY)
    row = record_answer(target=row, answer=answer, now=NOON + 4 * DAY)
    assert (row.failed_days, row.last_failed_on, row.dead_since) == (0, None, None)
    row = record_answer(target=row, answer=GONE, now=NOON + 5 * DAY)
    assert (row.outcome, row.failed_days) == ("failing", 1)


@pytest.mark.parametrize("status", [401, 403, 429])
def test_host_that_lets_no_program_in_is_never_dead(status: int) -> None:
    row = target()
    for number in range(10):
        row = record_answer(target=row, answer=Answer(status), now=NOON + number * DAY)
    assert row.outcome == Outcome.UNCLEAR


def test_new_address_is_kept_only_when_it_is_for_good() -> None:
    moved = Answer(200, None, "https://b.no/", is_moved=True)
    row = record_answer(target=target(), answer=moved)
    assert (row.outcome, row.leads_to) == ("fine", "https://b.no/")
    row = record_answer(target=row, answer=Answer(200, None, "https://b.no/"))
    assert row.leads_to == ""


@pytest.mark.parametrize(
    "fields",
    [{"outcome": "dead"}, {"dead_since": NOON.date()}, {"failed_days": 1},
     {"last_failed_on": NOON.date()}],
)  # fmt: skip
def test_database_refuses_what_cannot_be(fields: dict[str, Any]) -> None:
    row = target()
    with pytest.raises(IntegrityError), transaction.atomic():
        LinkTarget.objects.filter(pk=row.pk).update(**fields)


# --- when one looks -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "is_due"),
    [
        ({}, True),
        ({"outcome": "fine", "checked_at": NOON - 7 * DAY}, True),
        ({"outcome": "fine", "checked_at": NOON - 6 * DAY}, False),
        ({"outcome": "unclear", "checked_at": NOON - 6 * DAY}, False),
        ({"outcome": "failing", "checked_at": NOON - DAY}, True),
        ({"outcome": "failing", "checked_at": NOON - DAY / 4}, False),
        ({"outcome": "dead", "dead_since": NOON.date(), "checked_at": NOON - DAY}, True),
        ({"outcome": "refused", "checked_at": NOON - DAY}, True),
    ],
)
def test_link_is_due(fields: dict[str, Any], is_due: bool) -> None:
    target(**fields)
    assert LinkTarget.objects.due(NOON).exists() is is_due


def test_host_is_looked_at_with_a_pause_and_not_too_long() -> None:
    a_page(body_nb="".join(link(f"https://a.no/{number}") for number in range(5)))
    a_page(body_nb=link("https://b.no/"))
    collect_links()
    looked: list[Any] = []
    looking: dict[str, Any] = {
        "target": LinkTarget.objects.filter(host="a.no").first(),
        "visit": lambda address: looked.append(address) or GOOD,
        "sleep": lambda seconds: looked.append(seconds),
        "pause": 2.0,
        "most": 3,
    }
    assert actions.check_host(**looking) is True
    assert looked == ["https://a.no/0", 2.0, "https://a.no/1", 2.0, "https://a.no/2"]
    looked.clear()
    assert actions.check_host(**looking) is False
    assert looked == ["https://a.no/3", 2.0, "https://a.no/4"]
    looked.clear()
    assert actions.check_host(**looking) is False
    assert looked == []


def test_host_that_is_asked_too_often_is_left_alone() -> None:
    a_page(body_nb="".join(link(f"https://a.no/{number}") for number in range(5)))
    collect_links()
    looked: list[str] = []
    left = actions.check_host(
        target=LinkTarget.objects.first(),
        visit=lambda address: looked.append(address) or Answer(429),  # type: ignore[func-returns-value]
        sleep=lambda seconds: None, pause=0, most=3,
    )  # fmt: skip
    assert (left, looked) == (False, ["https://a.no/0"])


# --- the jobs, with real servers ------------------------------------------------------------------


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[WebServer]:
    """Every name of the internet is this server, for the portal's own visitor."""

    def visitor() -> Visitor:
        made = real()
        return Visitor(made.agent, lambda host, port: LOOPBACK, LOOPBACK.__contains__, range(65536))

    real = actions.visitor
    monkeypatch.setattr(actions, "visitor", visitor)
    monkeypatch.setattr(tasks_links, "PAUSE", 0)
    with web_server() as running:
        yield running


def test_duty_looks_at_everything_once(server: WebServer, settings: Any) -> None:
    settings.SITE_URL = "https://portal.example.org"
    server.pages |= {"/fin": 200, "/flyttet": (301, {"Location": "/fin"}), "/stengt": 403}
    server.pages |= {"HEAD /rar": 405, "GET /rar": 200, "/runde": (302, {"Location": "/runde"})}
    paths = ("/fin", "/flyttet", "/rar", "/stengt", "/runde", "/borte")
    hosts = ("a.example.org", "b.example.org")
    a_page(body_nb="".join(link(server.at(path, host)) for path in paths for host in hosts))
    tasks_links.check_links.function()
    assert [name for name, _ids in waiting()] == ["municipalities.check_host"] * 2
    assert {job.outcome for job in run_jobs()} == {"succeeded"}
    rows = LinkTarget.objects.filter(host=hosts[1]).order_by("pk")
    assert {row.address.rpartition("/")[2]: (row.outcome, row.fault) for row in rows} == {
        "fin": ("fine", ""), "flyttet": ("fine", ""), "rar": ("fine", ""),
        "stengt": ("unclear", ""), "runde": ("failing", "loop"), "borte": ("failing", ""),
    }  # fmt: skip
    agents = {headers["User-Agent"] for _method, _path, headers in server.asked}
    assert agents == {"Landgang link check (+https://portal.example.org)"}
    asked = len(server.asked)
    tasks_links.check_links.function()
    assert run_jobs() == []
    assert len(server.asked) == asked


def test_host_with_many_links_is_looked_at_in_several_jobs(
    server: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks_links, "AT_ONCE", 2)
    a_page(body_nb="".join(link(server.at(f"/{number}")) for number in range(5)))
    tasks_links.check_links.function()
    assert [job.task for job in run_jobs()] == ["municipalities.check_host"] * 3
    assert not LinkTarget.objects.due(timezone.now()).exists()


def test_portal_itself_looks_at_nothing_inside() -> None:
    """With the visitor that production has, and nothing put in its place."""
    with web_server() as inside:
        addresses = [
            "http://169.254.169.254/latest/meta-data/", "http://localhost/", "http://[::1]/",
            "http://10.0.0.1/", "http://100.64.0.1/", "http://0.0.0.0/", "http://2130706433/",
            "http://metadata.google.internal/", f"http://127.0.0.1:{inside.server_port}/",
        ]  # fmt: skip
        a_page(body_nb="".join(map(link, addresses)))
        tasks_links.check_links.function()
        run_jobs()
        assert inside.requests == []
    assert set(LinkTarget.objects.values_list("outcome", "fault")) == {("refused", "not_allowed")}
    assert LinkTarget.objects.count() == len(addresses)


def test_one_link_is_looked_at_when_somebody_asks(server: WebServer) -> None:
    server.pages["/"] = 200
    row = target(server.at())
    tasks_links.check_link.function(target=row.pk)
    assert LinkTarget.objects.get().outcome == "fine"
    tasks_links.check_link.function(target=row.pk + 1)
    tasks_links.check_host.function(target=row.pk + 1)
    assert server.requests == ["HEAD /"]


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_one_waits_for_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = target()
    open_while_waiting = []

    class Stub:
        def visit(self, address: str) -> Answer:
            open_while_waiting.append(connection.in_atomic_block)
            return GOOD

    monkeypatch.setattr(actions, "visitor", Stub)
    perform(tasks_links.check_host, {"target": row.pk})
    perform(tasks_links.check_link, {"target": row.pk})
    assert open_while_waiting == [False, False]
