"""The log of changes tells a merge of sources as a merge, and that a name left a record."""

from django.db import migrations

AT_ONCE = """
    DROP TRIGGER merge_noted ON archive_merge;
    CREATE TRIGGER merge_noted AFTER INSERT ON archive_merge FOR EACH ROW
        EXECUTE FUNCTION archive_merge_noted();
"""
# By then the rows are moved and the lost record is gone: whatever that noted of it is replaced.
AT_ITS_END = """
    DROP TRIGGER merge_noted ON archive_merge;
    CREATE CONSTRAINT TRIGGER merge_noted AFTER INSERT ON archive_merge
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION archive_merge_noted();
"""
PART_CHANGED = """
    CREATE OR REPLACE FUNCTION archive_part_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        owner bigint;
    BEGIN
        FOR owner IN SELECT DISTINCT (row ->> (TG_ARGV[0] || '_id'))::bigint FROM unnest(ARRAY[{rows}]) AS row
        LOOP
            IF TG_ARGV[0] = 'source' THEN
                PERFORM archive_note_source(owner, true);
            ELSIF TG_ARGV[0] = 'entity' THEN
                PERFORM archive_note_change('entity', e.id, true, true, e.slug, '')
                FROM archive_entity e WHERE e.id = owner AND e.verdict = 'accepted';
            ELSE
                PERFORM archive_note_change('event', e.id, true, true, e.slug, '')
                FROM archive_event e WHERE e.id = owner AND e.verdict = 'accepted';
            END IF;
        END LOOP;
        RETURN NULL;
    END $$;
"""
# Of a row that moves both records are another: the one that it leaves, and the one that it comes to.
BOTH_OWNERS = "to_jsonb(COALESCE(NEW, OLD)), to_jsonb(COALESCE(OLD, NEW))"
NEW_OWNER = "to_jsonb(COALESCE(NEW, OLD))"


class Migration(migrations.Migration):
    """Replaces a trigger and a function; reads and writes no row."""

    dependencies = [("archive", "0017_what_counts_of_many_start_from")]

    operations = [
        migrations.RunSQL(AT_ITS_END, AT_ONCE),
        migrations.RunSQL(PART_CHANGED.format(rows=BOTH_OWNERS), PART_CHANGED.format(rows=NEW_OWNER)),
    ]
