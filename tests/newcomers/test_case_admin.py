"""The page of a case: what it shows to whom, and what is done on it."""

import datetime
import html
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from newcomers.actions.cases import change_case, close_case
from newcomers.actions.consents import purpose_of_referral
from newcomers.admin.case_deeds import DEEDS
from newcomers.models import Case, CaseAccess, Draft, FollowUp, Task
from portal.lib.dates import add_working_days, today
from portal.lib.scope import scoped
from portal.lib.tokens import new_token
from tests.factories import OrganisationFactory
from tests.newcomers.asking import agreed
from tests.newcomers.cast import Cast, assigned_case, cast_of, received_case, with_role
from tests.newcomers.many import add_cases, add_entries, counted

pytestmark = pytest.mark.django_db
LIST = reverse("admin:newcomers_case_changelist")


@pytest.fixture
def cast() -> Cast:
    return cast_of()


@pytest.fixture
def case(cast: Cast) -> Case:
    with scoped([cast.place.pk]):
        return assigned_case(cast)


@pytest.fixture
def coordinator(cast: Cast, client: Client) -> Client:
    client.force_login(cast.coordinator)
    return client


def url(case: Case, name: str = "change", *more: Any) -> str:
    return reverse(f"admin:newcomers_case_{name}", args=[case.pk, *more])


def entry(**typed: Any) -> dict[str, Any]:
    """What the quick log sends for a call that reached the family."""
    return {
        "form_key": new_token(),
        "mode": "phone",
        "reached": "yes",
        "text": "Snakket om barnehage",
        "occurred_on": today().isoformat(),
        "next": "keep",
    } | typed


def log_of(case: Case) -> list[FollowUp]:
    with scoped([case.municipality_id]):
        rows = FollowUp.objects.filter(case=case).exclude(kind="status")
        return list(rows.order_by("pk"))


def test_page_tells_who_it_is_and_notes_the_reading(
    coordinator: Client, cast: Cast, case: Case
) -> None:
    page = coordinator.get(url(case)).content.decode()
    for said in (
        "Kanari",
        case.number,
        "Greta Beispiel",
        'href="tel:+4777000000"',
        "Ring familien",
    ):
        assert said in page
    assert f"<title>{case.number} |" in page
    with scoped([cast.place.pk], [cast.place.pk]):
        assert CaseAccess.objects.of("case", case.pk).get().what == "view"


def test_log_with_next_step_in_one_save(coordinator: Client, cast: Cast, case: Case) -> None:
    with scoped([cast.place.pk]):
        first = Task.objects.get(case=case)
    typed = entry(
        finished=[first.pk], next="week", next_title="Ring igjen", told_about_privacy="on"
    )
    answer = coordinator.post(url(case, "log"), typed, follow=True)
    assert answer.redirect_chain == [(url(case), 302)]
    assert [str(said) for said in answer.context["messages"]] == ["Saved."]
    (written,) = log_of(case)
    assert (written.text, written.reached) == ("Snakket om barnehage", True)
    with scoped([cast.place.pk]):
        planned = Task.objects.filter(case=case).planned().get()
        case.refresh_from_db()
    assert planned.title == "Ring igjen"
    assert planned.due_on >= today() + datetime.timedelta(days=7)
    assert case.status == "active"


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"occurred_on": "1900-01-01"}, "more than a year before the case"),
        ({"occurred_on": f"{today().year + 1}-12-31"}, "This day lies ahead"),
        ({"occurred_on": ""}, "Say on which day."),
        ({"reached": ""}, "Say whether you reached anybody."),
        ({"text": "Fnr 01010750160"}, "national identity number"),
        ({"text": "x" * 10_001}, "it has 10001 characters"),
        ({"mode": "note", "text": ""}, "Please write what the note says."),
        ({"next": "day", "next_on": "", "next_title": "Ring"}, "Say on which day."),
        ({"next": "day", "next_on": "1900-01-01", "next_title": "Ring"}, "due today or later"),
        ({"next": "week", "next_title": ""}, "Say what is to be done."),
        ({"next": "week", "next_title": "Fnr 010107 50160"}, "national identity number"),
        ({"next": "close"}, "Please choose."),
        ({"next": "close", "closure": "not_reached", "outcome": "unknown"}, "three attempts"),
        ({"mode": "telegraph"}, "Select a valid choice"),
        ({"topics": ["nonsense"]}, "Select a valid choice"),
    ],
)
def test_log_that_is_refused_keeps_what_was_typed(
    coordinator: Client, case: Case, typed: dict[str, Any], complaint: str
) -> None:
    answer = coordinator.post(url(case, "log"), entry(**{"text": "Et langt notat"} | typed))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert complaint in page
    assert "Nothing is saved yet" in page
    assert (typed.get("text") or "")[:500] in page
    assert ("Et langt notat" in page) is ("text" not in typed)
    assert log_of(case) == []


