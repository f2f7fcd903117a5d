"""The administrators' status page: what it says of mail, jobs and backups, and to whom."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from municipalities.models import Membership, Municipality
from municipalities.roles import Role
from portal import status
from portal.actions.backups import note_run
from portal.backup.addresses import OWNER, connect
from portal.models import BackupRun, User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(databases=list(settings.DATABASES))
PAGE = "/admin/portal/status/"
DAY = datetime.timedelta(days=1)
BACKUP, PROOF = BackupRun.Kind.BACKUP, BackupRun.Kind.PROOF


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Notes runs so many days old, as the owner; they are gone when the test ends."""

    def note(kind: BackupRun.Kind, days: float, trouble: str = "") -> None:
        with connect(OWNER) as connection:
            connection.execute(
                "INSERT INTO portal_backuprun (kind, at, size, seconds, commit, is_ok, trouble)"
                " VALUES (%s, %s, 5000000, 1, '', %s, %s)",
                [kind, timezone.now() - days * DAY, not trouble, trouble],
            )

    yield note
    with connect(OWNER) as connection:
        connection.execute("DELETE FROM portal_backuprun")


def warnings() -> dict[str, str]:
    return {str(fact.label): fact.warning for fact in status.facts()}


def test_status_warns_of_what_is_missing_or_old(noted: Any) -> None:
    backup, proof = "Last backup", "Last proof that a backup can be restored"
    assert warnings()[backup].startswith("There is none.")
    assert warnings()[proof].startswith("There is none.")
    for kind, days, expected in (
        (BACKUP, 7.1, {backup: "It is older than 7 days."}),
        (BACKUP, 6.9, {backup: ""}),
        (PROOF, 35.1, {backup: "", proof: "It is older than 35 days."}),
        (PROOF, 34.9, {backup: "", proof: ""}),
    ):
        noted(kind, days)
        found = warnings()
        assert {label: found[label] for label in expected} == expected
    noted(BACKUP, 8, "The disk is full.")
    assert warnings()[backup] == "", "it has succeeded since"
    noted(BACKUP, 2, "The disk is full.")
    noted(BACKUP, 1, "The disk is full.")
    assert warnings()[backup] == "Failed attempts: 2."
    value = next(fact.value for fact in status.facts() if fact.label == backup)
    assert "MB" in value


def test_status_warns_of_mail_that_waits_and_of_parked_jobs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mail, jobs = "Oldest unsent mail", "Parked jobs"
    assert (warnings()[mail], warnings()[jobs]) == ("", "")
    for hours, is_late in ((0.9, False), (1.1, True)):
        since = timezone.now() - datetime.timedelta(hours=hours)
        monkeypatch.setattr(status, "oldest_unsent", lambda since=since: since)
        assert bool(warnings()[mail]) is is_late
    monkeypatch.setattr(status, "parked", lambda: 2)
    assert "manage.py parked" in warnings()[jobs]


def test_run_is_noted_by_the_owner() -> None:
    row = note_run(kind=PROOF, seconds=12.345, size=7, trouble="x" * 900)
    kept = BackupRun.objects.using(OWNER).get(pk=row.pk)
    assert (kept.seconds, kept.size, kept.is_ok, len(kept.trouble)) == (12.3, 7, False, 500)
    assert kept.commit


def test_status_page_is_for_administrators(
    client: Client, administrator: User, region: Municipality
) -> None:
    client.force_login(administrator)
    page = client.get(PAGE)
    assert page.status_code == 200
    assert "manage.py backup" in page.content.decode()
    assert PAGE in client.get("/admin/").content.decode()
    assert client.post(PAGE).status_code == 405
    for role in set(Role) - {Role.ADMINISTRATOR}:
        user = UserFactory()
        Membership.objects.create(user=user, municipality=region, role=role)
        client.force_login(user)
        assert client.get(PAGE).status_code == 403, role
        assert PAGE not in client.get("/admin/").content.decode(), role
    client.logout()
    assert client.get(PAGE).status_code == 302
