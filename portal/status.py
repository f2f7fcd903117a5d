"""How the portal is doing behind its pages: what administrators have to know, and when to act."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from portal.lib.jobs import oldest_unsent, parked
from portal.models import BackupRun

MAIL_MAY_WAIT = datetime.timedelta(hours=1)
# A week's work is the most that a region can write again; a month's proof is the rule of its IT.
BACKUP_HOLDS = datetime.timedelta(days=7)
PROOF_HOLDS = datetime.timedelta(days=35)


@dataclass(frozen=True)
class Fact:
    """One thing that is known, and what to do about it; "" where all is well."""

    label: Any
    value: str
    warning: str = ""


def facts(now: datetime.datetime | None = None) -> list[Fact]:
    """What the status page shows."""
    now = now or timezone.now()
    return [_mail(now), _parked(), _backup(now), _proof(now)]


def _mail(now: datetime.datetime) -> Fact:
    since = oldest_unsent()
    if since is None:
        return Fact(gettext("Oldest unsent mail"), gettext("All mail has been sent."))
    is_late = now - since > MAIL_MAY_WAIT
    warning = gettext("Mail is not being sent. Is the worker running, and the mail server?")
    return Fact(gettext("Oldest unsent mail"), _moment(since), warning if is_late else "")


def _parked() -> Fact:
    count = parked()
    value = ngettext("%(count)s parked job", "%(count)s parked jobs", count) % {"count": count}
    warning = gettext("Operators look at them with “manage.py parked”.") if count else ""
    return Fact(gettext("Parked jobs"), value, warning)


def _backup(now: datetime.datetime) -> Fact:
    return _last_run(
        BackupRun.Kind.BACKUP,
        now - BACKUP_HOLDS,
        gettext("Last backup"),
        gettext("There is none. Operators make one with “manage.py backup”."),
        gettext("It is older than 7 days."),
    )


def _proof(now: datetime.datetime) -> Fact:
    return _last_run(
        BackupRun.Kind.PROOF,
        now - PROOF_HOLDS,
        gettext("Last proof that a backup can be restored"),
        gettext("There is none. Operators make one with “manage.py restore --prove”."),
        gettext("It is older than 35 days."),
    )


def _last_run(kind: str, since: datetime.datetime, label: str, if_none: str, if_older: str) -> Fact:
    """The last run of the kind that went well, with a warning where there is none since then."""
    last = BackupRun.objects.last_good(kind)
    if last is None:
        return Fact(label, gettext("never"), _with_failures(if_none, kind, None))
    warning = if_older if last.at < since else ""
    value = f"{_moment(last.at)} ({filesizeformat(last.size or 0)})"
    return Fact(label, value, _with_failures(warning, kind, last.at))


def _with_failures(warning: str, kind: str, since: datetime.datetime | None) -> str:
    """The warning, and how often it was tried in vain since."""
    count = BackupRun.objects.failed_since(kind, since).count()
    tried = gettext("Failed attempts: %(count)s.") % {"count": count} if count else ""
    return " ".join(filter(None, [warning, tried]))


def _moment(moment: datetime.datetime) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")
