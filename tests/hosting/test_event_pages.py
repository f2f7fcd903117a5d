"""Events as readers see them: lists, one event, and what other pages tell of them."""

import datetime
import html as entities
import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hosting.models import Event
from municipalities.models import Municipality
from tests.factories import (
    CoordinatorFactory,
    EventFactory,
    MunicipalityFactory,
    OrganisationFactory,
    evening_in,
)
from tests.wsgi import Front

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def senja(region: Municipality) -> Municipality:
    CoordinatorFactory.create(municipality=region)
    return MunicipalityFactory.create(slug="senja", name="Senja")


@pytest.fixture
def bardu(region: Municipality) -> Municipality:
    return MunicipalityFactory.create(slug="bardu", name="Bardu")


def event(place: Municipality, title: str, days: int = 7, **fields: Any) -> Event:
    """A published event of an evening."""
    named = {"title_nb": title, "state": "published", "starts": evening_in(days)}
    return EventFactory.create(municipality=place, **named | fields)


def read(client: Client, path: str, language: str = "en") -> str:
    response = client.get(f"/{language}/{path}")
    assert response.status_code == 200
    return entities.unescape(response.content.decode())


def titles(page: str) -> list[str]:
    """The titles of the events that are linked, as they stand."""
    link = r'<a href="/\w+/events/(?!past/)[^"/]+/">(?:<span lang="nb">)?([^<]+)'
    return re.findall(link, page)


def test_list_shows_what_comes_month_by_month(
    client: Client, senja: Municipality, bardu: Municipality, region: Municipality
) -> None:
    event(senja, "Over", -1)
    event(senja, "Kladd", state="draft")
    event(senja, "Bort", state="archived")
    event(bardu, "Andre", 40)
    event(senja, "Avlyst", 2, status="cancelled")
    event(region, "Ukentlig", 1, rule="FREQ=WEEKLY;COUNT=2")
    page = read(client, "events/")
    assert titles(page) == ["Ukentlig", "Avlyst", "Ukentlig", "Andre"]
    assert page.count("Cancelled") == 1
    assert "4 dates" in page
    months = re.findall(r'<h2 id="month-([\d-]+)">', page)
    assert months == sorted(set(months))
    assert f"{evening_in(40):%Y-%m}" in months
    assert titles(read(client, "events/past/")) == ["Over"]


def test_list_is_chosen_from_with_numbers(
    client: Client, senja: Municipality, bardu: Municipality, region: Municipality
) -> None:
    MunicipalityFactory.create(
        slug="lenvik", name="Lenvik", valid_to=datetime.date(2019, 12, 31), successor=senja
    )
    event(senja, "For barn", 1, groups=["family_with_children"])
    event(senja, "For alle", 2)
    event(bardu, "For unge", 3, groups=["youth"])
    event(region, "Regionalt", 4, groups=["youth"])
    page = read(client, "events/")
    for offered in ("Senja (3)", "Bardu (2)", "Young people (3)", "Families with children (2)"):
        assert offered in page
    # What holds nothing is not offered.
    MunicipalityFactory.create(name="Tomkommune")
    for question, expected in (
        ("municipality=senja", ["For barn", "For alle", "Regionalt"]),
        ("municipality=lenvik", ["For barn", "For alle", "Regionalt"]),
        ("group=youth", ["For alle", "For unge", "Regionalt"]),
        ("municipality=bardu&group=youth", ["For unge", "Regionalt"]),
        # What is none chooses nothing.
        (
            "municipality=oslo&group=aliens&page=x",
            ["For barn", "For alle", "For unge", "Regionalt"],
        ),
        ("page=9999999999999999999999", ["For barn", "For alle", "For unge", "Regionalt"]),
        ("municipality=%00%FF", ["For barn", "For alle", "For unge", "Regionalt"]),
    ):
        assert titles(read(client, f"events/?{question}")) == expected, question
    assert '<option value="senja" selected>' in read(client, "events/?municipality=senja")


def test_list_that_is_empty_says_so(client: Client, senja: Municipality) -> None:
    for path, told in (
        ("events/", "Nothing is planned just now"),
        ("events/?municipality=senja", "Nothing like this is planned"),
        ("events/past/", "There has been none yet"),
    ):
        assert told in read(client, path)


def test_long_list_has_pages_that_keep_what_was_chosen(client: Client, senja: Municipality) -> None:
    event(senja, "Daglig", 1, rule="FREQ=DAILY;COUNT=70")
    page = read(client, "events/?municipality=senja&page=2")
    assert len(titles(page)) == 30
    assert "70 dates" in page
    assert 'href="?municipality=senja&page=3"' in page


def test_lists_need_the_same_queries_however_many_events(
    client: Client, senja: Municipality, region: Municipality
) -> None:
    def queries() -> list[int]:
        found = []
        for path in ("events/", "events/past/", "", "municipalities/senja/", "events.ics"):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(f"/de/{path}").status_code == 200
            assert len({query["sql"] for query in captured}) == len(captured)
            found.append(len(captured))
        return found

    event(senja, "En", 1, organisation=OrganisationFactory.create())
    event(senja, "Over", -1)
    before = queries()
    assert all(number <= most for number, most in zip(before, (4, 5, 5, 10, 3), strict=True)), (
        before
    )
    for number in range(5):
        event(MunicipalityFactory.create(), f"Nr {number}", number + 2,
              organisation=OrganisationFactory.create())  # fmt: skip
        event(MunicipalityFactory.create(), f"Over {number}", -number - 2)
    assert queries() == before