def test_note_of_two_megabytes_stays_on_the_page(coordinator: Client, case: Case) -> None:
    text = "ord " * 500_000
    page = coordinator.post(url(case, "log"), entry(text=text)).content.decode()
    assert "The text is too long and was not saved" in page
    assert text.strip() in page
    assert log_of(case) == []


def test_text_is_cleaned_and_never_markup(coordinator: Client, case: Case) -> None:
    coordinator.post(url(case, "log"), entry(text="A\x00B \u202e<script>=1+1"))
    assert log_of(case)[0].text == "AB <script>=1+1"
    assert "AB &lt;script&gt;=1+1" in coordinator.get(url(case)).content.decode()


def test_called_without_an_answer_is_one_click(coordinator: Client, case: Case) -> None:
    typed = entry(reached="", text="", no_answer="1")
    assert coordinator.post(url(case, "log"), typed).status_code == 302
    (written,) = log_of(case)
    assert (written.mode, written.reached, written.result) == ("phone", False, "no_answer")


def test_same_form_twice_makes_one_entry(coordinator: Client, case: Case) -> None:
    typed = entry()
    coordinator.post(url(case, "log"), typed)
    answer = coordinator.post(url(case, "log"), typed, follow=True)
    assert [str(said) for said in answer.context["messages"]][-1] == "This was saved before."
    assert len(log_of(case)) == 1


def test_last_task_done_without_a_next_one_is_refused(
    coordinator: Client, cast: Cast, case: Case
) -> None:
    with scoped([cast.place.pk]):
        first = Task.objects.get(case=case)
    page = coordinator.post(url(case, "log"), entry(finished=[first.pk])).content.decode()
    assert "say what happens now, or close the case" in page
    assert log_of(case) == []


def test_log_that_closes_the_case(coordinator: Client, case: Case, cast: Cast) -> None:
    typed = entry(next="close", closure="settled", outcome="helped")
    coordinator.post(url(case, "log"), typed)
    page = coordinator.get(url(case)).content.decode()
    assert "Closed on" in page
    assert 'name="text"' not in page
    with scoped([cast.place.pk]):
        case.refresh_from_db()
    assert (case.status, case.closure) == ("closed", "settled")


# --- nothing typed is lost ------------------------------------------------------------------------


def test_draft_is_kept_shown_and_thrown_away_on_save(coordinator: Client, case: Case) -> None:
    answer = coordinator.post(url(case, "draft"), entry(text="Halv setning", topics=[]))
    assert answer.status_code == 204
    page = coordinator.get(url(case)).content.decode()
    assert "Here is what you were writing." in page
    assert "Halv setning" in page
    coordinator.post(url(case, "log"), entry())
    assert "Halv setning" not in coordinator.get(url(case)).content.decode()
    with scoped([case.municipality_id]):
        assert not Draft.objects.exists()


def test_draft_is_its_writers_alone(coordinator: Client, cast: Cast, case: Case) -> None:
    coordinator.post(url(case, "draft"), entry(text="Halv setning"))
    colleague = Client()
    colleague.force_login(cast.colleague)
    assert "Halv setning" not in colleague.get(url(case)).content.decode()


def test_draft_can_be_thrown_away(coordinator: Client, case: Case) -> None:
    coordinator.post(url(case, "draft"), entry(text="Halv setning"))
    coordinator.post(url(case, "draft_drop"))
    assert "Halv setning" not in coordinator.get(url(case)).content.decode()


