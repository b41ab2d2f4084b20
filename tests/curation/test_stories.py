"""Stories always are what the accepted links say, whatever editors decide in whichever order."""

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from archive.curation import verdicts
from archive.curation.verdicts import JoinsRejected
from archive.models import ArticleLink, Story
from tests.factories import ArticleFactory, UserFactory

ARTICLES = 5
PAIRS = [(left, right) for left in range(ARTICLES) for right in range(left + 1, ARTICLES)]
STEPS = st.tuples(
    st.sampled_from(PAIRS),
    st.sampled_from(["accepted", "accepted", "rejected", "unsure", "suggested"]),
    st.sampled_from(["copy", "rewrite", "same event"]),
    st.booleans(),
)


def expected_groups(judged):
    """The groups of more than one that accepted joining links form: the model, by merging sets."""
    groups = [{n} for n in range(ARTICLES)]
    for (left, right), (verdict, relation) in judged.items():
        if verdict == "accepted" and relation != "same event":
            joined = [group for group in groups if left in group or right in group]
            groups = [group for group in groups if group not in joined] + [set().union(*joined)]
    return [group for group in groups if len(group) > 1]


def torn(judged):
    """The rejected pairs that are inside one group."""
    groups = expected_groups(judged)
    rejected = [pair for pair, (verdict, _) in judged.items() if verdict == "rejected"]
    return {pair for pair in rejected for group in groups if set(pair) <= group}


class StoryProperties(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(steps=st.lists(STEPS, max_size=12))
    def test_stories_equal_the_model_after_every_verdict(self, steps):
        editor = UserFactory(is_staff=True)
        articles = ArticleFactory.create_batch(ARTICLES)
        numbers = {article.pk: n for n, article in enumerate(articles)}
        judged = {}
        for pair, verdict, relation, asked in steps:
            left, right = (articles[n] for n in pair)
            link, _ = ArticleLink.objects.get_or_create(left=left, right=right, defaults={"relation": relation})
            after = judged | {pair: (verdict, relation)}
            newly_torn = torn(after) - torn(judged)
            refused = []
            try:
                verdicts.decide(link, verdict, editor, relation=relation, join_rejected=asked)
            except JoinsRejected as error:
                refused = [(numbers[pair.left_id], numbers[pair.right_id]) for pair in error.pairs]
            else:
                judged = after
            assert set(refused) == (set() if asked else newly_torn)
            stories = [
                {numbers[pk] for pk in story.members.values_list("article", flat=True)} for story in Story.objects.all()
            ]
            assert sorted(map(sorted, stories)) == sorted(map(sorted, expected_groups(judged)))
            assert all(story.members.filter(article=story.lead).exists() for story in Story.objects.all())
