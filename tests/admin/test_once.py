"""A form that adds is sent twice by a double click: it adds once."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from archive.models import Coverage, Entity, Event, Mention
from tests import factories
from tests.admin.forms import filled
from tests.admin.makers import change


def test_an_event_made_of_articles_is_made_once_and_both_answers_lead_to_it(desk: Client) -> None:
    article = factories.ArticleFactory()
    form = reverse("admin:archive_event_add", query={"articles": article.pk})
    data = {**filled(desk, form), "title": "Fall of Herat", "kind": "military", "_continue": "1"}
    first, second = desk.post(form, data), desk.post(form, data)
    assert (
        first.headers["Location"]
        == second.headers["Location"]
        == f"{change(Event.objects.get())}?articles={article.pk}"
    )
    assert Coverage.objects.count() == 1


def test_what_is_changed_before_it_is_sent_again_is_another_record(desk: Client) -> None:
    form = reverse("admin:archive_entity_add")
    data = {**filled(desk, form), "name": "Ashraf Ghani", "kind": "person"}
    desk.post(form, {**data, "latitude": "91"})
    for name in ("Ashraf Ghani", "Ashraf Ghani", "Rula Ghani", "Ashraf Ghani"):
        assert desk.post(form, {**data, "name": name}).status_code == 302
    assert desk.post(form, {**filled(desk, form), "name": "Rula Ghani", "kind": "person"}).status_code == 302
    names = Entity.objects.order_by("name").values_list("name", flat=True)
    assert list(names) == ["Ashraf Ghani", "Rula Ghani", "Rula Ghani"]


def test_a_mention_of_somebody_new_is_suggested_once(client: Client, db: Any) -> None:
    client.force_login(factories.UserFactory(is_staff=True, role="contributor"))
    article = factories.ArticleFactory(text="Joe Biden spoke on Iran.")
    form = reverse("admin:archive_article_mention", args=[article.pk], query={"words": "Iran"})
    word = client.get(form).context["once"]
    sent = {"places": ["text:19:23", "text:19:23"], "new_name": "Iran", "new_kind": "place", "once": word}
    answers = [client.post(form, sent).headers["Location"] for _ in range(2)]
    assert answers == [change(article)] * 2
    assert (Entity.objects.count(), Mention.objects.count()) == (1, 1)


@pytest.mark.usefixtures("committed")
def test_two_requests_at_once_make_one_record() -> None:
    browser = Client()
    browser.force_login(factories.UserFactory(is_staff=True, role="editor"))
    form = reverse("admin:archive_entity_add")
    data = {**filled(browser, form), "name": "Ashraf Ghani", "kind": "person"}

    def press(_: int) -> int:
        window = Client()
        window.cookies = browser.cookies
        try:
            return window.post(form, data).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as windows:
        assert set(windows.map(press, range(4))) == {302}
    assert Entity.objects.count() == 1
