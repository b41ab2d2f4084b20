"""There is always somebody who manages people: the last administrator stays one."""

from django.db import migrations

# The lock is that of `archive/curation/people.py`. Each statement of the function sees what was committed before it
# began, so that whoever waited for the lock counts without those whom the other one took away.
KEEP = """
    CREATE FUNCTION archive_has_administrators_role(person bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT EXISTS (
            SELECT 1 FROM archive_user_groups own JOIN auth_group role ON role.id = own.group_id
            WHERE own.user_id = person AND role.name = 'administrator'
        )
    $$;
    CREATE FUNCTION archive_is_administrators(role_id integer) RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT EXISTS (SELECT 1 FROM auth_group WHERE id = role_id AND name = 'administrator')
    $$;

    CREATE FUNCTION archive_keep_an_administrator() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM pg_advisory_xact_lock(7105204);
        IF NOT EXISTS (
            SELECT 1 FROM archive_user
            WHERE is_active AND is_staff AND (is_superuser OR archive_has_administrators_role(id))
        ) THEN
            RAISE EXCEPTION 'there would be no administrator left'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'an_administrator_stays';
        END IF;
        RETURN NULL;
    END $$;

    -- Whoever was let out, or is no superuser any longer; where there was no administrator before, nobody is kept.
    CREATE CONSTRAINT TRIGGER user_an_administrator_stays AFTER UPDATE ON archive_user
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
        WHEN (
            (OLD.is_active, OLD.is_staff, OLD.is_superuser)
                IS DISTINCT FROM (NEW.is_active, NEW.is_staff, NEW.is_superuser)
            AND OLD.is_active AND OLD.is_staff AND (OLD.is_superuser OR archive_has_administrators_role(OLD.id))
        ) EXECUTE FUNCTION archive_keep_an_administrator();
    CREATE CONSTRAINT TRIGGER user_deleted_an_administrator_stays AFTER DELETE ON archive_user
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
        WHEN (OLD.is_active AND OLD.is_staff AND (OLD.is_superuser OR archive_has_administrators_role(OLD.id)))
        EXECUTE FUNCTION archive_keep_an_administrator();
    CREATE CONSTRAINT TRIGGER user_groups_an_administrator_stays AFTER UPDATE OR DELETE ON archive_user_groups
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
        WHEN (archive_is_administrators(OLD.group_id)) EXECUTE FUNCTION archive_keep_an_administrator();
    CREATE CONSTRAINT TRIGGER group_an_administrator_stays AFTER UPDATE OR DELETE ON auth_group
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
        WHEN (OLD.name = 'administrator') EXECUTE FUNCTION archive_keep_an_administrator();
"""
KEEP_NO_LONGER = """
    DROP TRIGGER group_an_administrator_stays ON auth_group;
    DROP TRIGGER user_groups_an_administrator_stays ON archive_user_groups;
    DROP TRIGGER user_deleted_an_administrator_stays ON archive_user;
    DROP TRIGGER user_an_administrator_stays ON archive_user;
    DROP FUNCTION archive_keep_an_administrator, archive_is_administrators, archive_has_administrators_role;
"""


class Migration(migrations.Migration):
    """Adds functions and triggers over the few rows of people and groups; reads and writes none."""

    dependencies = [
        ("archive", "0024_requests_counted_by_all_processes"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunSQL(KEEP, KEEP_NO_LONGER)]
