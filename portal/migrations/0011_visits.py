"""How often pages are read: the counts alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portal", "0009_refused_addresses")]

    operations = [
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "page",
                    models.CharField(
                        help_text="The address without the language.",
                        max_length=200,
                        verbose_name="page",
                    ),
                ),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                ("day", models.DateField(verbose_name="day")),
                ("count", models.PositiveIntegerField(verbose_name="count")),
            ],
            options={
                "verbose_name": "visits of a page",
                "verbose_name_plural": "visits of pages",
                "constraints": [
                    models.UniqueConstraint(fields=("day", "page", "language"), name="visit_once")
                ],
            },
        ),
    ]
