"""The test database, made by the owner and used as the web role, and the cast of the tests."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connections
from django.utils import translation

from municipalities.models import Membership, Municipality
from municipalities.roles import Role
from portal import visits
from portal.models import User
from tests.database import EMPTY, FILLED, TEST_DATABASE, copy, drop, use

# Set by .ci/run: there, what is left out is a failure.
STRICT = bool(os.environ.get("CI_STRICT"))
LEFT_OUT = ("skipped", "xfailed", "xpassed")
BROWSER = Path(__file__).parent / "browser"
LONG = ("test_worker.py", "test_crawl.py", "test_fuzz.py", "test_fuzz_admin.py")

# Tests look through all that is registered; a server loads it for the first address of the admin.
admin.autodiscover()


def pytest_collection_finish() -> None:
    """What is there by now stays: to look for garbage among it again and again takes time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """A fresh database with both roles, migrated by the owner; the tests run as the web role."""
    copy(EMPTY, TEST_DATABASE)
    with django_db_blocker.unblock():
        use(TEST_DATABASE)
    yield
    with django_db_blocker.unblock():
        for alias in settings.DATABASES:
            connections[alias].close()


@pytest.fixture(scope="module")
def midt_troms(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The real content, in a database of its own for the tests of one module."""
    filled = f"{TEST_DATABASE}_filled"
    copy(FILLED, filled)
    with django_db_blocker.unblock():
        use(filled)
    yield
    with django_db_blocker.unblock():
        use(TEST_DATABASE)
    drop(filled)


@pytest.fixture(scope="session", autouse=True)
def passwords_cost_little() -> None:
    """Argon2 as in production, but for its effort: a tenth of a second for each password."""
    Argon2PasswordHasher.time_cost = 1
    Argon2PasswordHasher.memory_cost = 8  # KiB, the least there is
    Argon2PasswordHasher.parallelism = 1


@pytest.fixture
def region(db: None) -> Municipality:
    """The region's own row."""
    return Municipality.objects.create(
        kind=Municipality.Kind.REGION, slug="midt-troms", name="Midt-Troms"
    )


@pytest.fixture
def regional_editor(region: Municipality) -> User:
    """May edit every text of the region."""
    user = User.objects.create_user(
        "redaktor@example.org", "ja-vi-elsker-8", name="Rita Redaktør", language="en"
    )
    Membership.objects.create(user=user, municipality=region, role=Role.EDITOR)
    return user


@pytest.fixture
def administrator(region: Municipality) -> User:
    """Invites people and gives them roles; sees no content and nothing about newcomers."""
    user = User.objects.create_user(
        "admin@example.org", "ja-vi-elsker-9", name="Ada Admin", language="en"
    )
    Membership.objects.create(user=user, municipality=region, role=Role.ADMINISTRATOR)
    return user


@pytest.fixture(autouse=True)
def _language_of_its_own() -> Iterator[None]:
    """English, whatever language the test before left behind."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _no_visits_of_other_tests() -> Iterator[None]:
    """What a test has counted is written by itself alone, or by nobody."""
    visits.COUNTER.forget()
    yield
    visits.COUNTER.forget()


def pytest_report_header() -> str:
    """Which database the suite runs on."""
    return f"database: {os.environ['DATABASE_URL'].split('@')[-1].split('/')[-1].split('?')[0]}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name what was left out, so that a green run does not hide it."""
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped:
        terminalreporter.section("left out on this machine")
        for reason in sorted({str(report.longrepr[2]) for report in skipped}):
            terminalreporter.line(f"- {reason}")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser's files first: each process starts its portal once, and they take longest. Then
    other long ones: at the end, one process would wait for the other."""
    items.sort(key=lambda item: (not item.path.is_relative_to(BROWSER), item.path.name not in LONG))


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a strict run that left anything out."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None:
        return  # one of several processes: the one that started it counts for all
    left_out = sum(len(reporter.stats.get(outcome, [])) for outcome in LEFT_OUT)
    if STRICT and left_out:
        reporter.write_line(f"\nCI_STRICT: {left_out} tests were left out", red=True)
        session.exitstatus = session.exitstatus or pytest.ExitCode.TESTS_FAILED
