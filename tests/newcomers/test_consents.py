"""Consents: what holds, what is taken back at once, and what asks for one."""

import datetime
import hashlib
import json
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from newcomers.actions.cases import close_case
from newcomers.actions.consents import (
    AlreadyWithdrawn,
    ConsentNeeded,
    ImpossibleConsent,
    may_stay_in_touch,
    purpose_of_referral,
    require_consent,
    withdraw_consent,
)
from newcomers.actions.tasks import NewTask, plan_task
from newcomers.consent_texts import CONSENT_TEXTS, NEWEST, VALID_MONTHS
from newcomers.models import CaseAccess, Consent, Family, Person, Task
from portal.lib.dates import today
from portal.lib.scope import scoped
from tests.factories import OrganisationFactory
from tests.newcomers.asking import agreed, asked
from tests.newcomers.cast import Cast, active_case, cast_of, commit_checks, soon

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
# Somebody may have agreed to these: another wording is another version.
FINGERPRINTS = {"2026-1": "ba6cc111604df621"}


@pytest.fixture
def cast() -> Cast:
    return cast_of(name="Målselv")


def test_texts_stay_as_they_were_agreed_to_in_every_language_and_for_every_purpose() -> None:
    for version, texts in CONSENT_TEXTS.items():
        assert set(texts) == set(Consent.Purpose) == set(VALID_MONTHS)
        assert {frozenset(each) for each in texts.values()} == {
            frozenset(code for code, _name in settings.LANGUAGES)
        }
        written = json.dumps(texts, sort_keys=True, ensure_ascii=False)
        assert hashlib.sha256(written.encode()).hexdigest()[:16] == FINGERPRINTS[version]


