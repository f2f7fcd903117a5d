"""The database gone, the process asked whether it lives, and starting with something missing."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, connections
from django.test import Client

from portal import readiness
from portal.management.commands import run
from tests.accounts import log_in


@pytest.fixture
def no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every query fails as it does when the server is gone."""

    def gone(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("the server is gone")

    monkeypatch.setattr(type(connections["default"]), "cursor", gone)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("nb", "Vi er straks tilbake"),
        ("de", "Wir sind gleich wieder da"),
        ("en", "We are back in a moment"),
    ],
)
def test_page_without_database_is_503_in_the_readers_language(
    client: Client, no_database: None, language: str, says: str
) -> None:
    response = client.get(f"/{language}/municipalities/senja/")
    html = response.content.decode()
    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert says in html
    assert f'lang="{language}"' in html
    assert "the server is gone" not in html


@pytest.mark.django_db
def test_database_lost_at_the_end_of_a_request_is_503_too(
    administrator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Around the view, where Django asks no middleware about an exception."""
    client = log_in(administrator, raise_request_exception=False)
    assert client.get("/admin/").status_code == 200
    lost = OperationalError("the server is gone")
    monkeypatch.setattr("portal.scope.scoped", Mock(side_effect=lost))
    response = client.get("/admin/")
    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    monkeypatch.setattr("portal.scope.scoped", Mock(side_effect=ValueError("a fault of ours")))
    assert client.get("/admin/").status_code == 500


@pytest.mark.django_db
def test_live_needs_no_database_and_ready_does(client: Client, no_database: None) -> None:
    assert client.get("/live").status_code == 200
    response = client.get("/ready")
    assert response.status_code == 503
    assert response.json()["problems"] == ["database"]


@pytest.mark.django_db
def test_ready_when_everything_is_there(client: Client) -> None:
    response = client.get("/ready")
    assert response.status_code == 200
    assert response.json() == {"ready": True, "problems": []}
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_ready_names_a_missing_migration(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'hosting'")
    assert client.get("/ready").json()["problems"] == ["migrations"]


@pytest.mark.django_db
def test_error_page_needs_no_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("portal.views.doors", broken)
    client.raise_request_exception = False
    response = client.get("/de/")
    assert response.status_code == 500
    assert "secret detail" not in response.content.decode()
    assert 'lang="de"' in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/nb/", "/live", "/nb/nope/", "/admin/login/"])
def test_every_answer_has_a_strict_policy(client: Client, path: str) -> None:
    policy = client.get(path)["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert ("default-src 'none'" in policy) is not path.startswith("/admin/")


def test_run_says_when_the_port_is_taken() -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(CommandError, match=r"make run PORT=8010"):
            run._require_free(taken.getsockname()[1])


def start(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py in a process of its own."""
    kept = {k: v for k, v in os.environ.items() if k in {"PATH", "HOME", "LANG"}}
    return subprocess.run(
        [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), *arguments],
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_start_without_database_says_so_on_the_console() -> None:
    result = start("run", DEBUG="true", PORT="0", DATABASE_URL="postgres://nobody@127.0.0.1:9/none")
    assert result.returncode != 0
    assert "The database cannot be reached" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("missing", "says"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "too short"),
        ({"ALLOWED_HOSTS": "*"}, "name the hosts"),
        ({"DATABASE_URL": ""}, "DATABASE_URL"),
        ({"SITE_URL": ""}, "SITE_URL"),
    ],
)
def test_production_refuses_to_start_without_what_it_needs(
    missing: dict[str, str], says: str
) -> None:
    whole = {
        "SECRET_KEY": "k" * 60,
        "SITE_URL": "https://portal.example.org",
        "DATABASE_URL": "postgres://web@127.0.0.1/none",
    }
    result = start("check", **(whole | missing))
    assert result.returncode != 0
    assert says in result.stderr


def test_debug_at_a_public_address_is_refused() -> None:
    result = start(
        "check",
        DEBUG="true",
        SITE_URL="https://portal.example.org",
        DATABASE_URL="postgres://web@127.0.0.1/none",
    )
    assert result.returncode != 0
    assert "SITE_URL is a public address" in result.stderr


@pytest.mark.django_db(databases=list(settings.DATABASES))
def test_ensure_roles_may_run_again() -> None:
    call_command("ensure_roles")
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('portal_user', 'TRUNCATE')")
        assert cursor.fetchone() == (False,)


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_ready_names_a_table_that_is_not_secured(client: Client) -> None:
    def switch(word: str) -> None:
        with connections["owner"].cursor() as cursor:
            cursor.execute(f"ALTER TABLE newcomers_enquiry {word} ROW LEVEL SECURITY")

    switch("DISABLE")
    try:
        response = client.get("/ready")
        assert response.json()["problems"] == ["row-level security is off for newcomers_enquiry"]
        with pytest.raises(SystemExit, match="row-level security is off"):
            readiness.refuse_to_serve_unguarded()
    finally:
        switch("ENABLE")
    readiness.refuse_to_serve_unguarded()


@pytest.mark.django_db(databases=["default", "owner", "bootstrap"])
@pytest.mark.parametrize(
    ("alias", "says"), [("owner", "owns tables"), ("bootstrap", "is a superuser")]
)
def test_other_roles_are_refused(alias: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "connection", connections[alias])
    assert any(says in problem for problem in readiness.insecure())
