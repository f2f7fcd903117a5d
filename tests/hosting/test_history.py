"""Every change of contacts and organisations is recorded, whatever wrote it."""

from collections import Counter

import pytest
from django.db import connection

from hosting.models import Coordinator, Organisation
from portal.lib.history import event_model
from tests.factories import CoordinatorFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_contact_is_recorded_in_every_language() -> None:
    host = CoordinatorFactory.create(role_nb="Vert", role_de="Gastgeberin", role_en="Host")
    Coordinator.objects.filter(pk=host.pk).update(role_de="Gastgeber")
    events = event_model(Coordinator).objects.order_by("pgh_id")
    assert [(e.pgh_label, e.role_nb, e.role_de, e.role_en) for e in events] == [
        ("insert", "Vert", "Gastgeberin", "Host"),
        ("update", "Vert", "Gastgeber", "Host"),
    ]


def test_contact_saved_unchanged_is_not_recorded() -> None:
    host = CoordinatorFactory.create()
    before = event_model(Coordinator).objects.count()
    host.save()
    Coordinator.objects.update(name=host.name)
    assert event_model(Coordinator).objects.count() == before == 1


def test_contact_keeps_its_history_when_the_account_goes() -> None:
    user = UserFactory.create()
    host = CoordinatorFactory.create(user=user)
    number = user.pk
    user.delete()
    host.refresh_from_db()
    assert host.user is None
    events = event_model(Coordinator).objects.order_by("pgh_id")
    assert [event.user_id for event in events] == [number, None]


def test_organisations_written_in_bulk_and_raw_are_recorded() -> None:
    Organisation.objects.bulk_create(
        OrganisationFactory.build(slug=slug, name_nb=slug) for slug in ("a", "b")
    )
    with connection.cursor() as cursor:
        cursor.execute("UPDATE hosting_organisation SET name_en = 'Both'")
    Organisation.objects.all().delete()
    events = event_model(Organisation).objects
    assert Counter(event.pgh_label for event in events.all()) == {
        "insert": 2, "update": 2, "delete": 2,
    }  # fmt: skip
    assert {event.name_en for event in events.filter(pgh_label="delete")} == {"Both"}