def test_page_of_an_event_says_when_where_and_for_whom(client: Client, senja: Municipality) -> None:
    starts = datetime.datetime(2027, 1, 12, 17, tzinfo=datetime.UTC)
    weekly = event(
        senja, "Språkkafé", starts=starts, rule="FREQ=WEEKLY;UNTIL=20270630", title_de="Sprachcafé",
        body_de="<p>Komm!</p>", venue_de="Bücherei", except_on=[datetime.date(2027, 1, 19)],
        organiser="Kaffelaget", groups=["youth"], languages=["nb", "de"],
    )  # fmt: skip
    page = read(client, f"events/{weekly.slug}/", "de")
    for told in ("Sprachcafé", "Bücherei", "Senja", "Kaffelaget", "Norsk bokmål, Deutsch",
                 "19. Januar 2027", "30. Juni 2027", "18:00–20:00"):  # fmt: skip
        assert told in page, told
    dates = re.findall(r'<li><time datetime="([^"]+)"', page)
    assert dates[:2] == ["2027-01-12T18:00+01:00", "2027-01-26T18:00+01:00"]
    assert f'href="/de/events/{weekly.slug}.ics"' in page
    assert client.get("/de/events/nothing/").status_code == 404
    Event.objects.update(state="draft")
    assert client.get(f"/de/events/{weekly.slug}/").status_code == 404


def test_page_says_what_is_cancelled_and_what_is_over(client: Client, senja: Municipality) -> None:
    cancelled = event(senja, "Avlyst", status="cancelled")
    over = event(senja, "Over", -3, status="held", headcount=4711, newcomers=4242)
    assert "this event does not take place" in read(client, f"events/{cancelled.slug}/")
    page = read(client, f"events/{over.slug}/")
    assert "This event is over" in page
    # Numbers are for the report.
    assert "4711" not in page
    assert "4242" not in page


def test_search_engines_are_told_of_the_next_date(client: Client, senja: Municipality) -> None:
    hostile = '</script><script>alert(1)</script> & "hei"'
    shown = event(senja, hostile, address="Storgata 1", status="cancelled")
    raw = client.get(f"/nb/events/{shown.slug}/").content.decode()
    data = re.findall(r'<script type="application/ld\+json">(.*?)</script>', raw)
    assert len(data) == 1
    assert len(data[0]) < 1500
    told = json.loads(data[0])
    assert told["@type"] == "Event"
    assert told["name"] == hostile
    assert told["eventStatus"].endswith("EventCancelled")
    assert datetime.datetime.fromisoformat(told["startDate"]) == shown.starts
    assert told["location"]["address"]["addressLocality"] == "Senja"
    whole_day = event(senja, "Dag", is_all_day=True, starts=evening_in(3) - 18 * HOUR,
                      ends=evening_in(4) - 18 * HOUR)  # fmt: skip
    raw = client.get(f"/nb/events/{whole_day.slug}/").content.decode()
    assert f'"startDate": "{timezone.localdate(whole_day.starts)}"' in raw
    # What is over is no news.
    over = event(senja, "Over", -3)
    assert "ld+json" not in client.get(f"/nb/events/{over.slug}/").content.decode()


def test_other_pages_tell_of_the_next_three(
    client: Client, senja: Municipality, bardu: Municipality, region: Municipality
) -> None:
    assert "Nothing is planned just now" in read(client, "municipalities/senja/")
    assert "What happens next" not in read(client, "")
    event(bardu, "Hos naboen", 1)
    for number in (5, 2, 4):
        event(senja, f"Nr {number}", number)
    event(region, "Felles", 3, rule="FREQ=DAILY;COUNT=9")
    assert titles(read(client, "")) == ["Hos naboen", "Nr 2", "Felles"]
    assert titles(read(client, "municipalities/senja/")) == ["Nr 2", "Felles", "Nr 4"]


def test_sitemap_and_old_addresses_lead_to_events(client: Client, senja: Municipality) -> None:
    shown = event(senja, "Nå")
    over = event(senja, "Over", -1)
    sitemap = client.get("/sitemap.xml").content.decode()
    assert f"/nb/events/{shown.slug}/" in sitemap
    assert "/nb/events/past/" in sitemap
    assert over.slug not in sitemap


# --- the clock ------------------------------------------------------------------------------------


def test_kept_pages_forget_an_event_when_it_is_over(senja: Municipality) -> None:
    soon = timezone.now() + 2 * HOUR
    event(senja, "Snart over", starts=soon - 3 * HOUR, ends=soon, state="published")
    event(senja, "Senere", 9)
    now = [timezone.now().timestamp()]
    front = Front()
    front.cache.clock = lambda: now[0]
    paths = ("/nb/", "/nb/events/", "/nb/municipalities/senja/", "/nb/events.xml")
    before = {path: front.get(path) for path in paths}
    for path in paths:
        assert "Snart over" in before[path].text, path
        # Kept until then: nobody is asked.
        with CaptureQueriesContext(connection) as queries:
            assert front.get(path) == before[path]
            tag = before[path].headers["ETag"]
            assert front.get(path, if_none_match=tag).status == 304
        assert len(queries) == 2, "only the version"
    past = front.get("/nb/events/past/")
    now[0] = soon.timestamp() + 1
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: soon + datetime.timedelta(seconds=1))
        for path in paths:
            after = front.get(path, if_none_match=before[path].headers["ETag"])
            assert after.status == 200, path
            assert "Snart over" not in after.text, path
            assert "Senere" in after.text
        assert "Snart over" in front.get("/nb/events/past/").text
    assert "Snart over" not in past.text
