from django.db import migrations

# Of offers whose address was never confirmed, and of others before it was: since 0029 none is added.
FORGET = "DELETE FROM hosting_offerevent WHERE status = 'submitted'"


class Migration(migrations.Migration):
    dependencies = [
        ("hosting", "0029_history_of_offers_begins_when_confirmed"),
    ]

    operations = [
        migrations.RunSQL(FORGET, migrations.RunSQL.noop),
    ]
