"""The table of Django's database cache, where the limits on log-in attempts are counted."""

from django.db import migrations

# What `createcachetable` would make; the web role gets its rights as on every table.
CACHE = """
CREATE TABLE portal_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX portal_cache_expires ON portal_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("portal", "0002_content_version_and_search")]

    operations = [migrations.RunSQL(CACHE, "DROP TABLE portal_cache")]
