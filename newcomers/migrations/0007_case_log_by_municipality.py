"""Families, cases and the log: only rows in scope, children with their parents, nothing rewritten."""

from django.db import migrations

from portal.lib.policies import append_only, same_municipality, secure_rows

TABLES = ("family", "person", "case", "casenumber", "followup", "task", "staycheck", "draft")
PARENTS = (
    ("person", "family_id", "family"),
    ("case", "family_id", "family"),
    ("case", "enquiry_id", "enquiry"),
    ("case", "duplicate_of_id", "case"),
    ("followup", "case_id", "case"),
    ("followup", "corrects_id", "followup"),
    ("task", "case_id", "case"),
    ("task", "caused_by_id", "followup"),
    ("draft", "case_id", "case"),
)


def corrections_stay_with(column: str) -> migrations.RunSQL:
    """Let a correction have the same `column` as what it corrects."""
    name = f"newcomers_followup_corrects_same_{column}"
    return migrations.RunSQL(
        f"""
        ALTER TABLE newcomers_followup ADD CONSTRAINT {name}
            FOREIGN KEY (corrects_id, {column}) REFERENCES newcomers_followup (id, {column})
            DEFERRABLE INITIALLY DEFERRED
        """,
        f"ALTER TABLE newcomers_followup DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("newcomers", "0006_families_cases_and_log")]

    operations = [
        *(secure_rows(f"newcomers_{table}") for table in TABLES),
        append_only("newcomers_followup"),
        *(
            same_municipality(f"newcomers_{child}", column, f"newcomers_{parent}")
            for child, column, parent in PARENTS
        ),
        # A correction stays in the case, or with the organisation, of what it corrects. Two keys:
        # one with an empty column in it is not checked.
        *(corrections_stay_with(column) for column in ("case_id", "organisation_id")),
    ]
