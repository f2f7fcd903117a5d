"""Loaded by pytest before the settings: the tests have a cluster and a folder of their own."""

import os
import subprocess
import sys

from portal.lib import embedded

STATIC = embedded.ROOT / "var" / "test-static"

os.environ.setdefault("DEBUG", "true")
# Whitenoise warns about a folder that is not there, and warnings are errors.
STATIC.mkdir(parents=True, exist_ok=True)
os.environ.setdefault("STATIC_ROOT", str(STATIC))
embedded.start_if_needed("var/postgres-test")
# A fresh clone holds the catalogues' source only. In a process of its own: here, Django would
# already have looked for the compiled ones, found none, and would not look again.
subprocess.run([sys.executable, "manage.py", "messages", "-v0"], cwd=embedded.ROOT, check=True)
