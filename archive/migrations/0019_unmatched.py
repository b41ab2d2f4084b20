"""What matching has to look at is noted by triggers, so that finding it does not mean looking at every article."""

from django.db import migrations, models

# A row a transaction and article: a second transaction never waits for the first, nor for matching that deletes.
NOTE = """
    CREATE FUNCTION archive_note_new_articles() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO archive_unmatched (article_id, position)
        SELECT id, pg_current_xact_id()::text::bigint FROM made ON CONFLICT DO NOTHING;
        RETURN NULL;
    END $$;
    CREATE FUNCTION archive_note_changed_article() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO archive_unmatched (article_id, position)
        VALUES (NEW.id, pg_current_xact_id()::text::bigint) ON CONFLICT DO NOTHING;
        RETURN NULL;
    END $$;
    CREATE TRIGGER article_new_unmatched AFTER INSERT ON archive_article
        REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION archive_note_new_articles();
    CREATE TRIGGER article_changed_unmatched AFTER UPDATE ON archive_article FOR EACH ROW
        WHEN (
            (OLD.headline, OLD.text_hash, OLD.boilerplate, OLD.published_on, OLD.date_precision)
            IS DISTINCT FROM (NEW.headline, NEW.text_hash, NEW.boilerplate, NEW.published_on, NEW.date_precision)
        )
        EXECUTE FUNCTION archive_note_changed_article();
"""
UNNOTE = """
    DROP TRIGGER article_changed_unmatched ON archive_article;
    DROP TRIGGER article_new_unmatched ON archive_article;
    DROP FUNCTION archive_note_changed_article();
    DROP FUNCTION archive_note_new_articles();
"""
# What the backlog was until now.
SEED = """
    INSERT INTO archive_unmatched (article_id, position)
    SELECT a.id, 0 FROM archive_article a LEFT JOIN archive_fingerprint f ON f.article_id = a.id
    WHERE f.article_id IS NULL
       OR f.version <> md5(
            a.headline || '|' || a.text_hash || CASE WHEN a.boilerplate = '[]' THEN '' ELSE a.boilerplate::text END
          )
       OR f.day <> CASE WHEN a.date_precision = 'day' THEN a.published_on ELSE DATE '0001-01-01' END
"""


class Migration(migrations.Migration):
    """Adds a narrow table and two triggers, and rewrites no row.

    Articles are read once, without their texts, to note what waits: seconds for a million, while ingest waits.
    """

    dependencies = [
        ("archive", "0018_merges_noted_at_their_end"),
    ]

    operations = [
        migrations.CreateModel(
            name="Unmatched",
            fields=[
                ("pk", models.CompositePrimaryKey("article_id", "position", primary_key=True, serialize=False)),
                ("article_id", models.BigIntegerField()),
                ("position", models.BigIntegerField(help_text="The transaction that wrote it.")),
            ],
            options={"verbose_name_plural": "unmatched"},
        ),
        migrations.RunSQL(NOTE, UNNOTE),
        migrations.RunSQL(SEED, migrations.RunSQL.noop),
    ]
