"""What was written as the legal basis before it had languages is the Norwegian text."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("municipalities", "0006_legal_basis_in_each_language")]

    operations = [
        migrations.RunSQL(
            "UPDATE municipalities_municipality SET legal_basis_text_nb = legal_basis_text"
            " WHERE legal_basis_text <> ''",
            # The column without a language is kept in step with the Norwegian one.
            migrations.RunSQL.noop,
        )
    ]
