"""The database itself keeps the rules: each is tried past all Python checks."""

from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from archive.models import (
    Article,
    ArticleLink,
    Entity,
    EntityName,
    Event,
    ExternalId,
    Feed,
    ImportRun,
    Merge,
    Redirect,
    SourceDomain,
    SourceName,
)
from tests.factories import (
    ArticleFactory,
    ArticleLinkFactory,
    CoverageFactory,
    CreditFactory,
    EntityFactory,
    EventFactory,
    FeedFactory,
    MentionFactory,
    SourceFactory,
    UserFactory,
    WithdrawalFactory,
)

pytestmark = pytest.mark.django_db


def refused(constraint, write):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        write()


def test_a_pair_of_articles_is_stored_once_and_in_order():
    link = ArticleLinkFactory()
    refused("article_link_stored_once", lambda: ArticleLinkFactory(left=link.right, right=link.left))
    refused("article_link_stored_once", lambda: ArticleLinkFactory(left=link.left, right=link.left))
    refused("article_link_unique", lambda: ArticleLinkFactory(left=link.left, right=link.right, relation="copy"))


def test_a_decision_names_its_editor_and_a_suggestion_none():
    link = ArticleLinkFactory()
    rows = ArticleLink.objects.filter(pk=link.pk)
    refused("decision_names_editor", lambda: rows.update(decided_by=None))
    refused("decision_names_editor", lambda: rows.update(decided_at=None))
    refused("decision_names_editor", lambda: rows.update(verdict="suggested"))
    refused("verdict_known", lambda: rows.update(verdict="perhaps"))
    refused("score_0_to_1", lambda: rows.update(score=1.5))
    refused("known_by_known", lambda: rows.update(known_by="guess"))
    refused("relation_known", lambda: rows.update(relation="twin"))


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("article_status_known", {"status": "secret"}),
        ("article_embargo_has_end", {"status": "embargoed"}),
        ("article_embargo_has_end", {"embargo_until": timezone.now()}),
        ("article_date_precision", {"published_on": None}),
        ("article_date_precision", {"date_precision": "month"}),
        ("article_date_precision", {"published_on": None, "date_precision": "month"}),
        ("article_date_precision", {"published_on": date(2021, 7, 1), "date_precision": "year"}),
        ("article_rights_known", {"rights": "some"}),
        ("article_headline_not_blank", {"headline": ""}),
        ("article_identity_is_hex", {"identity": "a" * 63}),
        ("article_identity_is_hex", {"identity": "A" * 64}),
        ("article_text_hash_is_hex", {"text_hash": "0"}),
        ("article_url_is_http", {"url": "javascript:alert(1)"}),
        ("article_url_is_http", {"url": "outlet.example/1"}),
        ("article_published_on_in_range", {"published_on": date(1399, 12, 31)}),
        ("article_published_on_in_range", {"published_on": date(2101, 1, 1)}),
        ("article_embargo_until_in_range", {"status": "embargoed", "embargo_until": datetime(2200, 1, 1, tzinfo=UTC)}),
    ],
)
def test_an_article_keeps_its_rules(constraint, values):
    article = ArticleFactory()
    refused(constraint, lambda: Article.objects.filter(pk=article.pk).update(**values))


def test_an_article_is_stored_once_by_its_identity():
    article = ArticleFactory()
    refused("article_identity_unique", lambda: ArticleFactory(identity=article.identity))


def test_a_name_or_domain_leads_to_one_source():
    source, other = SourceFactory.create_batch(2)
    SourceName.objects.create(source=source, name="The Herald")
    refused("source_name_leads_to_one_source", lambda: SourceName.objects.create(source=other, name="HERALD"))
    SourceDomain.objects.create(source=source, domain="herald.example")
    refused("leads_to_one_source", lambda: SourceDomain.objects.create(source=other, domain="herald.example"))
    for domain in ("www.herald.example", "Herald.example", "https://herald.example", "a b"):
        refused("source_domain_is_bare", lambda: SourceDomain.objects.create(source=other, domain=domain))  # noqa: B023


