"""Calendars and the news feed, read by other programs than those that wrote them."""

import datetime
import re
from typing import Any
from zoneinfo import ZoneInfo

import feedparser
import pytest
import recurring_ical_events
import vobject
from django.test import Client
from icalendar import Calendar

from hosting.events.occurrences import moment_of, occurrences_of
from hosting.models import Event
from municipalities.models import Municipality
from tests.factories import EventFactory, MunicipalityFactory, OrganisationFactory, evening_in
from tests.wsgi import Front

pytestmark = pytest.mark.django_db
LANGUAGES = ("nb", "de", "en")
OSLO = ZoneInfo("Europe/Oslo")


@pytest.fixture
def senja(region: Municipality) -> Municipality:
    return MunicipalityFactory.create(slug="senja", name="Senja")


def event(place: Municipality, title: str, days: int = 7, **fields: Any) -> Event:
    """A published event of an evening."""
    named = {"title_nb": title, "state": "published", "starts": evening_in(days)}
    return EventFactory.create(municipality=place, **named | fields)


def told(client: Client, path: str = "events.ics", language: str = "nb") -> dict[str, Any]:
    """What vobject reads in the calendar, by title."""
    response = client.get(f"/{language}/{path}")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = vobject.readOne(response.content.decode())
    return {each.summary.value: each for each in calendar.contents.get("vevent", [])}


def test_calendar_is_written_as_the_standard_wants(client: Client, senja: Municipality) -> None:
    long = "Ei svært lang tittel, med komma; semikolon \\ og æøå 🙂 " * 2
    event(senja, long[:120], body_nb="<p>En</p><p>To &amp; tre</p>" + "å" * 300)
    content = client.get("/nb/events.ics").content
    lines = content.split(b"\r\n")
    assert (lines[0], lines[-2:]) == (b"BEGIN:VCALENDAR", [b"END:VCALENDAR", b""])
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in lines)
    for line in (b"VERSION:2.0", b"METHOD:PUBLISH", b"X-WR-TIMEZONE:Europe/Oslo",
                 b"BEGIN:VTIMEZONE", b"TZID:Europe/Oslo"):  # fmt: skip
        assert line in lines
    found = told(client)[long[:120]]
    assert found.summary.params["LANGUAGE"] == ["nb"]
    assert "En To & tre" in found.description.value


def test_zone_of_the_calendar_is_that_of_oslo(client: Client, senja: Municipality) -> None:
    content = client.get("/nb/events.ics").content.decode()
    zone = vobject.readOne(content).vtimezone.gettzinfo()
    for day in range(0, 5 * 365, 7):
        noon = datetime.datetime(2026, 1, 1, 12) + datetime.timedelta(days=day)
        assert zone.utcoffset(noon) == OSLO.utcoffset(noon), noon


def test_calendar_shows_the_dates_of_the_series(client: Client, senja: Municipality) -> None:
    starts = moment_of(datetime.datetime(2027, 3, 23, 18))
    out = datetime.date(2027, 4, 6)
    weekly = event(senja, "Ukentlig", starts=starts, rule="FREQ=WEEKLY;UNTIL=20270427",
                   except_on=[out])  # fmt: skip
    days = event(senja, "Dager", is_all_day=True, rule="FREQ=MONTHLY;COUNT=3",
                 starts=moment_of(datetime.datetime(2027, 3, 27)),
                 ends=moment_of(datetime.datetime(2027, 3, 29)))  # fmt: skip
    single = event(senja, "En gang")
    content = client.get("/de/events.ics").content
    found = recurring_ical_events.of(Calendar.from_ical(content)).between((2026, 1), (2028, 12))
    for planned in (weekly, single):
        dates = [(each["DTSTART"].dt, each["DTEND"].dt) for each in found
                 if each["SUMMARY"] == planned.title_nb]  # fmt: skip
        assert dates == [(each.starts, each.ends) for each in occurrences_of(planned.series)]
    whole = [each["DTSTART"].dt for each in found if each["SUMMARY"] == "Dager"]
    assert whole == [each.first_on for each in occurrences_of(days.series)]
    lines = content.decode().replace("\r\n ", "").splitlines()
    # The last moment of the last day, in UTC as the standard wants it.
    assert "RRULE:FREQ=WEEKLY;UNTIL=20270427T215959Z" in lines
    assert "EXDATE;TZID=Europe/Oslo:20270406T180000" in lines
    assert "DTSTART;VALUE=DATE:20270327" in lines
    assert "DTEND;VALUE=DATE:20270329" in lines


def test_calendar_follows_what_is_changed_and_cancelled(
    client: Client, senja: Municipality
) -> None:
    planned = event(senja, "Kafé")
    before = told(client)["Kafé"]
    Event.objects.update(venue_nb="Rådhuset")
    Event.objects.update(status="cancelled")
    (after,) = told(client).values()
    assert after.summary.value.endswith(": Kafé")
    assert before.uid.value == after.uid.value == str(planned.uid)
    assert [int(each.sequence.value) for each in (before, after)] == [0, 2]
    assert [each.status.value for each in (before, after)] == ["CONFIRMED", "CANCELLED"]
    assert after.contents["last-modified"][0].value >= before.contents["last-modified"][0].value
    assert "Rådhuset, Senja" in after.location.value


def test_calendar_speaks_the_language_of_its_address(client: Client, senja: Municipality) -> None:
    event(senja, "Kafé", title_de="Café", organisation=OrganisationFactory.create(name_nb="Laget"))
    for language, title, marked in (
        ("nb", "Kafé", "nb"),
        ("de", "Café", "de"),
        ("en", "Kafé", "nb"),
    ):
        (found,) = told(client, language=language).values()
        assert (found.summary.value, found.summary.params["LANGUAGE"]) == (title, [marked])
        assert found.url.value.startswith(f"http://localhost:8000/{language}/events/")
        assert "Laget" in found.description.value


