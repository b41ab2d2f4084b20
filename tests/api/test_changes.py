"""A mirror that follows the changes is in step: in order, nothing left out, nothing told that is not public."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from archive.curation import merging, publishing, records, verdicts
from archive.models import Article, Entity, EntityName, Merge, Source
from tests.factories import (
    ArticleFactory,
    CoverageFactory,
    CreditFactory,
    EntityFactory,
    EventFactory,
    MentionFactory,
    SourceFactory,
    SourceNameFactory,
    UserFactory,
)

WAITING = {"verdict": "suggested", "decided_by": None}


class Mirror:
    """Follows the changes as the public; `news()` is what it did not know yet."""

    def __init__(self, **parameters: Any) -> None:
        self.client = Client()
        self.address, self.parameters = "/api/v1/changes/", parameters

    def news(self) -> list[tuple[Any, ...]]:
        found, more = [], True
        while more:
            response = self.client.get(self.address, self.parameters)
            assert response.status_code == 200, response.content
            answer = response.json()
            found += answer["results"]
            self.address, self.parameters, more = answer["next"], {}, answer["more"]
        return [(row["kind"], row["resource"], row["id"] or row["slug"]) for row in found]


@pytest.fixture
def by(committed: None) -> Any:
    return UserFactory(is_staff=True)


def test_a_mirror_learns_what_became_public_changed_and_went(by: Any) -> None:
    mirror = Mirror(page_size=1)
    source = SourceFactory(slug="courier", main_name=None, decided_by=by)
    draft, article = (ArticleFactory(source=source, status=status) for status in ("draft", "published"))
    assert mirror.news() == [("created", "source", "courier"), ("created", "article", article.pk)]
    assert mirror.news() == []

    draft.headline = "Still a draft"
    draft.save()
    publishing.embargo(draft, timezone.now() + timedelta(days=1), by)
    assert mirror.news() == []

    article.headline = "Corrected"
    records.save(article, by)
    publishing.publish(draft, by)
    Article.objects.filter(pk=article.pk).update(extra={"seen": "by editors alone"})
    assert mirror.news() == [("updated", "article", article.pk), ("created", "article", draft.pk)]

    publishing.withdraw(article, "privacy", by, note="A secret note.")
    publishing.unpublish(draft, by)
    answer = Client().get("/api/v1/changes/?resource=article&page_size=500").json()["results"]
    assert [(row["kind"], row["id"], row["reason"]) for row in answer[-2:]] == [
        ("withdrawn", article.pk, "privacy"),
        ("withdrawn", draft.pk, None),
    ]
    assert "secret" not in str(answer)
    mirror.news()
    publishing.restore(article, by)
    assert mirror.news() == [("created", "article", article.pk)]


def test_what_is_accepted_about_a_record_changes_it_and_suggestions_do_not(by: Any) -> None:
    mirror = Mirror()
    source = SourceFactory(slug="maybe", **WAITING)
    article, hidden = ArticleFactory(source=source, status="draft"), ArticleFactory(source=None, status="draft")
    entity, event = EntityFactory(slug="herat", **WAITING), EventFactory(slug="fall", **WAITING)
    mention = MentionFactory(article=article, entity=entity, **WAITING)
    CoverageFactory(article=hidden, event=event, decided_by=by)
    assert mirror.news() == []

    publishing.publish(article, by)
    verdicts.decide(entity, "accepted", by)
    assert mirror.news() == [
        ("created", "article", article.pk), ("created", "source", "maybe"), ("created", "entity", "herat"),
    ]  # fmt: skip
    verdicts.decide(mention, "accepted", by)
    EntityName.objects.create(entity=entity, name="Hirat")
    assert mirror.news() == [("updated", "article", article.pk), ("updated", "entity", "herat")]
    verdicts.decide(entity, "rejected", by)
    publishing.unpublish(article, by)
    assert mirror.news() == [
        ("withdrawn", "entity", "herat"), ("updated", "article", article.pk),
        ("withdrawn", "article", article.pk), ("withdrawn", "source", "maybe"),
    ]  # fmt: skip


def test_an_article_is_another_when_what_it_names_is_called_or_judged_otherwise(by: Any) -> None:
    source, agency = SourceFactory(decided_by=by), SourceFactory(decided_by=by)
    entity, event = EntityFactory(decided_by=by), EventFactory(decided_by=by)
    article = ArticleFactory(source=source)
    CreditFactory(article=article, source=agency, decided_by=by)
    MentionFactory(article=article, entity=entity, decided_by=by)
    MentionFactory(article=article, entity=entity, start=50, end=53, decided_by=by)
    CoverageFactory(article=article, event=event, decided_by=by)
    ArticleFactory(source=source, status="draft")
    ArticleFactory()
    mirror = Mirror()
    mirror.news()
    told = [("updated", "article", article.pk)]
    for record, change in (
        (source, {"name": "The Harbour Times"}), (source, {"rights": "metadata"}), (agency, {"name": "Another Agency"}),
        (entity, {"name": "Kabul"}), (event, {"title": "The fall"}),
    ):  # fmt: skip
        type(record).objects.filter(pk=record.pk).update(**change)
        assert mirror.news()[1:] == told, change
    Source.objects.filter(pk=source.pk).update(description="Said of the source alone.")
    assert mirror.news() == [("updated", "source", source.slug)]
    verdicts.decide(event, "rejected", by)
    assert mirror.news() == [("withdrawn", "event", event.slug), *told]


def test_a_merge_says_from_what_into_what(by: Any) -> None:
    kept, lost = EntityFactory(slug="kabul", decided_by=by), EntityFactory(slug="cabul", decided_by=by)
    mirror = Mirror()
    mirror.news()
    for removed_first in (True, False):
        with transaction.atomic():
            if removed_first:
                Entity.objects.filter(pk=lost.pk).delete()
            Merge.objects.create(kind="entity", keep_id=kept.pk, lose_id=lost.pk, loser={}, merged_by=by)
            Entity.objects.filter(pk=lost.pk).delete()
        kind, _, slug = mirror.news()[-1]
        assert (kind, slug) == ("merged", lost.slug)
        row = Client().get("/api/v1/changes/?page_size=500").json()["results"][-1]
        assert row["merged_into"]["slug"] == "kabul"
        assert row["merged_into"]["api_url"].endswith("/api/v1/entities/kabul/")
        lost = EntityFactory(slug="kabool", decided_by=by)
        assert mirror.news() == [("created", "entity", "kabool")]


@pytest.mark.parametrize("make", [SourceFactory, EntityFactory, EventFactory])
def test_merges_and_their_undo_leave_a_mirror_with_what_there_is(by: Any, make: Any) -> None:
    first, second, third = (make(slug=slug, decided_by=by) for slug in ("first", "second", "third"))
    kind = first._meta.model_name
    article = ArticleFactory(source=first if kind == "source" else None)
    if kind == "source":
        SourceNameFactory(source=first, name="Also known as")
    if kind == "entity":
        MentionFactory(article=article, entity=first, decided_by=by)
    if kind == "event":
        CoverageFactory(article=article, event=first, decided_by=by)
    mirror = Mirror()
    mirror.news()
    one = merging.merge(second, first, by)
    told = [it for it in mirror.news() if it[1] == kind and it[2] == "first"]
    assert told[-1] == ("merged", kind, "first")
    assert {it[0] for it in told} <= {"updated", "merged"}
    other = merging.merge(third, second, by)
    mirror.news()
    rows = Client().get("/api/v1/changes/", {"page_size": 500, "resource": kind}).json()["results"]
    assert {row["merged_into"]["slug"] for row in rows if row["kind"] == "merged"} == {"third"}
    verdicts.decide(third, "rejected", by)
    rows = Client().get("/api/v1/changes/", {"page_size": 500, "resource": kind}).json()["results"]
    assert {row["merged_into"] for row in rows if row["kind"] == "merged"} == {None}
    verdicts.decide(third, "accepted", by)
    mirror.news()
    merging.undo(other, by)
    merging.undo(one, by)
    news = mirror.news()
    assert {it for it in news if it[0] == "created"} == {("created", kind, "first"), ("created", kind, "second")}
    assert ("updated", "article", article.pk) in news
    if kind == "source":
        assert ("updated", "source", "third") in news, "a name of it went"


@pytest.fixture
def late(by: Any) -> Any:
    """Another connection, whose transaction ends later."""
    whole = connection.get_connection_params()
    parameters = {name: whole[name] for name in ("host", "port", "user", "password", "dbname") if name in whole}
    with psycopg.connect(**parameters) as found:
        yield found


def test_what_commits_late_is_not_skipped_and_keeps_the_order_of_each_record(by: Any, late: Any) -> None:
    first, second = ArticleFactory(source=None), ArticleFactory(source=None)
    mirror = Mirror(resource="article")
    mirror.news()
    retitle = "UPDATE archive_article SET headline = 'Another' WHERE id = %s"
    late.execute(retitle, [first.pk])
    with connection.cursor() as cursor:
        cursor.execute(retitle, [second.pk])
    third = ArticleFactory(source=None)
    assert mirror.news() == []  # what is older may still come
    with transaction.atomic():
        publishing.withdraw(second, "legal", by)
    late.execute("UPDATE archive_article SET caption = 'Late' WHERE id = %s", [third.pk])
    late.commit()
    heard = mirror.news()
    assert [[kind for kind, _, record in heard if record == article.pk] for article in (first, second, third)] == [
        ["updated"],
        ["updated", "withdrawn"],
        ["created", "updated"],
    ]


def test_a_start_is_a_day_a_moment_or_a_place_and_nothing_else(by: Any) -> None:
    ArticleFactory(source=None)
    moment = timezone.now()
    article = ArticleFactory(source=None)
    assert Mirror(since=moment.isoformat()).news() == [("created", "article", article.pk)]
    assert len(Mirror(since="2021-01-01").news()) == 2
    assert Mirror(since="2999-01-01").news() == []
    client = Client()
    for since in ("yesterday", "2021-02-30", "2021-02-01T10:00:00", "a:b:c", "2021-02-30T10:00:00Z", "x" * 5000, ""):
        response = client.get("/api/v1/changes/", {"since": since})
        assert (response.status_code, list(response.json()["errors"])) == (400, ["since"]), since
    assert list(client.get("/api/v1/changes/?cursor=a&page_size=0").json()["errors"]) == ["cursor"]


def test_sources_are_told_of_as_they_are_visible(by: Any) -> None:
    """The log's rule is that of `visible_to`."""
    for verdict in ("accepted", "suggested", "rejected"):
        decided = {} if verdict == "suggested" else {"decided_by": by}
        for status in ("draft", "published", None):
            source = SourceFactory(verdict=verdict, **(decided or {"decided_by": None}))
            if status:
                ArticleFactory(source=source, status=status)
    told = {slug for kind, resource, slug in Mirror(resource="source").news() if kind == "created"}
    assert told == set(Source.objects.visible_to(None).values_list("slug", flat=True))


def test_what_other_databases_of_the_server_write_holds_nothing_back(by: Any) -> None:
    whole = connection.get_connection_params()
    parameters = {name: whole[name] for name in ("host", "port", "user", "password") if name in whole}
    mirror = Mirror()
    with psycopg.connect(**parameters, dbname="postgres") as elsewhere:
        elsewhere.execute("SELECT pg_current_xact_id()")
        article = ArticleFactory(status="published", source=None)
        assert ("created", "article", article.pk) in mirror.news()
