"""The family itself is asked whether it stays: who is, how, what counts; and the numbers of it."""

import datetime
import re
from typing import Any
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from municipalities.models import Municipality
from newcomers.actions.cases import close_case
from newcomers.actions.stays import AlreadyAnswered, answer_stay_check
from newcomers.actions.stays_by_family import (
    AskedAlready,
    NoMailTo,
    NotDueYet,
    QuestionGone,
    answer_by_family,
    ask_family,
)
from newcomers.models import Enquiry, Family, StayCheck
from newcomers.reports_stays import stays_here, stays_in_region, suppressed
from newcomers.stay_links import StayLink
from portal.lib.dates import today
from portal.lib.scope import scoped
from portal.models import User
from tests.jobs import run_jobs
from tests.newcomers.asking import agreed
from tests.newcomers.cast import Cast, active_case, cast_of, with_role

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
LINK = re.compile(r"https?://[^/]+(/\S*/stay/\S+)")


@pytest.fixture
def cast() -> Cast:
    return cast_of(name="Bardu", slug="bardu")


def due(cast: Cast, **fields: Any) -> StayCheck:
    """The question about a family that came a year ago, and whose case is closed. In scope."""
    arrived = today().replace(year=today().year - 1, day=1)
    case = active_case(cast, **{"arrived_on": arrived, "label": "Kanarifugl"} | fields)
    agreed(case.family, cast.lead, "in_touch")
    close_case(case=case, reason="settled", outcome="helped", by=cast.lead, unfinished="done")
    return StayCheck.objects.get(journey=case.family.journey, months=12)


def asked(cast: Cast, **fields: Any) -> tuple[StayCheck, str]:
    """The question, and the address of the link that the family got."""
    with scoped([cast.place.pk]):
        check = ask_family(check=due(cast, **fields), by=cast.coordinator)
    run_jobs()
    found = LINK.search(mail.outbox[-1].body)
    assert found
    return check, found[1]


def state(cast: Cast, check: StayCheck) -> tuple[Any, ...]:
    with scoped([cast.place.pk]):
        now = StayCheck.objects.get(pk=check.pk)
        return now.answer, now.reason, now.by_family, now.answered_by


def test_family_is_asked_in_its_language_and_nothing_names_it(cast: Cast) -> None:
    _check, path = asked(cast, languages=["pl", "de"])
    message = mail.outbox[-1]
    assert (message.to, path.startswith("/de/")) == (["greta@example.org"], True)
    assert "Bardu" in message.body
    for word in ("Greta", "Beispiel", "Kanarifugl", "greta"):
        assert word not in message.subject + message.body + path, word


def test_opening_the_link_changes_nothing_and_sending_answers_once(cast: Cast) -> None:
    """Mail scanners follow every link, more than once; and only a form that is sent counts."""
    check, path = asked(cast)
    client = Client()
    for _scanner in range(3):
        page = client.get(path)
        assert page.status_code == 200
        assert "no-store" in page["Cache-Control"]
        assert not page.cookies
        assert client.head(path).status_code == 200
    assert state(cast, check) == ("", "", False, None)
    # Half a form is shown again.
    assert client.post(path, {}).status_code == 200
    assert client.post(path, {"answer": "unknown"}).status_code == 200
    assert state(cast, check)[0] == ""
    assert client.post(path, {"answer": "no", "reason": "home"}).status_code == 200
    assert state(cast, check) == ("no", "home", True, None)
    assert client.post(path, {"answer": "yes"}).status_code == 410
    assert state(cast, check)[0] == "no"
    with scoped([cast.place.pk]), pytest.raises(AlreadyAnswered):
        answer_stay_check(check=check, answer="yes", by=cast.lead)


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ({"answer": "yes", "reason": "home"}, ("yes", "")),
        ({"answer": "no", "reason": ""}, ("no", "not_said")),
    ],
)
def test_family_answers_yes_or_no_and_need_not_say_why(
    cast: Cast, sent: dict[str, str], stored: tuple[str, str]
) -> None:
    check, path = asked(cast)
    assert Client().post(path, sent).status_code == 200
    assert state(cast, check)[:2] == stored


def test_link_is_for_one_question_one_asking_and_three_days(cast: Cast) -> None:
    check, path = asked(cast)
    client, yes = Client(), {"answer": "yes"}
    assert client.post(path[:-3] + "x/", yes).status_code == 404
    later = timezone.now() + datetime.timedelta(hours=73)
    with patch("django.core.signing.time.time", lambda: later.timestamp()):
        assert client.post(path, yes).status_code == 410
    # Asked anew, perhaps at another address: the old link is void.
    with scoped([cast.place.pk]):
        StayCheck.objects.filter(pk=check.pk).update(asked_at=timezone.now() - 4 * DAY)
        again = ask_family(check=check, by=cast.lead)
    assert client.post(path, yes).status_code == 410
    with override("nb"):
        assert client.post(StayLink.of(again).path, yes).status_code == 200
    # A link with another purpose's signature is none.
    with patch("newcomers.stay_links.SALT", "newcomers.letter.leave"), override("nb"):
        other = StayLink.of(again).path
    assert client.post(other, yes).status_code == 404
    gone = StayLink(again.pk + 99, cast.place.pk, 0)
    with pytest.raises(QuestionGone):
        answer_by_family(link=gone, answer="yes")


