"""The front page: latest events with three numbers, newest articles, ways in."""

from types import SimpleNamespace
from typing import Any

from tests import factories


def test_the_front_page_shows_events_with_their_three_numbers_in_order(read: Any, newsroom: SimpleNamespace) -> None:
    html = read("/")
    address = newsroom.event.get_absolute_url()
    articles = html.index(f'<a href="{address}#articles"><b>3</b> articles</a>')
    outlets = html.index(f'<a href="{address}#outlets"><b>3</b> outlets</a>')
    reports = html.index(f'<a href="{address}#reports"><b>2</b> independent reports</a>')
    assert articles < outlets < reports


def test_the_front_page_shows_the_newest_articles_first(read: Any, newsroom: SimpleNamespace) -> None:
    html = read("/")
    assert html.index(newsroom.apart.headline) < html.index(newsroom.rewrite.headline)


def test_an_empty_archive_says_what_to_type(read: Any, db: Any) -> None:
    html = read("/")
    assert "manage.py ingest" in html
    assert "--publish" in html
    assert "manage.py sample" in html


def test_an_archive_of_drafts_is_empty_to_the_public_and_not_to_editors(
    read: Any, read_as_editor: Any, db: Any
) -> None:
    factories.ArticleFactory(status="draft", headline="Waiting for its turn")
    assert "manage.py ingest" in read("/")
    assert "Waiting for its turn" in read_as_editor("/")


def test_the_about_page_explains_the_relations(read: Any, db: Any) -> None:
    assert "Edited copy" in read("/about/")
