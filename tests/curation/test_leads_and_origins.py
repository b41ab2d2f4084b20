"""Lead and origin of a story are what the facts say, whichever changes; what an editor chose stays."""

from datetime import timedelta

import pytest
from django.utils import timezone

from archive.curation import erasing, publishing, records, verdicts
from archive.models import Article, ArticleLink, Story
from tests.factories import ArticleFactory, ArticleLinkFactory, CreditFactory, SourceFactory, UserFactory

pytestmark = pytest.mark.django_db


def joined(editor, *articles):
    """The story that accepted links make of `articles`."""
    for left, right in zip(articles, articles[1:], strict=False):
        link = suggested(left, right)
        verdicts.decide(link, "accepted", editor)
    return Story.objects.get(members__article=articles[0])


def suggested(left, right):
    left, right = sorted((left, right), key=lambda article: article.pk)
    return ArticleLinkFactory(left=left, right=right, relation="copy", verdict="suggested", decided_by=None)


def of_agency(**article):
    return ArticleFactory(source=SourceFactory(kind="agency"), **article)


def now(story):
    story.refresh_from_db()
    return story.lead, story.origin


def test_an_agencys_own_article_that_joins_later_leads(editor):
    first, second = ArticleFactory.create_batch(2, published_on="2021-07-07")
    story = joined(editor, first, second)
    assert now(story) == (first, None)
    wire = of_agency(published_on="2021-07-09")
    joined(editor, second, wire)
    assert now(story) == (wire, wire.source)


def test_the_earliest_of_two_agencies_leads_and_of_one_day_the_one_that_came_first(editor):
    late, early, same_day = (of_agency(published_on=f"2021-07-{day}") for day in ("09", "08", "08"))
    assert now(joined(editor, late, early, same_day)) == (early, early.source)


def test_lead_and_origin_follow_the_source_of_an_article(editor):
    first, second = ArticleFactory.create_batch(2)
    story = joined(editor, first, second)
    second.source = agency = SourceFactory(kind="agency")
    records.save(second, editor)
    assert now(story) == (second, agency)


def test_lead_and_origin_follow_the_kind_of_a_source(editor):
    first, second = ArticleFactory.create_batch(2)
    story = joined(editor, first, second)
    second.source.kind = "agency"
    records.save(second.source, editor)
    assert now(story) == (second, second.source)


def test_the_date_of_an_article_decides_who_leads(editor):
    first, second = ArticleFactory.create_batch(2)
    story = joined(editor, first, second)
    second.published_on = "2021-07-01"
    records.save(second, editor)
    assert now(story)[0] == second


def test_a_rejected_source_is_no_origin_until_the_verdict_is_taken_back(editor):
    outlet, wire = ArticleFactory(published_on="2021-07-07"), of_agency()
    story = joined(editor, outlet, wire)
    verdicts.decide(wire.source, "rejected", editor)
    assert now(story) == (outlet, None)
    verdicts.take_back(wire.source, editor)
    assert now(story) == (wire, wire.source)


def test_a_rejected_source_is_no_origin_for_being_credited(editor):
    first, second = ArticleFactory.create_batch(2)
    credit = CreditFactory(article=first)
    story = joined(editor, first, second)
    assert now(story)[1] == credit.source
    verdicts.decide(credit.source, "rejected", editor)
    assert now(story)[1] is None


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_agency_that_most_members_credit_is_the_origin_and_the_elder_record_of_equals(editor, order):
    agencies = SourceFactory.create_batch(2, kind="agency")
    few, most = (agencies[n] for n in order)
    articles = ArticleFactory.create_batch(3)
    for article in articles[:2]:
        CreditFactory(article=article, source=most)
    # An article counts once, however often it names the agency.
    for start in range(3):
        CreditFactory(article=articles[2], source=few, start=start, end=start + 1)
    story = joined(editor, *articles)
    assert now(story)[1] == most
    CreditFactory(article=articles[0], source=few)
    verdicts.decide(CreditFactory(article=articles[1], kind="photo", source=few), "accepted", editor)
    records.save(CreditFactory(article=articles[2], source=few), editor)
    assert now(story)[1] == agencies[0]


def test_only_wire_credits_that_are_accepted_count(editor):
    first, second = ArticleFactory.create_batch(2)
    CreditFactory(article=first, kind="photo")
    CreditFactory(article=first, kind="cited")
    CreditFactory(article=second, verdict="unsure")
    CreditFactory(article=second, source=None, named_as="an agency")
    assert now(joined(editor, first, second))[1] is None


def test_what_is_not_public_decides_only_while_nothing_of_the_story_is(editor):
    draft = of_agency(status="draft", published_on="2021-07-01")
    credit = CreditFactory(article=ArticleFactory(status="draft"))
    outlet = ArticleFactory(status="draft")
    story = joined(editor, credit.article, draft, outlet)
    assert now(story) == (draft, draft.source)
    publishing.publish(outlet, editor)
    assert now(story) == (outlet, None)
    publishing.publish(credit.article, editor)
    assert now(story)[1] == credit.source
    publishing.publish(draft, editor)
    assert now(story) == (draft, draft.source)