def test_two_entities_may_share_a_name_but_not_an_external_id():
    first, second = EntityFactory.create_batch(2)
    for entity in (first, second):
        EntityName.objects.create(entity=entity, name="Herat")
    ExternalId.objects.create(entity=first, scheme="wikidata", value="Q45313")
    refused("leads_to_one_entity", lambda: ExternalId.objects.create(entity=second, scheme="wikidata", value="Q45313"))
    refused("wikidata_form", lambda: ExternalId.objects.create(entity=second, scheme="wikidata", value="45313"))


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "person", "latitude": 34, "longitude": 62},
        {"kind": "place", "latitude": 91, "longitude": 62},
        {"kind": "place", "latitude": 34, "longitude": 181},
        {"kind": "place", "latitude": 34, "longitude": None},
    ],
)
def test_only_places_have_coordinates_and_on_this_earth(values):
    entity = EntityFactory()
    refused("entity_coordinates", lambda: Entity.objects.filter(pk=entity.pk).update(**values))


def test_events_form_no_circle():
    war = EventFactory()
    offensive = EventFactory(parent=war)
    battle = EventFactory(parent=offensive)
    refused("part of itself", lambda: Event.objects.filter(pk=war.pk).update(parent=battle))
    refused("own_parent|part of itself", lambda: Event.objects.filter(pk=war.pk).update(parent=war))
    Event.objects.filter(pk=battle.pk).update(parent=war)


def test_an_event_happens_at_a_place_in_order_of_its_dates():
    person = EntityFactory(kind="person")
    refused("not a place", lambda: EventFactory(place=person))
    refused("event_dates_in_order", lambda: EventFactory(ends_on=date(2021, 7, 7)))
    refused("event_date_precision", lambda: EventFactory(starts_on=None))
    refused("event_date_precision", lambda: EventFactory(starts_on=None, date_precision="year"))


def test_an_accepted_mention_is_resolved_and_alone_on_its_words():
    mention = MentionFactory()
    refused("mention_accepted_is_resolved", lambda: MentionFactory(entity=None, kind="person"))
    refused("mention_accepted_once_a_span", lambda: MentionFactory(article=mention.article))
    refused("mention_span", lambda: MentionFactory(start=3, end=3))


def test_a_credit_and_a_coverage_are_stored_once():
    credit = CreditFactory()
    refused("credit_unique", lambda: CreditFactory(article=credit.article, source=credit.source))
    refused("credit_span", lambda: CreditFactory(start=5))
    coverage = CoverageFactory()
    refused("coverage_unique", lambda: CoverageFactory(article=coverage.article, event=coverage.event))


def test_an_import_loses_nothing():
    refused("import_run_loses_nothing", lambda: ImportRun.objects.create(read=3, stored=1, unchanged=1))
    refused("import_run_revised_are_stored", lambda: ImportRun.objects.create(read=1, stored=1, revised=2))
    refused("import_run_state_known", lambda: ImportRun.objects.create(state="lost", finished_at=timezone.now()))
    for counter in ("read", "stored", "revised", "unchanged", "rejected"):
        refused(f"{counter}_check|loses_nothing|revised_are", lambda: ImportRun.objects.create(**{counter: -1}))  # noqa: B023
    refused("unchanged_check", lambda: ImportRun.objects.create(stored=1, unchanged=-1))
    refused("import_run_ends", lambda: ImportRun.objects.create(state="finished"))


@pytest.mark.parametrize(
    "address",
    ["ftp://outlet.example/feed", "outlet.example/feed", "https://", "https://me:secret@outlet.example/feed",
     "https://outlet.example/the feed", "HTTPS://outlet.example/feed", "https://outlet.example/feed#top", ""],
)  # fmt: skip
def test_a_feed_has_an_address_of_the_web(address):
    FeedFactory(address="http://outlet.example:8080/feed?format=rss&of=me@here")
    refused("feed_address_is_of_the_web", lambda: FeedFactory(address=address))


