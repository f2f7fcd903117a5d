"""Every change of the region's texts and facts counts, and is found by search."""

from django.db import migrations

from portal.lib.triggers import bump_content_version, in_language, index_for_search

REFRESH_LOCAL_PARTS = """
PERFORM portal_search_local_part(ARRAY(
    SELECT id FROM municipalities_localpart WHERE {column} = ANY (ids)));
"""


class Migration(migrations.Migration):
    dependencies = [
        ("municipalities", "0001_ground"),
        ("portal", "0002_content_version_and_search"),
    ]

    operations = [
        bump_content_version(
            "municipalities_municipality",
            "municipalities_municipality_sources",
            "municipalities_municipalitynumber",
            "municipalities_county",
            "municipalities_source",
            "municipalities_figure",
            "municipalities_topic",
            "municipalities_page",
            "municipalities_page_sources",
            "municipalities_localpart",
            "municipalities_localpart_sources",
        ),
        index_for_search(
            "local_part",
            "municipalities_localpart",
            title=("(to_jsonb(p) ->> ('title_' || l.language)) || ' – ' || m.name"),
            texts=[in_language("body")],
            path="'municipalities/' || m.slug || '/pages/' || p.slug || '/'",
            translated="body",
            joins="JOIN municipalities_page AS p ON p.id = t.page_id "
            "JOIN municipalities_municipality AS m ON m.id = t.municipality_id",
            where="t.state = 'published' AND p.state = 'published'",
        ),
        index_for_search(
            "municipality",
            "municipalities_municipality",
            title="t.name",
            texts=[
                in_language("tagline"),
                in_language("introduction"),
                "(SELECT string_agg(n.value, ' ') FROM jsonb_each_text(t.other_names) AS n)",
                "t.centre",
            ],
            path="CASE t.kind WHEN 'region' THEN 'municipalities/' "
            "ELSE 'municipalities/' || t.slug || '/' END",
            translated="introduction",
            where=f"coalesce({in_language('introduction')}, '') <> ''",
            also_refresh=REFRESH_LOCAL_PARTS.format(column="municipality_id"),
        ),
        index_for_search(
            "page",
            "municipalities_page",
            title=in_language("title"),
            texts=[in_language("summary"), in_language("body")],
            path="'pages/' || t.slug || '/'",
            translated="title",
            where="t.state = 'published'",
            also_refresh=REFRESH_LOCAL_PARTS.format(column="page_id"),
        ),
        index_for_search(
            "topic",
            "municipalities_topic",
            title=in_language("label"),
            texts=[f"coalesce({in_language('lead')}, {in_language('label')})"],
            path="'topics/' || t.key || '/'",
            translated="label",
        ),
    ]
