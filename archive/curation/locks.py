"""The lock that comes before all others: any number of editors decide at once, a merge is alone.

A merge moves rows of many tables; with none of them decided on meanwhile, no two editors ever wait for each other.
"""

from django.db import connection

# Any constant does, as long as nothing else locks by it.
MERGES_LOCK = 7_105_203


def deciding() -> None:
    """Wait for merges to end, and let none begin before this transaction ends."""
    _take("pg_advisory_xact_lock_shared")


def merging() -> None:
    """Wait for all editorial writes to end, and let none begin before this transaction ends."""
    _take("pg_advisory_xact_lock")


def _take(function: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [MERGES_LOCK])
