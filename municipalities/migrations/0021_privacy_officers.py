"""Whom newcomers turn to about what is stored: the municipality's privacy officer."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("municipalities", "0020_notes_to_readers"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="municipality",
            name="history_of_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="municipality",
            name="history_of_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="municipality",
            name="history_of_delete",
        ),
        migrations.AddField(
            model_name="municipality",
            name="privacy_officer",
            field=models.CharField(
                blank=True,
                db_default="",
                help_text="A name, or the office. Newcomers are told whom to turn to.",
                max_length=100,
                verbose_name="privacy officer",
            ),
        ),
        migrations.AddField(
            model_name="municipality",
            name="privacy_officer_contact",
            field=models.CharField(
                blank=True,
                db_default="",
                help_text="An e-mail address, a phone number or both.",
                max_length=200,
                verbose_name="how to reach the privacy officer",
            ),
        ),
        migrations.AddField(
            model_name="municipalityevent",
            name="privacy_officer",
            field=models.CharField(
                blank=True,
                db_default="",
                help_text="A name, or the office. Newcomers are told whom to turn to.",
                max_length=100,
                verbose_name="privacy officer",
            ),
        ),
        migrations.AddField(
            model_name="municipalityevent",
            name="privacy_officer_contact",
            field=models.CharField(
                blank=True,
                db_default="",
                help_text="An e-mail address, a phone number or both.",
                max_length=200,
                verbose_name="how to reach the privacy officer",
            ),
        ),
        migrations.AlterField(
            model_name="municipality",
            name="case_log_enabled",
            field=models.BooleanField(
                default=False,
                help_text="Only with a legal basis, a privacy officer, a lead and a coordinator.",
                verbose_name="case log in use",
            ),
        ),
        migrations.AlterField(
            model_name="municipalityevent",
            name="case_log_enabled",
            field=models.BooleanField(
                default=False,
                help_text="Only with a legal basis, a privacy officer, a lead and a coordinator.",
                verbose_name="case log in use",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="municipality",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "municipalities_municipalityevent" ("boundary_licence", "boundary_source", "case_log_enabled", "centre", "facts_checked_on", "id", "introduction", "introduction_de", "introduction_en", "introduction_nb", "kind", "latitude", "legal_basis_text", "legal_basis_text_de", "legal_basis_text_en", "legal_basis_text_nb", "longitude", "made_by", "made_from", "name", "neighbours", "other_names", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "privacy_officer", "privacy_officer_contact", "slug", "source_changed_at", "source_version", "successor_id", "tagline", "tagline_de", "tagline_en", "tagline_nb", "valid_from", "valid_to", "website") VALUES (NEW."boundary_licence", NEW."boundary_source", NEW."case_log_enabled", NEW."centre", NEW."facts_checked_on", NEW."id", NEW."introduction", NEW."introduction_de", NEW."introduction_en", NEW."introduction_nb", NEW."kind", NEW."latitude", NEW."legal_basis_text", NEW."legal_basis_text_de", NEW."legal_basis_text_en", NEW."legal_basis_text_nb", NEW."longitude", NEW."made_by", NEW."made_from", NEW."name", NEW."neighbours", NEW."other_names", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."privacy_officer", NEW."privacy_officer_contact", NEW."slug", NEW."source_changed_at", NEW."source_version", NEW."successor_id", NEW."tagline", NEW."tagline_de", NEW."tagline_en", NEW."tagline_nb", NEW."valid_from", NEW."valid_to", NEW."website"); RETURN NULL;',
                    hash="d0a04d5f135de92c5717921cddec1291d10358f6",
                    operation="INSERT",
                    pgid="pgtrigger_history_of_insert_b6798",
                    table="municipalities_municipality",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="municipality",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."boundary_licence" IS DISTINCT FROM (NEW."boundary_licence") OR OLD."boundary_source" IS DISTINCT FROM (NEW."boundary_source") OR OLD."case_log_enabled" IS DISTINCT FROM (NEW."case_log_enabled") OR OLD."centre" IS DISTINCT FROM (NEW."centre") OR OLD."facts_checked_on" IS DISTINCT FROM (NEW."facts_checked_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."introduction" IS DISTINCT FROM (NEW."introduction") OR OLD."introduction_de" IS DISTINCT FROM (NEW."introduction_de") OR OLD."introduction_en" IS DISTINCT FROM (NEW."introduction_en") OR OLD."introduction_nb" IS DISTINCT FROM (NEW."introduction_nb") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."latitude" IS DISTINCT FROM (NEW."latitude") OR OLD."legal_basis_text" IS DISTINCT FROM (NEW."legal_basis_text") OR OLD."legal_basis_text_de" IS DISTINCT FROM (NEW."legal_basis_text_de") OR OLD."legal_basis_text_en" IS DISTINCT FROM (NEW."legal_basis_text_en") OR OLD."legal_basis_text_nb" IS DISTINCT FROM (NEW."legal_basis_text_nb") OR OLD."longitude" IS DISTINCT FROM (NEW."longitude") OR OLD."made_by" IS DISTINCT FROM (NEW."made_by") OR OLD."made_from" IS DISTINCT FROM (NEW."made_from") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."neighbours" IS DISTINCT FROM (NEW."neighbours") OR OLD."other_names" IS DISTINCT FROM (NEW."other_names") OR OLD."privacy_officer" IS DISTINCT FROM (NEW."privacy_officer") OR OLD."privacy_officer_contact" IS DISTINCT FROM (NEW."privacy_officer_contact") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."source_changed_at" IS DISTINCT FROM (NEW."source_changed_at") OR OLD."source_version" IS DISTINCT FROM (NEW."source_version") OR OLD."successor_id" IS DISTINCT FROM (NEW."successor_id") OR OLD."tagline" IS DISTINCT FROM (NEW."tagline") OR OLD."tagline_de" IS DISTINCT FROM (NEW."tagline_de") OR OLD."tagline_en" IS DISTINCT FROM (NEW."tagline_en") OR OLD."tagline_nb" IS DISTINCT FROM (NEW."tagline_nb") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."valid_to" IS DISTINCT FROM (NEW."valid_to") OR OLD."website" IS DISTINCT FROM (NEW."website"))',
                    func='INSERT INTO "municipalities_municipalityevent" ("boundary_licence", "boundary_source", "case_log_enabled", "centre", "facts_checked_on", "id", "introduction", "introduction_de", "introduction_en", "introduction_nb", "kind", "latitude", "legal_basis_text", "legal_basis_text_de", "legal_basis_text_en", "legal_basis_text_nb", "longitude", "made_by", "made_from", "name", "neighbours", "other_names", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "privacy_officer", "privacy_officer_contact", "slug", "source_changed_at", "source_version", "successor_id", "tagline", "tagline_de", "tagline_en", "tagline_nb", "valid_from", "valid_to", "website") VALUES (NEW."boundary_licence", NEW."boundary_source", NEW."case_log_enabled", NEW."centre", NEW."facts_checked_on", NEW."id", NEW."introduction", NEW."introduction_de", NEW."introduction_en", NEW."introduction_nb", NEW."kind", NEW."latitude", NEW."legal_basis_text", NEW."legal_basis_text_de", NEW."legal_basis_text_en", NEW."legal_basis_text_nb", NEW."longitude", NEW."made_by", NEW."made_from", NEW."name", NEW."neighbours", NEW."other_names", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."privacy_officer", NEW."privacy_officer_contact", NEW."slug", NEW."source_changed_at", NEW."source_version", NEW."successor_id", NEW."tagline", NEW."tagline_de", NEW."tagline_en", NEW."tagline_nb", NEW."valid_from", NEW."valid_to", NEW."website"); RETURN NULL;',
                    hash="117a3645aaba9b85ddb4b1deed10abe206d2bfc0",
                    operation="UPDATE",
                    pgid="pgtrigger_history_of_update_c800e",
                    table="municipalities_municipality",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="municipality",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "municipalities_municipalityevent" ("boundary_licence", "boundary_source", "case_log_enabled", "centre", "facts_checked_on", "id", "introduction", "introduction_de", "introduction_en", "introduction_nb", "kind", "latitude", "legal_basis_text", "legal_basis_text_de", "legal_basis_text_en", "legal_basis_text_nb", "longitude", "made_by", "made_from", "name", "neighbours", "other_names", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "privacy_officer", "privacy_officer_contact", "slug", "source_changed_at", "source_version", "successor_id", "tagline", "tagline_de", "tagline_en", "tagline_nb", "valid_from", "valid_to", "website") VALUES (OLD."boundary_licence", OLD."boundary_source", OLD."case_log_enabled", OLD."centre", OLD."facts_checked_on", OLD."id", OLD."introduction", OLD."introduction_de", OLD."introduction_en", OLD."introduction_nb", OLD."kind", OLD."latitude", OLD."legal_basis_text", OLD."legal_basis_text_de", OLD."legal_basis_text_en", OLD."legal_basis_text_nb", OLD."longitude", OLD."made_by", OLD."made_from", OLD."name", OLD."neighbours", OLD."other_names", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."privacy_officer", OLD."privacy_officer_contact", OLD."slug", OLD."source_changed_at", OLD."source_version", OLD."successor_id", OLD."tagline", OLD."tagline_de", OLD."tagline_en", OLD."tagline_nb", OLD."valid_from", OLD."valid_to", OLD."website"); RETURN NULL;',
                    hash="9fa31a5c8efecb5dbeb2c467014554c8952654c2",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_bac04",
                    table="municipalities_municipality",
                    when="AFTER",
                ),
            ),
        ),
    ]
