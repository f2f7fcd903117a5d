"""The proof that a backup can be restored: into a cluster of its own, which then goes."""

import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

from django.conf import settings

from portal.backup import restoring
from portal.backup.cluster import throwaway
from portal.backup.manifest import Manifest
from portal.backup.restoring import Say
from portal.backup.trouble import Trouble

# What would lead the restore to anything that is really there.
NOT_HANDED_ON = (
    "DATABASE_DIRECT_URL", "DATABASE_REPLICA_URL", "CACHE_URL", "MEDIA_STORAGE", "MEDIA_S3_BUCKET",
)  # fmt: skip


def prove(path: Path, *, ledger: Path | None, say: Say) -> Manifest:
    """Restore the file as on a new machine, by the same command. Raises Trouble unless all of it
    came back."""
    what = restoring.look_at(path)
    with throwaway(what.server) as cluster, tempfile.TemporaryDirectory() as media:
        say(f"A PostgreSQL of its own has started, for the backup of {what.made_at}")
        owner, web = secrets.token_hex(16), secrets.token_hex(16)
        cluster.prepare(what.owner, owner)
        given = {name: value for name, value in os.environ.items() if name not in NOT_HANDED_ON}
        given |= {
            "DATABASE_OWNER_URL": cluster.address(what.owner, owner),
            "DATABASE_URL": cluster.address(what.web, web),
            "MEDIA_ROOT": media,
            "BACKUP_KEY": ",".join(settings.BACKUP_KEYS),
        }
        more = [f"--ledger={ledger.resolve()}"] if ledger else []
        done = subprocess.run(
            [sys.executable, "manage.py", "restore", str(path.resolve()), *more],
            cwd=settings.BASE_DIR, env=given, capture_output=True, text=True, check=False,
        )  # fmt: skip
    for line in done.stdout.splitlines():
        say(f"  {line}")
    if done.returncode:
        last = done.stderr.strip().rpartition("\n")[2]
        raise Trouble(last.removeprefix("CommandError: ")[:500] or "The restore ended by itself.")
    return what