def test_consent_holds_from_the_day_it_is_given_until_it_expires(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        family = active_case(cast).family
        given = agreed(family, cast.coordinator, given_on=today() - DAY, expires_on=today() + DAY)
        now = timezone.now()
        found = [Consent.objects.valid(now + days * DAY).exists() for days in (-2, -1, 0, 1, 2)]
        assert found == [False, True, True, True, False]
        assert given.is_valid
        assert not Consent.objects.to("photo").valid().exists()


def test_taken_back_holds_no_more_from_that_moment(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        family = active_case(cast).family
        given = agreed(family, cast.coordinator)
        assert require_consent(family=family, purpose="agency") == given
        withdraw_consent(consent=given, channel="phone", by=cast.colleague)
        with pytest.raises(ConsentNeeded):
            require_consent(family=family, purpose="agency")
        with pytest.raises(AlreadyWithdrawn):
            withdraw_consent(consent=given, channel="phone", by=cast.coordinator)
        agreed(family, cast.coordinator)
        assert require_consent(family=family, purpose="agency") != given


def test_consent_of_who_has_left_the_family_holds_for_nobody(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        family = active_case(cast).family
        partner = Person.objects.create(
            family=family, municipality=cast.place, given_name="Otto", relation="partner"
        )
        given = agreed(family, cast.coordinator)
        Consent.objects.filter(pk=given.pk).update(person=partner)
        partner.delete()
        commit_checks()
        assert not Consent.objects.valid().exists()
        assert Consent.objects.get().person is None


@pytest.mark.parametrize(
    "typed",
    [
        {"version": "1900-1"},
        {"language": "pl"},
        {"channel": "pigeon"},
        {"purpose": "anything"},
        {"given_on": datetime.date(2999, 1, 1)},
        {"given_on": datetime.date(1999, 1, 1)},
        {"expires_on": datetime.date(2999, 1, 1)},
        {"expires_on": datetime.date(1999, 1, 1)},
    ],
)
def test_consent_that_cannot_be_is_refused(cast: Cast, typed: dict[str, Any]) -> None:
    with scoped([cast.place.pk]):
        family = active_case(cast).family
        with pytest.raises(ImpossibleConsent):
            agreed(family, cast.coordinator, **{"purpose": "photo"} | typed)
        Person.objects.filter(family=family).update(is_main_contact=True)


def test_who_may_write_down_a_consent(cast: Cast) -> None:
    other = cast_of(name="Bardu")
    with scoped([cast.place.pk]):
        case = active_case(cast)
        agreed(case.family, cast.colleague)
        with pytest.raises(PermissionDenied):
            agreed(case.family, other.lead)
    with scoped([cast.place.pk], [cast.place.pk]):
        asked(cast, case, kind="object")
        with pytest.raises(PermissionDenied):
            agreed(case.family, cast.coordinator)
        agreed(Family.objects.get(pk=case.family_id), cast.lead)


def test_database_keeps_what_was_agreed_to(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        given = agreed(active_case(cast).family, cast.coordinator)
        withdraw_consent(consent=given, channel="phone", by=cast.coordinator)
        changes = [
            lambda: Consent.objects.update(purpose="photo"),
            lambda: Consent.objects.update(expires_on=today()),
            lambda: Consent.objects.all().delete(),
            lambda: Consent.objects.update(
                withdrawn_at=None, withdrawn_by=None, withdrawn_channel=""
            ),
        ]
        for change in changes:
            with pytest.raises(DatabaseError), transaction.atomic():
                change()


@pytest.mark.parametrize(("kind", "purpose"), [("state", "agency"), ("community", "volunteers")])
def test_referral_asks_for_the_consent_it_rests_on(cast: Cast, kind: str, purpose: str) -> None:
    there = OrganisationFactory(kind=kind)
    assert purpose_of_referral(there) == purpose
    with scoped([cast.place.pk]):
        case = active_case(cast)
        referral = NewTask("Kurs", soon(9).due_on, "referral", referred_to=there)
        with pytest.raises(ConsentNeeded) as refused:
            plan_task(case=case, task=referral, by=cast.coordinator)
        assert refused.value.purpose == purpose
        plan_task(case=case, task=soon(3), by=cast.coordinator)
        given = agreed(case.family, cast.coordinator, purpose)
        assert plan_task(case=case, task=referral, by=cast.coordinator).referred_to == there
        withdraw_consent(consent=given, channel="email", by=cast.coordinator)
        with pytest.raises(ConsentNeeded):
            plan_task(case=case, task=referral, by=cast.coordinator)
        assert Task.objects.filter(kind="referral").count() == 1


def test_family_is_asked_after_its_case_by_consent_alone(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = active_case(cast)
        assert may_stay_in_touch(case)
        given = agreed(case.family, cast.coordinator, "in_touch")
        case = close_case(
            case=case, reason="settled", outcome="helped", by=cast.coordinator, unfinished="done"
        )
        assert may_stay_in_touch(case)
        withdraw_consent(consent=given, channel="phone", by=cast.coordinator)
        assert not may_stay_in_touch(case)


def test_consents_are_given_and_taken_back_on_their_page(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = active_case(cast)
        main = Person.objects.get(family=case.family)
    client = Client()
    client.force_login(cast.coordinator)
    page = reverse("admin:newcomers_family_consents", args=[case.family_id])
    typed = {"deed": "give", "person": main.pk, "purpose": "photo", "version": NEWEST,
             "language": "de", "channel": "paper", "given_on": today().isoformat()}  # fmt: skip
    refused = client.post(page, typed | {"channel": ""}).content.decode()
    assert "This field is required." in refused
    assert client.post(page, typed).status_code == 302
    case_page = reverse("admin:newcomers_case_change", args=[case.pk])
    assert "being in a photograph (" in client.get(case_page).content.decode()
    with scoped([cast.place.pk]):
        given = Consent.objects.get()
    assert (given.recorded_by, given.text_version, given.is_valid) == (
        cast.coordinator,
        NEWEST,
        True,
    )
    assert main.full_name in client.get(page).content.decode()
    for _time in range(2):
        answer = client.post(
            page, {"deed": f"withdraw-{given.pk}", "channel": "phone"}, follow=True
        )
    assert "Already taken back" in answer.content.decode()
    assert "being in a photograph (" not in client.get(case_page).content.decode()
    with scoped([], [cast.place.pk]):
        assert CaseAccess.objects.filter(table="family", what="view").exists()


def test_consents_of_others_are_not_there(cast: Cast) -> None:
    other = cast_of(name="Bardu")
    with scoped([cast.place.pk]):
        case = active_case(cast, address_protection="fortrolig")
        open_case = active_case(cast)
    for user, family in ((other.lead, open_case.family_id), (cast.colleague, case.family_id)):
        client = Client()
        client.force_login(user)
        assert client.get(
            reverse("admin:newcomers_family_consents", args=[family])
        ).status_code == 404  # fmt: skip
