"""An enquiry is a duplicate of one in the same municipality, if of any."""

from django.db import migrations

from portal.lib.policies import same_municipality


class Migration(migrations.Migration):
    dependencies = [("newcomers", "0003_numbers_forwarding_and_duplicates")]

    operations = [
        same_municipality("newcomers_enquiry", "duplicate_of_id", "newcomers_enquiry"),
    ]