def test_who_cannot_be_asked_is_not(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        check = due(cast)
        for change, error in (
            ({"address_protection": "fortrolig"}, NoMailTo),
            ({"restricted_at": timezone.now()}, NoMailTo),
        ):
            Family.objects.update(**change)
            with pytest.raises(error):
                ask_family(check=check, by=cast.lead)
            Family.objects.update(address_protection="none", restricted_at=None)
        family = Family.objects.get()
        family.people.update(email="")
        with pytest.raises(NoMailTo):
            ask_family(check=check, by=cast.lead)
        family.people.update(email="greta@example.org")
        enquiry = Enquiry.objects.create(
            municipality=cast.place, language="nb", name="Greta", phone="77000000",
            safe_to_contact="phone_only", delete_on=today(),
        )  # fmt: skip
        family.cases.update(enquiry=enquiry)
        with pytest.raises(NoMailTo):
            ask_family(check=check, by=cast.lead)
        family.cases.update(enquiry=None)
        second = StayCheck.objects.get(months=24)
        with pytest.raises(NotDueYet):
            ask_family(check=second, by=cast.lead)
        with pytest.raises(PermissionDenied):
            ask_family(check=check, by=cast_of().lead)
        ask_family(check=check, by=cast.lead)
        with pytest.raises(AskedAlready):
            ask_family(check=check, by=cast.lead)
        # Protected between the click and the mail: nothing is sent.
        Family.objects.update(address_protection="fortrolig")
    run_jobs()
    assert mail.outbox == []


def test_coordinator_has_the_family_asked_on_the_page(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        check = due(cast)
    User.objects.update(language="en")
    client = Client()
    client.force_login(User.objects.get(pk=cast.coordinator.pk))
    url = reverse("admin:newcomers_staycheck_change", args=[check.pk])
    assert "Ask the family by mail" in client.get(url).content.decode()
    page = client.post(url, {"deed": "ask"}, follow=True).content.decode()
    assert "The family is asked by mail" in page
    assert "had the family asked by mail" in page
    run_jobs()
    assert [each.to for each in mail.outbox] == [["greta@example.org"]]
    page = client.post(url, {"deed": "ask"}, follow=True).content.decode()
    assert "three days to answer it" in page
    with scoped([cast.place.pk]):
        check.refresh_from_db()
    answer_by_family(link=StayLink.of(check), answer="yes")
    assert "answered by the family" in client.get(url).content.decode()


# --- the numbers --------------------------------------------------------------------------------


def answered(cast: Cast, year: int, answer: str, count: int, reason: str = "") -> None:
    with scoped([cast.place.pk]):
        StayCheck.objects.bulk_create(
            StayCheck(
                journey=f"{number:08d}-0000-4000-8000-{cast.place.pk:06d}{year:06d}",
                municipality=cast.place, due_on=datetime.date(year, 6, 1), months=12 + len(reason),
                answer=answer, reason=reason, answered_at=timezone.now(),
                answered_by=cast.lead,
            )
            for number in range(count)
        )  # fmt: skip


def test_numbers_by_municipality_and_year(cast: Cast) -> None:
    other = cast_of(name="Senja")
    answered(cast, 2024, "yes", 7)
    answered(cast, 2024, "no", 2, "home")
    answered(cast, 2025, "yes", 3)
    answered(other, 2024, "yes", 9)
    with scoped([cast.place.pk]):
        rows = stays_here(municipalities=[cast.place.pk])
    found = [(row.place, row.year, row.answers, row.reasons) for row in rows]
    assert found == [
        ("Bardu", 2025, {"yes": 3}, {}),
        ("Bardu", 2024, {"yes": 7, "no": 2}, {"home": 2}),
    ]
    region = [(row.place, row.year, row.answers, row.reasons) for row in stays_in_region()]
    assert region == [
        ("Bardu", 2025, {"yes": None}, {}),
        # The seven are left out too: with the sum they would give the two away.
        ("Bardu", 2024, {"yes": None, "no": None}, {"home": None}),
        ("Senja", 2024, {"yes": 9}, {}),
    ]


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ({"a": 5, "b": 6}, {"a": 5, "b": 6}),
        ({"a": 4, "b": 6, "c": 9}, {"a": None, "b": None, "c": 9}),
        ({"a": 1, "b": 2, "c": 9}, {"a": None, "b": None, "c": 9}),
        ({"a": 0, "b": 9}, {"a": 0, "b": 9}),
    ],
)
def test_small_numbers_are_left_out(numbers: dict[str, int], shown: dict[str, Any]) -> None:
    assert suppressed(dict(numbers)) == shown


def test_report_is_for_the_lead_and_for_the_region(cast: Cast, region: Municipality) -> None:
    other = cast_of(name="Senja")
    answered(cast, 2024, "yes", 6)
    answered(other, 2024, "yes", 3)
    url = reverse("admin:newcomers_report_stays")
    for user, status, names in (
        (cast.lead, 200, {"Bardu"}),
        (with_role(region, "regional"), 200, {"Bardu", "Senja"}),
        (cast.coordinator, 403, set()),
        (with_role(cast.place, "editor"), 403, set()),
        (with_role(region, "administrator"), 403, set()),
    ):
        client = Client()
        client.force_login(user)
        answer = client.get(url)
        assert answer.status_code == status, user
        page = answer.content.decode()
        table = page.partition('id="content-main"')[2]
        assert {name for name in ("Bardu", "Senja") if f'row">{name}<' in table} == names
        assert "<td>3</td>" not in table


def test_numbers_of_the_region_stand_on_the_index_of_its_adviser_alone(
    cast: Cast, region: Municipality
) -> None:
    reports = [
        reverse(f"admin:newcomers_report_{name}").encode() for name in ("stays", "anonymised")
    ]
    for user, found in ((with_role(region, "regional"), 2), (cast.lead, 0), (cast.coordinator, 0)):
        client = Client()
        client.force_login(user)
        index = client.get(reverse("admin:index")).content
        assert sum(each in index for each in reports) == found, user
