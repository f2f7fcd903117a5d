"""Loaded by pytest before the settings: the tests have a cluster of their own."""

import os

from portal.lib import embedded

os.environ.setdefault("DEBUG", "true")
embedded.start_if_needed("var/postgres-test")