def test_withdrawing_and_restoring_an_agencys_article_moves_lead_and_origin(editor):
    outlet, wire = ArticleFactory(), of_agency()
    story = joined(editor, outlet, wire)
    publishing.withdraw(wire, "copyright", editor)
    assert now(story) == (outlet, None)
    publishing.restore(wire, editor)
    assert now(story) == (wire, wire.source)
    publishing.unpublish(wire, editor)
    assert now(story) == (outlet, None)


def test_an_embargo_that_ends_makes_its_article_lead(editor):
    outlet, wire = ArticleFactory(), of_agency()
    story = joined(editor, outlet, wire)
    publishing.embargo(wire, timezone.now() + timedelta(hours=1), editor)
    assert now(story) == (outlet, None)
    Article.objects.filter(pk=wire.pk).update(embargo_until=timezone.now() - timedelta(seconds=1))
    assert publishing.release_embargoed() == 1
    assert now(story) == (wire, wire.source)


def test_an_erased_credit_is_no_origin(editor):
    credit = CreditFactory(article=ArticleFactory(status="draft"))
    story = joined(editor, credit.article, ArticleFactory(status="draft"))
    assert now(story)[1] == credit.source
    erasing.erase(credit.article.original, UserFactory(is_staff=True, is_superuser=True), "A court order.")
    assert now(story)[1] is None


def test_a_credit_that_is_deleted_is_no_origin(editor):
    credit = CreditFactory()
    story = joined(editor, credit.article, ArticleFactory())
    records.delete(credit, editor)
    assert now(story)[1] is None


def test_a_new_description_of_a_source_leaves_its_stories_alone(editor):
    wire = of_agency()
    story = joined(editor, wire, ArticleFactory())
    Story.objects.filter(pk=story.pk).update(origin=None)
    wire.source.description = "An agency."
    records.save(wire.source, editor)
    assert now(story)[1] is None


def chosen(story, editor, **fields):
    for name, value in fields.items():
        setattr(story, name, value)
        setattr(story, f"{name}_by_editor", True)
    records.save(story, editor)
    return fields


def test_an_origin_that_an_editor_chose_stays_whatever_is_learnt(editor):
    outlet, wire = ArticleFactory(), of_agency()
    story = joined(editor, outlet, wire)
    agency = chosen(story, editor, origin=SourceFactory(kind="agency"))["origin"]
    joined(editor, wire, of_agency(published_on="2021-01-01"))
    verdicts.decide(CreditFactory(article=outlet, verdict="unsure"), "accepted", editor)
    publishing.unpublish(wire, editor)
    assert now(story)[1] == agency


def test_that_the_origin_is_unknown_may_be_an_editors_word(editor):
    outlet, wire = ArticleFactory(), of_agency()
    story = joined(editor, outlet, wire)
    chosen(story, editor, origin=None)
    joined(editor, wire, ArticleFactory())
    assert now(story)[1] is None


def test_a_choice_given_up_lets_the_facts_decide_again(editor):
    outlet, wire = ArticleFactory(), of_agency()
    story = joined(editor, outlet, wire)
    chosen(story, editor, origin=outlet.source, lead=outlet)
    assert now(story) == (outlet, outlet.source)
    story.lead_by_editor = story.origin_by_editor = False
    records.save(story, editor)
    assert now(story) == (wire, wire.source)


def test_a_lead_that_an_editor_chose_stays_as_long_as_it_is_in_the_story(editor):
    a, b, c = ArticleFactory.create_batch(3)
    story = joined(editor, a, b, c)
    chosen(story, editor, lead=c)
    wire = of_agency()
    joined(editor, a, wire)
    assert now(story)[0] == c
    verdicts.decide(ArticleLink.objects.get(left=b, right=c), "unsure", editor)
    assert now(story)[0] == wire
    assert not story.lead_by_editor


@pytest.mark.parametrize(
    ("of_large", "of_small", "kept"), [(True, True, "large"), (True, False, "large"), (False, True, "small")]
)
def test_joined_stories_keep_the_choice_of_the_largest_that_has_one(editor, of_large, of_small, kept):
    stories = {"small": joined(editor, *ArticleFactory.create_batch(2))}
    stories["large"] = joined(editor, *ArticleFactory.create_batch(3))
    for name, is_chosen in (("large", of_large), ("small", of_small)):
        if is_chosen:
            chosen(stories[name], editor, origin=SourceFactory(name=name), lead=stories[name].members.last().article)
    large, small = stories["large"], stories["small"]
    joined(editor, large.members.first().article, small.members.first().article)
    story = Story.objects.get()
    assert story == large
    assert (story.origin.name, story.lead) == (kept, stories[kept].lead)
    assert story.origin_by_editor
    assert story.lead_by_editor


def test_of_a_story_that_falls_apart_the_part_that_goes_on_keeps_the_choice(editor):
    articles = ArticleFactory.create_batch(5)
    story = joined(editor, *articles)
    agency = chosen(story, editor, origin=SourceFactory())["origin"]
    verdicts.decide(ArticleLink.objects.get(left=articles[2], right=articles[3]), "unsure", editor)
    other = Story.objects.exclude(pk=story.pk).get()
    assert now(story)[1] == agency
    assert (other.origin, other.origin_by_editor) == (None, False)
