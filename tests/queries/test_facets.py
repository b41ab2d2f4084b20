"""Facets and timelines count the rows of the list they belong to."""

from datetime import date
from typing import Any

import pytest

from archive import queries
from archive.models import Article, Story, StoryMember
from archive.queries import Numbers, appearances, sampling
from archive.queries.timelines import TooManySpans
from tests.factories import (
    ArticleFactory,
    CoverageFactory,
    CreditFactory,
    EntityFactory,
    EventFactory,
    MentionFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db


def shown(facet: Any) -> tuple[dict[str, int], int, int]:
    return {it.value: it.count for it in facet.values}, facet.others, facet.none


def test_every_facet_counts_articles_and_says_what_it_leaves_out(editor: Any) -> None:
    courier, agency = SourceFactory(slug="courier"), SourceFactory(slug="cpa", kind="agency")
    herat, event = EntityFactory(slug="herat", kind="place"), EventFactory(slug="fall", title="The fall")
    one = ArticleFactory(source=courier)
    two = ArticleFactory(source=courier, published_on=date(2020, 1, 1), date_precision="year", language="de")
    ArticleFactory(source=None, published_on=None, date_precision="unknown")
    ArticleFactory(source=SourceFactory(verdict="rejected", decided_by=editor))
    ArticleFactory(source=courier, status="draft")
    for start in (0, 10):
        MentionFactory(article=one, entity=herat, start=start, end=start + 3)
    MentionFactory(article=two, entity=EntityFactory(verdict="rejected", decided_by=editor))
    CreditFactory(article=two, source=agency)
    CreditFactory(article=one, source=agency, kind="photo")
    CoverageFactory(article=one, event=event)
    CoverageFactory(article=two, event=event, verdict="suggested", decided_by=None)

    found = queries.facets(Article.objects.visible_to(None), None)
    assert (found.count, found.estimated) == (4, False)
    assert {name: shown(facet) for name, facet in found.by_name.items()} == {
        "source": ({"courier": 2}, 0, 2),
        "agency": ({"cpa": 1}, 0, 3),
        "person": ({}, 0, 4),
        "organisation": ({}, 0, 4),
        "place": ({"herat": 1}, 0, 3),
        "event": ({"fall": 1}, 0, 3),
        "language": ({"en": 3, "de": 1}, 0, 0),
        "year": ({"2021": 2, "2020": 1}, 0, 1),
    }
    assert found.by_name["event"].values[0].name == "The fall"
    assert shown(queries.facets(Article.objects.visible_to(editor), editor, most=1).by_name["source"]) == (
        {"courier": 3}, 1, 1,
    )  # fmt: skip


def test_a_timeline_puts_an_article_into_no_finer_span_than_its_date_has(editor: Any) -> None:
    courier = SourceFactory()
    sunday, monday = (ArticleFactory(source=courier, published_on=date(2021, 7, day)) for day in (4, 5))
    ArticleFactory(published_on=date(2021, 7, 1), date_precision="month")
    ArticleFactory(source=None, published_on=None, date_precision="unknown")
    ArticleFactory(source__verdict="rejected", source__decided_by=editor, published_on=date(2021, 7, 5))
    story = Story.objects.create(lead=sunday)
    for article in (sunday, monday):
        StoryMember.objects.create(story=story, article=article)

    def numbers(by: str) -> Any:
        found = queries.timeline(Article.objects.visible_to(None), by, None)
        return {first.isoformat(): it for first, it in found.spans.items()}, found.without_date

    assert numbers("day") == ({"2021-07-04": Numbers(1, 1, 1), "2021-07-05": Numbers(2, 1, 2)}, Numbers(2, 1, 2))
    assert numbers("week") == ({"2021-06-28": Numbers(1, 1, 1), "2021-07-05": Numbers(2, 1, 2)}, Numbers(2, 1, 2))
    assert numbers("month") == ({"2021-07-01": Numbers(4, 2, 3)}, Numbers(1, 0, 1))
    assert numbers("year") == ({"2021-01-01": Numbers(4, 2, 3)}, Numbers(1, 0, 1))


def test_a_timeline_of_too_many_spans_is_refused(monkeypatch: Any) -> None:
    monkeypatch.setattr("archive.queries.timelines.MOST_SPANS", 1)
    articles = Article.objects.filter(pk__in=[ArticleFactory(published_on=date(2021, 7, day)).pk for day in (1, 2)])
    with pytest.raises(TooManySpans):
        queries.timeline(articles, "day", None)
    assert len(queries.timeline(articles, "month", None).spans) == 1


def test_a_long_list_is_sampled_and_says_so(monkeypatch: Any) -> None:
    monkeypatch.setattr(sampling, "COUNTED_EXACTLY", 8)
    source = SourceFactory(slug="courier")
    for _ in range(24):
        ArticleFactory(source=source)
    found = queries.facets(Article.objects.all(), None)
    assert (found.estimated, found.count) == (True, 24)
    assert shown(found.by_name["source"]) == ({"courier": 24}, 0, 0)
    assert queries.timeline(Article.objects.all(), "day", None).estimated

    monkeypatch.setattr(sampling, "FOUND_AT_MOST", 20)
    found = queries.facets(Article.objects.all(), None)
    assert found.estimated
    assert 18 <= found.count <= 30
    assert shown(found.by_name["source"]) == ({"courier": found.count}, 0, 0)
    assert appearances.dates(Article.objects.all()).estimated
    everything = queries.facets(Article.objects.all(), None, looked_at=None)
    assert (everything.estimated, everything.count) == (False, 24)


def test_facets_of_very_many_articles_come_from_a_few_and_say_how_far_they_may_be_off(monkeypatch: Any) -> None:
    one, other = SourceFactory(slug="one"), SourceFactory(slug="other")
    first = ArticleFactory(source=one).pk
    for n in range(1, 40):
        ArticleFactory(source=other if n % 4 == 3 else one)
    monkeypatch.setattr(sampling, "FOUND_AT_MOST", 20)
    monkeypatch.setattr(sampling, "TRIED_FIRST", 10)
    everything = Article.objects.all()
    few = queries.facets(everything, None, looked_at=20)
    assert (few.estimated, few.count) == (True, 40)
    counts = {value.value: value.count for value in few.by_name["source"].values}
    assert sum(counts.values()) == 40
    assert all(abs(counts.get(slug, 0) - n) <= few.margin < 40 for slug, n in (("one", 30), ("other", 10)))
    # What is rare is found whole, and counted one by one.
    rare = queries.facets(Article.objects.filter(pk=first), None)
    assert (rare.estimated, rare.margin, rare.count) == (False, 0, 1)