def test_place_has_a_calendar_of_its_own(
    client: Client, senja: Municipality, region: Municipality
) -> None:
    lenvik = MunicipalityFactory.create(
        slug="lenvik", name="Lenvik", valid_to=datetime.date(2019, 12, 31), successor=senja
    )
    for place, title in ((senja, "Her"), (lenvik, "Før"), (region, "Felles")):
        event(place, title)
    event(MunicipalityFactory.create(), "Andre steder")
    event(senja, "Kladd", state="draft")
    assert set(told(client)) == {"Her", "Før", "Felles", "Andre steder"}
    assert set(told(client, "municipalities/senja/events.ics")) == {"Her", "Før", "Felles"}
    moved = client.get("/nb/municipalities/lenvik/events.ics?year=2027")
    assert (moved.status_code, moved["Location"]) == (
        301, "/nb/municipalities/senja/events.ics?year=2027",
    )  # fmt: skip
    for slug in ("oslo", "midt-troms"):
        assert client.get(f"/nb/municipalities/{slug}/events.ics").status_code == 404


def test_calendar_of_any_year_is_a_calendar(client: Client, senja: Municipality) -> None:
    year = evening_in(7).year
    event(senja, "I år")
    event(senja, "For lenge siden", -400)
    event(senja, "Nylig", -30)
    for asked, expected in (
        (str(year), "I år" in told(client, f"events.ics?year={year}")),
        ("9999", not told(client, "events.ics?year=9999")),
        ("0001", not told(client, "events.ics?year=0001")),
        ("0000", not told(client, "events.ics?year=0000")),
    ):
        assert expected, asked
    for junk in ("", "99999", "-1", "next", "２０２７", "2027'--", "%00"):
        assert set(told(client, f"events.ics?year={junk}")) == {"I år", "Nylig"}, junk


def test_one_event_is_put_into_a_calendar(client: Client, senja: Municipality) -> None:
    planned = event(senja, "Kafé", rule="FREQ=WEEKLY;COUNT=3")
    response = client.get(f"/nb/events/{planned.slug}.ics")
    assert response["Content-Disposition"] == f'attachment; filename="{planned.slug}.ics"'
    assert told(client, f"events/{planned.slug}.ics").keys() == {"Kafé"}
    Event.objects.update(state="draft")
    assert client.get(f"/nb/events/{planned.slug}.ics").status_code == 404


def test_calendar_is_kept_and_fetched_once(senja: Municipality) -> None:
    event(senja, "En tittel som er så lang at linja må brytes et sted, og det må bli stående")
    front = Front()
    first, plain = front.get("/nb/events.ics"), Client().get("/nb/events.ics").content
    # Folded lines begin with a space, which belongs to them.
    assert first.body == plain
    assert re.search(rb"\r\n \S", plain)
    assert front.get("/nb/events.ics", if_none_match=first.headers["ETag"]).status == 304
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "Set-Cookie" not in first.headers


def test_news_feed_is_read_by_a_parser(client: Client, senja: Municipality) -> None:
    event(senja, "Sist & <b>best</b>", 5, organiser="Lag\x0bet", body_nb="<p>Hei\x1f du</p>")
    weekly = event(senja, "Først", -6, rule="FREQ=WEEKLY;COUNT=3", title_de="Zuerst")
    event(senja, "Avlyst", 9, status="cancelled")
    event(senja, "Over", -1)
    for language, first in (("nb", "Først"), ("de", "Zuerst")):
        response = client.get(f"/{language}/events.xml")
        assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
        feed = feedparser.parse(response.content)
        assert not feed.bozo
        assert feed.version == "atom10"
        assert feed.feed.language == language
        assert len(feed.entries) == 3
        assert feed.entries[0].title.startswith(f"{first}: ")
        assert feed.entries[0].id == f"urn:uuid:{weekly.uid}"
        assert feed.entries[0].link == (f"http://localhost:8000/{language}/events/{weekly.slug}/")
        assert f"/{language}/events.xml" in feed.feed.links[-1].href
    assert len(feedparser.parse(client.get("/en/events.xml?year=9999").content).entries) == 3
    Event.objects.all().delete()
    assert feedparser.parse(client.get("/nb/events.xml").content).entries == []


def test_news_feed_says_of_each_entry_which_language_it_is_in(
    client: Client, senja: Municipality
) -> None:
    event(senja, "Kafé", title_de="Café", body_nb="<p>Ta med &lt;b&gt;kopp&lt;/b&gt; &amp; fat</p>")
    for language, own in (("nb", "nb"), ("de", "de"), ("en", "nb")):
        feed = feedparser.parse(client.get(f"/{language}/events.xml").content)
        assert feed.feed.language == language
        (entry,) = feed.entries
        assert entry.title_detail.language == entry.summary_detail.language == own
        # What an editor wrote is text, and never markup of a feed reader's.
        assert "Ta med &lt;b&gt;kopp&lt;/b&gt; &amp; fat" in entry.summary


def test_page_names_its_news_feed(client: Client, senja: Municipality) -> None:
    page = client.get("/en/events/").content.decode()
    assert '<link rel="alternate" type="application/atom+xml" href="/en/events.xml"' in page
    assert "http://localhost:8000/en/events.ics" in page
    chosen = client.get("/en/events/?municipality=senja").content.decode()
    assert "http://localhost:8000/en/municipalities/senja/events.ics" in chosen
