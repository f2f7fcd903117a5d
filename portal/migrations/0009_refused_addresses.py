from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0008_duties"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="email_refused_at",
            field=models.DateTimeField(
                editable=False,
                help_text="When a mail server last said that this address takes no mail.",
                null=True,
                verbose_name="e-mail refused at",
            ),
        ),
    ]
