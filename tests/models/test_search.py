import pytest
from django.db import connection

from archive import queries
from archive.models import Article
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db


def found(words):
    return set(queries.search(Article.objects.visible_to(None), words))


def test_words_are_found_in_headline_text_and_caption():
    for field in ("headline", "text", "caption"):
        article = ArticleFactory(**{field: "Lorries burnt at the crossing"})
        assert article in found("lorries crossing")


def test_each_language_has_its_own_stems():
    english = ArticleFactory(text="Crossings were seized", language="en")
    german = ArticleFactory(text="Die Grenzübergänge wurden besetzt", language="de")
    other = ArticleFactory(text="crossings", language="xx")
    assert found("crossing") == {english}
    assert found("crossings") == {english, other}
    assert found("Grenzübergang") == {german}


def test_what_is_excluded_is_excluded_in_every_language():
    ArticleFactory(text="Taliban seized the crossing", language="en")
    ArticleFactory(text="Taliban crossings", language="xx")
    kept = ArticleFactory(text="Taliban marched", language="en")
    assert found("Taliban -crossings") == {kept}


def test_phrases_and_alternatives_are_understood():
    phrase = ArticleFactory(text="the border crossing fell")
    loose = ArticleFactory(text="crossing the border")
    assert found('"border crossing"') == {phrase}
    assert found("fell OR crossing") == {phrase, loose}


def test_nothing_is_found_in_an_empty_archive():
    assert found("anything") == set()


def test_the_best_match_comes_first():
    weak = ArticleFactory(text="Herat was named once among many other words of the day.")
    strong = ArticleFactory(headline="Herat falls", text="Herat fell. Herat is a city.")
    rows = queries.search(Article.objects.visible_to(None), "herat")
    assert list(queries.by_relevance(rows, "herat")) == [strong, weak]


def test_a_very_long_text_of_different_words_is_stored_and_found_by_its_start():
    text = "begin " + " ".join(f"wörd{n:x}" for n in range(200_000))
    article = ArticleFactory(text=text)
    assert article in found("begin")


def test_a_search_uses_its_index():
    ArticleFactory.create_batch(200)
    rare = ArticleFactory(text="Zaranj")
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('article_search'); ANALYZE archive_article")
        cursor.execute("SET LOCAL enable_seqscan = off")
    rows = queries.search(Article.objects.visible_to(None), "zaranj")
    assert "article_search" in rows.explain()
    assert rows.get() == rare
