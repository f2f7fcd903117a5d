"""Public pages from a second database that lags behind, and everything else from the first."""

from collections.abc import Iterator

import psycopg
import pytest
from django.conf import settings
from django.db import OperationalError, connection, connections, transaction
from django.test import override_settings
from django.urls import reverse

from municipalities.models import Page, Topic
from portal import content_version
from portal.lib import replica
from portal.lib.replica import Router, Watch, reading
from portal.models import User
from tests import database
from tests.factories import PageFactory
from tests.wsgi import Front

PAGE = "/nb/pages/one/"
ROUTER = ["portal.lib.replica.Router"]


NAME = f"{database.TEST_DATABASE}_replica"
both = pytest.mark.django_db(transaction=True, databases=["default", replica.ALIAS])


@pytest.fixture(scope="module", autouse=True)
def _alias(django_db_setup: None) -> Iterator[None]:
    """As settings have it where a replica is named; a mirror, which no test empties."""
    given = dict(connections.settings["default"])
    mirror = given["TEST"] | {"MIRROR": "default"}
    connections.settings[replica.ALIAS] = given | {"NAME": NAME, "TEST": mirror}
    yield
    del connections.settings[replica.ALIAS]


@pytest.fixture
def second() -> Iterator[str]:
    """A replica that has all that was written until now, but says so in its own words."""
    PageFactory(slug="one", state="published", title_nb="Ettermann", body_nb="<p>Tekst.</p>")
    connections["default"].close()
    with database.connected() as maker:
        database.make(maker, NAME, database.TEST_DATABASE)
    connections[replica.ALIAS].settings_dict["NAME"] = NAME
    with override_settings(DATABASE_ROUTERS=ROUTER):
        with connections[replica.ALIAS].cursor() as cursor:
            cursor.execute("UPDATE municipalities_page SET title_nb = 'Tomannen'")
        _set_version(NAME)
        yield NAME
    connections[replica.ALIAS].close()
    database.drop(NAME)


def _set_version(name: str) -> None:
    """The second database is no newer than the first: what made it differ counts for nothing."""
    with connection.cursor() as cursor:
        cursor.execute(content_version.ASK)
        (version,) = cursor.fetchone()
    address = database.address(database.maker(), name)
    with psycopg.connect(address, autocommit=True) as maker:
        maker.execute("UPDATE portal_contentversion SET version = %s", [version])


@pytest.fixture(autouse=True)
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    """One that remembers no fault of another test."""
    fresh = Watch()
    monkeypatch.setattr(content_version, "REPLICA", fresh)
    return fresh


def shown(front: Front, path: str = PAGE, **headers: str) -> str:
    """Whose words the page has."""
    text = front.get(path, **headers).text
    return next((word for word in ("Ettermann", "Tomannen", "Tremannen") if word in text), "")


@both
@pytest.mark.usefixtures("second")
def test_public_pages_are_read_from_the_replica_and_all_else_is_not() -> None:
    assert shown(Front()) == "Tomannen"
    assert shown(Front(), "/nb/search/?q=tomannen") == "Tomannen"
    with connections[replica.ALIAS].execute_wrapper(_forbidden):
        assert shown(Front(), cookie=f"{settings.SESSION_COOKIE_NAME}=x") == "Ettermann"
        Front().ask("POST", PAGE)
        assert Front().get("/nb/feedback/").status == 200
        assert Front().get(reverse("enquiry_create")).status == 200


def _forbidden(*_arguments: object) -> None:
    raise AssertionError("the replica was asked")


@both
@pytest.mark.usefixtures("second")
def test_replica_that_lags_behind_is_not_read_and_no_old_page_is_kept() -> None:
    front = Front()
    assert shown(front) == "Tomannen"
    Page.objects.filter(slug="one").update(title_nb="Tremannen")
    assert shown(front) == "Tremannen", "the version has grown, which the replica does not know yet"
    assert shown(front) == "Tremannen"
    assert shown(Front()) == "Tremannen"


@both
@pytest.mark.usefixtures("second")
def test_readers_read_on_without_the_primary(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> int:
        raise OperationalError

    monkeypatch.setattr(content_version, "_version", gone)
    assert shown(Front()) == "Tomannen"
    monkeypatch.setattr(content_version.REPLICA, "ask", lambda _statement: None)
    assert Front().get(PAGE).status == 503


@both
def test_replica_that_is_gone_is_left_alone_for_a_while(second: str) -> None:
    now = [100.0]
    watch = Watch(lambda: now[0])
    connections[replica.ALIAS].close()
    connections[replica.ALIAS].settings_dict["NAME"] = "nowhere"
    assert watch.ask(content_version.ASK) is None
    connections[replica.ALIAS].settings_dict["NAME"] = second
    assert watch.ask(content_version.ASK) is None, "not asked again so soon"
    now[0] += replica.LEFT_ALONE
    assert watch.ask(content_version.ASK) is not None


@both
@pytest.mark.usefixtures("second")
def test_page_comes_from_the_primary_when_the_replica_is_gone() -> None:
    connections[replica.ALIAS].close()
    connections[replica.ALIAS].settings_dict["NAME"] = "nowhere"
    assert shown(Front()) == "Ettermann"


@both
@pytest.mark.usefixtures("second")
def test_what_was_read_from_the_replica_is_written_to_the_primary() -> None:
    with reading():
        page = Page.objects.get(slug="one")
    assert page._state.db == replica.ALIAS
    page.title_nb = "Tremannen"
    page.save(update_fields=["title_nb"])
    assert Page.objects.get(slug="one").title_nb == "Tremannen"
    page.refresh_from_db()
    assert page.title_nb == "Tremannen"


@both
@pytest.mark.usefixtures("second")
def test_transaction_of_the_primary_reads_what_it_has_written() -> None:
    with reading(), transaction.atomic():
        Topic.objects.create(key="new", label="Ny")
        assert Topic.objects.filter(key="new").exists()


def test_router_leaves_everything_alone_outside_and_rows_of_the_primary_inside() -> None:
    router, here, there = Router(), User(), User()
    here._state.db, there._state.db = "default", replica.ALIAS
    assert router.db_for_read(User) is None
    assert router.db_for_read(User, instance=there) == "default"
    assert router.db_for_write(User, instance=there) == "default"
    assert router.db_for_write(User) is None
    with reading():
        assert router.db_for_read(User, instance=here) == "default"
        assert router.db_for_write(User) is None
    assert router.allow_relation(here, there) is True
    assert router.allow_relation(here, here) is None
    assert router.allow_migrate(replica.ALIAS, "portal") is False
    assert router.allow_migrate("default", "portal") is None
