import pytest

from archive import queries
from archive.curation import verdicts
from archive.queries import Numbers
from tests.factories import ArticleFactory, ArticleLinkFactory, CoverageFactory, EventFactory, SourceFactory

pytestmark = pytest.mark.django_db


def covering(event, **article):
    return CoverageFactory(event=event, article=ArticleFactory(**article)).article


def test_forty_reprints_are_one_report(editor):
    event = EventFactory()
    wire, *copies = [covering(event) for _ in range(5)]
    for copy in copies:
        link = ArticleLinkFactory(left=wire, right=copy, relation="copy", verdict="suggested", decided_by=None)
        verdicts.decide(link, "accepted", editor)
    covering(event)
    assert queries.numbers([event.pk], None) == {event.pk: Numbers(articles=6, outlets=6, reports=2)}


def test_an_outlet_counts_once_however_much_it_writes():
    event = EventFactory()
    outlet = SourceFactory()
    for _ in range(3):
        covering(event, source=outlet)
    covering(event, source=None)
    assert queries.numbers([event.pk], None)[event.pk] == Numbers(articles=4, outlets=1, reports=4)


def test_an_event_counts_its_parts_and_an_article_once():
    war = EventFactory()
    battle = EventFactory(parent=war)
    siege = EventFactory(parent=battle)
    both = covering(battle)
    CoverageFactory(event=siege, article=both)
    covering(siege)
    counted = queries.numbers([war.pk, battle.pk, siege.pk], None)
    assert [counted[event.pk].articles for event in (war, battle, siege)] == [2, 2, 2]
    assert set(queries.articles_of(war, None)) == set(queries.articles_of(siege, None))


def test_only_what_is_accepted_and_visible_counts(editor):
    event = EventFactory()
    covering(event)
    covering(event, status="draft")
    CoverageFactory(event=event, verdict="suggested", decided_by=None)
    CoverageFactory(event=event, verdict="rejected")
    hidden = EventFactory(parent=event, verdict="suggested", decided_by=None)
    covering(hidden)
    assert queries.numbers([event.pk], None)[event.pk].articles == 1
    assert queries.numbers([event.pk], editor)[event.pk].articles == 3
    assert queries.articles_of(event, None).count() == 1
    assert queries.articles_of(event, editor).count() == 3


def test_an_event_without_articles_says_nought():
    event = EventFactory()
    assert queries.numbers([event.pk], None) == {event.pk: Numbers(0, 0, 0)}


def test_a_hundred_events_take_one_query(django_assert_num_queries):
    events = EventFactory.create_batch(100)
    with django_assert_num_queries(1):
        queries.numbers([event.pk for event in events], None)
