"""An article is kept from the public until a moment that an editor gives."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from archive.models import Article
from tests import factories
from tests.admin.forms import words_of
from tests.admin.makers import change


def page(article: Article) -> str:
    return reverse("admin:archive_article_embargo", args=[article.pk])


def test_an_article_is_embargoed_until_a_moment_and_its_form_says_so(desk: Client, editor: Any) -> None:
    article = factories.ArticleFactory(status="draft")
    assert page(article) in desk.get(change(article)).content.decode()
    assert "Embargo until (UTC)" in words_of(desk.get(page(article)))
    response = desk.post(page(article), {"until": "2099-07-08T12:30"}, follow=True)
    article.refresh_from_db()
    assert (article.status, article.embargo_until) == ("embargoed", datetime(2099, 7, 8, 12, 30, tzinfo=UTC))
    assert "published on 8 July 2099, 12:30 UTC, and not public until then" in words_of(response)
    assert "Until 8 July 2099, 12:30 UTC. Another end…" in words_of(response)
    assert article.history.latest("pgh_id").pgh_context.metadata["user"] == editor.pk
    assert 'value="2099-07-08T12:30"' in desk.get(page(article)).content.decode()


@pytest.mark.parametrize("until", ["", "tomorrow", "2021-02-30T12:00", "\0", "99999-01-01T00:00"])
def test_what_is_no_moment_is_refused_on_the_page(until: str, desk: Client) -> None:
    article = factories.ArticleFactory()
    response = desk.post(page(article), {"until": until})
    assert response.status_code == 200
    assert response.context["form"].errors["until"]
    assert Article.objects.get().status == "published"


def test_a_moment_that_has_passed_is_refused_on_the_page(desk: Client) -> None:
    article = factories.ArticleFactory()
    past = timezone.now() - timedelta(minutes=1)
    response = desk.post(page(article), {"until": past.strftime("%Y-%m-%dT%H:%M")})
    assert "The end of an embargo lies in the future." in words_of(response)


def test_a_withdrawn_article_is_not_embargoed_and_is_not_offered_it(desk: Client) -> None:
    article = factories.WithdrawalFactory().article
    assert page(article) not in desk.get(change(article)).content.decode()
    response = desk.post(page(article), {"until": "2099-07-08T12:30"})
    assert "A withdrawn article cannot be embargoed." in words_of(response)


def test_only_editors_embargo_and_only_what_is_there(client: Client, desk: Client, db: Any) -> None:
    article = factories.ArticleFactory()
    assert desk.get("/admin/archive/article/404/embargo/").status_code == 404
    client.force_login(factories.UserFactory(is_staff=False))
    assert client.post(page(article), {"until": "2099-07-08T12:30"}).status_code == 302
    assert Article.objects.get(pk=article.pk).status == "published"
