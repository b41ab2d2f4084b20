"""Rules of the database that several tables share."""

from datetime import UTC, date, datetime

import pgtrigger
from django.db.models import F, Func, Q, Value

# The first newspapers are younger, the first reports that an archive may hold are not much older.
EARLIEST, LATEST = date(1400, 1, 1), date(2100, 12, 31)


def words_of(field: str) -> Func:
    """The words of a normalised name, as an array."""
    return Func(F(field), Value(" "), function="string_to_array")


def is_sha256(field: str) -> Q:
    """64 lower-case hexadecimal digits."""
    return Q(**{f"{field}__regex": r"^[0-9a-f]{64}$"})


def is_web_address(field: str) -> Q:
    """Empty, or http(s): pages print it as a link, and "javascript:" is an address, too."""
    return Q(**{field: ""}) | Q(**{f"{field}__iregex": "^https?://"})


def is_reported_date(field: str) -> Q:
    """Unknown, or a date that Python can hold and news can have; PostgreSQL also knows infinity and 4713 BC."""
    return Q(**{field: None}) | Q(**{f"{field}__isnull": False, f"{field}__gte": EARLIEST, f"{field}__lte": LATEST})


def is_moment(field: str) -> Q:
    """Unknown, or a moment that Python can hold."""
    last = datetime(LATEST.year, LATEST.month, LATEST.day, tzinfo=UTC)
    first = datetime(1970, 1, 1, tzinfo=UTC)
    return Q(**{field: None}) | Q(**{f"{field}__isnull": False, f"{field}__gte": first, f"{field}__lte": last})


def withdrawn_together(
    name: str, article: str, operation: pgtrigger.Operation, condition: pgtrigger.Q | None = None
) -> pgtrigger.Trigger:
    """At the end of a transaction, the article (an SQL expression) is withdrawn if and only if a withdrawal is open."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        operation=operation,
        condition=condition,
        func=f"""
            IF (SELECT status = 'withdrawn' FROM archive_article WHERE id = {article}) <> EXISTS (
                SELECT 1 FROM archive_withdrawal WHERE article_id = {article} AND restored_at IS NULL
            ) THEN
                RAISE EXCEPTION 'article % is withdrawn without a withdrawal, or has one and is not', {article}
                    USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';
            END IF;
            RETURN NULL;
        """,  # noqa: S608 - our own words
    )
