"""What happened is kept: the database refuses to rewrite it, whoever asks; and rules that reach over tables."""

import threading
from datetime import date

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from django.utils import timezone

from archive.models import (
    Article,
    Entity,
    Erasure,
    Event,
    Mention,
    Revision,
    Story,
    StoryMember,
    Withdrawal,
)
from archive.models.history import rewriting_history
from tests.factories import (
    ArticleFactory,
    EntityFactory,
    EventFactory,
    MentionFactory,
    OriginalFactory,
    SourceFactory,
    UserFactory,
    WithdrawalFactory,
)  # fmt: skip


def refused(why, write, error=IntegrityError):
    """The database refuses `write`, at the latest when the transaction would be committed."""

    def write_and_check():
        write()
        check_deferred()

    with pytest.raises(error, match=why), transaction.atomic():
        write_and_check()


def check_deferred():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def sql(query, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("why", "values"),
    [
        ("original_comes_with_content", {"content": None, "sha256": "0" * 64, "size": 0}),
        ("original_sha256_is_its_contents", {"content": b"other", "sha256": "0" * 64}),
        ("original_size_is_its_contents", {"content": b"other", "size": 4}),
    ],
)
def test_an_original_comes_with_its_bytes_and_their_hash_and_size(why, values):
    refused(why, lambda: OriginalFactory(**values))


@pytest.mark.django_db
def test_a_tombstone_has_the_form_of_a_hash():
    row = {"original": OriginalFactory(), "reason": "Court order", "erased_by": UserFactory()}
    refused("erasure_sha256_is_hex", lambda: Erasure.objects.create(sha256="gone", **row))


@pytest.mark.django_db
def test_a_place_where_something_happened_stays_a_place():
    place = EntityFactory(kind="place")
    event = EventFactory(place=place)
    refused("place of an event", lambda: Entity.objects.filter(pk=place.pk).update(kind="person"))
    Event.objects.filter(pk=event.pk).update(place=None)
    Entity.objects.filter(pk=place.pk).update(kind="person")


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["starts_on", "ends_on"])
def test_an_event_has_dates_that_there_are(field):
    event = EventFactory(ends_on=date(2021, 7, 9))
    for moment in ("infinity", "-infinity", "2101-01-01", "1399-12-31", "0044-03-15 BC"):
        refused(
            "event_dates",
            lambda: sql(f"UPDATE archive_event SET {field} = %s WHERE id = %s", moment, event.pk),  # noqa: B023
        )


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["published_on", "embargo_until"])
def test_an_article_has_no_date_that_python_cannot_read(field):
    article = ArticleFactory(status="embargoed", embargo_until=timezone.now())
    for moment in ("infinity", "-infinity"):
        refused(
            f"article_{field}_in_range",
            lambda: sql(f"UPDATE archive_article SET {field} = %s WHERE id = %s", moment, article.pk),  # noqa: B023
        )


@pytest.mark.django_db
@pytest.mark.parametrize("factory", [SourceFactory, EntityFactory, EventFactory])
def test_a_record_has_an_address(factory):
    record = factory()
    refused("slug_not_blank", lambda: type(record).objects.filter(pk=record.pk).update(slug=""))


@pytest.mark.django_db
def test_a_homepage_is_a_web_page():
    refused("source_homepage_is_http", lambda: SourceFactory(homepage="javascript:alert(1)"))
    assert SourceFactory(homepage="HTTPS://outlet.example").homepage


@pytest.mark.django_db
def test_a_mention_is_of_the_kind_of_its_entity_and_follows_it():
    mention = MentionFactory(entity__kind="person")
    rows = Mention.objects.filter(pk=mention.pk)
    refused("mention_kind_is_its_entitys", lambda: rows.update(kind="place"))
    refused("mention_kind_is_its_entitys", lambda: rows.update(entity=EntityFactory(kind="organisation")))
    Entity.objects.filter(pk=mention.entity_id).update(kind="organisation")
    assert rows.get().kind == "organisation"
    mention.entity = EntityFactory(kind="place")
    mention.save()
    assert rows.get().kind == "place"


@pytest.mark.django_db
def test_an_article_is_withdrawn_if_and_only_if_a_withdrawal_is_open():
    why = "is withdrawn without a withdrawal, or has one and is not"
    article = ArticleFactory()
    refused(why, lambda: ArticleFactory(status="withdrawn"))
    refused(why, lambda: Article.objects.filter(pk=article.pk).update(status="withdrawn"))
    refused(why, lambda: WithdrawalFactory(article=article))
    withdrawn = WithdrawalFactory()
    check_deferred()
    refused(why, lambda: Article.objects.filter(pk=withdrawn.article_id).update(status="draft"))
    end = {"restored_at": timezone.now(), "restored_by": UserFactory()}
    refused(why, lambda: Withdrawal.objects.filter(pk=withdrawn.pk).update(**end))
    Withdrawal.objects.filter(pk=withdrawn.pk).update(**end)
    Article.objects.filter(pk=withdrawn.article_id).update(status="draft")
    check_deferred()


