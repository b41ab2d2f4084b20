"""Full-text search over headline, text and caption."""

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection
from django.db.models import F, Q, Value

from archive.models.articles import ArticleQuerySet
from archive.models.search import SearchConfig

# A search of more characters than this is no search.
LONGEST_SEARCH = 1_000
# PostgreSQL refuses a query with a word of more than 2,046 bytes (lower case can take more bytes
# than upper); callers refuse a longer run of characters first.
LONGEST_WORD = 500


def search(queryset: ArticleQuerySet, words: str) -> ArticleQuerySet:
    """The articles of `queryset` that match `words` (web search syntax: "phrases", OR, -without).

    Each language is asked with its own configuration: one query joined from two
    configurations would let "-crossings" pass in one language what it excludes in the other.
    """
    matches = Q()
    for language in languages():
        query = SearchQuery(words, config=SearchConfig(Value(language)), search_type="websearch")
        matches |= Q(language=language, search_vector=query)
    return queryset.filter(matches) if matches else queryset.none()


def by_relevance(queryset: ArticleQuerySet, words: str) -> ArticleQuerySet:
    """`queryset`, best matches of `words` first, newest first among equals."""
    query = SearchQuery(words, config=SearchConfig("language"), search_type="websearch")
    return queryset.annotate(rank=SearchRank(F("search_vector"), query)).order_by("-rank", "-sort_on", "-id")


def languages() -> list[str]:
    """The language codes of all articles, by leaps over the index: a look-up a language, never a scan."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE found(language) AS (
                SELECT min(language) FROM archive_article
                UNION ALL
                SELECT (SELECT min(language) FROM archive_article WHERE language > found.language)
                FROM found WHERE found.language IS NOT NULL
            ) SELECT language FROM found WHERE language IS NOT NULL
            """
        )
        return [row[0] for row in cursor.fetchall()]
