"""Originals and erasures are kept for ever: plain triggers, which no setting of a session turns off."""

from django.db import migrations

CREATE = """
    CREATE FUNCTION archive_original_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE'
           AND NEW.content IS NULL AND NEW.name = ''
           AND EXISTS (SELECT 1 FROM archive_erasure e WHERE e.original_id = OLD.id)
           AND (NEW.id, NEW.sha256, NEW.media_type, NEW.position, NEW.size, NEW.received_at, NEW.import_run_id)
             = (OLD.id, OLD.sha256, OLD.media_type, OLD.position, OLD.size, OLD.received_at, OLD.import_run_id)
        THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'originals are kept as they were received: % refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    END $$;

    CREATE FUNCTION archive_erasure_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the tombstone of an erased original stays: % refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    END $$;

    CREATE TRIGGER original_kept BEFORE UPDATE OR DELETE ON archive_original
        FOR EACH ROW EXECUTE FUNCTION archive_original_kept();
    CREATE TRIGGER original_not_truncated BEFORE TRUNCATE ON archive_original
        FOR EACH STATEMENT EXECUTE FUNCTION archive_original_kept();
    CREATE TRIGGER erasure_kept BEFORE UPDATE OR DELETE ON archive_erasure
        FOR EACH ROW EXECUTE FUNCTION archive_erasure_kept();
    CREATE TRIGGER erasure_not_truncated BEFORE TRUNCATE ON archive_erasure
        FOR EACH STATEMENT EXECUTE FUNCTION archive_erasure_kept();

    -- Even where a restore or a replica has set session_replication_role.
    ALTER TABLE archive_original ENABLE ALWAYS TRIGGER original_kept;
    ALTER TABLE archive_original ENABLE ALWAYS TRIGGER original_not_truncated;
    ALTER TABLE archive_erasure ENABLE ALWAYS TRIGGER erasure_kept;
    ALTER TABLE archive_erasure ENABLE ALWAYS TRIGGER erasure_not_truncated;
"""

DROP = """
    DROP TRIGGER original_kept ON archive_original;
    DROP TRIGGER original_not_truncated ON archive_original;
    DROP TRIGGER erasure_kept ON archive_erasure;
    DROP TRIGGER erasure_not_truncated ON archive_erasure;
    DROP FUNCTION archive_original_kept();
    DROP FUNCTION archive_erasure_kept();
"""


class Migration(migrations.Migration):
    """Adds the triggers that keep originals."""

    dependencies = [("archive", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, DROP)]
