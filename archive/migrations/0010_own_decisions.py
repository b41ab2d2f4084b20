"""An editor's own decisions are found in the history without reading all of it."""

from django.db import migrations

# By whom, newest first: the desk's list of what an editor decided last.
BY_USER = """
    CREATE INDEX CONCURRENTLY archive_context_by_user ON pghistory_context
        ((metadata -> 'user'), created_at DESC) WHERE metadata ? 'user'
"""
# By what it undoes: whether a decision was taken back already.
BY_UNDONE = """
    CREATE INDEX CONCURRENTLY archive_context_by_undone ON pghistory_context
        ((metadata -> 'undoes')) WHERE metadata ? 'undoes'
"""


class Migration(migrations.Migration):
    """Two indexes, built while the history is written; an attempt that failed is cleared away first."""

    atomic = False

    dependencies = [
        ("archive", "0009_ledger_knows_both_sides"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.RunSQL(
            [f"DROP INDEX CONCURRENTLY IF EXISTS {name}", create], f"DROP INDEX CONCURRENTLY IF EXISTS {name}"
        )
        for name, create in (("archive_context_by_user", BY_USER), ("archive_context_by_undone", BY_UNDONE))
    ]
