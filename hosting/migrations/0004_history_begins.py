"""What is there already is where its history begins."""

from django.db import migrations

from portal.lib.history import begin_history


class Migration(migrations.Migration):
    dependencies = [("hosting", "0003_history")]

    operations = [
        begin_history(
            "hosting",
            "coordinator",
            "organisation",
        )
    ]
