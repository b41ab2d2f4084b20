"""What changes for the public is logged by triggers; names are found by their words and beginnings."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import migrations, models
from django.db.models import F, Func, Q, Value

# One change of one record, told from what was last said of it. Nothing is said of what never was public.
NOTE = """
    CREATE FUNCTION archive_note_change(
        what text, record bigint, is_public boolean, changed boolean, its_slug text, why text
    ) RETURNS void LANGUAGE plpgsql AS $$
    DECLARE
        here bigint := pg_current_xact_id()::text::bigint;
        last archive_change%ROWTYPE;
        known boolean;
        news text;
    BEGIN
        SELECT * INTO last FROM archive_change c
        WHERE c.resource = what AND c.record_id = record ORDER BY c.id DESC LIMIT 1;
        known := COALESCE(last.kind IN ('created', 'updated'), false);
        news := CASE
            WHEN is_public AND NOT known THEN 'created'
            WHEN is_public AND changed THEN 'updated'
            WHEN NOT is_public AND known THEN 'withdrawn'
        END;
        -- Once a transaction is enough to say that a record is another.
        IF news IS NULL OR news = 'updated' AND last.at = now() AND last.position >= here THEN
            RETURN;
        END IF;
        INSERT INTO archive_change (position, at, kind, resource, record_id, slug, reason)
        VALUES (
            greatest(here, last.position), now(), news, what, record,
            COALESCE(its_slug, last.slug, ''), CASE WHEN news = 'withdrawn' THEN COALESCE(why, '') ELSE '' END
        );
    END $$;

    -- A source is public as `Source.objects.visible_to` says.
    CREATE FUNCTION archive_note_source(record bigint, changed boolean) RETURNS void LANGUAGE plpgsql AS $$
    DECLARE
        its_slug text;
        its_verdict text;
    BEGIN
        SELECT s.slug, s.verdict INTO its_slug, its_verdict FROM archive_source s WHERE s.id = record;
        PERFORM archive_note_change('source', record, CASE
            WHEN its_verdict = 'accepted' THEN true
            WHEN its_verdict IS NULL OR its_verdict = 'rejected' THEN false
            ELSE EXISTS (SELECT 1 FROM archive_article a WHERE a.source_id = record AND a.status = 'published')
                OR EXISTS (
                    SELECT 1 FROM archive_credit c JOIN archive_article a ON a.id = c.article_id
                    WHERE c.source_id = record AND c.verdict = 'accepted' AND a.status = 'published'
                )
        END, changed, its_slug, '');
    END $$;

    CREATE FUNCTION archive_article_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        why text;
    BEGIN
        IF TG_OP = 'UPDATE' AND NEW.status = 'withdrawn' THEN
            SELECT w.reason INTO why FROM archive_withdrawal w WHERE w.article_id = NEW.id AND w.restored_at IS NULL;
        END IF;
        PERFORM archive_note_change(
            'article', COALESCE(NEW.id, OLD.id), COALESCE(NEW.status = 'published', false), true, '', why
        );
        IF OLD.source_id IS DISTINCT FROM NEW.source_id AND OLD.source_id IS NOT NULL THEN
            PERFORM archive_note_source(OLD.source_id, false);
        END IF;
        IF NEW.source_id IS NOT NULL THEN
            PERFORM archive_note_source(NEW.source_id, false);
        END IF;
        RETURN NULL;
    END $$;

    -- Entities and events: public once accepted.
    CREATE FUNCTION archive_record_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM archive_note_change(
            TG_ARGV[0], COALESCE(NEW.id, OLD.id), COALESCE(NEW.verdict = 'accepted', false), true,
            COALESCE(NEW.slug, OLD.slug), ''
        );
        RETURN NULL;
    END $$;

    CREATE FUNCTION archive_source_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM archive_note_source(COALESCE(NEW.id, OLD.id), true);
        RETURN NULL;
    END $$;

    -- A row that belongs to a record: its names, its ids elsewhere, who took part in it.
    CREATE FUNCTION archive_part_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        owner bigint := (to_jsonb(COALESCE(NEW, OLD)) ->> (TG_ARGV[0] || '_id'))::bigint;
    BEGIN
        IF TG_ARGV[0] = 'source' THEN
            PERFORM archive_note_source(owner, true);
        ELSIF TG_ARGV[0] = 'entity' THEN
            PERFORM archive_note_change('entity', e.id, true, true, e.slug, '')
            FROM archive_entity e WHERE e.id = owner AND e.verdict = 'accepted';
        ELSE
            PERFORM archive_note_change('event', e.id, true, true, e.slug, '')
            FROM archive_event e WHERE e.id = owner AND e.verdict = 'accepted';
        END IF;
        RETURN NULL;
    END $$;

    -- What is accepted of articles: a credit, a mention, coverage, a link.
    CREATE FUNCTION archive_said_of_article() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        said jsonb := to_jsonb(COALESCE(NEW, OLD)) - 'evidence';
        before jsonb := CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(OLD) END;
    BEGIN
        PERFORM archive_note_change('article', a.id, true, true, '', '')
        FROM archive_article a
        WHERE a.status = 'published' AND a.id IN (
            (said ->> 'article_id')::bigint, (said ->> 'left_id')::bigint, (said ->> 'right_id')::bigint,
            (before ->> 'article_id')::bigint
        );
        IF said ? 'named_as' THEN
            PERFORM archive_note_source(s.id, false) FROM archive_source s
            WHERE s.id IN ((said ->> 'source_id')::bigint, (before ->> 'source_id')::bigint);
        END IF;
        RETURN NULL;
    END $$;

    -- A merge says where the lost record went, instead of that it is gone.
    CREATE FUNCTION archive_merge_noted() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        here bigint := pg_current_xact_id()::text::bigint;
        last archive_change%ROWTYPE;
        keeper archive_change%ROWTYPE;
    BEGIN
        DELETE FROM archive_change
        WHERE resource = NEW.kind AND record_id = NEW.lose_id AND kind = 'withdrawn' AND at = now() AND position >= here;
        SELECT * INTO last FROM archive_change
        WHERE resource = NEW.kind AND record_id = NEW.lose_id ORDER BY id DESC LIMIT 1;
        IF last.kind IS NULL OR last.kind NOT IN ('created', 'updated') THEN
            RETURN NULL;
        END IF;
        SELECT * INTO keeper FROM archive_change
        WHERE resource = NEW.kind AND record_id = NEW.keep_id ORDER BY id DESC LIMIT 1;
        IF keeper.kind IN ('created', 'updated') THEN
            INSERT INTO archive_change (position, at, kind, resource, record_id, slug, into_id, reason)
            VALUES (greatest(here, last.position), now(), 'merged', NEW.kind, NEW.lose_id, last.slug, NEW.keep_id, '');
        ELSE
            PERFORM archive_note_change(NEW.kind, NEW.lose_id, false, true, last.slug, '');
        END IF;
        RETURN NULL;
    END $$;
