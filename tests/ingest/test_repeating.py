"""What a source repeats is learned from its articles, and marked in them and in those that follow."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.ingest import repeating
from archive.ingest.records import Record
from archive.ingest.store import Store
from archive.models import Article, Boilerplate, ImportRun, Source
from tests.factories import ArticleFactory

from .making import given

pytestmark = pytest.mark.django_db

FOOTER = "The Pass Daily is printed in Harrow."
FIRST = date(2021, 1, 1)


def record(number: int, footer: str = FOOTER, apart: int = 5, source: str = "Pass Daily", id: str = "") -> Record:
    """An article of its own text with the footer, published `number` times so many days after the first."""
    day = FIRST + timedelta(days=number * apart)
    text = f"Report {number} of the county road.\n\nIt was the road of day {number}.\n\n{footer}"
    return given(id=id or f"{source} {number}", text=text, date=day.isoformat(), source=source)


def store(*records: Record) -> None:
    Store(ImportRun.objects.create()).store(records)


def marked(article: Article) -> list[tuple[str, str]]:
    """The marked lines of an article, and why."""
    return [(article.text[start:end], why) for start, end, why in article.boilerplate]


def test_a_footer_is_learned_from_the_articles_that_have_it_and_marked_in_old_and_new_ones() -> None:
    store(*[record(number) for number in range(5)], record(1, "Another ends so.", source="Other"))
    assert not any(map(marked, Article.objects.all()))
    assert repeating.learn() == 1
    ours = Article.objects.filter(source__name="Pass Daily")
    assert {tuple(marked(article)) for article in ours} == {((FOOTER, "repeated"),)}
    store(record(9), record(1, source="Other", id="theirs"))
    assert marked(ours.get(external_id="Pass Daily 9")) == [(FOOTER, "repeated")]
    assert marked(Article.objects.get(external_id="theirs")) == [], "it is what the other source repeats"


@pytest.mark.parametrize(
    ("records", "why"),
    [
        ([record(number) for number in range(4)], "too few articles"),
        ([record(number, apart=3) for number in range(5)], "the updates of one story stand within days"),
        ([record(number, apart=0) for number in range(9)], "one day"),
        ([record(0, id=str(number)) for number in range(9)], "one text, printed again"),
    ],
)
def test_what_one_story_repeats_is_not_boilerplate(records: list[Record], why: str) -> None:
    store(*records)
    repeating.learn()
    assert not any(map(marked, Article.objects.all())), why


def test_a_changed_text_is_marked_anew() -> None:
    store(*[record(number) for number in range(5)])
    repeating.learn()
    changed = f"{FOOTER}\n\nSign up for more\n\nThe road is open again."
    store(given(id="Pass Daily 0", text=changed, date="2021-01-01", source="Pass Daily"))
    assert marked(Article.objects.get(external_id="Pass Daily 0")) == [
        (FOOTER, "repeated"),
        ("Sign up for more", "subscription"),
    ]


def test_a_source_is_learned_again_only_when_it_has_grown() -> None:
    store(*[record(number, apart=1) for number in range(100)])
    assert repeating.learn() == 1
    store(*[record(number, apart=1) for number in range(100, 105)])
    assert repeating.learn() == 0
    store(record(105, apart=1))
    assert repeating.learn() == 1
    assert repeating.learn() == 0
    assert Boilerplate.objects.get().waiting == 0


def test_only_the_lines_found_last_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repeating, "MOST_LINES", 3)
    for footer in ("Printed in Harrow.", "Printed in Vale."):
        store(*[record(number, footer, id=f"{footer} {number}") for number in range(5)])
        monkeypatch.setattr(repeating, "READ", 5)
        repeating.learn()
    kept = Boilerplate.objects.get()
    assert len(kept.lines) == 2
    store(*[record(number, f"Printed by {what}.", id=f"{what} {number}") for what in "abcd" for number in range(5)])
    monkeypatch.setattr(repeating, "READ", 20)
    repeating.learn_source(kept.pk)
    assert len(Boilerplate.objects.get().lines) == 3


def test_marking_takes_as_many_queries_for_many_articles_as_for_few() -> None:
    source = Source.objects.create(name="Pass Daily", slug="pass-daily", kind=Source.Kind.OUTLET)
    counts = []
    for size in (10, 100):
        articles = [ArticleFactory.build(source=source, source_id=source.pk) for _ in range(size)]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            repeating.mark(articles)
            repeating.count(articles)
        counts.append(len(queries))
    assert counts == [2, 2]
