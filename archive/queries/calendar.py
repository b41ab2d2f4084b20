"""What the archive holds by year, month and day.

A thing dated to a month or a year stands as its first day, but belongs to no day: every read
here says which precisions it takes.
"""

import datetime
from collections.abc import Collection
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractDay

from archive.models import Article, Event
from archive.models.articles import ArticleQuerySet, Precision

from .articles import articles
from .events import events

UNDATED = datetime.date.min


def years(user: Any) -> list[int]:
    """The years with articles or events that `user` may see, newest first; by leaps, never a scan of all articles."""
    visible, parameters = Article.objects.visible_to(user).order_by().values("sort_on").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH RECURSIVE found(year) AS (
                SELECT extract(year FROM min(sort_on))::int FROM ({visible}) a WHERE sort_on > %s
                UNION ALL
                SELECT (SELECT extract(year FROM min(sort_on))::int FROM ({visible}) a
                        WHERE sort_on >= make_date(found.year + 1, 1, 1))
                FROM found WHERE found.year < 9999
            ) SELECT year FROM found WHERE year IS NOT NULL
            """,  # noqa: S608 - the parts are SQL that Django compiled, values are parameters
            [*parameters, UNDATED, *parameters],
        )
        with_articles = {row[0] for row in cursor.fetchall()}
    with_events = {start.year for start in events(user).filter(starts_on__isnull=False).dates("starts_on", "year")}
    return sorted(with_articles | with_events, reverse=True)


def articles_of_year(year: int, user: Any) -> tuple[dict[datetime.date, int], dict[int, int]]:
    """How many articles each day of `year` has, and each month by its number, those dated to no closer included."""
    between = _articles_between(
        datetime.date(year, 1, 1), datetime.date(year, 12, 31), [Precision.DAY, Precision.MONTH], user
    )
    days: dict[datetime.date, int] = {}
    months: dict[int, int] = {}
    counted = between.order_by().values("sort_on", "date_precision").annotate(n=Count("pk"))
    for date, precision, count in counted.values_list("sort_on", "date_precision", "n"):
        months[date.month] = months.get(date.month, 0) + count
        if precision == Precision.DAY:
            days[date] = count
    return days, months


def articles_a_day(year: int, month: int, user: Any) -> dict[int, int]:
    """How many articles each day of a month has, by its number; days without any are left out."""
    first = datetime.date(year, month, 1)
    rows = _articles_between(first, last_of_month(first), [Precision.DAY], user)
    counts = rows.order_by().annotate(unit=ExtractDay("sort_on")).values("unit").annotate(n=Count("pk"))
    return dict(counts.values_list("unit", "n"))


def last_of_month(first: datetime.date) -> datetime.date:
    """The last day of the month that `first` begins."""
    if first.month == 12:
        return first.replace(day=31)
    return first.replace(month=first.month + 1) - datetime.timedelta(days=1)


def _articles_between(
    first: datetime.date, last: datetime.date, precisions: Collection[str], user: Any
) -> ArticleQuerySet:
    return Article.objects.visible_to(user).filter(
        sort_on__gte=first, sort_on__lte=last, date_precision__in=precisions, published_on__isnull=False
    )


def articles_dated(first: datetime.date, precision: str, user: Any) -> ArticleQuerySet:
    """The articles dated to exactly this day, or to this month or year and no closer."""
    return articles(user).filter(sort_on=first, published_on=first, date_precision=precision)


def events_between(
    first: datetime.date, last: datetime.date, precisions: Collection[str], user: Any
) -> QuerySet[Event]:
    """The events going on between two days, in the order they began."""
    going_on = Q(ends_on__gte=first) | Q(ends_on=None, starts_on__gte=first)
    return events(user).filter(going_on, starts_on__lte=last, date_precision__in=precisions).order_by("sort_on", "id")


def neighbours(
    first: datetime.date, last: datetime.date, precisions: Collection[str], user: Any
) -> tuple[datetime.date | None, datetime.date | None]:
    """The nearest dates before `first` and after `last` on which something is dated or began."""

    def nearest(order: str, **bounds: datetime.date) -> datetime.date | None:
        articles_there = Article.objects.visible_to(user).filter(
            date_precision__in=precisions, **{f"sort_on__{name}": bound for name, bound in bounds.items()}
        )
        events_there = Event.objects.visible_to(user).filter(
            date_precision__in=precisions, **{f"sort_on__{name}": bound for name, bound in bounds.items()}
        )
        found = [
            rows.order_by(f"{order}sort_on", f"{order}id").values_list("sort_on", flat=True)[:1]
            for rows in (articles_there, events_there)
        ]
        dates = list(found[0].union(found[1]))
        return (max if order else min)(dates, default=None)

    return nearest("-", lt=first, gt=UNDATED), nearest("", gt=last)
