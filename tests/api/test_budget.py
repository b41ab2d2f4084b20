"""A list costs at most 8 queries and a detail at most 12, for 10 rows and for 100."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.models import Article, EventParticipant, Revision, Story, StoryMember
from tests.factories import (
    ArticleFactory,
    ArticleLinkFactory,
    CoverageFactory,
    CreditFactory,
    EntityFactory,
    EntityNameFactory,
    EventFactory,
    MentionFactory,
    OriginalFactory,
    SourceFactory,
)

from .conftest import signed_in

pytestmark = pytest.mark.django_db
LISTS = [
    "articles/?page_size=500",
    "articles/?page_size=500&q=paragraph&entity=herat&published_after=2021-01-01&count=exact",
    "articles/?page_size=500&event=fall&agency=agency",
    "sources/?page_size=500&count=exact&expand=names,domains",
    "entities/?page_size=500&count=exact&expand=names,external_ids",
    "articles/?page_size=500&expand=text,credits,entities,events,story&collapse=story&count=exact&entity=herat",
    "events/?page_size=500&count=exact&starts_after=2021-01-01&expand=participants",
    "stories/?page_size=500&count=exact&origin=agency&expand=lead",
    "links/?page_size=500&count=exact&expand=left,right",
    "mentions/?page_size=500&count=exact&entity=herat&expand=article",
    "credits/?page_size=500&count=exact&source=agency&expand=article",
]
SUMS = [
    "articles/facets/?q=paragraph&entity=herat&event_tree=fall",
    "articles/timeline/?q=paragraph&entity=herat&event_tree=fall",
]
DETAILS = [
    "articles/{article}/",
    "articles/{article}/lineage/",
    "sources/agency/",
    "entities/herat/",
    "entities/herat/network/?q=report",
    "events/fall/",
    "events/fall/coverage/?q=report",
]


class Newsroom:
    """An article, a source, an entity and an event, each joined to as many others as asked."""

    def __init__(self, editor: Any) -> None:
        self.decided = {"decided_by": editor}
        self.agency = SourceFactory(slug="agency")
        self.entity = EntityFactory(slug="herat", kind="place")
        self.event = EventFactory(slug="fall", place=self.entity)
        self.original = OriginalFactory()
        self.article = self._article()
        self.story = Story.objects.create(lead=self.article, origin=self.agency)
        StoryMember.objects.create(story=self.story, article=self.article)

    def _article(self) -> Article:
        article: Article = ArticleFactory(original=self.original)
        return article

    def grow(self, rows: int) -> None:
        already = self.article.revisions.count()
        for number in range(already + 1, already + rows + 1):
            other, copy, person = self._article(), self._article(), EntityFactory(**self.decided)
            part = EventFactory(parent=self.event, place=self.entity, **self.decided)
            for article, source in ((self.article, other.source), (other, self.agency)):
                CreditFactory(article=article, source=source, **self.decided)
                MentionFactory(article=article, entity=person, start=10 * number, end=10 * number + 3, **self.decided)
                CoverageFactory(article=article, event=part, **self.decided)
            MentionFactory(article=other, entity=self.entity, start=5, end=8, **self.decided)
            CoverageFactory(article=other, event=self.event, **self.decided)
            ArticleLinkFactory(left=self.article, right=other, **self.decided)
            StoryMember.objects.create(story=self.story, article=copy)
            EventParticipant.objects.create(event=self.event, entity=person)
            EntityNameFactory(entity=self.entity, name=f"Herat {number}")
            Revision.objects.create(
                article=self.article, number=number, original=self.original,
                headline="Old", text="Old.", text_hash="0" * 64, was_public=True,
            )  # fmt: skip


def costs(client: Client, routes: list[str]) -> dict[str, int]:
    counted = {}
    for route in routes:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/api/v1/{route}").status_code == 200
        counted[route] = len(queries)
    return counted


def test_ten_rows_and_a_hundred_cost_the_same_few_queries(editor: Any, settings: Any) -> None:
    # Counting requests is a query, too.
    settings.API_RATE_ANONYMOUS = settings.API_RATE_SIGNED_IN = 1_000
    newsroom = Newsroom(editor)
    details = [route.format(article=newsroom.article.pk) for route in DETAILS]
    clients = [Client(), signed_in(editor)]

    newsroom.grow(10)
    of_ten = [(costs(client, LISTS), costs(client, SUMS), costs(client, details)) for client in clients]
    newsroom.grow(90)
    assert [(costs(client, LISTS), costs(client, SUMS), costs(client, details)) for client in clients] == of_ten
    for lists, sums, one in of_ten:
        assert max(lists.values()) <= 8, lists
        # Eight, and the counting of the request.
        assert max(sums.values()) <= 9, sums
        assert max(one.values()) <= 12, one


def test_a_list_asked_for_everything_at_once_stays_within_its_budget(editor: Any) -> None:
    newsroom = Newsroom(editor)
    newsroom.grow(1)
    source = newsroom.article.source.slug
    everything = (
        f"articles/?source={source}&agency=agency&entity=herat&event=fall&q=report&headline=h&language=en"
        "&published_after=2021-01-01&count=exact"
    )
    assert costs(Client(), [everything])[everything] <= 8
