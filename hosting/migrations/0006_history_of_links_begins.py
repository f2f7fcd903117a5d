"""The links that are there already are where their history begins."""

from django.db import migrations

from portal.lib.history import begin_history


class Migration(migrations.Migration):
    dependencies = [("hosting", "0005_history_of_links")]

    operations = [
        begin_history(
            "hosting",
            "organisationmunicipalities",
            "organisationsources",
        )
    ]