def test_draft_older_than_a_week_is_not_shown(coordinator: Client, case: Case) -> None:
    coordinator.post(url(case, "draft"), entry(text="Halv setning"))
    with scoped([case.municipality_id]):
        Draft.objects.update(saved_at=timezone.now() - datetime.timedelta(days=8))
    assert "Halv setning" not in coordinator.get(url(case)).content.decode()


def test_late_draft_of_a_form_that_was_saved_is_none(coordinator: Client, case: Case) -> None:
    typed = entry()
    coordinator.post(url(case, "log"), typed)
    assert coordinator.post(url(case, "draft"), typed).status_code == 204
    with scoped([case.municipality_id]):
        assert not Draft.objects.exists()


def test_draft_too_long_is_told(coordinator: Client, case: Case) -> None:
    assert coordinator.post(url(case, "draft"), entry(text="x" * 50_000)).status_code == 413


def way_in(page: str) -> str:
    found = re.search(r'name="way" value="([^"]+)"', page)
    assert found is not None
    return html.unescape(found[1])


def test_text_survives_the_end_of_the_session(coordinator: Client, cast: Cast, case: Case) -> None:
    way = way_in(coordinator.get(url(case)).content.decode())
    coordinator.logout()
    answer = coordinator.post(url(case, "log"), entry(text="Skrevet for sent", way=way))
    assert answer.status_code == 302
    assert answer["Location"] == f"{reverse('account_login')}?next={url(case)}"
    assert log_of(case) == []
    coordinator.force_login(cast.coordinator)
    assert "Skrevet for sent" in coordinator.get(url(case)).content.decode()


@pytest.mark.parametrize("way", ["", "forged", "WzEsMSwxXQ:1abc:xyz"])
def test_forged_way_back_keeps_nothing(client: Client, case: Case, way: str) -> None:
    answer = client.post(url(case, "log"), entry(way=way))
    assert answer.status_code == 302
    with scoped([case.municipality_id]):
        assert not Draft.objects.exists()


def test_text_survives_a_page_that_is_older_than_the_log_in(cast: Cast, case: Case) -> None:
    """Whoever logs in again in another tab has a new token; the old page still has the old one."""
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.coordinator)
    way = way_in(strict.get(url(case)).content.decode())
    typed = entry(text="Fra en gammel side", way=way, csrfmiddlewaretoken="x" * 64)
    answer = strict.post(url(case, "log"), typed, follow=True)
    assert "The page was old" in answer.content.decode()
    assert "Fra en gammel side" in answer.content.decode()
    assert log_of(case) == []


def test_forged_form_without_a_way_back_is_refused(cast: Cast, case: Case) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.coordinator)
    assert strict.post(url(case, "log"), entry()).status_code == 403
    assert strict.post(url(case, "draft"), entry()).status_code == 403
    with scoped([case.municipality_id]):
        assert not Draft.objects.exists()


def test_text_written_while_a_colleague_closed_the_case_is_kept(
    coordinator: Client, cast: Cast, case: Case
) -> None:
    with scoped([cast.place.pk]):
        close_case(case=case, reason="settled", outcome="helped", by=cast.lead, unfinished="done")
    answer = coordinator.post(url(case, "log"), entry(), follow=True)
    said = str(list(answer.context["messages"])[-1])
    assert "the case is closed, by Lena Leder at" in said
    assert "kept as a draft" in said
    with scoped([cast.place.pk]):
        assert Draft.objects.get().fields["text"] == ["Snakket om barnehage"]


# --- two at once ----------------------------------------------------------------------------------


