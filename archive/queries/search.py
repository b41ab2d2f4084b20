"""Full-text search over headline, text and caption, as far as the searcher may read them.

Whoever finds an article by a word learns that the word is in it. So the public finds an article of
restricted rights only by what it may read of it: the headline, and unless the rights are `metadata`
the caption and the first words of the text. An index has the words of that part (`PublicWords`).

Whether a hidden word is missing tells as much as whether it is there: so the words that are left out
("-word"), too, are looked for in what may be read, or in the stored vector where that is everything.
The relevance follows the same parts.
"""

import datetime
from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.search import (
    SearchQuery,
    SearchRank,
    SearchVector,
    SearchVectorExact,
)
from django.db import connection
from django.db.models import BooleanField, Case, F, Func, Q, TextField, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.lookups import Exact

from archive.models import Article, Source
from archive.models.articles import ArticleQuerySet
from archive.models.judged import is_editor
from archive.models.search import PublicWords, SearchConfig
from archive.models.sources import Rights

from .planning import through_indexes
from .prepared import IDS, Prepared
from .sampling import as_array

# A search of more characters than this is no search.
LONGEST_SEARCH = 1_000
# PostgreSQL refuses a query with a word of more than 2,046 bytes (lower case can take more bytes
# than upper); callers refuse a longer run of characters first.
LONGEST_WORD = 500
# So many of the articles found are weighed by relevance where they are many: the newest.
RANKED = 5_000
# The day by which an article is ordered, and its id.
Place = tuple[datetime.date, int]
PUBLIC_WORDS = PublicWords("language", "headline", "text", "caption")


def search(queryset: ArticleQuerySet, words: str, user: Any = None) -> ArticleQuerySet:
    """The articles of `queryset` that match `words` (web search syntax: "phrases", OR, -without).

    Editors search all of each article, everybody else what they may read of it.
    """
    if is_editor(user):
        return search_whole(queryset, words)
    known = languages()
    if "-" not in words:
        return queryset.filter(Prepared(_readable_matches, words, *known))
    return queryset.filter(Prepared(_readable_matches_without, words, *known, ids=_in_parts_without(words, known)))


def _readable_matches(words: str, *of_languages: str) -> Q:
    """Of what everybody may read, where no word is left out."""
    asked, by_index = _in_each_language(words, of_languages), Q(pk__in=[])
    for query in asked.values():
        # All that is found in part is found by the words of the whole, in another order.
        by_index |= Q(search_vector=_Indexable(query))
    return by_index & _of_whole_texts(asked, Q(pk__in=_found_in_parts(asked)), in_order=False)


def _readable_matches_without(words: str, *of_languages: str) -> Q:
    """Of what everybody may read, where words may be left out; `IDS` are `_in_parts_without`."""
    asked, in_parts = _in_each_language(words, of_languages), Q(_OneOf(RawSQL("%s::bigint[]", [IDS])))
    by_index = in_parts
    for query in asked.values():
        by_index |= Q(search_vector=query)
    return by_index & _of_whole_texts(asked, in_parts, in_order=True)


def _of_whole_texts(asked: dict[str, SearchQuery], in_parts: Q, in_order: bool) -> Q:
    """Of articles of full rights those that match, of all others those `in_parts`."""
    matches = Case(
        When(has_rights(Rights.FULL), then=_of_its_language(asked, F("search_vector"), in_order)),
        default=in_parts,
        output_field=BooleanField(),
    )
    return Q(matches)


def _found_in_parts(asked: dict[str, SearchQuery]) -> Any:
    """The ids of published articles of restricted rights that are found by what is open of them."""
    by_index = Q(pk__in=[])
    for query in asked.values():
        by_index |= Q(SearchVectorExact(PUBLIC_WORDS, _Indexable(query)))
    # As a case, so that PostgreSQL makes no vector anew but of articles whose rights these are.
    matches = Case(
        When(has_rights(Rights.EXCERPT), then=_of_its_language(asked, PUBLIC_WORDS, in_order=False)),
        When(has_rights(Rights.METADATA), then=_in_headline(asked)),
        default=False,
        output_field=BooleanField(),
    )
    return _published(by_index, Q(matches))


def _in_parts_without(words: str, of_languages: list[str]) -> str:
    """The ids of `_found_in_parts` where words may be left out, to which the whole texts do not lead."""
    excerpts = _published(Prepared(_excerpt_matches_without, words, *of_languages))
    headlines = _published(Prepared(_headline_matches_without, words, *of_languages))
    with through_indexes():
        found = list(excerpts.union(headlines, all=True).values_list("pk", flat=True))
    # No article has the id 0: to be in an empty array would lead the planner to any index.
    return as_array(found or [0])


