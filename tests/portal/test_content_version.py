"""The content version grows with each transaction that changes public content, and only then."""

import pytest
from django.db import DatabaseError, connection, transaction

from municipalities.models import Municipality, Topic
from portal.lib.scope import scoped
from portal.models import ContentVersion, SearchEntry, User


def version() -> int:
    return ContentVersion.objects.values_list("version", flat=True).first() or 0


@pytest.mark.django_db(transaction=True)
def test_content_version_grows_once_for_a_transaction() -> None:
    before = version()
    with transaction.atomic():
        Topic.objects.create(key="one", label="En")
        Topic.objects.create(key="two", label="To")
        assert version() == before
    assert version() == before + 1


@pytest.mark.django_db(transaction=True)
def test_content_version_sees_bulk_and_raw_writes() -> None:
    Topic.objects.create(key="one", label="En")
    before = version()
    Topic.objects.update(position=3)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE municipalities_topic SET position = 4")
    assert version() == before + 2


@pytest.mark.django_db(transaction=True)
def test_content_version_ignores_accounts_and_what_is_rolled_back() -> None:
    before = version()
    User.objects.create_user("a@example.org", name="A")
    with transaction.atomic():
        Topic.objects.create(key="one", label="En")
        transaction.set_rollback(True)
    assert version() == before


@pytest.mark.django_db
@pytest.mark.parametrize("model", [ContentVersion, SearchEntry])
def test_web_role_cannot_write_what_the_database_writes(model: type) -> None:
    with pytest.raises(DatabaseError, match="permission denied"):
        model.objects.all().delete()


@pytest.mark.django_db
def test_tests_run_as_the_web_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == ("landgang_web", False)


@pytest.mark.django_db
def test_search_entries_follow_a_municipality() -> None:
    place = Municipality.objects.create(
        slug="malselv", name="Målselv", introduction_nb="<p>Elva er lang.</p>"
    )
    assert SearchEntry.objects.get(kind="municipality").text == "Elva er lang."
    # Nothing deletes a municipality; whoever tries has to be allowed to ask what hangs on it.
    with scoped([], []):
        place.delete()
    assert not SearchEntry.objects.exists()