def test_stale_save_shows_both_and_loses_nothing(
    coordinator: Client, cast: Cast, case: Case
) -> None:
    facts = {"version": case.version, "priority": "normal", "housing": "barrier"}
    with scoped([cast.place.pk]):
        change_case(case=case, version=case.version, by=cast.lead, priority="high")
    page = coordinator.post(url(case, "facts"), facts).content.decode()
    assert "Lena Leder saved this case on" in page
    assert "Saved now: <strong>high</strong>" in page
    assert '<option value="barrier" selected>' in page
    with scoped([cast.place.pk]):
        case.refresh_from_db()
    assert (case.priority, case.housing) == ("high", "unknown")
    again = facts | {"version": case.version}
    assert coordinator.post(url(case, "facts"), again).status_code == 302
    with scoped([cast.place.pk]):
        case.refresh_from_db()
    assert (case.priority, case.housing) == ("normal", "barrier")


def test_double_click_lands_on_the_first_result(coordinator: Client, case: Case) -> None:
    closing = {"reason": "settled", "outcome": "helped", "unfinished": "done"}
    coordinator.post(url(case, "close"), closing)
    answer = coordinator.post(url(case, "close"), closing, follow=True)
    assert answer.redirect_chain[-1][0] == url(case)
    said = str(list(answer.context["messages"])[-1])
    assert said.startswith("Already done: the case is closed, by Kari Kontakt at ")


# --- deeds ----------------------------------------------------------------------------------------

SOON = add_working_days(today(), 3).isoformat()


@pytest.mark.parametrize(
    ("deed", "typed", "field", "value"),
    [
        ("plan", {"title": "Ring", "due_on": SOON}, "status", "assigned"),
        ("appointment", {"title": "Møte", "due_on": SOON, "due_at": "14:00", "place": "Rådhuset"},
         "status", "assigned"),
        ("facts", {"version": 2, "priority": "high", "housing": "none"}, "priority", "high"),
        ("close", {"reason": "settled", "outcome": "helped", "unfinished": "cancelled"},
         "status", "closed"),
    ],
)  # fmt: skip
def test_deed_is_done(
    coordinator: Client, case: Case, deed: str, typed: dict[str, Any], field: str, value: str
) -> None:
    assert coordinator.post(url(case, deed), typed).status_code == 302
    with scoped([case.municipality_id]):
        case.refresh_from_db()
    assert getattr(case, field) == value


def test_plan_sent_twice_is_one_task(coordinator: Client, case: Case) -> None:
    page = coordinator.get(url(case)).content.decode()
    keys = re.findall(r'name="form_key" value="([^"]{16})"', page)
    assert len(set(keys)) == len(keys) >= 3
    typed = {"title": "Ring", "due_on": SOON, "form_key": keys[-1]}
    for _time in range(2):
        assert coordinator.post(url(case, "plan"), typed).status_code == 302
    with scoped([case.municipality_id]):
        assert Task.objects.filter(case=case, title="Ring").count() == 1
        coordinator.post(url(case, "plan"), typed | {"form_key": keys[-2]})
        assert Task.objects.filter(case=case, title="Ring").count() == 2


def test_referral_says_to_whom(coordinator: Client, cast: Cast, case: Case) -> None:
    nav = OrganisationFactory(name_nb="NAV", serves_region=True)
    typed = {"organisation": nav.pk, "title": "Norskkurs", "due_on": SOON}
    refused = coordinator.post(url(case, "referral"), typed).content.decode()
    assert "Nobody of the family has agreed to this" in refused
    with scoped([cast.place.pk]):
        agreed(case.family, cast.coordinator, purpose_of_referral(nav))
    assert coordinator.post(url(case, "referral"), typed).status_code == 302
    with scoped([cast.place.pk]):
        task = Task.objects.get(case=case, kind="referral")
    assert (task.referred_to_id, task.waiting_for) == (nav.pk, "agency")


