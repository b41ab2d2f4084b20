"""Rules that the code kept and the database did not.

Safe on millions of rows: the checks of the big tables are added `NOT VALID`, so that they hold from
now on and no row is read; the next migration reads them while the archive runs. The triggers look
at what is written from now on. Articles that were withdrawn without a withdrawal, should there be
any, are found at their next change of status.
"""

import datetime

import pgtrigger.compiler
import pgtrigger.migrations
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

import archive.models.imports

# An original may be emptied later, by law, but never comes empty. An ordinary trigger, unlike those
# of migration 0002: a restore writes erased originals back, and turns ordinary triggers off for it.
ORIGINAL_COMES_WITH_CONTENT = """
    CREATE FUNCTION archive_original_comes_with_content() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'an original comes with its bytes'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'original_comes_with_content';
    END $$;

    CREATE TRIGGER original_comes_with_content BEFORE INSERT ON archive_original
        FOR EACH ROW WHEN (NEW.content IS NULL) EXECUTE FUNCTION archive_original_comes_with_content();
"""

ORIGINAL_MAY_COME_EMPTY = """
    DROP TRIGGER original_comes_with_content ON archive_original;
    DROP FUNCTION archive_original_comes_with_content();
"""


class Migration(migrations.Migration):
    """Adds named checks, and the triggers for rules that reach over rows and tables."""

    dependencies = [("archive", "0006_stories_remember_what_editors_chose")]

    operations = [
        migrations.RunSQL(ORIGINAL_COMES_WITH_CONTENT, ORIGINAL_MAY_COME_EMPTY),
        pgtrigger.migrations.RemoveTrigger(
            model_name="event",
            name="event_parents_form_no_circle",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="event",
            name="event_place_is_a_place",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="article",
            trigger=pgtrigger.compiler.Trigger(
                name="article_withdrawn_by",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.\"status\" = 'withdrawn')",
                    constraint="CONSTRAINT",
                    func="\n            IF (SELECT status = 'withdrawn' FROM archive_article WHERE id = NEW.id) <> EXISTS (\n                SELECT 1 FROM archive_withdrawal WHERE article_id = NEW.id AND restored_at IS NULL\n            ) THEN\n                RAISE EXCEPTION 'article % is withdrawn without a withdrawal, or has one and is not', NEW.id\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'article_withdrawn_by';\n            END IF;\n            RETURN NULL;\n        ",
                    hash="02d1cf4c0ae6f4a3dac9535017433455e22fedd2",
                    operation="INSERT",
                    pgid="pgtrigger_article_withdrawn_by_e32c6",
                    table="archive_article",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="article",
            trigger=pgtrigger.compiler.Trigger(
                name="article_withdrawn_or_not",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."status" IS DISTINCT FROM (NEW."status") AND (OLD."status" = \'withdrawn\' OR NEW."status" = \'withdrawn\'))',
                    constraint="CONSTRAINT",
                    func="\n            IF (SELECT status = 'withdrawn' FROM archive_article WHERE id = NEW.id) <> EXISTS (\n                SELECT 1 FROM archive_withdrawal WHERE article_id = NEW.id AND restored_at IS NULL\n            ) THEN\n                RAISE EXCEPTION 'article % is withdrawn without a withdrawal, or has one and is not', NEW.id\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'article_withdrawn_or_not';\n            END IF;\n            RETURN NULL;\n        ",
                    hash="b43978ecbf1100b73ed3c020a36f58448a2084b9",
                    operation='UPDATE OF "status"',
                    pgid="pgtrigger_article_withdrawn_or_not_7f2d9",
                    table="archive_article",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="articlehistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="9ad218c80963a003ab45108faed62028e7e9315e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_86455",
                    table="archive_articlehistory",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="articlelinkhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a1405c40585cefae5f327e5be7a4d59fa6883311",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_8b378",
                    table="archive_articlelinkhistory",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="coveragehistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="880c85c11ef3a74155e06869498e2622e9f18eaf",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_05fac",
                    table="archive_coveragehistory",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="credithistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6a995ef934efc3304eae8bfe7489ce4d6de44f6a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_099e7",
                    table="archive_credithistory",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="entity",
            trigger=pgtrigger.compiler.Trigger(
                name="entity_stays_a_place",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.\"kind\" = 'place' AND NOT (NEW.\"kind\" = 'place'))",
                    func="\n                    IF EXISTS (SELECT 1 FROM archive_event e WHERE e.place_id = NEW.id) THEN\n                        RAISE EXCEPTION 'entity % is the place of an event', NEW.id\n                            USING ERRCODE = 'check_violation', CONSTRAINT = 'entity_stays_a_place';\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="9b5915c69aaee94ce2d7686a6256cd55fca18e45",
                    operation='UPDATE OF "kind"',
                    pgid="pgtrigger_entity_stays_a_place_12cbc",
                    table="archive_entity",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="entityhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1dbd90a0f8dd385edcab14d4d3d8ffd99614dd0f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_5b9cb",
                    table="archive_entityhistory",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="entitynamehistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="95529211eabc88bd94974bcc946522bf8492be4a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_13ee4",
                    table="archive_entitynamehistory",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="entitypairhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8a9fbe4da6febea0e387b8596dcc94b031e8ce90",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_46bc4",
                    table="archive_entitypairhistory",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="event",
            trigger=pgtrigger.compiler.Trigger(
                name="event_parents_form_no_circle",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                    IF NEW.parent_id IS NULL THEN\n                        RETURN NEW;\n                    END IF;\n                    -- Two transactions that each add one half of a circle would not see each other's.\n                    PERFORM pg_advisory_xact_lock(7105202);\n                    IF EXISTS (\n                        WITH RECURSIVE ancestors(id) AS (\n                            SELECT NEW.parent_id\n                            UNION\n                            SELECT e.parent_id FROM archive_event e JOIN ancestors a ON e.id = a.id\n                            WHERE e.parent_id IS NOT NULL\n                        ) SELECT 1 FROM ancestors WHERE id = NEW.id\n                    ) THEN\n                        RAISE EXCEPTION 'event % would be part of itself', NEW.id\n                            USING ERRCODE = 'check_violation', CONSTRAINT = 'event_parents_form_no_circle';\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="a373a1027511c3b9d7dd51f7582569afbdd96df9",
                    operation='INSERT OR UPDATE OF "parent_id"',
                    pgid="pgtrigger_event_parents_form_no_circle_92a14",
                    table="archive_event",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="event",
            trigger=pgtrigger.compiler.Trigger(
                name="event_place_is_a_place",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                    IF NEW.place_id IS NULL THEN\n                        RETURN NEW;\n                    END IF;\n                    -- Locked, so that it cannot become something else before this is seen.\n                    PERFORM 1 FROM archive_entity p WHERE p.id = NEW.place_id AND p.kind = 'place' FOR SHARE;\n                    IF NOT FOUND THEN\n                        RAISE EXCEPTION 'the place of event % is not a place', NEW.id\n                            USING ERRCODE = 'check_violation', CONSTRAINT = 'event_place_is_a_place';\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="6bd1e3f009a874939649b2027c820204cd472cf9",
                    operation='INSERT OR UPDATE OF "place_id"',
                    pgid="pgtrigger_event_place_is_a_place_c4224",
                    table="archive_event",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="eventhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ec51e3ca8048c150bd9627e2fe4af028d3a35f2c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_da271",
                    table="archive_eventhistory",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="eventparticipanthistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="86535c0197590bb21d8b863482b18badf2b2d6c3",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_2160f",
                    table="archive_eventparticipanthistory",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="externalidhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="bf0b7f58aee8da66f501b7c78193f08c503939ae",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ad299",
                    table="archive_externalidhistory",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="mentionhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="09fea1036cc71fd9cb9063b124397d7675b71c0a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e2c80",
                    table="archive_mentionhistory",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="mergehistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="3f1ba34c41bbd8fdf623d9a31410db4869d901cf",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_085ad",
                    table="archive_mergehistory",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="redirecthistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="659fd2399486ccebf7811fc42e78d25926e3422e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_46c8c",
                    table="archive_redirecthistory",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="revision",
            trigger=pgtrigger.compiler.Trigger(
                name="revision_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="2159ffc9a009f3e9167bab4ae5b5af1b05a696c9",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_revision_kept_fcbb9",
                    table="archive_revision",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sourcedomainhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="868cd2e00e5406e9e8dcff6baba912c33d4c4be0",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_1e86b",
                    table="archive_sourcedomainhistory",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sourcehistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6987caa8b528f8d46c1446b11f473eed5c5a8fe3",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_1a96c",
                    table="archive_sourcehistory",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sourcenamehistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="0484f80565d377719ad90b705c11a056cc3806e7",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_eeecd",
                    table="archive_sourcenamehistory",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sourcepairhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="7065e115f5d1f0872aad88cdc0d5953431c75ae4",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_24f43",
                    table="archive_sourcepairhistory",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="storyhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="9da4d8d077e22ea74a0ee8b5333aeef01bfc77b7",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_99fde",
                    table="archive_storyhistory",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="storymemberhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="0abb9e5edcfaef242cebb55cf05b9b748345b573",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_3f3a3",
                    table="archive_storymemberhistory",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="withdrawal",
            trigger=pgtrigger.compiler.Trigger(
                name="withdrawal_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="b169c0c0d64a44a5226510c09eba999a9477aeaf",
                    operation="DELETE",
                    pgid="pgtrigger_withdrawal_kept_55dd0",
                    table="archive_withdrawal",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="withdrawal",
            trigger=pgtrigger.compiler.Trigger(
                name="withdrawal_unchanged",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."article_id" IS DISTINCT FROM (NEW."article_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."status_before" IS DISTINCT FROM (NEW."status_before") OR OLD."withdrawn_by_id" IS DISTINCT FROM (NEW."withdrawn_by_id") OR OLD."withdrawn_at" IS DISTINCT FROM (NEW."withdrawn_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="d126459bc85ffc96c2271b46330781c9c34012bc",
                    operation="UPDATE",
                    pgid="pgtrigger_withdrawal_unchanged_dd763",
                    table="archive_withdrawal",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="withdrawal",
            trigger=pgtrigger.compiler.Trigger(
                name="withdrawal_ends_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."restored_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="1278a40b879e1223e526a9137bcf201a9d1b6d2b",
                    operation="UPDATE",
                    pgid="pgtrigger_withdrawal_ends_once_d16a7",
                    table="archive_withdrawal",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="withdrawal",
            trigger=pgtrigger.compiler.Trigger(
                name="withdrawal_of_withdrawn",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    func="\n            IF (SELECT status = 'withdrawn' FROM archive_article WHERE id = COALESCE(NEW.article_id, OLD.article_id)) <> EXISTS (\n                SELECT 1 FROM archive_withdrawal WHERE article_id = COALESCE(NEW.article_id, OLD.article_id) AND restored_at IS NULL\n            ) THEN\n                RAISE EXCEPTION 'article % is withdrawn without a withdrawal, or has one and is not', COALESCE(NEW.article_id, OLD.article_id)\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'withdrawal_of_withdrawn';\n            END IF;\n            RETURN NULL;\n        ",
                    hash="e0c268481c43a597af513fd35347fb68fceb5429",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_withdrawal_of_withdrawn_40af0",
                    table="archive_withdrawal",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="withdrawalhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a7b0ec099075046bc85dec6c1d2ee40294273a9d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_cfe3a",
                    table="archive_withdrawalhistory",
                    when="BEFORE",
                ),
            ),
        ),
        AddConstraintNotValid(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(("identity__regex", "^[0-9a-f]{64}$")), name="article_identity_is_hex"
            ),
        ),
        AddConstraintNotValid(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(("text_hash__regex", "^[0-9a-f]{64}$")), name="article_text_hash_is_hex"
            ),
        ),
        AddConstraintNotValid(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(("url", ""), ("url__iregex", "^https?://"), _connector="OR"),
                name="article_url_is_http",
                violation_error_message="Its address starts with http:// or https://.",
            ),
        ),
        AddConstraintNotValid(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("published_on", None),
                    models.Q(
                        ("published_on__gte", datetime.date(1400, 1, 1)),
                        ("published_on__isnull", False),
                        ("published_on__lte", datetime.date(2100, 12, 31)),
                    ),
                    _connector="OR",
                ),
                name="article_published_on_in_range",
                violation_error_message="It was published between 1400 and 2100.",
            ),
        ),
        AddConstraintNotValid(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("embargo_until", None),
                    models.Q(
                        ("embargo_until__gte", datetime.datetime(1970, 1, 1, 0, 0, tzinfo=datetime.UTC)),
                        ("embargo_until__isnull", False),
                        ("embargo_until__lte", datetime.datetime(2100, 12, 31, 0, 0, tzinfo=datetime.UTC)),
                    ),
                    _connector="OR",
                ),
                name="article_embargo_until_in_range",
            ),
        ),
        migrations.AddConstraint(
            model_name="entity",
            constraint=models.CheckConstraint(
                condition=models.Q(("slug", ""), _negated=True), name="entity_slug_not_blank"
            ),
        ),
        migrations.AddConstraint(
            model_name="erasure",
            constraint=models.CheckConstraint(
                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="erasure_sha256_is_hex"
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(("slug", ""), _negated=True), name="event_slug_not_blank"
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("starts_on", None),
                        models.Q(
                            ("starts_on__gte", datetime.date(1400, 1, 1)),
                            ("starts_on__isnull", False),
                            ("starts_on__lte", datetime.date(2100, 12, 31)),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("ends_on", None),
                        models.Q(
                            ("ends_on__gte", datetime.date(1400, 1, 1)),
                            ("ends_on__isnull", False),
                            ("ends_on__lte", datetime.date(2100, 12, 31)),
                        ),
                        _connector="OR",
                    ),
                ),
                name="event_dates_in_range",
                violation_error_message="It happened between 1400 and 2100.",
            ),
        ),
        migrations.AddConstraint(
            model_name="importrun",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["running", "finished", "interrupted", "failed"])),
                name="import_run_state_known",
            ),
        ),
        AddConstraintNotValid(
            model_name="original",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("content", None),
                    models.Q(("content__isnull", False), ("sha256", archive.models.imports.Sha256("content"))),
                    _connector="OR",
                ),
                name="original_sha256_is_its_contents",
            ),
        ),
        AddConstraintNotValid(
            model_name="original",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("content", None),
                    models.Q(("content__isnull", False), ("size", archive.models.imports.OctetLength("content"))),
                    _connector="OR",
                ),
                name="original_size_is_its_contents",
            ),
        ),
        AddConstraintNotValid(
            model_name="revision",
            constraint=models.CheckConstraint(
                condition=models.Q(("text_hash__regex", "^[0-9a-f]{64}$")), name="revision_text_hash_is_hex"
            ),
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=models.Q(("slug", ""), _negated=True), name="source_slug_not_blank"
            ),
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=models.Q(("homepage", ""), ("homepage__iregex", "^https?://"), _connector="OR"),
                name="source_homepage_is_http",
                violation_error_message="Its homepage starts with http:// or https://.",
            ),
        ),
        migrations.AddConstraint(
            model_name="withdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(("status_before__in", ["draft", "embargoed", "published"])),
                name="withdrawal_status_before_known",
            ),
        ),
    ]
