"""Articles side by side: who may see them, how much of them, and what the page says."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from archive.models import Article, Extraction
from tests import factories

from .test_html import check

ONE = "Fighters seized the border gate at dawn, officials said. They hold two other crossings now. Prices <b>rose</b>."
OTHER = "Rain fell. The border gate was seized by fighters at dawn. Now they hold three border crossings."


def compared(*articles: Any) -> str:
    return f"/compare/{'/'.join(str(article.pk) for article in articles)}/"


def test_two_articles_stand_sentence_by_sentence_with_what_differs(
    read: Any, client: Any, newsroom: SimpleNamespace
) -> None:
    Article.objects.filter(pk=newsroom.lead.pk).update(text=ONE)
    Article.objects.filter(pk=newsroom.rewrite.pk).update(text=OTHER)
    html = read(compared(newsroom.lead, newsroom.rewrite))
    check(html)
    assert "A and B: <span" in html
    assert "Rewrite</span>" in html
    assert "<b>2</b> articles, <b>one</b> origin" in html
    assert "Prices &lt;b&gt;rose&lt;/b&gt;." in html
    assert 'title="B: three border crossings">two other crossings</span>' in html
    assert compared(newsroom.lead, newsroom.rewrite) in read(newsroom.lead.get_absolute_url())
    lines = client.get(compared(newsroom.lead, newsroom.rewrite)).context["lines"]
    assert [line.is_shared for line in lines] == [False, True, True, False]


def test_only_what_the_reader_may_read_is_compared(read: Any, read_as_editor: Any, newsroom: SimpleNamespace) -> None:
    hidden = " ".join(f"word{n}" for n in range(100)) + ". Quokkas seized nine crossings."
    Article.objects.filter(pk=newsroom.lead.pk).update(text=hidden, rights="excerpt")
    Article.objects.filter(pk=newsroom.rewrite.pk).update(text="Quokkas seized ten crossings.", rights="metadata")
    html = read(compared(newsroom.lead, newsroom.rewrite, newsroom.apart))
    check(html)
    assert "Quokka" not in html
    assert "Only an excerpt of it may be shown" in html
    assert "nothing to compare" in html
    assert "Quokkas seized" in read_as_editor(compared(newsroom.lead, newsroom.rewrite))


@pytest.mark.parametrize(("status", "answer"), [("draft", 404), ("withdrawn", 410)])
def test_one_article_that_is_not_public_hides_the_comparison(
    read: Any, read_as_editor: Any, newsroom: SimpleNamespace, status: str, answer: int
) -> None:
    hidden = factories.ArticleFactory(status="draft")
    if status == "withdrawn":
        hidden = factories.WithdrawalFactory().article
    assert hidden.text not in read(compared(newsroom.lead, hidden), status=answer)
    assert hidden.text.split("\n")[0] in read_as_editor(compared(newsroom.lead, hidden))


def test_bad_addresses_are_refused_in_words(read: Any, newsroom: SimpleNamespace) -> None:
    lead = newsroom.lead.pk
    assert "names an article twice" in read(f"/compare/{lead}/{lead}/", status=400)
    for path in (f"/compare/{lead}/", "/compare/1/2/3/4/5/", f"/compare/{lead}/x/", f"/compare/{lead}/{'9' * 18}/"):
        read(path, status=404)


def test_what_is_only_suggested_is_told_to_editors_alone(
    read: Any, read_as_editor: Any, newsroom: SimpleNamespace
) -> None:
    pair = (newsroom.rewrite, newsroom.apart)
    factories.ArticleLinkFactory(left=pair[0], right=pair[1], verdict="suggested", decided_by=None)
    assert "A and B" not in read(compared(*pair))
    assert "A and B" in read_as_editor(compared(*pair))


def test_four_articles_take_few_queries(client: Any, newsroom: SimpleNamespace) -> None:
    fourth = factories.ArticleFactory(language="fa", text="متن کامل")
    with CaptureQueriesContext(connection) as captured:
        html = client.get(compared(newsroom.lead, newsroom.rewrite, newsroom.apart, fourth)).content.decode()
    assert len(captured) <= 12
    assert '<span class="sentence" lang="fa" dir="rtl">' in html


def test_days_that_disagree_are_marked_as_far_as_the_reading_is_of_the_present_text(
    read: Any, newsroom: SimpleNamespace
) -> None:
    told = {newsroom.lead: "8 July", newsroom.rewrite: "9 July"}
    for number, (article, day) in enumerate(told.items(), start=8):
        Article.objects.filter(pk=article.pk).update(text=f"On {day} fighters seized the border gate at dawn.")
        article.refresh_from_db()
        dates = [["text", 3, 9, f"2021-07-0{number}", "day"]]
        Extraction.objects.create(article=article, article_updated_at=article.updated_at, version=1, dates=dates)
    html = read(compared(newsroom.lead, newsroom.rewrite))
    check(html)
    assert "Where days differ" in html
    assert ('title="B: 9 July"' in html, 'title="A: 8 July"' in html) == (True, True)
    Extraction.objects.filter(article=newsroom.lead).update(article_updated_at=timezone.now())
    assert "Where days differ" not in read(compared(newsroom.lead, newsroom.rewrite))
