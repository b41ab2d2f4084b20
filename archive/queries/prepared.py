"""Conditions written once: for a search, Django takes as long to write the SQL as PostgreSQL to run it."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Expression, F, Q
from django.db.models.sql.compiler import SQLCompiler

from archive.models import Article

# Stand for the words, and for ids found by them, in SQL that was written before they were known.
WORDS, IDS = "the words", "{the ids}"
# By the languages there are, and by who asks.
CONDITIONS_KEPT = 100


class Prepared(Expression):
    """`condition` of articles for the `words` and all that it depends on; it names no column of a joined table.

    As SQL it is `condition(WORDS, *others)` compiled by Django the first time, with the words put in, and for
    `IDS` the `ids`.
    """

    output_field = BooleanField()

    def __init__(self, condition: Callable[..., Q], words: str, *others: Any, ids: str = "") -> None:
        """Remember what to compile; the id tells under which alias the articles are asked for."""
        super().__init__()
        self.condition, self.others = condition, others
        self.given = {WORDS: words, IDS: ids}
        self.article: Any = F("id")

    def get_source_expressions(self) -> list[Any]:
        """The id of the article."""
        return [self.article]

    def set_source_expressions(self, exprs: Any) -> None:
        """Take the id as the query knows it."""
        [self.article] = exprs

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        """The SQL, with its parameters."""
        sql, parameters = _written(self.condition, *self.others)
        table = connection.ops.quote_name(Article._meta.db_table)
        alias = compiler.quote_name_unless_alias(self.article.alias)
        found = (self.given.get(parameter, parameter) for parameter in parameters)
        return sql.replace(f"{table}.", f"{alias}."), tuple(found)


@lru_cache(CONDITIONS_KEPT)
def _written(condition: Callable[..., Q], *others: Any) -> tuple[str, tuple[Any, ...]]:
    query = Article.objects.filter(condition(WORDS, *others)).query
    sql, parameters = query.where.as_sql(query.get_compiler("default"), connection)
    return f"({sql})", tuple(parameters)
