"""Making the roles while other processes, which start at the same moment, make them too."""

from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import InternalError

from portal.management.commands import ensure_roles

pytestmark = pytest.mark.django_db(databases=list(settings.DATABASES))
AT_IT = "tuple concurrently updated"


def failing(monkeypatch: pytest.MonkeyPatch, says: str, times: int) -> list[str]:
    """Let the grants fail so many times; the list gets a line for each attempt."""
    attempts: list[str] = []
    grant = ensure_roles._grant

    def instead(*args: Any) -> None:
        attempts.append(says)
        if len(attempts) <= times:
            raise InternalError(says)
        grant(*args)

    monkeypatch.setattr(ensure_roles, "_grant", instead)
    return attempts


def test_ensure_roles_tries_again_when_others_are_at_it(monkeypatch: pytest.MonkeyPatch) -> None:
    attempts = failing(monkeypatch, AT_IT, times=2)
    call_command("ensure_roles")
    assert len(attempts) == 3


def test_ensure_roles_does_not_try_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    attempts = failing(monkeypatch, AT_IT, times=1000)
    with pytest.raises(CommandError, match="Other processes"):
        call_command("ensure_roles")
    assert len(attempts) == ensure_roles.TRIES


def test_ensure_roles_tells_of_another_error_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    attempts = failing(monkeypatch, "the disk is on fire", times=1)
    with pytest.raises(CommandError, match="on fire"):
        call_command("ensure_roles")
    assert len(attempts) == 1
