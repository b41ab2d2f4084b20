"""Two rules held by foreign keys, and the rules of the big tables tried on every row there is.

Not one transaction: indexes are built while the archive is read and written, and each rule is tried
with a lock that lets both go on. What fails can be mended and the migration run again.
"""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations, models

# Added without a look at the rows by the migration before.
CHECKS = [
    ("article", "article_identity_is_hex"),
    ("article", "article_text_hash_is_hex"),
    ("article", "article_url_is_http"),
    ("article", "article_published_on_in_range"),
    ("article", "article_embargo_until_in_range"),
    ("original", "original_sha256_is_its_contents"),
    ("original", "original_size_is_its_contents"),
    ("revision", "revision_text_hash_is_hex"),
]

# What an attempt that failed left behind: the foreign keys first, which hold on to the unique ones.
FORGET = """
    ALTER TABLE archive_mention DROP CONSTRAINT IF EXISTS mention_kind_is_its_entitys;
    ALTER TABLE archive_story DROP CONSTRAINT IF EXISTS story_lead_is_a_member;
"""

# A mention's kind is its entity's, and follows it when an editor corrects it.
MENTION = """
    ALTER TABLE archive_mention ADD CONSTRAINT mention_kind_is_its_entitys
        FOREIGN KEY (entity_id, kind) REFERENCES archive_entity (id, kind) ON UPDATE CASCADE NOT VALID;
"""

# A story's lead is one of its members, at the end of every transaction: the story comes first, its members then.
STORY = """
    ALTER TABLE archive_story ADD CONSTRAINT story_lead_is_a_member
        FOREIGN KEY (id, lead_id) REFERENCES archive_storymember (story_id, article_id)
        DEFERRABLE INITIALLY DEFERRED NOT VALID;
"""


def unique_key(model: str, name: str, *fields: str, columns: str) -> list[migrations.operations.base.Operation]:
    """A unique constraint over an index that is built while the table is in use."""
    table = f"archive_{model}"
    constraint = models.UniqueConstraint(fields=fields, name=name)
    return [
        migrations.RunSQL(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}", migrations.RunSQL.noop),
        migrations.RunSQL(f"DROP INDEX CONCURRENTLY IF EXISTS {name}", migrations.RunSQL.noop),
        migrations.RunSQL(f"CREATE UNIQUE INDEX CONCURRENTLY {name} ON {table} ({columns})", migrations.RunSQL.noop),
        migrations.RunSQL(
            f"ALTER TABLE {table} ADD CONSTRAINT {name} UNIQUE USING INDEX {name}",
            f"ALTER TABLE {table} DROP CONSTRAINT {name}",
            state_operations=[migrations.AddConstraint(model, constraint)],
        ),
    ]


def foreign_key(table: str, name: str, add: str) -> list[migrations.operations.base.Operation]:
    """A foreign key over two columns, which Django has no words for."""
    return [
        migrations.RunSQL(add, f"ALTER TABLE {table} DROP CONSTRAINT {name}"),
        migrations.RunSQL(f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}", migrations.RunSQL.noop),
    ]


class Migration(migrations.Migration):
    """Builds keys and foreign keys, and validates."""

    atomic = False
    dependencies = [("archive", "0007_rules_of_the_database")]
    operations = [
        migrations.RunSQL(FORGET, migrations.RunSQL.noop),
        *unique_key("entity", "entity_id_and_kind", "id", "kind", columns="id, kind"),
        *unique_key("storymember", "story_member_unique", "story", "article", columns="story_id, article_id"),
        *foreign_key("archive_mention", "mention_kind_is_its_entitys", MENTION),
        *foreign_key("archive_story", "story_lead_is_a_member", STORY),
        *(ValidateConstraint(model, name) for model, name in CHECKS),
    ]