"""
UNNOTE = """
    DROP FUNCTION archive_merge_noted, archive_said_of_article, archive_part_changed, archive_source_changed,
        archive_record_changed, archive_article_changed, archive_note_source, archive_note_change;
"""
# The columns that the public reads, by table.
SHOWN = {
    "article": (
        "status", "source_id", "headline", "text_hash", "caption", "byline", "published_on", "date_precision",
        "language", "url", "rights",
    ),
    "source": ("verdict", "slug", "name", "kind", "description", "homepage", "language", "rights"),
    "entity": ("verdict", "slug", "name", "kind", "description", "latitude", "longitude", "country"),
    "event": (
        "verdict", "slug", "title", "kind", "summary", "starts_on", "ends_on", "date_precision", "place_id", "parent_id",
    ),
}  # fmt: skip
PARTS = {
    "sourcename": "source",
    "sourcedomain": "source",
    "entityname": "entity",
    "externalid": "entity",
    "eventparticipant": "event",
}
SAID = ("credit", "mention", "coverage", "articlelink")


def trigger(table: str, name: str, operation: str, function: str, when: str = "") -> str:
    """SQL that makes a trigger after each row."""
    condition = f" WHEN ({when})" if when else ""
    return (
        f"CREATE TRIGGER {name} AFTER {operation} ON archive_{table} FOR EACH ROW{condition}"
        f" EXECUTE FUNCTION {function};\n"
    )


def drop(table: str, name: str) -> str:
    """SQL that drops it."""
    return f"DROP TRIGGER {name} ON archive_{table};\n"


def differ(columns: tuple[str, ...]) -> str:
    """Whether any of the columns changes."""
    old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("OLD", "NEW"))
    return f"({old}) IS DISTINCT FROM ({new})"


def triggers() -> tuple[str, str]:
    """SQL that makes and drops them. What is not public costs no call of a function."""
    make = unmake = ""
    for table, columns in SHOWN.items():
        function = {"article": "archive_article_changed()", "source": "archive_source_changed()"}.get(
            table, f"archive_record_changed('{table}')"
        )
        # A source that is suggested may be public by what is published of it.
        public = {"article": "status = 'published'", "source": "verdict <> 'rejected'"}.get(
            table, "verdict = 'accepted'"
        )
        old, new = f"OLD.{public}", f"NEW.{public}"
        for name, operation, when in (
            ("insert", "INSERT", new),
            ("update", "UPDATE", f"({old} OR {new}) AND {differ(columns)}"),
            ("delete", "DELETE", old),
        ):
            make += trigger(table, f"{table}_{name}_noted", operation, function, when)
            unmake += drop(table, f"{table}_{name}_noted")
    for table, owner in PARTS.items():
        function = f"archive_part_changed('{owner}')"
        make += trigger(table, f"{table}_noted", "INSERT OR DELETE", function)
        make += trigger(table, f"{table}_update_noted", "UPDATE", function, "OLD.* IS DISTINCT FROM NEW.*")
        unmake += drop(table, f"{table}_noted") + drop(table, f"{table}_update_noted")
    for table in SAID:
        old, new = "OLD.verdict = 'accepted'", "NEW.verdict = 'accepted'"
        for name, operation, when in (
            ("insert", "INSERT", new),
            ("update", "UPDATE", f"({old} OR {new}) AND OLD.* IS DISTINCT FROM NEW.*"),
            ("delete", "DELETE", old),
        ):
            make += trigger(table, f"{table}_{name}_noted", operation, "archive_said_of_article()", when)
            unmake += drop(table, f"{table}_{name}_noted")
    make += trigger("merge", "merge_noted", "INSERT", "archive_merge_noted()")
    return make, unmake + drop("merge", "merge_noted")


# A mirror that starts now finds everything that is public already.
SEED = """
    INSERT INTO archive_change (position, at, kind, resource, record_id, slug, reason)
    SELECT pg_current_xact_id()::text::bigint, now(), 'created', it.resource, it.id, it.slug, ''
    FROM (
        SELECT 1 AS turn, 'source' AS resource, s.id, s.slug FROM archive_source s
        WHERE s.verdict = 'accepted' OR s.verdict <> 'rejected' AND (
            EXISTS (SELECT 1 FROM archive_article a WHERE a.source_id = s.id AND a.status = 'published')
            OR EXISTS (
                SELECT 1 FROM archive_credit c JOIN archive_article a ON a.id = c.article_id
                WHERE c.source_id = s.id AND c.verdict = 'accepted' AND a.status = 'published'
            )
        )
        UNION ALL SELECT 2, 'entity', e.id, e.slug FROM archive_entity e WHERE e.verdict = 'accepted'
        UNION ALL SELECT 3, 'event', e.id, e.slug FROM archive_event e WHERE e.verdict = 'accepted'
        UNION ALL SELECT 4, 'article', a.id, '' FROM archive_article a WHERE a.status = 'published'
    ) it
    ORDER BY it.turn, it.id;