@pytest.mark.parametrize(
    ("deed", "typed", "complaint"),
    [
        ("plan", {"title": "", "due_on": SOON}, "This field is required."),
        ("plan", {"title": "Ring", "due_on": "1900-01-01"}, "This day has passed."),
        ("plan", {"title": "Ring", "due_on": "2999-01-01"}, "too far ahead"),
        ("plan", {"title": "01010750160", "due_on": SOON}, "national identity number"),
        ("close", {"reason": "settled", "outcome": "helped"}, "Something is still planned"),
        ("close", {"reason": "", "outcome": ""}, "This field is required."),
        ("close", {"reason": "not_reached", "outcome": "unknown", "unfinished": "done"},
         "three attempts"),
        ("facts", {"version": 2, "priority": "high", "housing": "none",
                   "privacy_notice_on": "1900-01-01"}, "more than a year before the case"),
        ("facts", {"version": 2, "priority": "high", "housing": "none",
                   "privacy_notice_on": "2999-01-01"}, "This day lies ahead."),
        ("referral", {"organisation": "0", "title": "x", "due_on": SOON}, "Select a valid choice"),
    ],
)  # fmt: skip
def test_deed_that_is_refused_says_why_and_keeps_what_was_typed(
    coordinator: Client, case: Case, deed: str, typed: dict[str, Any], complaint: str
) -> None:
    answer = coordinator.post(url(case, deed), typed)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert complaint in page
    assert f'id="deed-{deed}" open' in page
    with scoped([case.municipality_id]):
        case.refresh_from_db()
    assert (case.status, case.version) == ("assigned", 2)


