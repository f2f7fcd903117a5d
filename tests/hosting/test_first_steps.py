"""The page of the first steps, and what it says to whatever is asked of it."""

import datetime
import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hosting.models import Step, StepTime
from portal.lib.dates import today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midt_troms")]
LANGUAGES = ("nb", "de", "en")
EVERYTHING = {
    "group": "eu_eea", "children": "with_children", "occupation": "worker", "municipality": "bardu",
}  # fmt: skip


def in_days(number: int) -> str:
    return (today() + datetime.timedelta(days=number)).isoformat()


def ask(client: Client, language: str = "en", **answers: str) -> Any:
    return client.get(f"/{language}/first-steps/", answers)


def steps_in(html: str) -> list[str]:
    """The keys of the steps, in the order of the page."""
    return re.findall(r'<li class="step" id="step-([\w-]+)"', html)


def errors(response: Any) -> dict[str, list[str]]:
    assert response.status_code == 200
    assert response.context["page"] is None
    return {name: list(found) for name, found in response.context["form"].errors.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_without_answers_shows_the_questions(client: Client, language: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        response = ask(client, language)
    html = response.content.decode()
    assert response.status_code == 200
    assert len(queries) <= 2
    assert steps_in(html) == []
    for name in ("group", "children", "occupation", "municipality", "arrival", "start"):
        assert f'name="{name}"' in html
    assert "error" not in html
    assert "noindex" not in html
    assert "no-cache" not in response.headers.get("Cache-Control", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_shows_a_plan_within_six_queries(client: Client, language: str) -> None:
    answers = EVERYTHING | {"arrival": in_days(60), "start": in_days(200)}
    with CaptureQueriesContext(connection) as queries:
        response = ask(client, language, **answers)
    html = response.content.decode()
    told = [query["sql"] for query in queries]
    assert len(told) <= 6
    assert len(set(told)) == len(told), "a query is repeated"
    assert len(steps_in(html)) == response.context["page"].count > 40
    assert [int(n) for n in re.findall(r'step-number">(\d+)<', html)] == list(
        range(1, len(steps_in(html)) + 1)
    )
    assert not response.cookies
    assert "[[" not in html
    assert 'class="untranslated"' not in html
    assert '<meta name="robots" content="noindex">' in html
    assert response["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("language", LANGUAGES)
def test_plan_keeps_the_question_in_the_language_menu_and_in_the_calendar(
    client: Client, language: str
) -> None:
    answers = EVERYTHING | {"arrival": in_days(60)}
    html = ask(client, language, **answers).content.decode()
    question = urlencode(answers).replace("&", "&amp;")
    for other in LANGUAGES:
        assert f'href="/{other}/first-steps/?{question}"' in html
    assert f'href="/{language}/first-steps/calendar.ics?{question}"' in html


def test_plan_shows_the_host_contact_of_the_municipality(client: Client) -> None:
    assert "Kari Eksempelsen" in ask(client, **EVERYTHING).content.decode()
    assert "Maja Utkaststrand" in ask(client, group="nordic").content.decode()


def test_plan_follows_each_answer(client: Client) -> None:
    nordic = steps_in(ask(client, group="nordic").content.decode())
    assert "register_police_eea" not in nordic
    assert "kindergarten" not in nordic
    assert "tax_card" not in nordic
    wider = steps_in(
        ask(client, group="eu_eea", children="with_children", occupation="worker").content.decode()
    )
    assert {"register_police_eea", "kindergarten", "tax_card"} <= set(wider)


def test_plan_says_dates_only_with_an_arrival(client: Client) -> None:
    without = ask(client, group="eu_eea")
    assert without.context["page"].dates == []
    assert "calendar.ics" not in without.content.decode()
    dated = ask(client, "de", group="eu_eea", arrival="2027-01-15").content.decode()
    assert "23. Januar 2027" in dated
    assert dated.count('<time datetime="2027-01-23">') == 1


def test_plan_never_dates_what_is_not_verified(client: Client) -> None:
    step = Step.objects.filter(times__is_unchecked=True, groups__contains=["nordic"]).first()
    assert step
    html = ask(client, group="nordic", children="with_children", arrival="2027-01-15")
    entries = [e for part in html.context["page"].parts for e in part.entries]
    lines = [line for entry in entries for line in entry.lines if line.row.is_unchecked]
    assert lines
    assert {line.day for line in lines} == {None}
    assert re.search(r"Ask [^<]+ what holds for you", html.content.decode())


def test_plan_says_kindly_what_comes_too_late(client: Client) -> None:
    hurried = ask(client, **EVERYTHING, arrival=in_days(10), start=in_days(20))
    assert [each.entry.step.key for each in hurried.context["page"].late]
    assert "that is not your fault" in hurried.content.decode()
    calm = ask(client, **EVERYTHING, arrival=in_days(400), start=in_days(800))
    assert calm.context["page"].late == []
    assert "Everything can be ready by your first day at work" in calm.content.decode()
    arrived = ask(client, group="eu_eea", arrival=in_days(-30)).content.decode()
    assert "These days have passed" in arrived
    assert "These days have passed" not in calm.content.decode()


def test_plan_gathers_each_paper_once_with_its_steps(client: Client) -> None:
    page = ask(client, **EVERYTHING).context["page"]
    names = [paper.wording.value.casefold() for paper in page.paper_list]
    assert len(names) == len(set(names)) > 10
    assert any(len(paper.entries) > 1 for paper in page.paper_list)
    asked_for = [line for part in page.parts for e in part.entries for line in e.paper_lines]
    assert sum(len(paper.entries) for paper in page.paper_list) == len(asked_for)


def test_answers_stay_in_the_form(client: Client) -> None:
    html = ask(client, **EVERYTHING, arrival="15.1.2027", start="2027-02-01").content.decode()
    for chosen in ('value="eu_eea"', 'value="with_children"', 'value="worker"'):
        assert re.search(rf"{chosen}[^>]* checked", html)
    assert '<option value="bardu" selected>' in html
    assert 'type="date" name="arrival" value="2027-01-15"' in html
    assert 'type="date" name="start" value="2027-02-01"' in html


# --- bad input -----------------------------------------------------------------------------------

NO_DAY = {
    "nb": "Den dagen finnes ikke",
    "de": "Diesen Tag gibt es nicht",
    "en": "There is no such day",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "day", ["31.2.2027", "2027-02-31", "tomorrow", "2027", "0", "-1", "9" * 99]
)
def test_day_that_is_none_is_refused_and_stays(client: Client, language: str, day: str) -> None:
    response = ask(client, language, **EVERYTHING, arrival=day)
    assert list(errors(response)) == ["arrival"]
    html = response.content.decode()
    assert f'<input type="text" name="arrival" value="{day}"' in html
    assert 'role="group" tabindex="-1" autofocus' in html
    assert re.search(r'href="#id_arrival"', html)
    assert re.search(r'name="group" value="eu_eea"[^>]* checked', html)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_wrong_is_said_in_the_readers_language(client: Client, language: str) -> None:
    found = errors(ask(client, language, **EVERYTHING, arrival="31.2.2027"))
    assert found["arrival"][0].startswith(NO_DAY[language])
    told = {
        code: errors(ask(client, code, arrival="1900-01-01", occupation="x", municipality="y"))
        for code in ("en", language)
    }
    if language != "en":
        for name in ("group", "arrival", "occupation", "municipality"):
            assert told[language][name] != told["en"][name], name


@pytest.mark.parametrize(
    ("day", "says"),
    [
        ("1900-01-01", "too long ago"),
        ("2099-12-31", "too far ahead"),
        ("0001-01-01", "too long ago"),
        ("9999-12-31", "too far ahead"),
    ],
)
@pytest.mark.parametrize("name", ["arrival", "start"])
def test_year_that_nobody_plans_for_is_refused(
    client: Client, name: str, day: str, says: str
) -> None:
    found = errors(ask(client, **EVERYTHING, **{name: day}))
    assert says in found[name][0]


def test_years_that_are_planned_for(client: Client) -> None:
    for day in (in_days(-700), in_days(0), in_days(1090)):
        assert ask(client, group="nordic", arrival=day).context["page"]


def test_work_before_the_arrival_is_refused(client: Client) -> None:
    found = errors(ask(client, group="nordic", arrival="2027-03-01", start="2027-02-28"))
    assert "before the day you arrive" in found["start"][0]
    assert ask(client, group="nordic", arrival="2027-03-01", start="2027-03-01").context["page"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("occupation", "king"),
        ("occupation", "ANY"),
        ("children", "7"),
        ("group", "resident"),
        ("group", "<script>"),
        ("municipality", "oslo"),
        ("municipality", "midt-troms"),
        ("municipality", "../../etc"),
        ("municipality", "bardu\0"),
    ],
)
def test_unknown_answer_is_refused(client: Client, language: str, name: str, value: str) -> None:
    response = ask(client, language, **EVERYTHING | {name: value})
    assert list(errors(response)) == [name]
    assert b"<script>" not in response.content.replace(b'<script type="module"', b"")


def test_missing_group_is_asked_for(client: Client) -> None:
    assert list(errors(ask(client, arrival="2027-01-15"))) == ["group"]


@pytest.mark.parametrize("slug", ["berg", "lenvik", "torsken", "tranoy"])
def test_former_municipality_leads_to_its_successor(client: Client, slug: str) -> None:
    response = ask(client, group="nordic", municipality=slug, arrival="2027-01-15")
    html = response.content.decode()
    assert response.context["page"].answers.municipality == "senja"
    assert "is part of Senja, so Senja is chosen" in html
    assert "Ingrid Testnes" in html
    assert "municipality=senja&amp;arrival" in html


def test_address_with_something_else_in_it_is_not_answered(client: Client) -> None:
    response = client.get("/en/first-steps/?utm_source=poster")
    assert not response.context["form"].is_bound


def test_answers_are_not_posted(client: Client) -> None:
    assert client.post("/en/first-steps/", EVERYTHING).status_code == 405


# --- one step ------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_has_a_page_in_every_language(client: Client, language: str) -> None:
    for step in Step.objects.all():
        with CaptureQueriesContext(connection) as queries:
            response = client.get(f"/{language}/first-steps/{step.key}/")
        html = response.content.decode()
        assert response.status_code == 200
        assert len(queries) <= 9
        assert "[[" not in html
        assert "noindex" not in html, step.key
        assert "verify" not in html


def test_step_says_what_comes_first_and_where_it_is_from(client: Client) -> None:
    html = client.get("/en/first-steps/bank_account/").content.decode()
    assert "One of these is enough" in html
    assert 'href="/en/first-steps/report_move/"' in html
    assert "<h2>Sources</h2>" in html


def test_draft_has_no_page_and_is_in_no_plan(client: Client) -> None:
    Step.objects.filter(key="report_move").update(state="draft")
    assert client.get("/en/first-steps/report_move/").status_code == 404
    html = ask(client, group="nordic").content.decode()
    assert "report_move" not in html
    assert "gp" in steps_in(html)


def test_steps_are_found_by_search(client: Client) -> None:
    html = client.get("/de/search/?q=Kindergeld+beantragen").content.decode()
    assert "/de/first-steps/child_benefit/" in html


def test_steps_stand_in_menu_and_sitemap(client: Client) -> None:
    assert 'href="/en/first-steps/"' in client.get("/en/").content.decode()
    sitemap = client.get("/sitemap.xml").content.decode()
    assert "/de/first-steps/</loc>" in sitemap
    assert "/de/first-steps/report_move/</loc>" in sitemap
    assert "calendar" not in sitemap


def test_shipped_steps_are_whole() -> None:
    assert Step.objects.published().count() == Step.objects.count() == 61
    for step in Step.objects.all():
        for code in ("nb", "de", "en"):
            told = [getattr(step, f"{name}_{code}") for name in ("title", "summary", "detail")]
            assert all(told), step.key
            assert bool(step.papers_nb) == bool(getattr(step, f"papers_{code}")), step.key
            lines = getattr(step, f"terms_{code}").splitlines()
            assert all(": " in line for line in lines), step.key
    assert not StepTime.objects.filter(is_unchecked=False, what_nb="").exists()
