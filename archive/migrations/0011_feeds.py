"""Feeds that the worker reads, and sources whose articles are published at once."""

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    """Makes two tables, and adds to sources a column with a default, which rewrites nothing."""

    dependencies = [
        ("archive", "0010_matching"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Feed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.CharField(max_length=1000)),
                ("source_name", models.CharField(editable=False, max_length=300)),
                ("interval", models.PositiveIntegerField(default=30, verbose_name="minutes between polls")),
                ("active", models.BooleanField(default=True, help_text="Read by the background worker.")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("etag", models.TextField(blank=True, editable=False)),
                ("last_modified", models.TextField(blank=True, editable=False)),
                (
                    "digest",
                    models.CharField(blank=True, editable=False, help_text="SHA-256 of what came last.", max_length=64),
                ),
                ("last_polled_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "last_success_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="last success"),
                ),
                ("last_error", models.TextField(blank=True, editable=False)),
                (
                    "failures",
                    models.PositiveIntegerField(default=0, editable=False, help_text="Since the last success."),
                ),
                (
                    "next_poll_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="next poll"),
                ),
                (
                    "moved_to",
                    models.TextField(blank=True, editable=False, help_text="Where it says it is found from now on."),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="FeedHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("address", models.CharField(max_length=1000)),
                ("source_name", models.CharField(editable=False, max_length=300)),
                ("interval", models.PositiveIntegerField(default=30, verbose_name="minutes between polls")),
                ("active", models.BooleanField(default=True, help_text="Read by the background worker.")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="source",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="source",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="source",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="source",
            name="publish_at_once",
            field=models.BooleanField(
                default=False, help_text="Its new articles are published as they come in, and are drafts otherwise."
            ),
        ),
        migrations.AddField(
            model_name="sourcehistory",
            name="publish_at_once",
            field=models.BooleanField(
                default=False, help_text="Its new articles are published as they come in, and are drafts otherwise."
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="source",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "archive_sourcehistory" ("created_at", "decided_at", "decided_by_id", "description", "evidence", "homepage", "id", "kind", "known_by", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publish_at_once", "reason", "rights", "score", "slug", "verdict") VALUES (NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."description", NEW."evidence", NEW."homepage", NEW."id", NEW."kind", NEW."known_by", NEW."language", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."publish_at_once", NEW."reason", NEW."rights", NEW."score", NEW."slug", NEW."verdict"); RETURN NULL;',
                    hash="c850d4719ddae8425cc339829b08774787b9b957",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1c69f",
                    table="archive_source",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="source",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "archive_sourcehistory" ("created_at", "decided_at", "decided_by_id", "description", "evidence", "homepage", "id", "kind", "known_by", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publish_at_once", "reason", "rights", "score", "slug", "verdict") VALUES (NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."description", NEW."evidence", NEW."homepage", NEW."id", NEW."kind", NEW."known_by", NEW."language", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."publish_at_once", NEW."reason", NEW."rights", NEW."score", NEW."slug", NEW."verdict"); RETURN NULL;',
                    hash="e8609e78bdd48538f96c3446f199550e8e25b55a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_84a03",
                    table="archive_source",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="source",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "archive_sourcehistory" ("created_at", "decided_at", "decided_by_id", "description", "evidence", "homepage", "id", "kind", "known_by", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publish_at_once", "reason", "rights", "score", "slug", "verdict") VALUES (OLD."created_at", OLD."decided_at", OLD."decided_by_id", OLD."description", OLD."evidence", OLD."homepage", OLD."id", OLD."kind", OLD."known_by", OLD."language", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."publish_at_once", OLD."reason", OLD."rights", OLD."score", OLD."slug", OLD."verdict"); RETURN NULL;',
                    hash="c79fda55287c039918d68f5311b14ada9d72df25",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_3d781",
                    table="archive_source",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="feed",
            name="last_run",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                help_text="The last import that it led to.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="feeds",
                to="archive.importrun",
            ),
        ),
        migrations.AddField(
            model_name="feed",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="feeds", to="archive.source"
            ),
        ),
        migrations.AddField(
            model_name="feedhistory",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="feedhistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="history",
                related_query_name="history_query",
                to="archive.feed",
            ),
        ),
        migrations.AddField(
            model_name="feedhistory",
            name="source",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="archive.source",
            ),
        ),
        migrations.AddIndex(
            model_name="feed",
            index=models.Index(condition=models.Q(("active", True)), fields=["next_poll_at"], name="feed_due"),
        ),
        migrations.AddConstraint(
            model_name="feed",
            constraint=models.UniqueConstraint(
                fields=("address",),
                name="feed_address_unique",
                violation_error_message="There is a feed with this address already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="feed",
            constraint=models.CheckConstraint(
                condition=models.Q(("address__regex", "^https?://[^\\s/@?#]+([/?][^\\s#]*)?$")),
                name="feed_address_is_of_the_web",
                violation_error_message="It must begin with http:// or https:// and hold no spaces, # or password.",
            ),
        ),
        migrations.AddConstraint(
            model_name="feed",
            constraint=models.CheckConstraint(
                condition=models.Q(("interval__gte", 5), ("interval__lte", 10080)),
                name="feed_interval_sane",
                violation_error_message="It must be 5 minutes to 10,080 (a week).",
            ),
        ),
        migrations.AddConstraint(
            model_name="feed",
            constraint=models.CheckConstraint(
                condition=models.Q(("source_name", ""), _negated=True), name="feed_source_name_not_blank"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="feed",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "archive_feedhistory" ("active", "address", "created_at", "id", "interval", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id", "source_name") VALUES (NEW."active", NEW."address", NEW."created_at", NEW."id", NEW."interval", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source_id", NEW."source_name"); RETURN NULL;',
                    hash="a6a7fbda49e11bd8a41e24dcf4f2e5758ecba363",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d03f6",
                    table="archive_feed",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="feed",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."active" IS DISTINCT FROM (NEW."active") OR OLD."address" IS DISTINCT FROM (NEW."address") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."interval" IS DISTINCT FROM (NEW."interval") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."source_name" IS DISTINCT FROM (NEW."source_name"))',
                    func='INSERT INTO "archive_feedhistory" ("active", "address", "created_at", "id", "interval", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id", "source_name") VALUES (NEW."active", NEW."address", NEW."created_at", NEW."id", NEW."interval", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source_id", NEW."source_name"); RETURN NULL;',
                    hash="f8ce08451b81ab78c47f05cf9318eb8102f59f33",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_811e9",
                    table="archive_feed",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="feed",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "archive_feedhistory" ("active", "address", "created_at", "id", "interval", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id", "source_name") VALUES (OLD."active", OLD."address", OLD."created_at", OLD."id", OLD."interval", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."source_id", OLD."source_name"); RETURN NULL;',
                    hash="7cc4bac35e9c32f12457dfc139bc684bde99907e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_10ffe",
                    table="archive_feed",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="feedhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="86be13079da2b48068b76726213763699fc4b52c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_541bd",
                    table="archive_feedhistory",
                    when="BEFORE",
                ),
            ),
        ),
    ]
