"""An event made of selected articles."""

import datetime

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.test import Client

from archive.models import Coverage, Event, Extraction
from tests import factories
from tests.admin.forms import filled, words_of
from tests.admin.makers import address

EIGHTH = datetime.date(2021, 7, 8)


def test_selected_articles_fill_the_form_of_an_event_and_cover_it_once_it_is_saved(desk: Client) -> None:
    herat = factories.EntityFactory(kind="place", name="Herat")
    later, first = (
        factories.ArticleFactory(headline=f"<i>{words}</i>", published_on=EIGHTH + datetime.timedelta(days))
        for words, days in (("Herat fell", 2), ("Fighting in Herat", 1))
    )
    for article in (later, first):
        factories.MentionFactory(article=article, entity=herat)
        dates = [["text", 0, 4, day, "day"] for day in ("2021-07-08", f"2021-08-{article.pk % 28 + 1:02}")]
        Extraction.objects.create(article=article, article_updated_at=article.updated_at, version=1, dates=dates)
    chosen = {"action": "make_event", ACTION_CHECKBOX_NAME: [later.pk, first.pk]}
    form = desk.post(address(first), chosen).headers["Location"]
    page = desk.get(form)
    assert "Reported by 2 articles, once it is saved" in words_of(page)
    assert "<i>Herat" not in page.content.decode()
    data = filled(desk, form)
    assert (data["title"], data["starts_on"], data["place"]) == (
        "<i>Fighting in Herat</i>",
        "2021-07-08",
        str(herat.pk),
    )
    assert not Event.objects.exists()
    saved = desk.post(form, {**data, "title": "Fall of Herat", "kind": "military"})
    assert saved.status_code == 302
    event = Event.objects.get()
    assert (event.title, event.starts_on, event.place) == ("Fall of Herat", EIGHTH, herat)
    covered = Coverage.objects.filter(event=event, verdict="accepted").values_list("article", flat=True)
    assert set(covered) == {later.pk, first.pk}


def test_articles_that_are_none_are_left_out(desk: Client) -> None:
    page = desk.get(address(factories.EventFactory()) + "add/?articles=x,999999,,%00,-1")
    assert page.status_code == 200
    assert "Reported by" not in words_of(page)
