"""Who is named together, who told an event, and which article derives from which."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from archive.models import Article, Extraction, Story, StoryMember
from tests.factories import (
    ArticleFactory,
    ArticleLinkFactory,
    CoverageFactory,
    EntityFactory,
    EventFactory,
    MentionFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db


def naming(*entities: Any, **article: Any) -> Any:
    made = ArticleFactory(**article)
    for start, entity in enumerate(entities):
        MentionFactory(article=made, entity=entity, start=10 * start, end=10 * start + 3)
    return made


def test_a_network_counts_the_articles_that_name_both(ask: Any) -> None:
    herat, joe, ann = (EntityFactory(slug=slug) for slug in ("herat", "joe", "ann"))
    naming(herat, joe, ann)
    naming(herat, joe, language="de")
    naming(joe, ann)
    naming(herat, ann, status="draft")
    naming(herat, EntityFactory(verdict="suggested", decided_by=None))
    answer = ask("entities/herat/network/")
    assert (answer["articles"], answer["estimated"]) == (3, False)
    assert [(it["slug"], it["articles"]) for it in answer["neighbours"]] == [("joe", 2), ("ann", 1)]
    pairs = {frozenset((it["left"], it["right"])): it["articles"] for it in answer["pairs"]}
    expected = {("herat", "joe"): 2, ("herat", "ann"): 1, ("joe", "ann"): 1}
    assert pairs == {frozenset(pair): n for pair, n in expected.items()}
    assert [it["slug"] for it in ask("entities/herat/network/", language="de")["neighbours"]] == ["joe"]
    assert [it["slug"] for it in ask("entities/herat/network/", most=1)["neighbours"]] == ["joe"]


def test_the_coverage_of_an_event_says_who_was_first_and_with_what_figures(ask: Any, editor: Any) -> None:
    event = EventFactory(slug="fall")
    slow, quick = SourceFactory(slug="slow"), SourceFactory(slug="quick", rights="metadata")
    hidden = SourceFactory(verdict="rejected", decided_by=editor)
    days = ((slow, 9), (slow, 8), (quick, 7), (None, 9), (hidden, 8))
    articles = [ArticleFactory(source=source, published_on=date(2021, 7, day)) for source, day in days]
    for article in articles:
        CoverageFactory(article=article, event=event)
        Extraction.objects.create(
            article=article, article_updated_at=article.updated_at, version=1,
            figures=[["text", 0, 2, 12, "", "districts"]],
        )  # fmt: skip
    CoverageFactory(event=event, article__status="draft")
    answer = ask("events/fall/coverage/")
    assert answer["numbers"] == {"articles": 5, "outlets": 2, "independent_reports": 5}
    told = [((it["first"]["source"] or {}).get("slug"), it["articles"], it["first"]["id"]) for it in answer["outlets"]]
    assert told == [("quick", 1, articles[2].pk), ("slow", 2, articles[1].pk), (None, 2, articles[4].pk)]
    assert [len(it["figures"]) for it in answer["outlets"]] == [0, 1, 1]
    assert answer["outlets"][1]["figures"][0]["about"] == "districts"
    assert ask("events/fall/coverage/", source="slow")["numbers"]["articles"] == 2

    Article.objects.filter(pk=articles[1].pk).update(updated_at=timezone.now())
    corrected = ask("events/fall/coverage/", source="slow")["outlets"]
    assert [it["figures"] for it in corrected] == [[]], "figures of a text before it was corrected"


def test_a_lineage_draws_the_copies_of_a_report(ask: Any, ask_as_editor: Any) -> None:
    one, two, draft = ArticleFactory(), ArticleFactory(), ArticleFactory(status="draft")
    story = Story.objects.create(lead=one)
    for member in (one, two, draft):
        StoryMember.objects.create(story=story, article=member)
    ArticleLinkFactory(left=one, right=two, relation="copy", first="left")
    ArticleLinkFactory(left=one, right=draft, relation="copy")
    answer = ask(f"articles/{two.pk}/lineage/")
    assert (answer["count"], [it["id"] for it in answer["articles"]]) == (2, [one.pk, two.pk])
    assert [(it["left"], it["right"], it["first"]) for it in answer["links"]] == [(one.pk, two.pk, one.pk)]
    assert ask_as_editor(f"articles/{two.pk}/lineage/")["count"] == 3
    alone = ArticleFactory()
    assert [it["id"] for it in ask(f"articles/{alone.pk}/lineage/")["articles"]] == [alone.pk]
