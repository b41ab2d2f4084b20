"""The stored search vector and the queries over it.

A generated column must be immutable, and the cast from text to `regconfig` is not; the SQL
function `archive_search_config` (migration 0005) maps a language code to its configuration
with constants, so that `language` alone decides how a row is indexed and how it is asked. A
language that PostgreSQL 15 carries no configuration for is "simple": words as they stand.
"""

from typing import cast

from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models.expressions import Expression
from django.db.models.functions import Left

# A tsvector holds at most 1 MB of words; texts are searchable up to this many characters.
SEARCHABLE_CHARACTERS = 200_000
SEARCHABLE_CAPTION = 5_000


class SearchConfig(models.Func):
    """`archive_search_config(language)`: the text search configuration of a language code."""

    function = "archive_search_config"
    arity = 1
    output_field = models.TextField()


class FirstWords(models.Func):
    """`archive_first_words(text)`: the words that `queries.articles.excerpt` shows (migration 0021)."""

    function = "archive_first_words"
    arity = 1
    output_field = models.TextField()


class PublicWords(models.Func):
    """`archive_public_words(language, headline, text, caption)`: what an excerpt shows.

    By an index, so that what the public may find is not read from the start of each article that matches.
    """

    function = "archive_public_words"
    arity = 4
    output_field = SearchVectorField()


def article_search_vector() -> Expression:
    """Headline (weight A), text (B) and caption (C) of an article in the row's own language."""

    def vector(expression: str | Left, weight: str) -> SearchVector:
        return SearchVector(expression, config=SearchConfig("language"), weight=weight)

    whole = (
        vector("headline", "A")
        + vector(Left("text", SEARCHABLE_CHARACTERS), "B")
        + vector(Left("caption", SEARCHABLE_CAPTION), "C")
    )
    return cast(Expression, whole)
