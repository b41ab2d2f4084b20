import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied

from archive.curation import verdicts
from archive.curation.acting import CurationError
from archive.curation.verdicts import JoinsRejected
from archive.models import ArticleLink, Mention, Story, StoryMember, User, Verdict
from tests.factories import (
    ArticleFactory,
    ArticleLinkFactory,
    CreditFactory,
    MentionFactory,
    SourceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def suggested(left, right, relation="rewrite"):
    left, right = sorted((left, right), key=lambda article: article.pk)
    return ArticleLinkFactory(left=left, right=right, relation=relation, verdict="suggested", decided_by=None)


def stories():
    return sorted(sorted(story.members.values_list("article_id", flat=True)) for story in Story.objects.all())


def test_an_accepted_link_makes_a_story_of_its_articles(editor):
    link = suggested(*ArticleFactory.create_batch(2))
    verdicts.decide(link, Verdict.ACCEPTED, editor, "Same sentences.")
    assert stories() == [[link.left_id, link.right_id]]
    assert (link.verdict, link.decided_by, link.reason) == ("accepted", editor, "Same sentences.")
    assert link.decided_at is not None


def test_links_of_the_same_event_leave_reports_apart(editor):
    verdicts.decide(suggested(*ArticleFactory.create_batch(2), relation="same event"), "accepted", editor)
    assert stories() == []


def test_correcting_the_relation_while_accepting_counts(editor):
    link = suggested(*ArticleFactory.create_batch(2), relation="same event")
    verdicts.decide(link, "accepted", editor, relation="copy")
    assert link.relation == "copy"
    assert len(stories()) == 1


def test_two_stories_grow_together_and_fall_apart_again(editor):
    a, b, c, d = ArticleFactory.create_batch(4)
    for link in (suggested(a, b), suggested(c, d)):
        verdicts.decide(link, "accepted", editor)
    bridge = suggested(b, c)
    verdicts.decide(bridge, "accepted", editor)
    assert stories() == [[a.pk, b.pk, c.pk, d.pk]]
    verdicts.take_back(bridge, editor)
    assert stories() == [[a.pk, b.pk], [c.pk, d.pk]]
    assert bridge.decided_by is None


def test_a_story_left_with_one_article_ends(editor):
    link = suggested(*ArticleFactory.create_batch(2))
    verdicts.decide(link, "accepted", editor)
    verdicts.decide(link, "rejected", editor)
    assert Story.objects.count() == StoryMember.objects.count() == 0


def test_a_rejected_pair_is_not_joined_through_a_third_article_unasked(editor):
    a, b, c = ArticleFactory.create_batch(3)
    verdicts.decide(suggested(a, c), "rejected", editor)
    verdicts.decide(suggested(a, b), "accepted", editor)
    bridge = suggested(b, c)
    with pytest.raises(JoinsRejected) as refused:
        verdicts.decide(bridge, "accepted", editor)
    assert [(pair.left_id, pair.right_id) for pair in refused.value.pairs] == [(a.pk, c.pk)]
    bridge.refresh_from_db()
    assert bridge.verdict == "suggested"
    assert stories() == [[a.pk, b.pk]]
    verdicts.decide(bridge, "accepted", editor, join_rejected=True)
    assert stories() == [[a.pk, b.pk, c.pk]]


def test_rejecting_a_pair_that_a_third_article_still_joins_is_asked_too(editor):
    a, b, c = ArticleFactory.create_batch(3)
    for link in (suggested(a, b), suggested(b, c)):
        verdicts.decide(link, "accepted", editor)
    third = suggested(a, c)
    with pytest.raises(JoinsRejected, match="Other accepted links still join what this rejects") as refused:
        verdicts.decide(third, "rejected", editor)
    assert refused.value.pairs == [third]
    assert not ArticleLink.objects.filter(verdict="rejected").exists()
    verdicts.decide(third, "rejected", editor, join_rejected=True)
    assert ArticleLink.objects.get(verdict="rejected") == third
    assert stories() == [[a.pk, b.pk, c.pk]]


def test_an_editor_is_asked_about_a_torn_pair_once_and_not_by_every_later_verdict(editor):
    a, b, c, d, e = ArticleFactory.create_batch(5)
    pair = suggested(a, c)
    verdicts.decide(pair, "rejected", editor)
    for link in (suggested(a, b), suggested(b, c)):
        verdicts.decide(link, "accepted", editor, join_rejected=True)
    last = suggested(c, d)
    for verdict in ("accepted", "unsure", "accepted", "rejected"):
        verdicts.decide(last, verdict, editor)
    verdicts.decide(pair, "rejected", editor, "Two crossings.")
    other = suggested(a, e)
    verdicts.decide(other, "rejected", editor)
    with pytest.raises(JoinsRejected, match="judged not to be the same report") as refused:
        verdicts.decide(suggested(c, e), "accepted", editor)
    assert refused.value.pairs == [other]


def test_an_agency_leads_the_story_and_is_its_origin(editor):
    outlet = ArticleFactory(published_on="2021-07-07")
    wire = ArticleFactory(source=SourceFactory(kind="agency"), published_on="2021-07-08")
    verdicts.decide(suggested(outlet, wire, "copy"), "accepted", editor)
    story = Story.objects.get()
    assert story.lead == wire
    assert story.origin == wire.source


def test_a_wire_credit_names_the_origin_of_a_story_without_an_agency(editor):
    link = suggested(*ArticleFactory.create_batch(2))
    verdicts.decide(link, "accepted", editor)
    credit = CreditFactory(article=link.right, verdict="suggested", decided_by=None)
    assert Story.objects.get().origin is None
    verdicts.decide(credit, "accepted", editor)
    assert Story.objects.get().origin == credit.source
    verdicts.decide(credit, "rejected", editor)
    assert Story.objects.get().origin is None


def test_a_mention_without_entity_cannot_be_accepted(editor):
    mention = MentionFactory(entity=None, kind="person", verdict="suggested", decided_by=None)
    with pytest.raises(CurationError, match="no entity"):
        verdicts.decide(mention, "accepted", editor)


@pytest.mark.parametrize("by", [{"is_staff": False}, {"is_staff": True, "is_active": False}])
def test_only_active_editors_decide(by):
    link = suggested(*ArticleFactory.create_batch(2))
    with pytest.raises(PermissionDenied):
        verdicts.decide(link, "accepted", UserFactory(**by))
    link.refresh_from_db()
    assert link.verdict == "suggested"


def test_an_unknown_verdict_is_refused(editor):
    with pytest.raises(ValueError, match="maybe"):
        verdicts.decide(suggested(*ArticleFactory.create_batch(2)), "maybe", editor)


def test_many_are_decided_together_or_not_at_all(editor):
    mentions = MentionFactory.create_batch(3, verdict="suggested", decided_by=None)
    unresolved = MentionFactory(entity=None, kind="person", verdict="suggested", decided_by=None)
    with pytest.raises(CurationError):
        verdicts.decide_many([*mentions, unresolved], "accepted", editor)
    verdicts.decide_many(mentions, "accepted", editor)
    assert {mention.verdict for mention in mentions} == {"accepted"}


def test_the_history_names_the_editor_and_the_reason(editor: User):
    link = suggested(*ArticleFactory.create_batch(2))
    verdicts.decide(link, "rejected", editor, "Other crossing.")
    last = apps.get_model("archive", "ArticleLinkHistory").objects.filter(pgh_obj=link).last()
    assert last.verdict == "rejected"
    assert last.pgh_context.metadata == {"user": editor.pk, "reason": "Other crossing."}


def test_without_an_agency_the_earliest_article_leads_and_another_follows_when_it_leaves(editor):
    late, early, middle = (ArticleFactory(published_on=f"2021-07-{day}") for day in ("09", "07", "08"))
    first, second = suggested(late, early), suggested(late, middle)
    verdicts.decide(first, "accepted", editor)
    verdicts.decide(second, "accepted", editor)
    assert Story.objects.get().lead == early
    verdicts.take_back(first, editor)
    assert Story.objects.get().lead == middle


def test_a_verdict_on_what_is_gone_is_refused_and_says_so(editor):
    link = suggested(*ArticleFactory.create_batch(2))
    ArticleLink.objects.filter(pk=link.pk).delete()
    for act in (lambda: verdicts.decide(link, "accepted", editor), lambda: verdicts.take_back(link, editor)):
        with pytest.raises(CurationError, match="This article link is gone"):
            act()
    assert link.verdict == "suggested"


def test_where_some_are_gone_none_is_decided_and_their_number_is_said(editor):
    mentions = MentionFactory.create_batch(3, verdict="suggested", decided_by=None)
    Mention.objects.filter(pk__in=[mentions[0].pk, mentions[2].pk]).delete()
    with pytest.raises(CurationError, match="2 of these 3 are gone"):
        verdicts.decide_many(mentions, "rejected", editor)
    assert Mention.objects.get().verdict == "suggested"


def test_a_subject_given_twice_is_decided_once(editor):
    mention = MentionFactory(verdict="suggested", decided_by=None)
    verdicts.decide_many([mention, mention], "accepted", editor)
    assert mention.verdict == "accepted"
