"""The calendar file, read by another program than the one that wrote it."""

import datetime
import re
from typing import Any

import pytest
import vobject
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midt_troms")]
LANGUAGES = ("nb", "de", "en")
ANSWERS = {
    "group": "eu_eea", "children": "with_children", "occupation": "worker",
    "municipality": "senja", "arrival": "2027-01-31", "start": "2027-11-01",
}  # fmt: skip


def get(client: Client, language: str = "en", **changes: str) -> Any:
    return client.get(f"/{language}/first-steps/calendar.ics", ANSWERS | changes)


def events(response: Any) -> list[Any]:
    return list(vobject.readOne(response.content.decode()).vevent_list)


@pytest.mark.parametrize("language", LANGUAGES)
def test_calendar_has_the_days_of_the_page(client: Client, language: str) -> None:
    response = get(client, language)
    html = client.get(f"/{language}/first-steps/", ANSWERS).content.decode()
    shown = re.findall(r'<time datetime="([\d-]+)">', html)
    assert len(shown) > 5
    assert [each.dtstart.value.isoformat() for each in events(response)] == shown


def test_calendar_is_a_file_for_calendars(client: Client) -> None:
    response = get(client)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="first-steps.ics"'
    assert response["Cache-Control"] == "private, no-cache"
    assert not response.cookies


@pytest.mark.parametrize("language", LANGUAGES)
def test_calendar_is_written_as_the_standard_wants(client: Client, language: str) -> None:
    content = get(client, language).content
    lines = content.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in lines)
    assert b"VERSION:2.0" in lines
    assert any(line.startswith(b"PRODID:") for line in lines)
    for event in events(get(client, language)):
        begins, ends = event.dtstart.value, event.dtend.value
        # Whole days: the end is the first day that no longer belongs to it.
        assert type(begins) is datetime.date
        assert ends - begins == datetime.timedelta(days=1)
        assert event.dtstamp.value.utcoffset() == datetime.timedelta()
        assert event.transp.value == "TRANSPARENT"


def test_calendar_speaks_the_readers_language(client: Client) -> None:
    told = {language: events(get(client, language)) for language in LANGUAGES}
    for language, found in told.items():
        assert {each.summary.params["LANGUAGE"][0] for each in found} == {language}
        assert all(f"/{language}/first-steps/" in each.url.value for each in found)
    first = [found[0].summary.value for found in told.values()]
    assert len(set(first)) == 3


def test_calendar_names_an_event_the_same_whatever_changes(client: Client) -> None:
    before = {each.uid.value: each.dtstart.value for each in events(get(client))}
    later = events(get(client, "nb", arrival="2027-02-28", municipality="bardu"))
    after = {each.uid.value: each.dtstart.value for each in later}
    assert len(before) == len(events(get(client)))
    assert before.keys() == after.keys()
    assert before != after


def test_calendar_says_nothing_of_who_asks(client: Client) -> None:
    told = get(client, group="refugee").content.decode().replace("\r\n ", "")
    for answer in ("refugee", "with_children", "occupation", "senja", "?", "ATTENDEE", "ORGANIZER"):
        assert answer not in told, answer


@pytest.mark.parametrize(
    "changes", [{"arrival": "31.2.2027"}, {"group": "king"}, {"arrival": "", "start": ""}]
)
def test_calendar_without_days_leads_back_to_the_questions(
    client: Client, changes: dict[str, str]
) -> None:
    response = get(client, "de", **changes)
    assert response.status_code == 302
    assert response["Location"].startswith("/de/first-steps/?group=")
    assert client.get(response["Location"]).status_code == 200


def test_calendar_without_a_question_leads_to_the_questions(client: Client) -> None:
    assert client.get("/nb/first-steps/calendar.ics")["Location"] == "/nb/first-steps/"
