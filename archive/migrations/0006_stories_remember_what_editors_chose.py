"""Remembers of each story whether an editor chose its lead and its origin: regrouping then keeps them."""

# ruff: noqa: E501 - the triggers are as pghistory writes them

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds columns with a constant default, which PostgreSQL does without rewriting the tables.

    Of the stories there are already, nobody knows any longer who chose what: they follow the facts.
    """

    dependencies = [
        ("archive", "0004_erasures_know_the_words"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="story",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="story",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="story",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="story",
            name="lead_by_editor",
            field=models.BooleanField(default=False, help_text="An editor chose the lead: it stays when facts change."),
        ),
        migrations.AddField(
            model_name="story",
            name="origin_by_editor",
            field=models.BooleanField(
                default=False, help_text="An editor chose the origin: it stays when facts change."
            ),
        ),
        migrations.AddField(
            model_name="storyhistory",
            name="lead_by_editor",
            field=models.BooleanField(default=False, help_text="An editor chose the lead: it stays when facts change."),
        ),
        migrations.AddField(
            model_name="storyhistory",
            name="origin_by_editor",
            field=models.BooleanField(
                default=False, help_text="An editor chose the origin: it stays when facts change."
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="story",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "archive_storyhistory" ("created_at", "id", "lead_by_editor", "lead_id", "origin_by_editor", "origin_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."created_at", NEW."id", NEW."lead_by_editor", NEW."lead_id", NEW."origin_by_editor", NEW."origin_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="05790b3feee6fd616f72b38b321f45b5fd53559f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d2ebf",
                    table="archive_story",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="story",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "archive_storyhistory" ("created_at", "id", "lead_by_editor", "lead_id", "origin_by_editor", "origin_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."created_at", NEW."id", NEW."lead_by_editor", NEW."lead_id", NEW."origin_by_editor", NEW."origin_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="b5a4655db4729e59d783b8a05b26c88ba0663081",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a2efc",
                    table="archive_story",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="story",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "archive_storyhistory" ("created_at", "id", "lead_by_editor", "lead_id", "origin_by_editor", "origin_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."created_at", OLD."id", OLD."lead_by_editor", OLD."lead_id", OLD."origin_by_editor", OLD."origin_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="f8bdfe751f7976c2770fac03463b3768feb155fd",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_3ff1a",
                    table="archive_story",
                    when="AFTER",
                ),
            ),
        ),
    ]
