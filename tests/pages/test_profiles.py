"""The pictures of entities and sources: when, where, in whose company, and what passes between sources."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from archive.queries import appearances
from tests import factories


def test_an_entity_shows_when_and_with_whom_it_is_named(read: Any, newsroom: SimpleNamespace) -> None:
    for article in (newsroom.lead, newsroom.apart):
        factories.MentionFactory(article=article, entity=newsroom.movement, start=10, end=13)
    hidden = factories.MentionFactory(article__status="draft", entity=newsroom.movement).article
    factories.MentionFactory(article=hidden, entity=newsroom.place, start=10, end=13)
    html = read(newsroom.movement.get_absolute_url())
    assert 'First named on <time datetime="2021-07-08">8 July 2021</time>' in html
    assert '<tr><td>9 July 2021</td><td class="number">1</td></tr>' in html
    assert f'<a href="{newsroom.place.get_absolute_url()}">Islam Qala</a>' in html
    assert "Map: Islam Qala." in html
    company = appearances.company(newsroom.movement, None)
    assert [(it.entity, it.articles) for it in company.nearest] == [(newsroom.place, 1)]


def test_company_counts_articles_and_only_what_the_reader_may_see(editor: Any, newsroom: SimpleNamespace) -> None:
    other, rejected = factories.EntityFactory(name="Other"), factories.EntityFactory(verdict="rejected")
    for place, entity in enumerate((newsroom.movement, other, rejected)):
        for start in (100 * place + 10, 100 * place + 20):
            factories.MentionFactory(article=newsroom.lead, entity=entity, start=start, end=start + 3)
    shown = appearances.company(newsroom.movement, None)
    assert [(it.entity.name, it.articles) for it in shown.nearest] == [("Islam Qala", 1), ("Other", 1)]
    assert shown.together == {(0, 1): 1}
    assert rejected in [it.entity for it in appearances.company(newsroom.movement, editor).nearest]


def test_a_source_shows_what_began_there_and_who_printed_it(read: Any, newsroom: SimpleNamespace) -> None:
    html = read(newsroom.agency.get_absolute_url())
    assert "Reports that began here" in html
    assert f'<a class="headline" href="{newsroom.story.get_absolute_url()}">Crossing captured</a>' in html
    assert "2 articles, 2 outlets" in html
    assert f'<a href="{newsroom.herald.get_absolute_url()}">Northgate Herald</a>' in html
    html = read(newsroom.herald.get_absolute_url())
    assert "Whose reports it printed" in html
    assert f'<a href="{newsroom.agency.get_absolute_url()}">Continental Press Agency</a>' in html


def test_what_is_not_public_counts_in_no_picture(read: Any, editor: Any, newsroom: SimpleNamespace) -> None:
    newsroom.rewrite.status = "draft"
    newsroom.rewrite.save()
    html = read(newsroom.agency.get_absolute_url())
    assert "1 article, 1 outlet" in html
    assert newsroom.herald.name not in html


def test_an_entity_that_only_undated_articles_name_has_no_bars(read: Any, db: Any) -> None:
    entity = factories.EntityFactory()
    article = factories.ArticleFactory(published_on=None, date_precision="unknown")
    factories.MentionFactory(article=article, entity=entity)
    assert "over time" not in read(entity.get_absolute_url())
    article.published_on, article.date_precision = date(2021, 7, 1), "month"
    article.save()
    assert "over time" not in read(entity.get_absolute_url()), "a single bar says nothing"
    other = factories.ArticleFactory(published_on=date(2021, 9, 1), date_precision="month")
    factories.MentionFactory(article=other, entity=entity)
    assert "<td>July 2021</td>" in read(entity.get_absolute_url())
