"""A transfer between two municipalities that become one is needless; answered ones are kept."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("newcomers", "0022_retention_by_municipality"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="transfer",
            name="transfer_to_another",
        ),
        migrations.RemoveConstraint(
            model_name="transfer",
            name="transfer_answered_by_somebody",
        ),
        migrations.AlterField(
            model_name="transfer",
            name="state",
            field=models.CharField(
                choices=[
                    ("proposed", "proposed"),
                    ("accepted", "accepted"),
                    ("declined", "declined"),
                    ("withdrawn", "withdrawn"),
                    ("expired", "expired"),
                    ("needless", "needless"),
                ],
                default="proposed",
                editable=False,
                max_length=9,
                verbose_name="state",
            ),
        ),
        migrations.AlterField(
            model_name="transfercover",
            name="state",
            field=models.CharField(
                choices=[
                    ("proposed", "proposed"),
                    ("accepted", "accepted"),
                    ("declined", "declined"),
                    ("withdrawn", "withdrawn"),
                    ("expired", "expired"),
                    ("needless", "needless"),
                ],
                max_length=9,
                verbose_name="state",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("to_municipality", models.F("municipality")), _negated=True),
                    models.Q(("state", "proposed"), _negated=True),
                    _connector="OR",
                ),
                name="transfer_to_another",
                violation_error_message="The case is in this municipality already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at", None), ("answered_by", None), ("state", "proposed")),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("answered_by", None),
                        ("state__in", ["expired", "needless"]),
                    ),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("answered_by__isnull", False),
                        ("state__in", ["accepted", "declined", "withdrawn"]),
                    ),
                    _connector="OR",
                ),
                name="transfer_answered_by_somebody",
            ),
        ),
    ]