def test_a_feed_is_there_once_and_read_at_sane_intervals():
    feed = FeedFactory()
    refused("feed_address_unique", lambda: FeedFactory(address=feed.address))
    for minutes in (0, 4, 10_081):
        refused("feed_interval_sane", lambda interval=minutes: Feed.objects.update(interval=interval))
    refused("feed_source_name_not_blank", lambda: Feed.objects.update(source_name=""))


def test_an_article_is_withdrawn_once_at_a_time():
    article = WithdrawalFactory().article
    refused("withdrawal_open_once", lambda: WithdrawalFactory(article=article))


def test_a_record_is_not_merged_with_itself_nor_lost_twice():
    row = {"kind": "entity", "keep_id": 1, "lose_id": 2, "loser": {}, "merged_by": UserFactory()}
    refused("merge_not_with_itself", lambda: Merge.objects.create(**row | {"lose_id": 1}))
    Merge.objects.create(**row)
    refused("merge_loses_a_record_once", lambda: Merge.objects.create(**row | {"keep_id": 3}))


def test_a_redirect_leads_from_one_address_to_one_record():
    entity, event = EntityFactory(), EventFactory()
    Redirect.objects.create(old_slug="old", entity=entity)
    refused("redirect_entity_slug_once", lambda: Redirect.objects.create(old_slug="old", entity=EntityFactory()))
    Redirect.objects.create(old_slug="old", event=event)
    refused("redirect_leads_to_one", lambda: Redirect.objects.create(old_slug="x", entity=entity, event=event))
    refused("redirect_from_something", lambda: Redirect.objects.create(entity=entity))


def ours():
    return [model for model in apps.get_app_config("archive").get_models() if not model.__name__.endswith("History")]


def test_every_constraint_and_index_has_a_name_of_ours():
    for model in ours():
        for named in (*model._meta.constraints, *model._meta.indexes):
            assert not named.name.startswith("archive_"), named


KEPT_ELSEWHERE = {
    "Original",  # never changes
    "Erasure",  # never changes
    "ImportRun",  # counters of a program
    "RejectedRecord",  # what a program refused
    "Revision",  # is itself the history of a text
    "MergeMove",  # a ledger, written once
    "Extraction",  # a note of a program, made again at will
    "Change",  # is itself a log
    "RequestCount",  # a count of the last minute
    "Assignment",  # who has what in hand for an hour
    "User",  # Django's own table of people
    # What ingest and matching derive from the texts, and make anew from them.
    "Boilerplate",
    *("Fingerprint", "TermFrequency", "RareTerm", "Anchor", "Likeness", "Unmatched"),
}


def test_every_curated_table_keeps_its_history():
    tracked = {
        model.__name__.removesuffix("History")
        for model in apps.get_app_config("archive").get_models()
        if model.__name__.endswith("History")
    }
    assert {model.__name__ for model in ours()} - tracked == KEPT_ELSEWHERE


def test_raw_sql_is_in_the_history_too():
    source = SourceFactory()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE archive_source SET name = 'Renamed' WHERE id = %s", [source.pk])
        cursor.execute("DELETE FROM archive_sourcename WHERE source_id = %s", [source.pk])
    labels = apps.get_model("archive", "SourceHistory").objects.filter(pgh_obj=source).values_list("pgh_label", "name")
    assert list(labels)[-1] == ("update", "Renamed")
    names = apps.get_model("archive", "SourceNameHistory").objects.filter(source=source)
    assert list(names.values_list("pgh_label", flat=True)) == ["insert", "delete"]


def test_no_foreign_key_to_an_article_cascades():
    """Articles carry people's work: deleting one by accident must fail, not take the work along."""
    for relation in Article._meta.related_objects:
        if not relation.related_model.__name__.endswith("History"):
            assert relation.on_delete is models.PROTECT, relation
