"""Subscriptions by municipality alone; and two sums over all of them, for who reads no rows."""

from django.db import migrations

from portal.lib.policies import same_municipality, secure_rows

# The owner's functions: row-level security does not bind them, and they give counts alone.
# Of a forwarded enquiry only the one that is answered counts; spam and doubles do not.
ENQUIRIES = """
CREATE FUNCTION newcomers_enquiries_by_campaign() RETURNS TABLE (campaign text, count bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $body$
    SELECT e.campaign, count(*) FROM newcomers_enquiry AS e
     WHERE e.campaign <> '' AND e.triage NOT IN ('forwarded', 'spam', 'duplicate')
     GROUP BY e.campaign
$body$
"""
SUBSCRIBERS = """
CREATE FUNCTION newcomers_subscribers(place bigint) RETURNS TABLE (language text, count bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $body$
    SELECT s.language, count(*) FROM newcomers_subscription AS s
     WHERE s.municipality_id = place AND s.confirmed_at IS NOT NULL
     GROUP BY s.language
$body$
"""


class Migration(migrations.Migration):
    dependencies = [("newcomers", "0015_subscriptions_to_the_letter")]

    operations = [
        secure_rows("newcomers_subscription"),
        secure_rows("newcomers_letterdelivery"),
        same_municipality("newcomers_letterdelivery", "subscription_id", "newcomers_subscription"),
        migrations.RunSQL(ENQUIRIES, "DROP FUNCTION newcomers_enquiries_by_campaign()"),
        migrations.RunSQL(SUBSCRIBERS, "DROP FUNCTION newcomers_subscribers(bigint)"),
    ]
