"""What the articles of an event tell alike, and where their figures differ."""

from typing import Any

import pytest

from archive.models import Article, Extraction
from archive.queries import tellings
from tests import factories

pytestmark = pytest.mark.django_db


def reporting(text: str, words: str, value: float, unit: str = "", **options: Any) -> Article:
    """An article in whose text `words` were read as a figure."""
    article = factories.ArticleFactory(text=text, **options)
    start = text.index(words)
    Extraction.objects.create(
        article=article, article_updated_at=article.updated_at, version=1,
        figures=[["text", start, start + len(words), value, unit, ""]],
    )  # fmt: skip
    return article


def said(*articles: Article, user: Any = None) -> list[list[tuple[str, int]]]:
    """What is compared, as the words of each figure and how many articles give it."""
    return [[(it.words, len(it.quotes)) for it in found.said] for found in tellings.compared(articles, user)]


def test_figures_of_one_thing_stand_side_by_side() -> None:
    first = reporting("At least 13 people died in the blast at the gate.", "13 people", 13)
    second = reporting("The blast at the gate killed 13 people on Thursday.", "13 people", 13)
    third = reporting("Hospitals count 170 people killed in the blast at the gate.", "170 people", 170)
    elsewhere = reporting("Some 20 people were flown out by night.", "20 people", 20)
    assert said(first, second, third, elsewhere) == [[("13 people", 2), ("170 people", 1)]]
    assert said(first, second) == [[("13 people", 2)]]
    quote = tellings.compared([first, second], None)[0].quotes[0]
    assert (quote.before, quote.after) == ("At least ", " died in the blast at the gate.")


def test_rounded_lengths_are_the_same_and_rounded_counts_are_not() -> None:
    miles = reporting("The border town lies 75 miles west of Herat city.", "75 miles", 120.7, "km")
    kilometres = reporting("The border town, 120 km west of Herat city, fell.", "120 km", 120, "km")
    assert said(miles, kilometres) == [[("75 miles", 2)]]
    few = reporting("The border post lost 120 men west of Herat city.", "120 men", 120)
    more = reporting("The border post lost 121 men west of Herat city.", "121 men", 121)
    assert said(few, more) == [[("120 men", 1), ("121 men", 1)]]


def test_of_a_list_of_one_kind_the_first_figures_are_compared() -> None:
    text = " ".join(f"The district {number} lost {number + 100} soldiers." for number in range(40))
    article = reporting(text, "100 soldiers", 100)
    for number in range(1, 40):
        start = text.index(f"{number + 100} soldiers")
        article.extraction.figures.append(["text", start, start + 12, number + 100, "", ""])
    assert [quote.value for quote in tellings.quotes_of(article, None)] == [*range(100, 112)]


def test_two_figures_of_one_article_are_two_things() -> None:
    text = "The blast at the gate wounded 15 soldiers and killed 12 soldiers."
    article = reporting(text, "15 soldiers", 15)
    start = text.index("12 soldiers")
    article.extraction.figures += [["text", start, start + 11, 12, "", ""]]
    article.extraction.save()
    other = reporting("The blast at the gate killed 13 soldiers.", "13 soldiers", 13)
    assert all(len({quote.article.pk for quote in it.quotes}) == len(it.quotes)
               for it in tellings.compared([article, other], None))  # fmt: skip


def test_words_that_may_not_be_read_are_not_quoted(editor: Any) -> None:
    hidden = "word " * 80 + "The blast at the gate killed 60 people."
    shown = reporting("The blast at the gate killed 13 people.", "13 people", 13)
    for rights in ("excerpt", "metadata"):
        closed = reporting(hidden, "60 people", 60, rights=rights)
        assert said(shown, closed) == [], rights
        assert said(shown, closed, user=editor) == [[("13 people", 1), ("60 people", 1)]], rights


def test_a_reading_of_an_earlier_text_is_not_quoted() -> None:
    first = reporting("The blast at the gate killed 13 people.", "13 people", 13)
    second = reporting("The blast at the gate killed 13 people.", "13 people", 13)
    second.text = "Nothing of the kind."
    second.save()
    assert said(first, second) == []


def test_names_that_most_articles_name() -> None:
    articles = [factories.ArticleFactory() for _ in range(3)]
    often, seldom = factories.EntityFactory(name="Often"), factories.EntityFactory(name="Seldom")
    rejected = factories.EntityFactory(verdict="rejected")
    for article in articles:
        factories.MentionFactory(article=article, entity=often)
        factories.MentionFactory(article=article, entity=often, start=10, end=12)
        factories.MentionFactory(article=article, entity=rejected, start=20, end=22)
    factories.MentionFactory(article=articles[0], entity=seldom, start=30, end=32)
    named = tellings.named_by_most([article.pk for article in articles], None)
    assert [(it.entity.name, it.articles) for it in named] == [("Often", 3)]
