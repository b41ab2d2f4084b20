"""Full-text search over headline, text and caption, as far as the searcher may read them.

Whoever finds an article by a word learns that the word is in it. So the public finds an article of
restricted rights only by what it may read of it: the headline, and unless the rights are `metadata`
the caption and the first words of the text. No column keeps the vector of that part; it is computed
while asking, for those restricted articles alone that the index finds by their whole text.

The index is asked for the words without what is to be left out ("-word"): whether a hidden word is
missing tells as much as whether it is there. The words left out are then looked for in what may be
read, or in the stored vector where that is everything. The relevance follows the same parts.
"""

from typing import Any, cast

from django.contrib.postgres.search import (
    SearchQuery,
    SearchRank,
    SearchVector,
    SearchVectorExact,
)
from django.db import connection
from django.db.models import BooleanField, Case, Expression, F, Func, Q, TextField, Value, When
from django.db.models.functions import Left
from django.db.models.lookups import Exact

from archive.models import Source
from archive.models.articles import ArticleQuerySet
from archive.models.judged import is_editor
from archive.models.search import SEARCHABLE_CAPTION, SEARCHABLE_CHARACTERS, SearchConfig
from archive.models.sources import Rights

from .excerpts import EXCERPT_WORDS, WORD

# A search of more characters than this is no search.
LONGEST_SEARCH = 1_000
# PostgreSQL refuses a query with a word of more than 2,046 bytes (lower case can take more bytes
# than upper); callers refuse a longer run of characters first.
LONGEST_WORD = 500

# Most excerpts end within so many characters.
_EXCERPT_CHARACTERS = 800


def search(queryset: ArticleQuerySet, words: str, user: Any = None) -> ArticleQuerySet:
    """The articles of `queryset` that match `words` (web search syntax: "phrases", OR, -without).

    Editors search all of each article, everybody else what they may read of it.
    """
    if is_editor(user):
        return search_whole(queryset, words)
    asked = _in_each_language(words)
    by_index, whole = Q(pk__in=[]), Q(pk__in=[])
    for language, query in asked.items():
        by_index |= Q(_leaves_out_only(query)) | Q(search_vector=_Indexable(query))
        # Where nothing is to be left out, the index has answered for whole texts: no vector is read from its row.
        whole |= Q(Q(Exact(query, _Indexable(query))) | Q(search_vector=query), language=language)
    config = SearchConfig("language")
    part = Q(SearchVectorExact(_public_vector(config), _query(words, config)))
    matches = Case(When(has_rights(Rights.FULL), then=whole), default=part, output_field=BooleanField())
    return queryset.filter(by_index, matches)


def search_whole(queryset: ArticleQuerySet, words: str) -> ArticleQuerySet:
    """`search` as an editor: for screens that nobody else sees."""
    matches = Q(pk__in=[])
    for language, query in _in_each_language(words).items():
        matches |= Q(language=language, search_vector=query)
    return queryset.filter(matches)


def by_relevance(queryset: ArticleQuerySet, words: str, user: Any = None) -> ArticleQuerySet:
    """`queryset`, best matches of `words` first, newest first among equals."""
    config = SearchConfig("language")
    query = _query(words, config)
    rank: Case | SearchRank = SearchRank(F("search_vector"), query)
    if not is_editor(user):
        of_part = SearchRank(_public_vector(config), query)
        rank = Case(When(has_rights(Rights.FULL), then=rank), default=of_part)
    return queryset.annotate(rank=rank).order_by("-rank", "-sort_on", "-id")


def _in_each_language(words: str) -> dict[str, SearchQuery]:
    """The query by the language of the articles it is for.

    Each language is asked with its own configuration: one query joined from two
    configurations would let "-crossings" pass in one language what it excludes in the other.
    """
    return {language: _query(words, SearchConfig(Value(language))) for language in languages()}


def _query(words: str, config: SearchConfig) -> SearchQuery:
    return SearchQuery(words, config=config, search_type="websearch")


def _leaves_out_only(query: SearchQuery) -> Exact:
    """A query such as "-word", which no index answers; PostgreSQL knows this before it looks at any row."""
    return Exact(Func(query, function="querytree", output_field=TextField()), Value("T"))


class _Indexable(SearchQuery):
    """A query without order, and without what is to be left out: everything that matches the query matches this.

    Without order, since a phrase at the end of what may be read is none in the whole text.
    """

    template = r"regexp_replace(querytree(%(expressions)s), '<(-|\d+)>', '&', 'g')::tsquery"

    def __init__(self, query: SearchQuery) -> None:
        Func.__init__(self, query)
        self.function, self.config, self.invert = None, None, False


def has_rights(rights: Rights) -> Q:
    """These are an article's own rights, or else its source's."""
    # The sources are looked up once a search; as a join they would hide from the planner what the index can do.
    of_its_source = Q(source__in=Source.objects.filter(rights=rights).order_by().values("pk"))
    if rights == Rights.FULL:
        of_its_source |= Q(source=None)
    return Q(rights=rights) | (Q(rights="") & of_its_source)


def _public_vector(config: SearchConfig) -> Expression:
    """The vector of what the public may read of an article of restricted rights."""
    excerpt = has_rights(Rights.EXCERPT)
    text = Case(When(excerpt, then=_first_words()), default=Value(""), output_field=TextField())
    caption = Case(When(excerpt, then=Left("caption", SEARCHABLE_CAPTION)), default=Value(""), output_field=TextField())
    headline = SearchVector("headline", config=config, weight="A")
    whole = headline + SearchVector(text, config=config, weight="B") + SearchVector(caption, config=config, weight="C")
    return cast(Expression, whole)


def _first_words() -> Func:
    """As `readable` shows them. Nearly always they end early, where fewer characters are looked at."""
    start, searchable = (f"left(%(expressions)s, {most})" for most in (_EXCERPT_CHARACTERS, SEARCHABLE_CHARACTERS))
    # Neither what is not there nor what the cut may have shortened.
    early = f"nullif(nullif(regexp_instr({start}, '{WORD}', 1, {EXCERPT_WORDS}, 1), 0), {_EXCERPT_CHARACTERS + 1})"
    late = f"nullif(regexp_instr({searchable}, '{WORD}', 1, {EXCERPT_WORDS}, 1), 0)"
    # A column alone: what has parameters could not stand in it twice.
    template = f"left({searchable}, coalesce({early}, {late}, {SEARCHABLE_CHARACTERS + 1}) - 1)"
    return Func(F("text"), template=template, output_field=TextField())


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
