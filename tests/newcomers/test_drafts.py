"""What somebody was writing is kept for its writer alone, for a week."""

import datetime
from typing import Any

import pytest
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from newcomers.actions.drafts import (
    MOST_BYTES,
    SALT,
    DraftTooLong,
    delete_forgotten_drafts,
    drop_draft,
    keep_draft,
    keep_without_session,
    way_back,
)
from newcomers.models import Case, Draft
from portal.lib.scope import scoped
from portal.models import User
from tests.newcomers.cast import IDENTITY_NUMBER as NUMBER
from tests.newcomers.cast import Cast, active_case, cast_of, commit_checks

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return cast_of()


@pytest.fixture
def case(cast: Cast) -> Case:
    with scoped([cast.place.pk]):
        return active_case(cast)


def kept(cast: Cast) -> list[dict[str, Any]]:
    with scoped([cast.place.pk]):
        return [draft.fields for draft in Draft.objects.order_by("pk")]


def test_last_draft_of_each_writer_counts(cast: Cast, case: Case) -> None:
    with scoped([cast.place.pk]):
        for text in ("Hei", "Hei igjen"):
            keep_draft(case=case, fields={"text": text}, by=cast.coordinator)
        keep_draft(case=case, fields={"text": "Mitt", "topics": ["bolig"]}, by=cast.colleague)
        assert Draft.objects.of(cast.coordinator).get().fields == {"text": "Hei igjen"}
        assert Draft.objects.of(cast.colleague).get().fields["topics"] == ["bolig"]
        assert not Draft.objects.of(cast.lead).exists()
        drop_draft(case=case, by=cast.colleague)
        assert Draft.objects.get().user == cast.coordinator


@pytest.mark.parametrize(
    ("fields", "is_right"),
    [
        ({"text": "x" * (MOST_BYTES - 20)}, True),
        ({"text": "x" * MOST_BYTES}, False),
        # Forty kilobytes are bytes: each of these letters has two.
        ({"text": "å" * (MOST_BYTES // 2)}, False),
        ({"x" * MOST_BYTES: ""}, False),
        ({f"field-{number}": "x" * 90 for number in range(500)}, False),
    ],
)
def test_draft_is_no_larger_than_forty_kilobytes(
    cast: Cast, case: Case, fields: dict[str, str], is_right: bool
) -> None:
    with scoped([cast.place.pk]):
        if is_right:
            keep_draft(case=case, fields=fields, by=cast.lead)
        else:
            with pytest.raises(DraftTooLong):
                keep_draft(case=case, fields=fields, by=cast.lead)
        assert Draft.objects.exists() == is_right


def test_draft_holds_no_identity_number_and_nothing_unstorable(cast: Cast, case: Case) -> None:
    fields = {"text": f"Hun er {NUMBER}, sa hun.\x00", "topics": [NUMBER, "bolig"]}
    with scoped([cast.place.pk]):
        keep_draft(case=case, fields=fields, by=cast.lead)
    assert kept(cast) == [{"text": "Hun er …, sa hun.", "topics": ["…", "bolig"]}]


def test_draft_is_kept_for_a_week(cast: Cast, case: Case) -> None:
    with scoped([cast.place.pk]):
        for user, days in ((cast.coordinator, 6), (cast.colleague, 8)):
            keep_draft(case=case, fields={}, by=user)
            then = timezone.now() - datetime.timedelta(days=days)
            Draft.objects.of(user).update(saved_at=then)
        assert delete_forgotten_drafts() == 1
        assert Draft.objects.get().user == cast.coordinator


def test_text_finds_its_way_back_without_a_session(cast: Cast, case: Case) -> None:
    way = way_back(case=case, by=cast.coordinator)
    back = keep_without_session(way=way, fields={"text": "Hei"}, user_model=User)
    assert back == case.pk
    assert kept(cast) == [{"text": "Hei"}]


@pytest.mark.parametrize("way", ["", "x", "eyJ:1:abc", "\x00"])
def test_forged_way_back_keeps_nothing(cast: Cast, case: Case, way: str) -> None:
    assert keep_without_session(way=way, fields={"text": "Hei"}, user_model=User) is None
    assert kept(cast) == []


def test_way_back_signed_for_something_else_keeps_nothing(cast: Cast, case: Case) -> None:
    names = [cast.coordinator.pk, case.pk, cast.place.pk]
    other = signing.dumps(names, salt="invitation")
    altered = signing.dumps(names, salt=SALT)[:-1] + "!"
    elsewhere = signing.dumps([cast.coordinator.pk, case.pk, cast_of().place.pk], salt=SALT)
    for way in (other, altered, elsewhere):
        assert keep_without_session(way=way, fields={"text": "Hei"}, user_model=User) is None
    assert kept(cast) == []


@pytest.mark.parametrize("how", ["membership", "account", "week"])
def test_way_back_ends_with_the_role_the_account_and_the_week(
    cast: Cast, case: Case, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    way = way_back(case=case, by=cast.coordinator)
    with scoped([cast.place.pk]):
        commit_checks()
    if how == "membership":
        cast.coordinator.memberships.all().delete()
    elif how == "account":
        cast.coordinator.is_active = False
        cast.coordinator.save()
    else:
        later = signing.time.time() + 8 * 24 * 60 * 60
        monkeypatch.setattr(signing.time, "time", lambda: later)
    assert keep_without_session(way=way, fields={"text": "Hei"}, user_model=User) is None
    assert kept(cast) == []


def test_who_may_not_log_keeps_no_draft(cast: Cast, case: Case) -> None:
    with scoped([cast.place.pk]), pytest.raises(PermissionDenied):
        keep_draft(case=case, fields={"text": "Hei"}, by=cast_of().lead)
    assert kept(cast) == []
