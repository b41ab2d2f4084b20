"""Whatever is asked, the count, the list to its last page, the facets and the timeline agree."""

import random
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.models import Article, Story, StoryMember
from tests.factories import (
    ArticleFactory,
    ArticleLinkFactory,
    CoverageFactory,
    CreditFactory,
    EntityFactory,
    EventFactory,
    MentionFactory,
    OriginalFactory,
    SourceFactory,
)

from .conftest import signed_in

CHOICES: dict[str, list[Any]] = {
    "q": ["herat", "herat OR kabul", "herat -kabul", '"herat fell"'],
    "headline": ["HERAT", "fell"],
    "published_on": ["2021-07-08"],
    "published_after": ["2021-07-07"],
    "published_before": ["2021-07-09"],
    "source": ["s0", ["s0", "s1"]],
    "source_kind": ["agency", ["outlet", "agency"]],
    "agency": ["s1"],
    "cited": ["s0"],
    "entity": ["e0", ["e0", "e1"]],
    "entity_any": [["e1", "e2"]],
    "entity_type": ["place", "person"],
    "place_within": ["60,30,70,40"],
    "event": ["whole", "part"],
    "event_tree": ["whole"],
    "relation": ["copy", ["rewrite", "same event"]],
    "has_links": ["true", "false"],
    "language": ["en", "de"],
    "rights": ["full", "excerpt"],
    "updated_since": ["2021-01-01"],
    "collapse": ["story"],
}
ORDERINGS = ["-published", "published", "ingested", "-updated", "words", "relevance"]
asked = st.lists(st.sampled_from(sorted(CHOICES)), max_size=3, unique=True).flatmap(
    lambda names: st.fixed_dictionaries({name: st.sampled_from(CHOICES[name]) for name in names})
)


@pytest.fixture
def newsroom(editor: Any) -> list[Client]:
    """Articles of every status, joined at random; the public and an editor."""
    chance, decided = random.Random("newsroom"), {"decided_by": editor}
    kinds = ["outlet", "agency", "outlet"]
    sources = [SourceFactory(slug=f"s{n}", kind=kind, **decided) for n, kind in enumerate(kinds)]
    sources += [SourceFactory(slug="rejected", verdict="rejected", **decided), None]
    entities = [
        EntityFactory(slug=f"e{n}", kind=kind, **decided) for n, kind in enumerate(["person", "organisation", "person"])
    ]
    entities += [EntityFactory(slug="e3", kind="place", latitude="34.3", longitude="62.2", **decided)]
    whole = EventFactory(slug="whole", **decided)
    events = [whole, EventFactory(slug="part", parent=whole, **decided)]
    original = OriginalFactory()
    articles = [
        ArticleFactory(
            original=original,
            source=chance.choice(sources),
            headline=chance.choice(["Herat fell", "Kabul fell", "Herat and Kabul"]),
            language=chance.choice(["en", "en", "de"]),
            rights=chance.choice(["", "full", "excerpt", "metadata"]),
            **chance.choice(
                [{"published_on": date(2021, 7, 6) + timedelta(days=n)} for n in range(5)]
                + [{"published_on": None, "date_precision": "unknown"}]
                + [{"published_on": date(2021, 7, 1), "date_precision": "month"}]
            ),
        )
        for _ in range(30)
    ]
    for article in articles:
        verdict = {**decided, "verdict": chance.choice(["accepted", "accepted", "rejected"])}
        MentionFactory(article=article, entity=chance.choice(entities), start=0, end=3, **verdict)
        MentionFactory(article=article, entity=chance.choice(entities), start=5, end=8, **decided)
        CreditFactory(
            article=article, source=chance.choice(sources[:3]), kind=chance.choice(["wire", "cited"]), **verdict
        )
        CoverageFactory(article=article, event=chance.choice(events), **verdict)
    for left, right in zip(articles[:12], articles[12:], strict=False):
        relation = chance.choice(["copy", "rewrite", "same event"])
        ArticleLinkFactory(left=left, right=right, relation=relation, **decided)
    for members in (articles[0:4], articles[4:9]):
        story = Story.objects.create(lead=members[1])
        for member in members:
            StoryMember.objects.create(story=story, article=member)
    Article.objects.filter(pk__in=[it.pk for it in articles[::5]]).update(status="draft")
    return [Client(), signed_in(editor)]


def get(client: Client, route: str, query: Any) -> Any:
    response = client.get(f"/api/v1/articles/{route}", query)
    assert response.status_code == 200, response.content
    return response.json()


def walked(client: Client, query: Any) -> list[int]:
    answer = get(client, "", {**query, "page_size": 7, "fields": "id"})
    found = [row["id"] for row in answer["results"]]
    while answer["next"]:
        answer = client.get(answer["next"]).json()
        found += [row["id"] for row in answer["results"]]
    return found


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(query=asked, ordering=st.sampled_from(ORDERINGS), by=st.sampled_from(["day", "week", "month", "year"]))
def test_count_list_facets_and_timeline_agree(
    newsroom: list[Client], query: dict[str, Any], ordering: str, by: str
) -> None:
    if ordering == "relevance" and "q" not in query:
        ordering = "words"
    for client in newsroom:
        count = get(client, "", {**query, "count": "exact"})["count"]
        rows = walked(client, {**query, "ordering": ordering})
        assert (len(rows), len(set(rows))) == (count, count)

        found = get(client, "facets/", query)
        assert (found["count"], found["estimated"]) == (count, False)
        for name in ("source", "language", "year"):
            facet = found["facets"][name]
            assert sum(it["count"] for it in facet["values"]) + facet["others"] + facet["none"] == count
        for name, parameter in (("event", "event"), ("agency", "agency"), ("person", "entity"), ("source", "source")):
            for value in found["facets"][name]["values"][:1]:
                # Collapsed, a narrower list may choose another article of a story.
                if parameter not in query and "collapse" not in query:
                    assert len(walked(client, {**query, parameter: value["value"]})) == value["count"]

        line = get(client, "timeline/", {**query, "by": by})
        assert sum(it["articles"] for it in line["spans"]) + line["without_date"]["articles"] == count


def test_facets_of_a_long_list_are_estimated_unless_exact_ones_are_asked_for(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.aggregates.SUMMED_UP", 4)
    for day in range(1, 10):
        ArticleFactory(published_on=date(2021, 7, day), language="de" if day % 3 else "en")
    found = get(client, "facets/", {})
    assert (found["count"], found["estimated"]) == (9, True)
    found = get(client, "facets/", {"count": "exact"})
    assert (found["count"], found["estimated"]) == (9, False)
    assert [(it["value"], it["count"]) for it in found["facets"]["language"]["values"]] == [("de", 6), ("en", 3)]
