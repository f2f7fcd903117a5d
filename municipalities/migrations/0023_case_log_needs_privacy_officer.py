"""No case log without somebody to turn to."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("municipalities", "0022_case_logs_without_privacy_officer")]

    operations = [
        migrations.AddConstraint(
            model_name="municipality",
            constraint=models.CheckConstraint(
                condition=models.Q(("case_log_enabled", False))
                | ~models.Q(("privacy_officer", "")) & ~models.Q(("privacy_officer_contact", "")),
                name="municipality_log_needs_privacy_officer",
                violation_error_message="The case log needs a privacy officer first.",
            ),
        ),
    ]
