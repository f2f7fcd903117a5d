"""The case log needs a legal basis in the language that everybody falls back to."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("municipalities", "0007_legal_basis_is_in_norwegian")]

    operations = [
        migrations.RemoveConstraint(
            model_name="municipality", name="municipality_log_needs_legal_basis"
        ),
        migrations.AddConstraint(
            model_name="municipality",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("case_log_enabled", False),
                    models.Q(
                        models.Q(("legal_basis_text_nb", ""), _negated=True),
                        ("legal_basis_text_nb__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="municipality_log_needs_legal_basis",
                violation_error_message="The case log needs a legal basis first.",
            ),
        ),
    ]
