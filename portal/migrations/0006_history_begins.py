"""What is there already is where its history begins."""

from django.db import migrations

from portal.lib.history import begin_history


class Migration(migrations.Migration):
    dependencies = [("portal", "0005_history")]

    operations = [
        begin_history(
            "portal",
            "user",
        )
    ]