"""


def words(column: str) -> Func:
    """The words of a normalised name, as an array."""
    return Func(F(column), Value(" "), function="string_to_array")


class Migration(migrations.Migration):
    """Adds a table and triggers, rewrites no row, and writes one narrow row for each public record.

    That takes seconds for a million articles. The indexes are on tables of names, which are small beside
    that of articles.
    """

    dependencies = [("archive", "0013_orders_of_lists")]

    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("created", "Created"),
                            ("updated", "Updated"),
                            ("merged", "Merged"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "resource",
                    models.CharField(
                        choices=[
                            ("article", "Article"),
                            ("source", "Source"),
                            ("entity", "Entity"),
                            ("event", "Event"),
                        ],
                        max_length=10,
                    ),
                ),
                ("record_id", models.BigIntegerField()),
                (
                    "slug",
                    models.CharField(blank=True, help_text="Of sources, entities and events.", max_length=100),
                ),
                ("into_id", models.BigIntegerField(blank=True, help_text="What it was merged into.", null=True)),
                (
                    "reason",
                    models.CharField(blank=True, help_text="The public category of a withdrawal.", max_length=10),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "indexes": [
                    models.Index(F("position"), F("id"), name="change_in_order"),
                    models.Index(F("resource"), F("record_id"), F("id").desc(), name="change_of_record"),
                    models.Index(F("at"), name="change_at"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(kind__in=["created", "updated", "merged", "withdrawn"]), name="change_kind_known"
                    ),
                    models.CheckConstraint(
                        condition=Q(resource__in=["article", "source", "entity", "event"]),
                        name="change_resource_known",
                    ),
                    models.CheckConstraint(
                        condition=Q(kind="merged", into_id__isnull=False) | (~Q(kind="merged") & Q(into_id=None)),
                        name="change_merged_into_something",
                    ),
                ],
            },
        ),
        migrations.RunSQL(NOTE, UNNOTE),
        migrations.RunSQL(*triggers()),
        migrations.RunSQL(SEED, migrations.RunSQL.noop),
        *(
            operation
            for model, short in (("entityname", "entity"), ("sourcename", "source"))
            for operation in (
                migrations.AddIndex(model, GinIndex(words("normalised"), name=f"{short}_name_by_word")),
                migrations.AddIndex(
                    model,
                    models.Index(OpClass("normalised", name="varchar_pattern_ops"), name=f"{short}_name_by_beginning"),
                ),
            )
        ),
    ]
