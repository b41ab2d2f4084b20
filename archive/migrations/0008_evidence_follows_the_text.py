"""Evidence that follows the text: what was said of an earlier text is kept with that text."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds columns that need no rewriting, and rebuilds three unique indexes of credits and mentions.

    Building these takes a lock: on tables of millions of rows, migrate while nobody writes.
    """

    dependencies = [
        ("archive", "0007_rules_validated"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="article",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="article",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="article",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="credit",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="credit",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="credit",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="mention",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="mention",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="mention",
            name="delete_delete",
        ),
        migrations.RemoveConstraint(
            model_name="credit",
            name="credit_unique",
        ),
        migrations.RemoveConstraint(
            model_name="mention",
            name="mention_unique",
        ),
        migrations.RemoveConstraint(
            model_name="mention",
            name="mention_accepted_once_a_span",
        ),
        migrations.AddField(
            model_name="article",
            name="as_received",
            field=models.JSONField(
                blank=True,
                default=dict,
                editable=False,
                help_text="What arrived last, of the fields that an editor has corrected since.",
            ),
        ),
        migrations.AddField(
            model_name="articlehistory",
            name="caption",
            field=models.TextField(blank=True, help_text="Caption of the photo it was published with."),
        ),
        migrations.AddField(
            model_name="credit",
            name="revision",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                editable=False,
                help_text="The earlier text that the words stand in; empty: the present one.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="credits",
                to="archive.revision",
            ),
        ),
        migrations.AddField(
            model_name="credithistory",
            name="revision",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                help_text="The earlier text that the words stand in; empty: the present one.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="archive.revision",
            ),
        ),
        migrations.AddField(
            model_name="mention",
            name="revision",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                editable=False,
                help_text="The earlier text that it stands in; empty: the present one.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="mentions",
                to="archive.revision",
            ),
        ),
        migrations.AddField(
            model_name="mentionhistory",
            name="revision",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                help_text="The earlier text that it stands in; empty: the present one.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="archive.revision",
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="date_precision",
            field=models.CharField(
                choices=[("day", "Day"), ("month", "Month"), ("year", "Year"), ("unknown", "Unknown")],
                default="unknown",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="facts_only",
            field=models.BooleanField(
                default=False,
                help_text="Only its date, address or language changed; the words are those of the next text.",
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="published_on",
            field=models.DateField(blank=True, null=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="article",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "archive_articlehistory" ("byline", "caption", "created_at", "date_precision", "embargo_until", "external_id", "headline", "headline_derived", "id", "identity", "import_run_id", "language", "original_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_on", "rights", "source_id", "status", "text_hash", "url", "word_count") VALUES (NEW."byline", NEW."caption", NEW."created_at", NEW."date_precision", NEW."embargo_until", NEW."external_id", NEW."headline", NEW."headline_derived", NEW."id", NEW."identity", NEW."import_run_id", NEW."language", NEW."original_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published_on", NEW."rights", NEW."source_id", NEW."status", NEW."text_hash", NEW."url", NEW."word_count"); RETURN NULL;',
                    hash="d7d3ebf56abf927337dfcd12361144aacbf4ea5a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d1949",
                    table="archive_article",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="article",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."byline" IS DISTINCT FROM (NEW."byline") OR OLD."caption" IS DISTINCT FROM (NEW."caption") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."date_precision" IS DISTINCT FROM (NEW."date_precision") OR OLD."embargo_until" IS DISTINCT FROM (NEW."embargo_until") OR OLD."external_id" IS DISTINCT FROM (NEW."external_id") OR OLD."headline" IS DISTINCT FROM (NEW."headline") OR OLD."headline_derived" IS DISTINCT FROM (NEW."headline_derived") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."identity" IS DISTINCT FROM (NEW."identity") OR OLD."import_run_id" IS DISTINCT FROM (NEW."import_run_id") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."original_id" IS DISTINCT FROM (NEW."original_id") OR OLD."published_on" IS DISTINCT FROM (NEW."published_on") OR OLD."rights" IS DISTINCT FROM (NEW."rights") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."text_hash" IS DISTINCT FROM (NEW."text_hash") OR OLD."url" IS DISTINCT FROM (NEW."url") OR OLD."word_count" IS DISTINCT FROM (NEW."word_count"))',
                    func='INSERT INTO "archive_articlehistory" ("byline", "caption", "created_at", "date_precision", "embargo_until", "external_id", "headline", "headline_derived", "id", "identity", "import_run_id", "language", "original_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_on", "rights", "source_id", "status", "text_hash", "url", "word_count") VALUES (NEW."byline", NEW."caption", NEW."created_at", NEW."date_precision", NEW."embargo_until", NEW."external_id", NEW."headline", NEW."headline_derived", NEW."id", NEW."identity", NEW."import_run_id", NEW."language", NEW."original_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published_on", NEW."rights", NEW."source_id", NEW."status", NEW."text_hash", NEW."url", NEW."word_count"); RETURN NULL;',
                    hash="aa9e2070039de3fb3fa6880b9fd04ddf04814eda",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4266a",
                    table="archive_article",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="article",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "archive_articlehistory" ("byline", "caption", "created_at", "date_precision", "embargo_until", "external_id", "headline", "headline_derived", "id", "identity", "import_run_id", "language", "original_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_on", "rights", "source_id", "status", "text_hash", "url", "word_count") VALUES (OLD."byline", OLD."caption", OLD."created_at", OLD."date_precision", OLD."embargo_until", OLD."external_id", OLD."headline", OLD."headline_derived", OLD."id", OLD."identity", OLD."import_run_id", OLD."language", OLD."original_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."published_on", OLD."rights", OLD."source_id", OLD."status", OLD."text_hash", OLD."url", OLD."word_count"); RETURN NULL;',
                    hash="44a407aba103cd25cd473d089ebca599254d7f76",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_fdf42",
                    table="archive_article",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="credit",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "archive_credithistory" ("article_id", "created_at", "decided_at", "decided_by_id", "end", "evidence", "field", "id", "kind", "known_by", "named_as", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "revision_id", "score", "source_id", "start", "verdict", "words") VALUES (NEW."article_id", NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."end", NEW."evidence", NEW."field", NEW."id", NEW."kind", NEW."known_by", NEW."named_as", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."revision_id", NEW."score", NEW."source_id", NEW."start", NEW."verdict", NEW."words"); RETURN NULL;',
                    hash="e286d3c4802ffe280ab49b40ee5bf9d05c8aa812",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ef285",
                    table="archive_credit",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="credit",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "archive_credithistory" ("article_id", "created_at", "decided_at", "decided_by_id", "end", "evidence", "field", "id", "kind", "known_by", "named_as", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "revision_id", "score", "source_id", "start", "verdict", "words") VALUES (NEW."article_id", NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."end", NEW."evidence", NEW."field", NEW."id", NEW."kind", NEW."known_by", NEW."named_as", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."revision_id", NEW."score", NEW."source_id", NEW."start", NEW."verdict", NEW."words"); RETURN NULL;',
                    hash="4efe66f08fa9c910b2e171cfc83c7a3052885cc5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e0c9b",
                    table="archive_credit",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="credit",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "archive_credithistory" ("article_id", "created_at", "decided_at", "decided_by_id", "end", "evidence", "field", "id", "kind", "known_by", "named_as", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "revision_id", "score", "source_id", "start", "verdict", "words") VALUES (OLD."article_id", OLD."created_at", OLD."decided_at", OLD."decided_by_id", OLD."end", OLD."evidence", OLD."field", OLD."id", OLD."kind", OLD."known_by", OLD."named_as", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."revision_id", OLD."score", OLD."source_id", OLD."start", OLD."verdict", OLD."words"); RETURN NULL;',
                    hash="e76a4ec1b2bc0bfca9b05f9b98226dd04e880040",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a8248",
                    table="archive_credit",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="mention",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "archive_mentionhistory" ("article_id", "created_at", "decided_at", "decided_by_id", "end", "entity_id", "evidence", "field", "id", "kind", "known_by", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "revision_id", "score", "start", "surface", "verdict") VALUES (NEW."article_id", NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."end", NEW."entity_id", NEW."evidence", NEW."field", NEW."id", NEW."kind", NEW."known_by", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."revision_id", NEW."score", NEW."start", NEW."surface", NEW."verdict"); RETURN NULL;',
                    hash="fdfce8877e6fd3c34fd928142e1781570fc5458e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_eea74",
                    table="archive_mention",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="mention",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "archive_mentionhistory" ("article_id", "created_at", "decided_at", "decided_by_id", "end", "entity_id", "evidence", "field", "id", "kind", "known_by", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "revision_id", "score", "start", "surface", "verdict") VALUES (NEW."article_id", NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."end", NEW."entity_id", NEW."evidence", NEW."field", NEW."id", NEW."kind", NEW."known_by", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."revision_id", NEW."score", NEW."start", NEW."surface", NEW."verdict"); RETURN NULL;',
                    hash="601d2934422ffaf54745be1e63f00882a326bc8a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_59d1d",
                    table="archive_mention",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="mention",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "archive_mentionhistory" ("article_id", "created_at", "decided_at", "decided_by_id", "end", "entity_id", "evidence", "field", "id", "kind", "known_by", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "revision_id", "score", "start", "surface", "verdict") VALUES (OLD."article_id", OLD."created_at", OLD."decided_at", OLD."decided_by_id", OLD."end", OLD."entity_id", OLD."evidence", OLD."field", OLD."id", OLD."kind", OLD."known_by", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."revision_id", OLD."score", OLD."start", OLD."surface", OLD."verdict"); RETURN NULL;',
                    hash="fb5ad11ee83c5da109fc0158086ac137b8e9bf37",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_835bf",
                    table="archive_mention",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="credit",
            constraint=models.UniqueConstraint(
                fields=("article", "kind", "source", "named_as", "field", "start", "revision"),
                name="credit_unique",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="mention",
            constraint=models.UniqueConstraint(
                fields=("article", "field", "start", "end", "entity", "revision"),
                name="mention_unique",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="mention",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revision", None), ("verdict", "accepted")),
                fields=("article", "field", "start", "end"),
                name="mention_accepted_once_a_span",
            ),
        ),
    ]