@pytest.mark.django_db
def test_a_withdrawal_remembers_a_status_to_come_back_to():
    for status in ("withdrawn", "", "secret"):
        refused("withdrawal_status_before_known", lambda: WithdrawalFactory(status_before=status))  # noqa: B023


@pytest.mark.django_db
def test_the_lead_of_a_story_is_one_of_its_members():
    lead, member, other = ArticleFactory.create_batch(3)
    why = "story_lead_is_a_member"
    refused(why, lambda: Story.objects.create(lead=lead))
    story = Story.objects.create(lead=lead)
    for article in (lead, member):
        StoryMember.objects.create(story=story, article=article)
    check_deferred()
    refused(why, lambda: Story.objects.filter(pk=story.pk).update(lead=other))
    refused(why, lambda: StoryMember.objects.filter(article=lead).delete())
    refused(why, lambda: StoryMember.objects.filter(article=lead).update(article=other))
    Story.objects.filter(pk=story.pk).update(lead=member)
    StoryMember.objects.filter(article=lead).delete()
    check_deferred()
    story.delete()
    check_deferred()


@pytest.fixture
def revision(db):
    article = ArticleFactory()
    return Revision.objects.create(
        article=article, number=1, original=article.original, headline="Old", text="Old.", text_hash="0" * 64
    )


def test_an_earlier_text_is_neither_changed_nor_deleted(revision):
    rows = Revision.objects.filter(pk=revision.pk)
    refused("Cannot update or delete rows from archive_revision", lambda: rows.update(text="New."), DatabaseError)
    refused("Cannot update or delete rows from archive_revision", rows.delete, DatabaseError)


@pytest.mark.django_db
def test_a_withdrawal_is_ended_once_and_otherwise_stays_as_it_is():
    withdrawal = WithdrawalFactory()
    rows = Withdrawal.objects.filter(pk=withdrawal.pk)
    refused("Cannot delete rows from archive_withdrawal", rows.delete, DatabaseError)
    for change in ({"reason": "error"}, {"note": "Forged"}, {"status_before": "draft"}):
        refused("Cannot update rows", lambda: rows.update(**change), DatabaseError)  # noqa: B023
    rows.update(restored_at=timezone.now(), restored_by=UserFactory())
    Article.objects.filter(pk=withdrawal.article_id).update(status="published")
    refused("Cannot update rows", lambda: rows.update(restored_at=None, restored_by=None), DatabaseError)
    refused("Cannot update rows", lambda: rows.update(restored_at=timezone.now()), DatabaseError)


HISTORIES = [model for model in apps.get_app_config("archive").get_models() if model.__name__.endswith("History")]


@pytest.mark.parametrize("model", HISTORIES)
def test_every_table_of_history_refuses_to_be_rewritten(model):
    assert any(trigger.name == "append_only" for trigger in model._meta.triggers)


@pytest.mark.django_db
def test_history_is_neither_changed_nor_deleted_but_by_an_erasure():
    source = SourceFactory(name="As it was")
    rows = apps.get_model("archive", "SourceHistory").objects.filter(pgh_obj_id=source.pk)
    refused("Cannot update or delete rows", lambda: rows.update(name="Forged"), DatabaseError)
    refused("Cannot update or delete rows", rows.delete, DatabaseError)
    forged = "UPDATE archive_sourcehistory SET name = 'Forged' WHERE pgh_obj_id = %s"
    refused("Cannot update or delete rows", lambda: sql(forged, source.pk), DatabaseError)
    with rewriting_history():
        rows.update(name="")
    assert rows.get().name == ""
    refused("Cannot update or delete rows", lambda: rows.update(name="Forged"), DatabaseError)


def at_once(*works):
    """Run each work in a transaction of its own, all open at once; the errors, in no order."""
    errors = []
    barrier = threading.Barrier(len(works), timeout=300)

    def run(work):
        try:
            with transaction.atomic():
                sql("SET LOCAL lock_timeout = '300s'")
                barrier.wait()
                work()
        except DatabaseError as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def slowly(write):
    """`write`, whose transaction stays open for a while."""

    def work():
        write()
        sql("SELECT pg_sleep(0.5)")

    return work


def test_two_transactions_do_not_close_a_circle_of_events_together(committed):
    one, two = EventFactory(), EventFactory()
    errors = at_once(
        slowly(lambda: Event.objects.filter(pk=one.pk).update(parent=two)),
        slowly(lambda: Event.objects.filter(pk=two.pk).update(parent=one)),
    )
    assert ["part of itself" in str(error) for error in errors] == [True]


def test_a_place_does_not_become_a_person_while_an_event_is_put_there(committed):
    place, event = EntityFactory(kind="place"), EventFactory()
    errors = at_once(
        slowly(lambda: Event.objects.filter(pk=event.pk).update(place=place)),
        slowly(lambda: Entity.objects.filter(pk=place.pk).update(kind="person")),
    )
    assert len(errors) == 1
    event.refresh_from_db()
    place.refresh_from_db()
    assert event.place is None or place.kind == "place"
