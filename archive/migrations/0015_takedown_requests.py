"""Requests of the public to take something down."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Makes a table with its history and touches no other but by a foreign key from the new, empty one."""

    dependencies = [
        ("archive", "0014_changes"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="TakedownRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.CharField(help_text="What it is about, as it was given.", max_length=2000)),
                (
                    "grounds",
                    models.CharField(
                        choices=[
                            ("privacy", "It concerns my privacy"),
                            ("copyright", "It is mine, and I did not allow it"),
                            ("legal", "A court or an authority has decided so"),
                            ("error", "It is wrong or should not be here"),
                            ("other", "Another reason"),
                        ],
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("email", models.EmailField(max_length=254)),
                ("message", models.TextField()),
                (
                    "came_from",
                    models.CharField(
                        editable=False,
                        help_text="Keyed hash of the sender's address, to keep one from sending many.",
                        max_length=64,
                    ),
                ),
                ("sent_at", models.DateTimeField(auto_now_add=True)),
                ("answered_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        blank=True,
                        help_text="The article whose address was given.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="takedown_requests",
                        to="archive.article",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="TakedownRequestHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("address", models.CharField(help_text="What it is about, as it was given.", max_length=2000)),
                (
                    "grounds",
                    models.CharField(
                        choices=[
                            ("privacy", "It concerns my privacy"),
                            ("copyright", "It is mine, and I did not allow it"),
                            ("legal", "A court or an authority has decided so"),
                            ("error", "It is wrong or should not be here"),
                            ("other", "Another reason"),
                        ],
                        max_length=10,
                    ),
                ),
                ("sent_at", models.DateTimeField(auto_now_add=True)),
                ("answered_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="The article whose address was given.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="archive.article",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_query",
                        to="archive.takedownrequest",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="takedownrequest",
            index=models.Index(models.F("came_from"), models.F("sent_at"), name="takedown_request_by_sender"),
        ),
        migrations.AddIndex(
            model_name="takedownrequest",
            index=models.Index(models.F("sent_at"), name="takedown_request_by_time"),
        ),
        migrations.AddConstraint(
            model_name="takedownrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("grounds__in", ["privacy", "copyright", "legal", "error", "other"])),
                name="takedown_request_grounds_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="takedownrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("came_from__regex", "^[0-9a-f]{64}$")), name="takedown_request_came_from_is_hex"
            ),
        ),
        migrations.AddConstraint(
            model_name="takedownrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at", None), ("answered_by", None)),
                    models.Q(("answered_at__isnull", False), ("answered_by__isnull", False)),
                    _connector="OR",
                ),
                name="takedown_request_answered_by_someone",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="takedownrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "archive_takedownrequesthistory" ("address", "answered_at", "answered_by_id", "article_id", "grounds", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_at") VALUES (NEW."address", NEW."answered_at", NEW."answered_by_id", NEW."article_id", NEW."grounds", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."sent_at"); RETURN NULL;',
                    hash="e70240e05fa160798cdcebd2408188ca9446266b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ea79a",
                    table="archive_takedownrequest",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="takedownrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."address" IS DISTINCT FROM (NEW."address") OR OLD."answered_at" IS DISTINCT FROM (NEW."answered_at") OR OLD."answered_by_id" IS DISTINCT FROM (NEW."answered_by_id") OR OLD."article_id" IS DISTINCT FROM (NEW."article_id") OR OLD."grounds" IS DISTINCT FROM (NEW."grounds") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."sent_at" IS DISTINCT FROM (NEW."sent_at"))',
                    func='INSERT INTO "archive_takedownrequesthistory" ("address", "answered_at", "answered_by_id", "article_id", "grounds", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_at") VALUES (NEW."address", NEW."answered_at", NEW."answered_by_id", NEW."article_id", NEW."grounds", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."sent_at"); RETURN NULL;',
                    hash="684ea1f30db2f71e616158ac6f6e1dc636293c13",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_46a41",
                    table="archive_takedownrequest",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="takedownrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "archive_takedownrequesthistory" ("address", "answered_at", "answered_by_id", "article_id", "grounds", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_at") VALUES (OLD."address", OLD."answered_at", OLD."answered_by_id", OLD."article_id", OLD."grounds", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."sent_at"); RETURN NULL;',
                    hash="9a2d20786b6c4d977d6e64a7005607bf79ae81c3",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c6464",
                    table="archive_takedownrequest",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="takedownrequesthistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="bbf152909060b9fd82d81e363551fa03d35cad5d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_8b951",
                    table="archive_takedownrequesthistory",
                    when="BEFORE",
                ),
            ),
        ),
    ]
