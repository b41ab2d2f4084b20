"""The log of changes tells of an article, too, when what it names is called or judged otherwise, and of its story."""

from django.db import migrations

# Its last change is looked up article by article, in `change_of_record`: 100,000 articles take a few seconds.
NOTE = """
    CREATE FUNCTION archive_note_articles(articles bigint[]) RETURNS void LANGUAGE sql AS $$
        INSERT INTO archive_change (position, at, kind, resource, record_id, slug, reason)
        SELECT greatest(pg_current_xact_id()::text::bigint, last.position), now(), 'updated', 'article', a.id, '', ''
        FROM (SELECT DISTINCT id FROM unnest(articles) AS id) AS named
        JOIN archive_article a ON a.id = named.id AND a.status = 'published'
        CROSS JOIN LATERAL (
            SELECT c.position, c.at, c.kind FROM archive_change c
            WHERE c.resource = 'article' AND c.record_id = a.id ORDER BY c.id DESC LIMIT 1
        ) AS last
        WHERE last.kind IN ('created', 'updated')
            AND NOT (last.at = now() AND last.position >= pg_current_xact_id()::text::bigint)
        ORDER BY a.id
    $$;

    CREATE FUNCTION archive_named_otherwise() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM archive_note_articles(CASE TG_ARGV[0]
            WHEN 'source' THEN ARRAY(
                SELECT id FROM archive_article WHERE source_id = NEW.id AND status = 'published'
                UNION ALL SELECT article_id FROM archive_credit WHERE source_id = NEW.id AND verdict = 'accepted'
            )
            WHEN 'entity' THEN ARRAY(
                SELECT article_id FROM archive_mention WHERE entity_id = NEW.id AND verdict = 'accepted'
            )
            WHEN 'event' THEN ARRAY(
                SELECT article_id FROM archive_coverage WHERE event_id = NEW.id AND verdict = 'accepted'
            )
            ELSE ARRAY(SELECT article_id FROM archive_storymember WHERE story_id = NEW.id)
        END);
        RETURN NULL;
    END $$;

    -- A row that belongs to an article: its place in a story, an earlier text.
    CREATE FUNCTION archive_part_of_article_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM archive_note_articles(ARRAY[NEW.article_id, OLD.article_id]);
        RETURN NULL;
    END $$;

    CREATE TRIGGER storymember_noted AFTER INSERT OR UPDATE OR DELETE ON archive_storymember
        FOR EACH ROW EXECUTE FUNCTION archive_part_of_article_changed();
    CREATE TRIGGER revision_update_noted AFTER UPDATE ON archive_revision
        FOR EACH ROW EXECUTE FUNCTION archive_part_of_article_changed();
"""
UNNOTE = """
    DROP TRIGGER storymember_noted ON archive_storymember;
    DROP TRIGGER revision_update_noted ON archive_revision;
    DROP FUNCTION archive_part_of_article_changed, archive_named_otherwise, archive_note_articles;
"""
# What an article says of each; as long as one of them is not public, no article says anything of it.
NAMED = {
    "source": (("slug", "name", "kind", "rights", "verdict"), "OLD.verdict <> 'rejected' OR NEW.verdict <> 'rejected'"),
    "entity": (("slug", "name", "kind", "verdict"), "OLD.verdict = 'accepted' OR NEW.verdict = 'accepted'"),
    "event": (("slug", "title", "verdict"), "OLD.verdict = 'accepted' OR NEW.verdict = 'accepted'"),
    "story": (("lead_id", "origin_id"), "true"),
}


def trigger(table: str, columns: tuple[str, ...], public: str) -> str:
    """SQL that makes the trigger of a table: a row whose columns stay as they are costs no call of a function."""
    old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("OLD", "NEW"))
    return f"""
        CREATE TRIGGER {table}_update_noted_of_articles AFTER UPDATE ON archive_{table} FOR EACH ROW
        WHEN (({public}) AND ({old}) IS DISTINCT FROM ({new}))
        EXECUTE FUNCTION archive_named_otherwise('{table}');
    """


class Migration(migrations.Migration):
    """Adds functions and triggers; reads and writes no row."""

    dependencies = [("archive", "0022_who_gave_an_assignment")]

    operations = [
        migrations.RunSQL(NOTE, UNNOTE),
        *(
            migrations.RunSQL(
                trigger(table, columns, public), f"DROP TRIGGER {table}_update_noted_of_articles ON archive_{table};"
            )
            for table, (columns, public) in NAMED.items()
        ),
    ]