def test_received_case_is_taken_or_given_by_the_lead(client: Client, cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = received_case(cast)
    client.force_login(cast.coordinator)
    typed = {"to": cast.colleague.pk, "title": "Ring", "due_on": SOON}
    assert "Select a valid choice" in client.post(url(case, "assign"), typed).content.decode()
    late = {"to": cast.coordinator.pk, "title": "Ring"}
    late["due_on"] = add_working_days(today(), 6).isoformat()
    assert "within five working days" in client.post(url(case, "assign"), late).content.decode()
    client.force_login(cast.lead)
    assert client.post(url(case, "assign"), typed).status_code == 302
    with scoped([cast.place.pk]):
        case.refresh_from_db()
    assert case.coordinator == cast.colleague


def test_case_is_rejected_as_the_duplicate_of_another(
    client: Client, cast: Cast, case: Case
) -> None:
    with scoped([cast.place.pk]):
        again = received_case(cast)
    client.force_login(cast.lead)
    typed = {"reason": "duplicate", "duplicate_of": "1234-2026-9999"}
    assert (
        "no other case with this number"
        in client.post(url(again, "reject"), typed).content.decode()
    )
    typed["duplicate_of"] = case.number.lower()
    assert client.post(url(again, "reject"), typed).status_code == 302
    with scoped([cast.place.pk]):
        again.refresh_from_db()
    assert again.duplicate_of_id == case.pk


def test_pause_resume_and_reopen(coordinator: Client, case: Case) -> None:
    coordinator.post(url(case, "log"), entry(told_about_privacy="on"))
    pause = {"reason": "På ferie", "resume_on": SOON}
    for deed, typed, status in (
        ("pause", pause, "paused"),
        ("resume", {}, "active"),
        ("close", {"reason": "settled", "outcome": "helped", "unfinished": "done"}, "closed"),
        ("reopen", {"reason": "Tilbake", "title": "Ring", "due_on": SOON}, "active"),
    ):
        assert coordinator.post(url(case, deed), typed).status_code == 302
        with scoped([case.municipality_id]):
            case.refresh_from_db()
        assert case.status == status
    far = (today() + datetime.timedelta(days=91)).isoformat()
    page = coordinator.post(url(case, "pause"), pause | {"resume_on": far}).content.decode()
    assert "ninety days" in page


def test_case_closed_long_ago_is_reopened_by_the_lead_alone(
    coordinator: Client, cast: Cast, case: Case
) -> None:
    closing = {"reason": "settled", "outcome": "helped", "unfinished": "done"}
    coordinator.post(url(case, "close"), closing)
    with scoped([cast.place.pk]):
        Case.objects.update(closed_at=timezone.now() - datetime.timedelta(days=31))
    typed = {"reason": "Tilbake", "title": "Ring", "due_on": SOON}
    page = coordinator.post(url(case, "reopen"), typed).content.decode()
    assert "only the lead may do this" in page
    assert 'value="Tilbake"' in page
    coordinator.force_login(cast.lead)
    assert coordinator.post(url(case, "reopen"), typed).status_code == 302


@pytest.mark.parametrize(
    ("deed", "typed", "status"),
    [
        ("done", {"title": "Ring igjen", "due_on": SOON}, "done"),
        ("cancel", {"title": "Ring igjen", "due_on": SOON}, "cancelled"),
        ("postpone", {"to_day": SOON, "reason": "Ferie"}, "planned"),
    ],
)
def test_task_is_ended_or_put_off(
    coordinator: Client, case: Case, deed: str, typed: dict[str, str], status: str
) -> None:
    with scoped([case.municipality_id]):
        task = Task.objects.get(case=case)
    page = url(case, "task", task.pk)
    without = coordinator.post(page, {"deed": deed})
    assert without.status_code == 200
    assert coordinator.post(page, typed | {"deed": deed}).status_code == 302
    with scoped([case.municipality_id]):
        task.refresh_from_db()
    assert task.status == status
    if status != "planned":
        again = coordinator.post(page, typed | {"deed": deed}, follow=True)
        assert f"is {status} already: by Kari Kontakt" in again.content.decode()


def test_entry_is_corrected_and_both_are_shown(coordinator: Client, case: Case) -> None:
    coordinator.post(url(case, "log"), entry(text="Feil tekst"))
    (first,) = log_of(case)
    form = coordinator.get(url(case, "entry", first.pk)).content.decode()
    assert "Feil tekst" in form
    fixed = entry(text="Rett tekst", correction="fix", reason="Skrivefeil")
    assert (
        "This field is required"
        in coordinator.post(url(case, "entry", first.pk), fixed | {"reason": ""}).content.decode()
    )
    coordinator.post(url(case, "entry", first.pk), fixed)
    page = coordinator.get(url(case)).content.decode()
    for said in ("<s>Feil tekst</s>", "Rett tekst", "Correction: Skrivefeil"):
        assert said in page
    second = log_of(case)[1]
    void = {"correction": "void", "reason": "Feil familie", "form_key": new_token()}
    coordinator.post(url(case, "entry", second.pk), void)
    page = coordinator.get(url(case)).content.decode()
    assert "Struck out: Feil familie" in page
    assert "<s>Rett tekst</s>" in page
    late = coordinator.post(url(case, "entry", first.pk), fixed | {"form_key": "z"}, follow=True)
    assert "Already corrected by Kari Kontakt" in late.content.decode()


# --- who sees what --------------------------------------------------------------------------------


def test_restricted_entry_shows_that_it_is_there_and_not_what_it_says(
    coordinator: Client, cast: Cast, case: Case
) -> None:
    coordinator.post(url(case, "log"), entry(text="Svært fortrolig", is_restricted="on"))
    (first,) = log_of(case)
    seen = {}
    for name in ("coordinator", "lead", "colleague"):
        client = Client()
        client.force_login(getattr(cast, name))
        seen[name] = client.get(url(case)).content.decode()
        allowed = client.get(url(case, "entry", first.pk)).status_code == 200
        assert allowed is (name != "colleague")
    assert "Svært fortrolig" in seen["coordinator"]
    assert "Svært fortrolig" in seen["lead"]
    assert "Svært fortrolig" not in seen["colleague"]
    assert "may read this entry" in seen["colleague"]


def test_protected_family_is_there_for_its_coordinator_and_the_lead_alone(
    client: Client, cast: Cast
) -> None:
    with scoped([cast.place.pk]):
        case = assigned_case(cast, label="Hemmelig", address_protection="fortrolig")
    for name, sees in (("coordinator", True), ("lead", True), ("colleague", False)):
        client.force_login(getattr(cast, name))
        page = client.get(url(case))
        assert (page.status_code == 200) is sees
        assert ("Confidential address." in page.content.decode()) is sees
        assert ("Hemmelig" in client.get(LIST).content.decode()) is sees
        if not sees:
            for deed in ("log", "draft", "close", "facts"):
                assert client.post(url(case, deed), entry()).status_code == 404
    assert log_of(case) == []


def test_colleague_logs_and_does_not_decide(client: Client, cast: Cast, case: Case) -> None:
    client.force_login(cast.colleague)
    page = client.get(url(case)).content.decode()
    assert 'id="log"' in page
    assert 'id="deed-close"' not in page
    assert client.post(url(case, "log"), entry()).status_code == 302
    closing = {"reason": "settled", "outcome": "helped", "unfinished": "done"}
    assert client.post(url(case, "close"), closing).status_code == 403


WAYS = ("change", "log", "draft", "draft_drop", *DEEDS)


@pytest.mark.parametrize("way", WAYS)
def test_case_of_others_answers_as_one_that_does_not_exist(coordinator: Client, way: str) -> None:
    there = cast_of()
    with scoped([there.place.pk]):
        theirs = assigned_case(there, label="Naboens hemmelighet")
        before = Case.objects.values().get(pk=theirs.pk)
    method = coordinator.get if way == "change" else coordinator.post
    answers = [
        method(url(which, way), entry(title="x", due_on=SOON))
        for which in (theirs, Case(pk=10_000_000))
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert not any("Naboens" in answer.content.decode() for answer in answers)
    with scoped([there.place.pk]):
        assert Case.objects.values().get(pk=theirs.pk) == before
        assert not Draft.objects.exists()


@pytest.mark.parametrize("what", ["task", "entry"])
def test_task_and_entry_of_another_case_are_not_found(
    coordinator: Client, cast: Cast, case: Case, what: str
) -> None:
    with scoped([cast.place.pk]):
        other = assigned_case(cast)
        row = (Task if what == "task" else FollowUp).objects.filter(case=other).first()
    assert row is not None
    assert coordinator.get(url(case, what, row.pk)).status_code == 404


@pytest.mark.parametrize("way", [way for way in WAYS if way != "change"])
def test_nothing_is_done_by_a_link(coordinator: Client, case: Case, way: str) -> None:
    assert coordinator.get(url(case, way)).status_code == 302
    assert log_of(case) == []


def test_role_that_reads_no_cases_reaches_none(client: Client, cast: Cast, case: Case) -> None:
    client.force_login(with_role(cast.place, "editor"))
    assert client.get(url(case)).status_code == 404
    assert client.get(LIST).status_code == 403


# --- the list -------------------------------------------------------------------------------------


def test_list_is_ordered_by_next_task_and_filtered(client: Client, cast: Cast) -> None:
    with scoped([cast.place.pk]):
        later = assigned_case(cast, label="Senere")
        Task.objects.filter(case=later).update(due_on=today() + datetime.timedelta(days=30))
        assigned_case(cast, label="Snart")
        assigned_case(cast, to=cast.colleague, label="Kollegaens")
        received_case(cast, label="Ingens")
    client.force_login(cast.coordinator)

    def labels(**asked: str) -> list[str]:
        found = client.get(LIST, asked).context["cl"].result_list
        return [case.family.label for case in found]

    assert labels() == ["Snart", "Kollegaens", "Senere", "Ingens"]
    assert labels(whose="mine") == ["Snart", "Senere"]
    assert labels(whose="nobody") == ["Ingens"]
    assert labels(status="received") == ["Ingens"]
    assert labels(list="overdue") == []
    assert labels(status="closed") == []


def test_list_is_not_searched_by_its_address(coordinator: Client, case: Case) -> None:
    page = coordinator.get(LIST, {"q": "ingen-heter-dette"}).content.decode()
    assert case.number in page
    assert 'name="q"' not in page


# --- cost -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("page", "most"), [("list", 9), ("case", 17)])
def test_queries_do_not_grow_with_rows(client: Client, cast: Cast, page: str, most: int) -> None:
    with scoped([cast.place.pk]):
        first = assigned_case(cast)
    client.force_login(cast.lead)
    address = LIST if page == "list" else url(first)
    counts = []
    for number in (9, 990):
        with scoped([cast.place.pk]):
            add_cases(cast, number)
            add_entries(first, number)
        with counted() as cost:
            answer = client.get(address)
        assert answer.status_code == 200
        counts.append(len(cost.statements))
        assert len(answer.content) < 60_000
    assert counts[0] == counts[1] <= most, cost.statements
