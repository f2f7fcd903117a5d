from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0007_counters"),
    ]

    operations = [
        migrations.CreateModel(
            name="Duty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, unique=True)),
                (
                    "done_for",
                    models.DateTimeField(
                        help_text="When it was due, the last time that it was done."
                    ),
                ),
            ],
            options={"verbose_name_plural": "duties"},
        ),
    ]
