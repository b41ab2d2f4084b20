"""The page of an event and of a story."""

import re
from datetime import date
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
from django.template import Context, Template
from django.utils.html import strip_tags

from archive.models import Event
from tests import factories


def test_an_event_says_its_three_numbers_linked_to_what_they_count(read: Any, newsroom: SimpleNamespace) -> None:
    html = read(newsroom.event.get_absolute_url())
    for anchor, number in (("articles", 3), ("outlets", 3), ("reports", 2)):
        assert f'<a href="#{anchor}"><b>{number}</b>' in html
        assert f'id="{anchor}"' in html


def test_coverage_stands_report_by_report_stories_first(read: Any, newsroom: SimpleNamespace) -> None:
    early = factories.ArticleFactory(headline="Before all others", published_on=date(2021, 7, 7))
    factories.CoverageFactory(article=early, event=newsroom.event)
    html = read(newsroom.event.get_absolute_url())
    html = html[html.index('id="articles"') :]
    order = [html.index(word) for word in (
        "Report 1</a>, from", "Crossing captured", "Lead</span>", "Border town falls", "Rewrite</span>",
        "Other reports", "Before all others", "What drivers saw",
    )]  # fmt: skip
    assert order == sorted(order)
    assert f'<a href="{newsroom.agency.get_absolute_url()}">{newsroom.agency.name}</a>' in html


def test_an_event_names_its_parent_place_participants_and_parts(read: Any, newsroom: SimpleNamespace) -> None:
    html = read(newsroom.event.get_absolute_url())
    for record in (newsroom.offensive, newsroom.place, newsroom.movement):
        assert record.get_absolute_url() in html
    assert "attacker" in html
    whole = read(newsroom.offensive.get_absolute_url())
    assert "Its parts, in order" in whole
    assert newsroom.event.get_absolute_url() in whole
    assert '<a href="#articles"><b>3</b> articles</a>' in whole


def test_an_event_is_cited_in_words_and_with_all_articles_of_its_parts(
    read: Any, client: Any, newsroom: SimpleNamespace
) -> None:
    html = read(newsroom.offensive.get_absolute_url())
    box = html[html.index('id="cite"') :]
    said = strip_tags(box[box.index("<pre") : box.index("</pre>")])
    assert said.startswith(f"“{newsroom.offensive.title}”")
    assert f"3 articles. The News Archive. http://testserver{newsroom.offensive.get_absolute_url()}" in said
    ways = re.findall(r'href="(/api/v1/articles/[^"]+)"', box)
    assert [client.get(unescape(way)).status_code for way in ways] == [200] * 4
    bibtex = b"".join(client.get(unescape(ways[0])).streaming_content).decode()
    assert bibtex.count("@article{") == 3


def test_coverage_of_many_articles_goes_on_over_pages(
    read: Any, client: Any, db: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.pages.events.COVERAGE_SIZE", 3)
    event = factories.EventFactory()
    for _ in range(4):
        factories.CoverageFactory(event=event)
    page = client.get(event.get_absolute_url()).context["page"]
    assert len(page.rows) == 3
    assert 'rel="prev"' in read(event.get_absolute_url(), after=page.next)


def test_an_event_without_articles_says_where_to_look(read: Any, db: Any) -> None:
    assert "/search/?q=Event" in read(factories.EventFactory().get_absolute_url())


@pytest.mark.parametrize(
    ("start", "end", "precision", "expected"),
    [
        (date(2021, 7, 8), None, "day", "8 July 2021"),
        (date(2021, 7, 8), date(2021, 7, 8), "day", "8 July 2021"),
        (date(2021, 7, 8), date(2021, 7, 10), "day", "8–10 July 2021"),
        (date(2021, 7, 30), date(2021, 8, 2), "day", "30 July – 2 August 2021"),
        (date(2020, 12, 30), date(2021, 1, 2), "day", "30 December 2020 – 2 January 2021"),
        (date(2021, 5, 1), date(2021, 8, 31), "month", "May–August 2021"),
        (date(2020, 12, 1), date(2021, 1, 31), "month", "December 2020 – January 2021"),
        (date(2019, 1, 1), date(2021, 12, 31), "year", "2019–2021"),
        (None, None, "unknown", "Date unknown"),
    ],
)
def test_a_span_writes_once_what_both_ends_share(
    start: date | None, end: date | None, precision: str, expected: str
) -> None:
    event = Event(starts_on=start, ends_on=end, date_precision=precision)
    html = Template("{% load reading %}{{ event|happened }}").render(Context({"event": event}))
    assert strip_tags(html) == expected


def test_a_story_shows_lead_origin_and_how_its_members_relate(read: Any, newsroom: SimpleNamespace) -> None:
    html = read(newsroom.story.get_absolute_url())
    assert "<h1>Crossing captured</h1>" in html
    assert newsroom.agency.get_absolute_url() in html
    assert "2 articles in 2 outlets" in html
    listed = html[html.index('id="members-title"') :]
    assert listed.index("Lead</span>") < listed.index("Border town falls") < listed.index("Rewrite</span>")
    assert "What drivers saw" not in html
