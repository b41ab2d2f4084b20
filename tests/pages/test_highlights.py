"""What was read from an article, marked in its text: for readers, for editors, within rights."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.models import Article, Extraction
from tests import factories

from .test_html import check

TEXT = "On Tuesday the Taliban took Herat city & fled.\n\nAbout a third of 421 districts fell, an official said."


def mention(article: Article, words: str, field: str = "text", **given: Any) -> Any:
    start = getattr(article, field).index(words)
    span = {"field": field, "start": start, "end": start + len(words), "surface": words}
    return factories.MentionFactory(article=article, **span, **given)


@pytest.fixture
def article(db: Any) -> Article:
    found: Article = factories.ArticleFactory(text=TEXT, headline="Herat falls", caption="A street of Herat.")
    city = factories.EntityFactory(name="Herat", slug="herat", kind="place")
    province = factories.EntityFactory(name="Herat city", slug="herat-city", kind="place")
    mention(found, "Herat", entity=city)
    mention(found, "Herat city", entity=province)
    mention(found, "Herat", "headline", entity=city)
    mention(found, "Herat", "caption", entity=city)
    waiting = {"verdict": "suggested", "decided_by": None, "known_by": "model", "score": 0.75}
    mention(found, "Taliban", entity=factories.EntityFactory(name="Taliban", kind="organisation"), **waiting)
    mention(found, "official", entity=None, kind="person", evidence={"reason": "read so by the model"}, **waiting)
    said = TEXT.index("an official said")
    factories.CreditFactory(
        article=found, kind="cited", source=None, named_as="an official", words="an official said", start=said,
        end=said + 16, verdict="suggested", decided_by=None,
    )  # fmt: skip
    third = TEXT.index("About a third")
    Extraction.objects.create(
        article=found, article_updated_at=found.updated_at, version=1,
        dates=[["text", 0, 10, "2021-07-06", "day"]], figures=[["text", third, third + 13, 1 / 3, "share", "about"]],
    )  # fmt: skip
    return found


def test_readers_get_accepted_names_as_links_and_nothing_else(read: Any, article: Article) -> None:
    html = read(article.get_absolute_url())
    check(html)
    assert (
        'took <a class="name" href="/entities/herat-city/"><span class="name">Herat</span> city</a> &amp; fled.' in html
    )
    assert 'A street of <a class="name" href="/entities/herat/">Herat</a>.' in html
    assert "<h1>Herat falls</h1>" in html
    for hidden in ("On Tuesday<", "found-", "data-means", "Read from this article", 'class="meanings"', "Taliban</a>"):
        assert hidden not in html, hidden
    assert "An editor entered" not in html
    assert "A rule suggested this; it was accepted by an editor" in html


def test_editors_see_everything_that_was_read_by_kind_and_how_it_is_known(
    read_as_editor: Any, article: Article
) -> None:
    html = read_as_editor(article.get_absolute_url())
    check(html)
    assert 'data-means="6 July 2021"' in html
    assert 'data-means="about 33.33 %"' in html
    assert 'class="found found-organisation waits" href="/entities/' in html
    assert (
        "Taliban, organisation. A statistical model suggested this with a score of 0.75; no editor has decided" in html
    )
    assert (
        "Not resolved yet. A statistical model suggested this with a score of 0.75; no editor has decided yet. Read"
        in html
    )
    assert 'class="found found-credit waits" title="Cited: an official.' in html
    for kind in ("person", "organisation", "place", "credit", "date", "figure"):
        assert f'id="show-{kind}" checked' in html
    Article.objects.filter(pk=article.pk).update(text="It says something else now. " + TEXT)
    assert "Taliban, organisation" not in read_as_editor(article.get_absolute_url()).split('class="apparatus"')[0]


def test_a_reading_of_an_older_text_marks_nothing(read_as_editor: Any, article: Article) -> None:
    article.save()
    assert "6 July 2021" not in read_as_editor(article.get_absolute_url())


def test_marks_end_where_the_excerpt_ends(read: Any, db: Any) -> None:
    article = factories.ArticleFactory(text="Kabul  calls. " + "word " * 70 + "Quokka", rights="excerpt")
    entity = factories.EntityFactory(name="Somebody", slug="somebody")
    mention(article, "Kabul", entity=entity)
    mention(article, "Quokka", entity=entity)
    html = read(article.get_absolute_url())
    assert '<a class="name" href="/entities/somebody/">Kabul</a> calls.' in html
    assert "Quokka" not in html
    Article.objects.filter(pk=article.pk).update(rights="metadata")
    assert 'class="name"' not in read(article.get_absolute_url())


def test_ten_names_and_a_hundred_take_the_same_queries(client: Client, editor: Any, db: Any) -> None:
    counts = []
    for number in (10, 100):
        text = " ".join(f"Name{n}." for n in range(number))
        article = factories.ArticleFactory(text=text)
        for n in range(number):
            mention(article, f"Name{n}.", entity=factories.EntityFactory())
        for reader in (Client(), client):
            client.force_login(editor)
            with CaptureQueriesContext(connection) as captured:
                html = reader.get(article.get_absolute_url()).content.decode()
            assert html.count('href="/entities/') >= 2 * number
            counts.append(len(captured))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 12


def test_one_origin_is_told_of_a_story_and_to_editors_of_what_may_become_one(
    read: Any, read_as_editor: Any, newsroom: Any
) -> None:
    told = "<b>1</b> outlet, <b>one</b> origin: "
    assert told in read(newsroom.lead.get_absolute_url())
    one, other = (factories.ArticleFactory(published_on=date(2021, 7, 8)) for _ in range(2))
    waiting = {"verdict": "suggested", "decided_by": None}
    factories.ArticleLinkFactory(left=one, right=other, **waiting)
    factories.CreditFactory(article=other, source=newsroom.agency, **waiting)
    assert "<b>one</b> origin" not in read(one.get_absolute_url())
    html = read_as_editor(one.get_absolute_url())
    assert "<b>2</b> outlets, <b>one</b> origin" in html
    assert "Suggested: nobody has decided yet" in html
    factories.CreditFactory(article=one, **waiting)
    assert "<b>one</b> origin" not in read_as_editor(one.get_absolute_url())


def test_the_page_says_how_to_cite_it_to_people_and_to_zotero(read: Any, newsroom: Any) -> None:
    Article.objects.filter(pk=newsroom.rewrite.pk).update(byline="By Ann Writer and Bo Teller")
    html = read(newsroom.rewrite.get_absolute_url())
    assert '<meta name="citation_author" content="Bo Teller">' in html
    assert '<meta name="citation_publication_date" content="2021/07/08">' in html
    assert f'<link rel="canonical" href="http://testserver{newsroom.rewrite.get_absolute_url()}">' in html
    assert "@article{northgate-herald-2021" in html or "@article{outlet-" in html
    assert "TY  - NEWS" in html
    assert '"@type":"NewsArticle"' in html
    assert f"/api/v1/articles/{newsroom.rewrite.pk}/?format=bibtex" in html
