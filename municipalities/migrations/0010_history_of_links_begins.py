"""The links that are there already are where their history begins."""

from django.db import migrations

from portal.lib.history import begin_history


class Migration(migrations.Migration):
    dependencies = [("municipalities", "0009_history_of_links")]

    operations = [
        begin_history(
            "municipalities",
            "localpartsources",
            "municipalitysources",
            "pagesources",
        )
    ]
