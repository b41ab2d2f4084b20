"""An event's coverage below its form: what each article says, who differs, and never more than a page of it."""

import datetime
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.models import Article, Event, EventParticipant, Extraction
from archive.queries import accounts
from tests import factories
from tests.admin.forms import words_of
from tests.admin.makers import change

EIGHTH = datetime.date(2021, 7, 8)


def covering(event: Event, text: str, day: tuple[str, str], figure: tuple[str, float], **more: Any) -> Article:
    """An article that reports `event`, in whose text a day and a figure were read."""
    article = factories.ArticleFactory(text=text, published_on=EIGHTH, **more)
    factories.CoverageFactory(article=article, event=event)
    (words, means), (counted, value) = day, figure
    at, figure_at = text.index(words), text.index(counted)
    Extraction.objects.create(
        article=article, article_updated_at=article.updated_at, version=1,
        dates=[["text", at, at + len(words), means, "day"]],
        figures=[["text", figure_at, figure_at + len(counted), value, "", ""]],
    )  # fmt: skip
    return article


def test_each_article_says_its_day_place_and_figures_and_who_differs_is_marked(desk: Client, editor: Any) -> None:
    herat, kabul = (factories.EntityFactory(kind="place", name=name) for name in ("Herat", "Kabul"))
    event = factories.EventFactory(starts_on=EIGHTH, place=herat)
    saying = "On {} the blast at the <b>gate</b> killed {}."
    for source in "AB":
        one = covering(event, saying.format("Thursday", "13 people"), ("Thursday", "2021-07-08"), ("13 people", 13),
                       source=factories.SourceFactory(name=f"Outlet {source}"))  # fmt: skip
        factories.MentionFactory(article=one, entity=herat)
    other = covering(event, saying.format("Friday", "60 people"), ("Friday", "2021-07-09"), ("60 people", 60))
    factories.MentionFactory(article=other, entity=kabul)
    rejected = factories.CoverageFactory(event=event, verdict="rejected").article
    told, _ = accounts.accounts(event, editor)
    assert [it.article.pk for it in told][-1] == other.pk
    assert rejected.pk not in [it.article.pk for it in told]
    assert [(it.days[0].agrees, it.days[0].differs) for it in told] == [(True, False), (True, False), (False, True)]
    assert [it.figures[0].others for it in told] == ["", "", "13 people (2)"]
    assert [it.is_elsewhere for it in told] == [False, False, True]
    page = desk.get(change(event))
    said = words_of(page)
    assert "1 says a day or a figure that others say otherwise; 1 does not name Herat" in said
    assert "60 people others: 13 people (2)" in said
    assert "Outlet A" in said
    assert "<b>gate" not in page.content.decode()


def test_a_day_far_off_tells_of_something_else_and_an_event_without_a_day_has_that_of_most(editor: Any) -> None:
    event = factories.EventFactory(starts_on=None, date_precision="unknown")
    for words, means in (("8 July", "2021-07-08"), ("8 July", "2021-07-08"), ("9 July", "2021-07-09"),
                         ("14 May", "2020-05-14")):  # fmt: skip
        covering(event, f"On {words} it fell, and 9 men with it.", (words, means), ("9 men", 9))
    told, _ = accounts.accounts(event, editor)
    assert [(it.days[0].agrees, it.days[0].differs) for it in told] == [
        (True, False), (True, False), (False, True), (False, False),
    ]  # fmt: skip


def test_the_form_asks_no_more_questions_the_more_articles_and_participants_there_are(desk: Client) -> None:
    event = factories.EventFactory(place=factories.EntityFactory(kind="place"))
    original, source = factories.OriginalFactory(), factories.SourceFactory()
    asked = []
    for more in (10, 60):
        for number in range(more):
            day = f"2021-07-{number % 28 + 1:02}"
            one = covering(event, f"Friday saw {number} men at the gate.", ("Friday", day), (f"{number} men", number),
                           source=source, original=original)  # fmt: skip
            entity = factories.EntityFactory(kind="place")
            factories.MentionFactory(article=one, entity=entity)
            EventParticipant.objects.create(event=event, entity=entity, role="other")
        with CaptureQueriesContext(connection) as queries:
            page = desk.get(change(event))
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 15, [it["sql"][:90] for it in queries]
    assert page.content.decode().count('data-label="Verdict"') == accounts.MOST_COMPARED
    later = next(address for words, address in page.context["coverage"]["links"] if words == "Later articles")
    last = desk.get(change(event) + later.partition("#")[0])
    assert last.content.decode().count('data-label="Verdict"') == 70 - accounts.MOST_COMPARED
    refused = desk.get(change(event) + "?coverage=5")
    assert (refused.status_code, refused.content.decode()[:9]) == (400, "coverage:")


def test_the_last_month_of_all_is_told_of(editor: Any) -> None:
    event = factories.EventFactory(starts_on=EIGHTH)
    article = covering(event, "In December 9999 it killed 13 people.", ("December 9999", "9999-12-01"), ("13", 13))
    Extraction.objects.filter(article=article).update(dates=[["text", 3, 16, "9999-12-01", "month"]])
    [told] = accounts.accounts(event, editor)[0]
    assert [it.words for it in told.days] == ["December 9999"]
