"""An erasure remembers the hashes of its texts, and what was erased stays withdrawn and empty."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

# The condition of the trigger names columns alone, so that no other update pays for the function.
CREATE = """
    CREATE FUNCTION archive_erased_article_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (SELECT 1 FROM archive_erasure e WHERE e.original_id = OLD.original_id) THEN
            RAISE EXCEPTION 'article % was erased by law: it stays withdrawn and empty', OLD.id
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$;

    CREATE TRIGGER erased_article_stays BEFORE UPDATE ON archive_article
        FOR EACH ROW
        WHEN (
            OLD.status = 'withdrawn'
            AND (NEW.status <> 'withdrawn' OR NEW.original_id <> OLD.original_id OR (OLD.text = '' AND NEW.text <> ''))
        )
        EXECUTE FUNCTION archive_erased_article_stays();
"""

DROP = """
    DROP TRIGGER erased_article_stays ON archive_article;
    DROP FUNCTION archive_erased_article_stays();
"""


class Migration(migrations.Migration):
    """Adds a column with a default and an index to a table of few rows, and a trigger, which reads none."""

    dependencies = [("archive", "0003_revisions_that_were_public")]
    operations = [
        migrations.AddField(
            model_name="erasure",
            name="text_hashes",
            field=django.contrib.postgres.fields.ArrayField(
                models.CharField(max_length=64),
                blank=True,
                default=list,
                help_text="Of the texts that were made of it: the same words do not come in again.",
            ),
        ),
        migrations.AddIndex(
            model_name="erasure",
            index=django.contrib.postgres.indexes.GinIndex(fields=["text_hashes"], name="erasure_by_text_hashes"),
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
