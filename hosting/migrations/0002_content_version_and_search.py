"""Every change of contacts and organisations counts, and is found by search."""

from django.db import migrations

from portal.lib.triggers import bump_content_version, in_language, index_for_search


class Migration(migrations.Migration):
    dependencies = [
        ("hosting", "0001_hosts_and_organisations"),
        ("municipalities", "0002_content_version_and_search"),
    ]

    operations = [
        bump_content_version(
            "hosting_coordinator",
            "hosting_organisation",
            "hosting_organisation_municipalities",
            "hosting_organisation_sources",
        ),
        index_for_search(
            "host",
            "hosting_coordinator",
            title="t.name",
            texts=[in_language("role"), "m.name"],
            path="'hosts/' || t.slug || '/'",
            translated="role",
            joins="JOIN municipalities_municipality AS m ON m.id = t.municipality_id",
            where=f"coalesce({in_language('role')}, '') <> ''",
            shown=("t.valid_from", "t.valid_to"),
        ),
        index_for_search(
            "organisation",
            "hosting_organisation",
            title=f"coalesce(nullif({in_language('name')}, ''), t.name)",
            texts=[in_language("description")],
            path="'organisations/' || t.slug || '/'",
            translated="description",
            where="t.is_listed",
        ),
    ]
