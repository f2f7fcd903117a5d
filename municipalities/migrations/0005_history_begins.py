"""What is there already is where its history begins."""

from django.db import migrations

from portal.lib.history import begin_history


class Migration(migrations.Migration):
    dependencies = [("municipalities", "0004_history")]

    operations = [
        begin_history(
            "municipalities",
            "municipality",
            "municipalitynumber",
            "county",
            "source",
            "figure",
            "topic",
            "page",
            "localpart",
            "membership",
        )
    ]
