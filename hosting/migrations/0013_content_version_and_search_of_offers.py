"""Every change of offers counts, and those that readers see are found by search."""

from django.db import migrations

from portal.lib.triggers import bump_content_version, in_language, index_for_search


class Migration(migrations.Migration):
    dependencies = [
        ("hosting", "0012_offers"),
        ("portal", "0002_content_version_and_search"),
    ]

    operations = [
        bump_content_version("hosting_offer", "hosting_offer_municipalities"),
        index_for_search(
            "offer",
            "hosting_offer",
            title=in_language("title"),
            texts=[
                in_language("text"),
                in_language("times"),
                in_language("how_to_join"),
                "t.place",
            ],
            path="'offers/' || t.slug || '/'",
            translated="title",
            where="t.status IN ('published', 'to_be_confirmed')",
            # Hidden after its last day, and twice OFFER_ANSWERED_IN_DAYS after the question.
            shown=("NULL::date", "least(t.ends_on, t.asked_on + 84)"),
        ),
    ]
