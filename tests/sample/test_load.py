import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, F

from archive import queries
from archive.models import (
    Article,
    ArticleLink,
    Coverage,
    Credit,
    Event,
    ImportRun,
    Mention,
    Merge,
    Revision,
    Source,
    Story,
)
from archive.sample import truth
from archive.sample.editor import demo_editor
from archive.sample.load import NotEmpty, load
from tests.factories import ArticleFactory

KNOWN = truth.read()


def test_everything_comes_in_through_ingest_and_nothing_is_rejected(newsroom):
    runs = ImportRun.objects.all()
    assert [run.state for run in runs] == ["finished", "finished"]
    assert sum(run.rejected for run in runs) == 0
    assert Article.objects.filter(status="published").count() == Article.objects.count() >= 60


def test_corrections_are_revisions_with_a_public_note(newsroom):
    revisions = Revision.objects.all()
    assert len(revisions) == 4
    assert all(revision.change_note and revision.text != revision.article.text for revision in revisions)


def test_every_mention_credit_and_event_of_the_truth_is_there(newsroom):
    assert Credit.objects.accepted().count() == len(KNOWN.credits)
    assert Coverage.objects.accepted().count() == len(KNOWN.coverage)
    assert Event.objects.accepted().count() == len(KNOWN.events)
    assert ArticleLink.objects.count() == len(KNOWN.links)
    assert ArticleLink.objects.undecided().count() == len([link for link in KNOWN.links if link.get("desk")])
    assert Mention.objects.accepted().count() > 1_000


def test_offsets_lead_to_the_words(newsroom):
    for row in (*Mention.objects.select_related("article"), *Credit.objects.select_related("article")):
        words = row.surface if isinstance(row, Mention) else row.words
        assert getattr(row.article, row.field)[row.start : row.end] == words


def test_no_source_is_doubled_by_spelling(newsroom):
    suggested = Source.objects.filter(verdict="suggested").values_list("name", flat=True)
    assert list(suggested) == []


def test_a_merge_is_there_to_look_at_whose_old_address_leads_on(newsroom):
    merge = Merge.objects.get(undone_at=None)
    kept = Source.objects.get(pk=merge.keep_id)
    assert kept.redirects.filter(old_slug="courier-online", merge=merge).exists()
    assert set(kept.domains.values_list("domain", flat=True)) == {"harbourcourier.example", "courieronline.example"}


def test_stories_have_an_agency_for_origin_and_no_rejected_pair_inside(newsroom):
    stories = Story.objects.annotate(size=Count("members"))
    assert all(story.size > 1 for story in stories)
    assert stories.filter(origin__kind="agency").count() > len(stories) / 2
    rejected = ArticleLink.objects.filter(verdict="rejected")
    torn = rejected.filter(left__story_membership__story=F("right__story_membership__story"))
    assert list(torn) == []


def test_an_event_has_fewer_reports_than_articles(newsroom):
    event = Event.objects.get(slug="capture-of-islam-qala")
    numbers = queries.numbers([event.pk], None)[event.pk]
    assert numbers.articles > numbers.reports > 1
    parent = queries.numbers([event.parent_id], None)[event.parent_id]
    assert parent.articles > numbers.articles


def test_bare_texts_have_a_headline_of_their_own_and_a_photo_credit(newsroom):
    bare = Article.objects.filter(source=None)
    assert len(bare) == 4
    assert all(article.headline_derived for article in bare)
    assert Credit.objects.filter(article__in=bare, kind="photo", source__name="Lumen Photos").count() == 2


@pytest.mark.django_db
def test_an_archive_that_holds_something_is_left_alone(tmp_path, settings):
    settings.VAR_DIR = tmp_path
    ArticleFactory()
    with pytest.raises(CommandError, match="not empty"):
        call_command("sample")
    assert Article.objects.count() == 1
    with pytest.raises(NotEmpty):
        load(demo_editor())
