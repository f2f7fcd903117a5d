"""Enquiries from before there were numbers get theirs."""

from typing import Any

from django.db import migrations

from portal.lib.tokens import spoken_number


def number_enquiries(apps: Any, editor: Any) -> None:
    """Safe to run again, for rows that the previous release wrote in the meantime."""
    enquiries = apps.get_model("newcomers", "Enquiry").objects
    for pk, token in enquiries.filter(number="").values_list("pk", "token"):
        enquiries.filter(pk=pk).update(number=spoken_number(token))


class Migration(migrations.Migration):
    dependencies = [("newcomers", "0004_duplicates_in_one_municipality")]

    operations = [migrations.RunPython(number_enquiries, migrations.RunPython.noop)]
