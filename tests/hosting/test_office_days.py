"""Office days: planned in a row, seen until they are over, counted afterwards, in their place."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from hosting.actions.office_days import NotYetHeld, plan_office_days, save_office_day
from hosting.models import OfficeDay
from hosting.office_days import office_days_for_calendar
from municipalities.models import Membership
from municipalities.roles import Role
from portal.lib.dates import today
from portal.lib.holding import held_until
from tests.admin_forms import admin_url, errors, save
from tests.factories import (
    CoordinatorFactory,
    MunicipalityFactory,
    OfficeDayFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
WEEK = datetime.timedelta(days=7)
# A Tuesday, in winter time: ten in Oslo is nine in UTC.
TUESDAY = datetime.date(2027, 1, 12)
NINE = datetime.datetime(2027, 1, 12, 9, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    "wrong",
    [{"ends_at": datetime.time(10)}, {"ends_at": datetime.time(9)}, {"visitors": 3},
     {"visitors": 3, "status": "cancelled"}],
)  # fmt: skip
def test_office_day_that_cannot_be_is_refused_by_the_database(wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        OfficeDayFactory(**wrong)
    assert OfficeDayFactory(status="held", visitors=3).pk


def test_office_days_are_seen_until_they_are_over() -> None:
    day = OfficeDayFactory(date=TUESDAY, starts_at=datetime.time(10), ends_at=datetime.time(12))
    off = OfficeDayFactory(date=TUESDAY + WEEK, status="cancelled")
    OfficeDayFactory(date=TUESDAY + WEEK, status="held")
    two_hours = datetime.timedelta(hours=2)
    assert list(OfficeDay.objects.ahead(NINE)) == [day, off]
    assert list(OfficeDay.objects.ahead(NINE + two_hours)) == [off]
    assert list(OfficeDay.objects.to_report(NINE)) == []
    assert list(OfficeDay.objects.to_report(NINE + two_hours)) == [day]


def test_readers_see_the_next_office_days_until_the_first_is_over(client: Client) -> None:
    host = CoordinatorFactory.create()
    place, elsewhere = host.municipality, MunicipalityFactory.create()
    days = [OfficeDayFactory(municipality=place, place=f"Rom {number}",
                             date=today() + number * WEEK) for number in range(1, 6)]  # fmt: skip
    OfficeDayFactory(municipality=elsewhere, place="Fremmed sted")
    OfficeDay.objects.filter(pk=days[1].pk).update(status="cancelled")
    shown = {f"hosts/{host.slug}/": 2, f"municipalities/{place.slug}/": 2, "hosts/": 1}
    for path, count in shown.items():
        response = client.get(f"/en/{path}")
        html = response.content.decode()
        found = [number for number in range(1, 6) if f"Rom {number}" in html]
        assert found == list(range(1, count + 1)), path
        assert "Fremmed" not in html
        assert ("Cancelled" in html) == (count > 1)
        assert held_until(response.wsgi_request.META) == days[0].ends.timestamp()


def test_series_leaves_out_holidays_and_what_is_planned_already() -> None:
    place = MunicipalityFactory.create()
    # Thursday 25 March 2027 is Maundy Thursday.
    first = OfficeDayFactory.build(municipality=place, date=datetime.date(2027, 3, 11))
    made = plan_office_days(first=first, every=WEEK, until=datetime.date(2027, 4, 8), by=None)
    assert [f"{each.date:%d.%m.}" for each in made] == ["11.03.", "18.03.", "01.04.", "08.04."]
    again = OfficeDayFactory.build(municipality=place, date=datetime.date(2027, 4, 8))
    more = plan_office_days(first=again, every=WEEK, until=datetime.date(2999, 1, 1), by=None)
    assert 45 < len(more) < 53, "a year, and no longer"
    assert OfficeDay.objects.filter(date=again.date).count() == 1


def test_day_that_has_not_come_was_not_held() -> None:
    day = OfficeDayFactory(date=today() + WEEK)
    day.status = OfficeDay.Status.HELD
    with pytest.raises(NotYetHeld):
        save_office_day(office_day=day, by=None)
    day.date = today()
    assert save_office_day(office_day=day, by=None).pk


def test_coordinator_keeps_the_office_days_of_the_own_municipality() -> None:
    here, elsewhere = MunicipalityFactory.create(), OfficeDayFactory()
    person = UserFactory.create()
    Membership.objects.create(user=person, municipality=here, role=Role.COORDINATOR)
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    add = admin_url(OfficeDay, "add")
    needed = {"date": today() + WEEK, "starts_at": "10:00", "ends_at": "12:00", "place": "Rom 4",
              "every": "7", "until": today() + 2 * WEEK}  # fmt: skip
    assert save(client, add, **needed).status_code == 302
    assert set(OfficeDay.objects.filter(municipality=here).values_list("place", flat=True)) == {
        "Rom 4"
    }
    assert "municipality" in errors(
        save(client, add, **needed, municipality=elsewhere.municipality.pk)
    )
    assert client.get(admin_url(elsewhere)).status_code == 302
    page = client.get(admin_url(OfficeDay, "changelist")).content.decode()
    assert "Biblioteket" not in page
    own = OfficeDay.objects.filter(municipality=here).first()
    assert own is not None
    url = admin_url(own)
    assert "status" in errors(save(client, url, status="held", visitors="4"))
    assert "until" in errors(save(client, add, **needed | {"until": ""}))
    assert "__all__" in errors(save(client, url, ends_at="09:00"))
    assert save(client, url, status="held", visitors="4", date=today()).status_code == 302
    own.refresh_from_db()
    assert own.visitors == 4


def test_role_without_office_days_has_none_of_it() -> None:
    person = UserFactory.create()
    day = OfficeDayFactory()
    Membership.objects.create(user=person, municipality=day.municipality, role=Role.DEPUTY)
    client = Client()
    client.force_login(person)
    assert client.get(admin_url(OfficeDay, "changelist")).status_code == 403


def test_calendar_holds_the_office_days_of_the_place() -> None:
    span = (NINE - WEEK, NINE + WEEK)
    day = OfficeDayFactory(date=TUESDAY)
    off = OfficeDayFactory(date=TUESDAY, status="cancelled")
    OfficeDayFactory(date=TUESDAY + 4 * WEEK)
    (entry,) = office_days_for_calendar(day.municipality, span)
    assert entry.series.starts == NINE
    assert entry.uid.startswith(f"office-day-{day.pk}@")
    assert not entry.is_cancelled
    assert {each.is_cancelled for each in office_days_for_calendar(None, span)} == {True, False}
    OfficeDay.objects.filter(pk=off.pk).update(
        changed_at=timezone.now() + datetime.timedelta(hours=1)
    )
    (changed,) = office_days_for_calendar(off.municipality, span)
    assert changed.sequence > entry.sequence
    assert changed.title.value.startswith("Cancelled: ")
