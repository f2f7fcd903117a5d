"""Row-level security: proven as the web role, with rows in every table."""

import datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from municipalities.models import Membership, Municipality
from municipalities.roles import Role
from newcomers.actions.access import NoRole, note_access
from newcomers.models import CaseAccess, Enquiry
from portal.lib.scope import insert_scoped, scoped
from portal.models import User
from tests.factories import MunicipalityFactory, UserFactory, received_enquiry

pytestmark = pytest.mark.django_db
CONFIDENTIAL = list(apps.get_app_config("newcomers").get_models())


@pytest.fixture
def here() -> Municipality:
    return MunicipalityFactory(name="Målselv")


@pytest.fixture
def there() -> Municipality:
    return MunicipalityFactory(name="Sørreisa")


@pytest.fixture
def coordinator(here: Municipality) -> User:
    user = UserFactory()
    Membership.objects.create(user=user, municipality=here, role=Role.COORDINATOR)
    return user


@pytest.fixture
def rows(here: Municipality, there: Municipality) -> dict[str, Enquiry]:
    """An enquiry in each of the two municipalities."""
    return {name: received_enquiry(place) for name, place in (("here", here), ("there", there))}


def enquiry_for(place: Municipality) -> Enquiry:
    return Enquiry(
        municipality=place,
        language="de",
        name="Kanari",
        email="kanari@example.org",
        delete_on=datetime.date(2030, 1, 1),
    )


@pytest.mark.parametrize("model", CONFIDENTIAL)
def test_every_confidential_table_is_secured(model: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_security_active(%s)", [model._meta.db_table])
        assert cursor.fetchone() == (True,)
    assert model._meta.get_field("municipality").remote_field.related_name == "+"


@pytest.mark.usefixtures("rows")
def test_without_scope_reading_raises() -> None:
    with pytest.raises(DatabaseError, match=r"no app\.scope is set"), transaction.atomic():
        list(Enquiry.objects.all())


@pytest.mark.usefixtures("rows")
def test_empty_scope_sees_nothing() -> None:
    with scoped([]):
        assert not Enquiry.objects.exists()


def test_scope_sees_its_own_rows(rows: dict[str, Enquiry], here: Municipality) -> None:
    with scoped([here.pk]):
        assert list(Enquiry.objects.all()) == [rows["here"]]
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM newcomers_enquiry")
            assert cursor.fetchone() == (1,)


def test_nested_scope_ends_where_it_began(
    rows: dict[str, Enquiry], here: Municipality, there: Municipality
) -> None:
    with scoped([here.pk]):
        with scoped([there.pk]):
            assert list(Enquiry.objects.all()) == [rows["there"]]
        assert list(Enquiry.objects.all()) == [rows["here"]]
        with pytest.raises(RuntimeError), scoped([there.pk]):
            raise RuntimeError
        assert list(Enquiry.objects.all()) == [rows["here"]]


@pytest.mark.usefixtures("rows")
def test_rows_of_others_cannot_be_changed_deleted_or_taken(
    here: Municipality, there: Municipality
) -> None:
    with scoped([here.pk]):
        assert Enquiry.objects.filter(municipality=there).update(name="x") == 0
        assert Enquiry.objects.filter(municipality=there).delete()[0] == 0
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Enquiry.objects.update(municipality=there)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            enquiry_for(there).save()


def test_public_may_write_to_one_municipality_and_read_nothing(
    here: Municipality, there: Municipality
) -> None:
    with insert_scoped(here.pk):
        enquiry_for(here).save(force_insert=True)
        assert not Enquiry.objects.exists()
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            enquiry_for(there).save(force_insert=True)
    with scoped([here.pk]):
        assert Enquiry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_scope_holds_for_its_transaction_only(here: Municipality, there: Municipality) -> None:
    for place in (here, there):
        received_enquiry(place)
    with scoped([here.pk]):
        assert Enquiry.objects.count() == 1
    with pytest.raises(DatabaseError, match=r"no app\.scope"):
        Enquiry.objects.count()


@pytest.mark.django_db(transaction=True)
def test_web_role_cannot_switch_security_off() -> None:
    for statement in (
        "ALTER TABLE newcomers_enquiry DISABLE ROW LEVEL SECURITY",
        "DROP POLICY case_scope ON newcomers_enquiry",
        "TRUNCATE newcomers_enquiry CASCADE",
        "SET row_security = off; SELECT * FROM newcomers_enquiry",
        "SET ROLE landgang_owner",
    ):
        with pytest.raises(DatabaseError), connection.cursor() as cursor:
            cursor.execute(statement)


def test_reading_is_noted_and_the_note_stays(
    rows: dict[str, Enquiry], coordinator: User, here: Municipality
) -> None:
    with scoped([here.pk], [here.pk]):
        note_access(by=coordinator, what=CaseAccess.What.VIEW, table="enquiry", rows=[rows["here"]])
        note = CaseAccess.objects.of("enquiry", rows["here"].pk).get()
        assert (note.user, note.role, note.what) == (coordinator, Role.COORDINATOR, "view")
        for change in (
            lambda: CaseAccess.objects.update(what="list"),
            lambda: CaseAccess.objects.all().delete(),
        ):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                change()


def test_reading_without_a_role_is_refused(
    rows: dict[str, Enquiry], coordinator: User, there: Municipality
) -> None:
    with scoped([there.pk]), pytest.raises(NoRole):
        note_access(
            by=coordinator, what=CaseAccess.What.VIEW, table="enquiry", rows=[rows["there"]]
        )


def test_writer_of_the_log_cannot_read_it(
    rows: dict[str, Enquiry], coordinator: User, here: Municipality
) -> None:
    with scoped([here.pk]):
        note_access(by=coordinator, what=CaseAccess.What.LIST, table="enquiry", rows=[rows["here"]])
        assert not CaseAccess.objects.exists()
