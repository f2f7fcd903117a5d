"""The production settings, with what the bench needs besides: its two views, and the case log."""

from portal.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
# The families in the bench's databases are invented.
CASE_LOG_ALLOWED = True
