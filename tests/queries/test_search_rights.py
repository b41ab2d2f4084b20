"""The public finds an article of restricted rights by what it may read of it, and by nothing else."""

import pytest
from django.db import connection
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from archive import queries
from archive.models import Article
from archive.models.search import FirstWords
from tests.factories import ArticleFactory, SourceFactory

pytestmark = pytest.mark.django_db
FILLER = " ".join(f"filler{n}" for n in range(57))
OPEN, HIDDEN = "Lorries burnt there", "quokka crossings"


@pytest.fixture(params=["own", "source"])
def restricted(request):
    """Makes an article whose rights are its own or its source's."""

    def make(rights, **fields):
        theirs = {"rights": rights} if request.param == "own" else {"source": SourceFactory(rights=rights)}
        return ArticleFactory(**{"headline": "Border falls", "caption": "A flag", **theirs, **fields})

    return make


def found(words, user=None):
    return set(queries.search(queries.articles(user), words, user))


def test_an_excerpt_is_found_by_headline_caption_and_its_first_words_only(restricted, editor):
    article = restricted("excerpt", text=f"{OPEN}\n\n{FILLER} {HIDDEN}")
    for words in ("border", "flag", "lorry", '"lorries burnt"', "filler56", "lorries OR quokka"):
        assert found(words) == {article}, words
    for words in ("quokka", "crossing", '"quokka crossings"', "lorries quokka", "quokka OR camel", '"filler56 quokka"'):
        assert found(words) == set(), words
        assert found(words, editor) == (set() if words == "camel" else {article}), words


def test_of_metadata_only_the_headline_is_searched(restricted, editor):
    article = restricted("metadata", text=f"{OPEN} {HIDDEN}")
    assert found("border") == {article}
    for words in ("lorries", "flag", "quokka", "border quokka"):
        assert found(words) == set(), words
        assert found(words, editor) == {article}, words


@pytest.mark.parametrize("rights", ["excerpt", "metadata"])
def test_leaving_out_a_hidden_word_tells_nothing_of_it(restricted, editor, rights):
    article = restricted(rights, text=f"{OPEN} {FILLER} {HIDDEN}")
    assert found("border -quokka") == found("border -camel") == {article}
    assert found("-quokka") == found("-camel") == {article}
    assert found('-"quokka crossings" OR camel') == {article}
    assert found("border -falls") == found("-border") == set()
    assert found("border -quokka", editor) == set()


@pytest.mark.parametrize("rights", ["excerpt", "metadata"])
def test_hidden_words_do_not_make_an_article_more_relevant(restricted, editor, rights):
    with_it, without = (restricted(rights, text=f"{OPEN} {FILLER} {end}") for end in ("quokka " * 9, "camel"))
    asked = "border OR quokka"

    def ranks(user):
        rows = queries.by_relevance(queries.search(queries.articles(user), asked, user), asked, user)
        return {row: row.rank for row in rows}

    public, for_editor = ranks(None), ranks(editor)
    assert public[with_it] == public[without] > 0
    assert for_editor[with_it] > for_editor[without]


def test_full_rights_of_its_own_open_an_article_of_a_restricted_source():
    article = ArticleFactory(rights="full", source=SourceFactory(rights="metadata"), text=f"{OPEN} {HIDDEN}")
    sourceless = ArticleFactory(source=None, text=HIDDEN)
    assert found("quokka") == {article, sourceless}
    assert found("quokka -lorries") == {sourceless}
    assert found('"quokka crossing"') == {article, sourceless}


def test_rights_that_change_change_what_is_found_at_once():
    article = ArticleFactory(text=HIDDEN)
    assert found("quokka") == {article}
    article.source.rights = "metadata"
    article.source.save()
    assert found("quokka") == set()


def test_each_language_is_read_with_its_own_stems_in_an_excerpt_too(restricted):
    german = restricted("excerpt", text="Die Grenzübergänge wurden besetzt", language="de")
    restricted("excerpt", text="Die Grenzübergänge wurden besetzt", language="en")
    assert found("Grenzübergang") == {german}


@pytest.mark.parametrize("rights", ["full", "excerpt", "metadata"])
def test_the_stem_of_a_word_in_one_language_finds_nothing_in_another(restricted, rights):
    english = restricted(rights, headline="A cross", text="A cross")
    german = restricted(rights, headline="Die Cross", text="Die Cross", language="de")
    assert found("crossing") == {english}
    assert found("cross") == {english, german}


def test_a_restricted_article_is_found_by_nothing_where_only_stop_words_are_asked(restricted):
    restricted("excerpt", text="the")
    assert found("the") == set()


def test_the_page_and_the_api_search_as_their_reader_may(client, restricted, editor):
    restricted("excerpt", text=f"{OPEN} {FILLER} {HIDDEN}")

    def counts():
        listed = client.get("/api/v1/articles/", {"q": "quokka", "count": "exact"}).json()
        return listed["count"], len(listed["results"]), client.get("/search/", {"q": "quokka"}).context["count"]

    assert counts() == (0, 0, 0)
    client.force_login(editor)
    assert counts() == (1, 1, 1)


@pytest.mark.parametrize("words", ["zaranj", "zaranj -camel", '"zaranj border"', "zaranj OR quokka"])
def test_the_public_search_uses_the_index(restricted, words):
    ArticleFactory.create_batch(100)
    ArticleFactory(language="de")
    restricted("metadata")
    rare = ArticleFactory(text="Zaranj border")
    # Of all articles: an index of the published ones alone would do for so few.
    rows = queries.search(Article.objects.all(), words)
    with connection.cursor() as cursor:
        for index in ("article_search", "article_public_words"):
            cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [index])
        cursor.execute("ANALYZE archive_article")
        # Of so few articles every way is cheap: whether the index can be used is the question.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
    assert "article_search" in rows.explain()
    assert rows.get() == rare


BLANKS = [chr(n) for n in range(1, 0x3001) if chr(n).isspace()]
PIECES = st.sampled_from(
    [
        *BLANKS,
        "\n\n",
        " ",
        "word",
        "ß",
        "\u200b",
        "a-b",
        "…",
        "\u180e",
        "関所が",
        "边境口岸。",
        "ด่านชายแดน",
        "x" * 70,
        "\U00020000",
    ]
)


class ExcerptProperties(TestCase):
    @settings(max_examples=60, deadline=None)
    @given(pieces=st.lists(PIECES, min_size=1, max_size=400))
    @example(pieces=[" ", "…"])
    def test_the_words_searched_are_those_that_readers_are_shown(self, pieces):
        article = ArticleFactory(text="".join(pieces), rights="excerpt")
        searched = Article.objects.annotate(first=FirstWords("text")).get(pk=article.pk).first or ""
        shown = queries.readable(article, None).text
        # A text may end so by itself.
        whole = shown == article.text
        assert searched.split() == (shown if whole else shown.removesuffix(" …")).split()