def _excerpt_matches_without(words: str, *of_languages: str) -> Q:
    asked, by_index = _in_each_language(words, of_languages), Q(pk__in=[])
    for query in asked.values():
        by_index |= Q(SearchVectorExact(PUBLIC_WORDS, query))
    matches = Case(
        When(has_rights(Rights.EXCERPT), then=_of_its_language(asked, PUBLIC_WORDS, in_order=True)),
        default=False,
        output_field=BooleanField(),
    )
    return by_index & Q(matches)


def _headline_matches_without(words: str, *of_languages: str) -> Q:
    # The index has more words of these than may be asked for: it says which headlines to look at.
    asked, by_index = _in_each_language(words, of_languages), Q(pk__in=[])
    for query in asked.values():
        by_index |= Q(_leaves_out_only(query)) | Q(SearchVectorExact(PUBLIC_WORDS, _Indexable(query)))
    return by_index & has_rights(Rights.METADATA) & _in_headline(asked)


def _in_headline(asked: dict[str, SearchQuery]) -> Q:
    matches = Q(pk__in=[])
    for language, query in asked.items():
        matches |= Q(SearchVectorExact(_headline(SearchConfig(Value(language))), query), language=language)
    return matches


def _published(*conditions: Q | Prepared) -> Any:
    return Article.objects.filter(*conditions, status=Article.Status.PUBLISHED).order_by().values("pk")


def _of_its_language(asked: dict[str, SearchQuery], vector: Any, in_order: bool) -> Q:
    """Whether what the index found by the query of one language or another matches that of its own.

    Where all languages ask for the same stems it does, and where it was not found `in_order`, if none was asked
    for: PostgreSQL knows before it looks at any row. Else each one's vector is read, at a hundred times the price.
    """
    matches = Q(pk__in=[])
    if asked:
        first = next(iter(asked.values()))
        matches |= Q(*(Exact(query, first if in_order else _Indexable(first)) for query in asked.values()))
    for language, query in asked.items():
        matches |= Q(SearchVectorExact(vector, query), language=language)
    return matches


class _OneOf(Func):
    """Whether the id is in an array."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()

    def __init__(self, ids: Any) -> None:
        super().__init__(F("pk"), ids)


def search_whole(queryset: ArticleQuerySet, words: str) -> ArticleQuerySet:
    """`search` as an editor: for screens that nobody else sees."""
    return queryset.filter(Prepared(_matches, words, *languages()))


def _matches(words: str, *of_languages: str) -> Q:
    """Of whole articles."""
    matches = Q(pk__in=[])
    for language, query in _in_each_language(words, of_languages).items():
        matches |= Q(language=language, search_vector=query)
    return matches


def last_ranked(queryset: ArticleQuerySet) -> Place | None:
    """Where the newest `RANKED` articles of `queryset` end; None where there are no more of them."""
    with through_indexes():
        ends: tuple[Place, ...] = tuple(
            queryset.order_by("-sort_on", "-id").values_list("sort_on", "id")[RANKED - 1 : RANKED + 1]
        )
    return ends[0] if len(ends) > 1 else None


def by_relevance(
    queryset: ArticleQuerySet, words: str, user: Any = None, down_to: Place | None = None
) -> ArticleQuerySet:
    """`queryset`, best matches of `words` first, newest first among equals.

    Those older than `down_to` have the rank 0 and so come last, since weighing one takes as long as finding a hundred.
    """
    config = SearchConfig("language")
    query = _query(words, config)
    rank: Case | SearchRank = SearchRank(F("search_vector"), query)
    if not is_editor(user):
        rank = Case(
            When(has_rights(Rights.FULL), then=rank),
            When(has_rights(Rights.EXCERPT), then=SearchRank(PUBLIC_WORDS, query)),
            default=SearchRank(_headline(config), query),
        )
    if down_to is not None:
        day, pk = down_to
        rank = Case(When(Q(sort_on__gt=day) | Q(sort_on=day, id__gte=pk), then=rank), default=Value(0.0))
    return queryset.annotate(rank=rank).order_by("-rank", "-sort_on", "-id")


def _in_each_language(words: str, of_languages: Iterable[str]) -> dict[str, SearchQuery]:
    """The query by the language of the articles it is for.

    Each language is asked with its own configuration: one query joined from two
    configurations would let "-crossings" pass in one language what it excludes in the other.
    """
    return {language: _query(words, SearchConfig(Value(language))) for language in of_languages}


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


def _headline(config: SearchConfig) -> SearchVector:
    """All that the public may read where only the metadata is open."""
    return SearchVector("headline", config=config, weight="A")


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
