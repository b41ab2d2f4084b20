"""Events and coverage suggested from groups of articles."""

from datetime import date, timedelta

import pytest

from archive.curation import publishing, records, verdicts
from archive.matching.run import match
from archive.models import ArticleLink, Coverage, Event, Fingerprint
from tests.factories import (
    CoverageFactory,
    EntityFactory,
    EventFactory,
    MentionFactory,
    SourceFactory,
    UserFactory,
)
from tests.matching.making import DAY, article, rewrite_text
from tests.matching.texts import REPORT, REWRITE, UNRELATED

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return UserFactory(is_staff=True)


def state():
    return (
        list(Event.objects.order_by("pk").values_list("pk", "title", "verdict", "evidence")),
        list(Coverage.objects.order_by("pk").values_list("article", "event", "verdict", "score", "evidence")),
    )


def covering(event):
    return set(Coverage.objects.filter(event=event).values_list("article", flat=True))


def again():
    return match(everything=True)


class TestNewEvents:
    def test_two_outlets_that_report_alike_are_an_event_with_title_day_and_evidence(self) -> None:
        one = article(REPORT, DAY + timedelta(days=1), headline="Silo collapses in Velmora")
        other = article(REWRITE, headline="Dockers saved from grain silo")
        unrelated = article(UNRELATED)
        report = match()
        event = Event.objects.get()
        assert (event.verdict, event.known_by) == ("suggested", "model")
        assert event.title in {one.headline, other.headline}
        assert (event.starts_on, event.date_precision) == (DAY, "day")
        assert event.evidence["articles"] == sorted([one.pk, other.pk])
        assert event.evidence["outlets"] == 2
        assert covering(event) == {one.pk, other.pk}
        assert all(row.verdict == "suggested" and 0 < (row.score or 0) <= 1 for row in Coverage.objects.all())
        assert (report.events, report.coverage) == (1, 2)
        assert not Coverage.objects.filter(article=unrelated).exists()

    def test_without_any_known_day_its_day_is_unknown(self) -> None:
        article(REPORT, None), article(REWRITE, date(2021, 7, 1), date_precision="month")
        match()
        event = Event.objects.get()
        assert (event.starts_on, event.date_precision) == (None, "unknown")

    def test_the_very_same_words_in_two_outlets_are_an_event(self) -> None:
        one, other = article(REPORT), article(REPORT)
        match()
        assert covering(Event.objects.get()) == {one.pk, other.pk}

    def test_two_articles_of_one_outlet_are_none_and_three_are(self) -> None:
        outlet = SourceFactory()
        article(REPORT, source=outlet), article(REWRITE, source=outlet)
        match()
        assert not Event.objects.exists()
        article(REPORT, source=outlet)
        match()
        assert len(covering(Event.objects.get())) == 3

    def test_an_article_that_was_withdrawn_is_not_counted(self, editor) -> None:
        article(REPORT)
        publishing.withdraw(article(REWRITE), "legal", editor)
        match()
        assert ArticleLink.objects.exists()
        assert not Event.objects.exists()

    def test_what_accepted_mentions_name_proposes_place_and_participants(self) -> None:
        one, other = article(REPORT), article(REWRITE)
        place, person = EntityFactory(kind="place", name="Velmora"), EntityFactory(name="Tobias Renn")
        unsure = EntityFactory(name="Nobody")
        for where in (one, other):
            MentionFactory(article=where, entity=place)
            MentionFactory(article=where, entity=person, start=4, end=7)
        MentionFactory(article=one, entity=unsure, verdict="suggested", decided_by=None, start=8, end=9)
        match()
        event = Event.objects.get()
        assert event.place == place
        assert list(event.participants.all()) == [person]

    def test_a_link_that_an_editor_rejected_makes_no_event(self, editor) -> None:
        article(REPORT), article(REWRITE)
        match()
        Coverage.objects.all().delete()
        Event.objects.all().delete()
        verdicts.decide(ArticleLink.objects.get(), "rejected", editor)
        again()
        assert not Event.objects.exists()


class TestAgain:
    def test_a_second_run_and_everything_again_change_nothing(self) -> None:
        article(REPORT), article(REWRITE), article(REPORT), article(UNRELATED)
        match()
        before = state()
        assert (match().events, state()) == (0, before)
        assert (again().events, state()) == (0, before)
        assert not Fingerprint.objects.exclude(stage=Fingerprint.Stage.GROUPED).exists()

    def test_an_article_that_comes_later_is_suggested_for_the_event_that_is_there(self) -> None:
        article(REPORT), article(REPORT)
        match()
        event = Event.objects.get()
        later = article(REWRITE)
        report = match()
        assert (report.events, report.coverage) == (0, 1)
        assert later.pk in covering(event)

    def test_the_event_of_an_editor_gets_the_coverage(self) -> None:
        one, other = article(REPORT), article(REWRITE)
        event = EventFactory(title="Collapse of the silo")
        CoverageFactory(article=one, event=event)
        match()
        assert Event.objects.get() == event
        assert Coverage.objects.get(article=other).verdict == "suggested"

    def test_a_rejected_event_does_not_come_again(self, editor) -> None:
        article(REPORT), article(REWRITE)
        match()
        verdicts.decide(Event.objects.get(), "rejected", editor)
        again()
        assert Event.objects.get().verdict == "rejected"

    def test_rejected_coverage_does_not_come_again_in_any_form(self, editor) -> None:
        article(REPORT), article(REWRITE)
        match()
        for row in Coverage.objects.all():
            verdicts.decide(row, "rejected", editor)
        again()
        assert Event.objects.count() == 1
        assert {row.verdict for row in Coverage.objects.all()} == {"rejected"}

    def test_accepted_coverage_outlives_the_text_that_it_was_suggested_for(self, editor) -> None:
        one, other = article(REPORT), article(REWRITE)
        match()
        verdicts.decide(Coverage.objects.get(article=other), "accepted", editor)
        rewrite_text(other, UNRELATED)
        match()
        assert Coverage.objects.get(article=other).verdict == "accepted"
        assert not Coverage.objects.filter(article=one).exists()

    def test_what_the_texts_no_longer_say_goes_and_the_empty_event_with_it(self) -> None:
        article(REPORT)
        other = article(REWRITE)
        match()
        rewrite_text(other, UNRELATED)
        match()
        assert not Coverage.objects.exists()
        assert not Event.objects.exists()

    def test_an_event_that_an_editor_worked_on_stays_even_if_nothing_covers_it(self, editor) -> None:
        article(REPORT)
        other = article(REWRITE)
        match()
        event = Event.objects.get()
        event.summary = "Told by the harbour authority."
        records.save(event, editor)
        rewrite_text(other, UNRELATED)
        match()
        assert Event.objects.get() == event
        assert not Coverage.objects.exists()

    def test_when_two_groups_become_one_so_do_their_undecided_events(self) -> None:
        first = [article(REPORT), article(REPORT)]
        stray = [article(UNRELATED), article(UNRELATED)]
        match()
        assert Event.objects.count() == 2
        for one in stray:
            rewrite_text(one, REWRITE)
        match()
        assert covering(Event.objects.get()) == {one.pk for one in [*first, *stray]}
