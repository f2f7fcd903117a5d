"""Only rows of the municipalities in scope; the read log is written and never changed."""

from django.db import migrations

from portal.lib.policies import (
    append_only,
    create_scope_functions,
    let_the_public_insert,
    secure_log,
    secure_rows,
)


class Migration(migrations.Migration):
    dependencies = [("newcomers", "0001_enquiries_and_read_log")]

    operations = [
        create_scope_functions(),
        secure_rows("newcomers_enquiry"),
        let_the_public_insert("newcomers_enquiry"),
        secure_log("newcomers_caseaccess"),
        append_only("newcomers_caseaccess"),
    ]
