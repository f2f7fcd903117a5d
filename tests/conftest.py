"""The test database, made by the owner and used as the web role, and the cast of the tests."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction

from municipalities.models import Membership, Municipality
from municipalities.roles import Role
from portal.models import User
from portal.region_pack.load import load_region

# Set by .ci/run: there, what is left out is a failure.
STRICT = bool(os.environ.get("CI_STRICT"))
LEFT_OUT = ("skipped", "xfailed", "xpassed")
# Two runs at once need two names.
TEST_DATABASE = os.environ.get("TEST_DATABASE", "test_landgang")
PACK = Path(settings.BASE_DIR) / "municipalities" / "content" / "midt-troms"


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """A fresh database with both roles, migrated by the owner; the tests run as the web role."""
    with django_db_blocker.unblock():
        maker = "bootstrap" if "bootstrap" in settings.DATABASES else "owner"
        with connections[maker].cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {TEST_DATABASE} WITH (FORCE)")
            cursor.execute(f"CREATE DATABASE {TEST_DATABASE} TEMPLATE template0 ENCODING 'UTF8'")
        for alias in settings.DATABASES:
            connections[alias].close()
            settings.DATABASES[alias]["NAME"] = TEST_DATABASE
            connections[alias].settings_dict["NAME"] = TEST_DATABASE
        call_command("ensure_roles", verbosity=0)
        call_command("migrate", verbosity=0)
        connections["owner"].close()
    yield
    with django_db_blocker.unblock():
        for alias in settings.DATABASES:
            connections[alias].close()


@pytest.fixture(scope="module")
def midt_troms(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The real content, for the tests of one module; each test's own changes are undone before."""
    with django_db_blocker.unblock():
        everything = transaction.atomic()
        everything.__enter__()
        load_region(PACK)
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        everything.__exit__(None, None, None)


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


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a strict run that left anything out."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    left_out = sum(len(reporter.stats.get(outcome, [])) for outcome in LEFT_OUT)
    if STRICT and left_out:
        reporter.write_line(f"\nCI_STRICT: {left_out} tests were left out", red=True)
        session.exitstatus = session.exitstatus or pytest.ExitCode.TESTS_FAILED
