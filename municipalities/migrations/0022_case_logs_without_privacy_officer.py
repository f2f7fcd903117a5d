"""Switch off the case logs that have nobody to turn to. None was on but for trying things out."""

from typing import Any

from django.db import migrations


def switch_off(apps: Any, editor: Any) -> None:
    """Nothing is lost: the log is kept, and goes on when the privacy officer is written down."""
    places = apps.get_model("municipalities", "Municipality").objects.using(editor.connection.alias)
    without = places.filter(privacy_officer="") | places.filter(privacy_officer_contact="")
    without.filter(case_log_enabled=True).update(case_log_enabled=False)


class Migration(migrations.Migration):
    dependencies = [("municipalities", "0021_privacy_officers")]

    operations = [migrations.RunPython(switch_off, migrations.RunPython.noop)]
