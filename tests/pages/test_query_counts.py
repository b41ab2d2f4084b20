"""A page costs the same few queries however much it shows, and stays light."""

import gzip
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.models import EventParticipant, Extraction, Revision, StoryMember
from tests import factories

MOST_QUERIES = 12
# What a reader's browser fetches of a page without its pictures, compressed.
MOST_BYTES = 60_000


def grow(room: SimpleNamespace, count: int) -> None:
    """More of everything the pages of `room` list."""
    excerpts = factories.SourceFactory(rights="excerpt")
    before = room.lead.revisions.count()
    room.bare = getattr(room, "bare", None) or factories.EventFactory()
    for n in range(before, before + count):
        source = excerpts if n % 5 == 0 else factories.SourceFactory()
        article = factories.ArticleFactory(source=source, published_on=date(2021, 7, 8) + timedelta(days=n % 3))
        part = factories.EventFactory(parent=room.event, place=room.place)
        entity = factories.EntityFactory()
        EventParticipant.objects.create(event=room.event, entity=entity)
        factories.CoverageFactory(article=article, event=room.event)
        factories.CoverageFactory(article=article, event=room.bare)
        factories.CoverageFactory(article=room.lead, event=part)
        factories.MentionFactory(article=room.lead, entity=entity, start=10 + n, end=11 + n)
        factories.MentionFactory(article=article, entity=room.place)
        factories.CreditFactory(article=article, source=room.agency)
        factories.CreditFactory(article=room.lead, kind="cited")
        factories.ArticleLinkFactory(left=room.lead, right=article)
        Extraction.objects.create(
            article=article, article_updated_at=article.updated_at, version=1, figures=[["text", 4, 10, n, "", ""]]
        )
        StoryMember.objects.create(story=room.story, article=article)
        Revision.objects.create(
            article=room.lead, number=n + 1, original=factories.OriginalFactory(),
            headline="Earlier", text="Earlier.", text_hash="0" * 64, was_public=True,
        )  # fmt: skip


PAGES: dict[str, Callable[[SimpleNamespace], str]] = {
    "home": lambda room: "/",
    "articles": lambda room: "/articles/",
    "events": lambda room: "/events/",
    "entities": lambda room: "/entities/",
    "sources": lambda room: "/sources/",
    "places": lambda room: "/entities/?kind=place",
    "article": lambda room: room.lead.get_absolute_url(),
    "event": lambda room: room.event.get_absolute_url(),
    "entity": lambda room: room.place.get_absolute_url(),
    "event without parts": lambda room: room.bare.get_absolute_url(),
    "source": lambda room: room.agency.get_absolute_url(),
    "feed": lambda room: "/events/capture/feed/",
    "story": lambda room: room.story.get_absolute_url(),
    "years": lambda room: "/browse/",
    "year": lambda room: "/browse/2021/",
    "month": lambda room: "/browse/2021/07/",
    "day": lambda room: "/browse/2021/07/08/",
    "search": lambda room: "/search/?q=report",
    "search for nothing": lambda room: "/search/?q=nowhere+to+be+found+again",
    "collapsed search": lambda room: "/search/?q=report&collapse=story&entity=islam-qala&agency=cpa",
    "filtered search": lambda room: "/search/?q=report&source=cpa&date_from=2021-01-01&sort=newest",
}


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_ten_rows_and_a_hundred_take_the_same_queries(newsroom: SimpleNamespace, editor: Any) -> None:
    public, signed_in = Client(), Client()
    signed_in.force_login(editor)

    def count() -> dict[str, tuple[int, int]]:
        addresses = {name: address(newsroom) for name, address in PAGES.items()}
        return {name: (queries(public, it), queries(signed_in, it)) for name, it in addresses.items()}

    grow(newsroom, 10)
    few = count()
    grow(newsroom, 90)
    many = count()
    assert many == few
    assert max(max(counts) for counts in many.values()) <= MOST_QUERIES, many
    weights = {name: weight(public, address(newsroom)) for name, address in PAGES.items()}
    assert max(weights.values()) <= MOST_BYTES, weights


def weight(client: Client, address: str) -> int:
    """The bytes of a page as it is sent, with its style sheets and scripts."""
    answer = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip", address
    files = re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js))"', gzip.decompress(answer.content).decode())
    found = [finders.find(re.sub(r"\.[0-9a-f]{12}(?=\.)", "", name)) for name in files]
    assert all(found), files
    return len(answer.content) + sum(len(gzip.compress(Path(path).read_bytes())) for path in found)
