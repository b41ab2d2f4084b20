"""An article lists its nearest relatives, says how many there are, and leads to the rest."""

from datetime import date, timedelta

import pytest

from archive import queries
from archive.models import ArticleLink, Story, StoryMember
from archive.queries import RelatedCounts
from archive.queries.relatives import NEAREST_FIRST
from tests.factories import ArticleFactory, ArticleLinkFactory

pytestmark = pytest.mark.django_db
FIRST = date(2021, 7, 8)


@pytest.fixture(autouse=True)
def _few(monkeypatch):
    monkeypatch.setattr("archive.queries.relatives.MOST_RELATED", 4)


def linked(article, relation, days=0, **fields):
    other = ArticleFactory(published_on=FIRST + timedelta(days=days), **fields)
    ArticleLinkFactory(left=article, right=other, relation=relation)
    return other


def in_story(article, *others):
    story = Story.objects.filter(lead=article).first() or Story.objects.create(lead=article)
    for member in (article, *others):
        StoryMember.objects.get_or_create(article=member, story=story)


def related(article, user=None):
    return [it.article for it in queries.related(queries.article(article.pk, user), user)]


def counts(article, user=None):
    return queries.related_counts(queries.article(article.pk, user), user)


def test_the_closer_relation_comes_first_whatever_the_date():
    article = ArticleFactory()
    relations = ["update", "copy", "rewrite", "edited copy"]
    others = {relation: linked(article, relation, days) for days, relation in enumerate(relations)}
    assert related(article) == [others[relation] for relation in ("copy", "edited copy", "rewrite", "update")]
    assert set(NEAREST_FIRST) == set(ArticleLink.Relation.values)


def test_of_one_relation_the_earlier_article_comes_first_and_no_more_than_the_limit():
    article = ArticleFactory()
    others = [linked(article, "copy", days=9 - n) for n in range(6)]
    assert related(article) == others[:1:-1]
    assert counts(article) == RelatedCounts(same_report=6)


def test_links_of_its_own_come_before_what_only_a_third_article_joins():
    article = ArticleFactory()
    event, copy = linked(article, "same event"), linked(article, "copy", days=5)
    thirds = [ArticleFactory(published_on=FIRST + timedelta(days=n)) for n in (3, 1, 2)]
    in_story(article, copy, *thirds)
    assert related(article) == [copy, thirds[1], thirds[2], event]
    assert counts(article) == RelatedCounts(same_report=4, same_event=1)


def test_the_other_side_of_a_link_is_found_from_either():
    article = ArticleFactory()
    other = linked(article, "copy")
    assert (related(article), related(other)) == ([other], [article])
    assert counts(article) == counts(other) == RelatedCounts(same_report=1)


def test_only_what_its_reader_may_see_is_listed_and_counted(editor):
    article = ArticleFactory()
    hidden = linked(article, "copy", status="draft")
    third = ArticleFactory(status="draft")
    in_story(article, hidden, third)
    ArticleLinkFactory(left=article, right=ArticleFactory(), verdict="rejected")
    assert (related(article), counts(article)) == ([], RelatedCounts())
    assert (related(article, editor), counts(article, editor)) == ([hidden, third], RelatedCounts(same_report=2))


def test_the_page_and_the_api_say_how_many_there_are_and_where_the_rest_is(client):
    article = ArticleFactory()
    copies = [linked(article, "copy", days=n) for n in range(3)]
    [linked(article, "same event") for _ in range(3)]
    in_story(article, *copies, *ArticleFactory.create_batch(3))
    html = client.get(article.get_absolute_url()).content.decode()
    story = article.story_membership.story
    assert "<b>6</b> other articles carry the same report" in html
    assert "The nearest 3 of 6." in html
    assert "The first 1 of 3." in html
    assert f'<a href="{story.get_absolute_url()}">The whole report' in html
    told = client.get(f"/api/v1/articles/{article.pk}/").json()
    assert len(told["related"]) == 4
    assert told["related_counts"] == {"same_report": 6, "same_event": 3}
    assert len(client.get(told["story"]["api_url"]).json()["results"]) == 7
    assert client.get(told["story"]["url"]).status_code == 200
