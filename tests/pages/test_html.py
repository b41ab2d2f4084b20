"""Every kind of page is valid HTML5, works without other hosts, and names its language."""

import re
from types import SimpleNamespace
from typing import Any

import html5lib
import pytest
from django.test import Client

from tests import factories


def addresses(room: SimpleNamespace) -> list[str]:
    return [
        "/", "/about/", "/about/method/", "/about/accessibility/", "/takedown/", "/takedown/sent/",
        "/entities/?kind=place", "/search/?q=report&collapse=story&entity=taliban&agency=cpa",
        "/articles/", "/events/", "/entities/", "/sources/", "/browse/", "/browse/2021/",
        "/browse/2021/07/", "/browse/2021/07/08/", "/search/", "/search/?q=report", "/search/?q=nowhere",
        "/search/?q=report&date_from=bad", "/search/?date_to=2022-01-01", "/nothing/", "/articles/?after=bad",
        *(record.get_absolute_url() for record in vars(room).values() if hasattr(record, "get_absolute_url")),
    ]  # fmt: skip


def check(html: str) -> None:
    html5lib.HTMLParser(strict=True).parse(html)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids)), "an id twice"
    labelled = set(re.findall(r'aria-labelledby="([^"]+)"', html)) | set(re.findall(r'<label[^>]* for="([^"]+)"', html))
    assert labelled <= set(ids), "a label of nothing"
    assert html.count("<h1") == 1
    assert not re.search(r'(src|action)="(https?:)?//', html)
    assert not re.search(r'<link[^>]*href="(https?:)?//(?!testserver/)', html)
    assert '<html lang="en-GB">' in html


def test_every_page_is_valid_for_the_public(client: Client, newsroom: SimpleNamespace) -> None:
    for address in addresses(newsroom):
        check(client.get(address).content.decode())


def test_every_page_is_valid_for_editors(client: Client, editor: Any, newsroom: SimpleNamespace) -> None:
    factories.ArticleFactory(status="draft")
    client.force_login(editor)
    for address in addresses(newsroom):
        check(client.get(address).content.decode())


@pytest.mark.django_db
def test_every_page_is_valid_in_an_empty_archive(client: Client) -> None:
    for address in ("/", "/articles/", "/events/", "/entities/", "/sources/", "/browse/", "/search/?q=x"):
        check(client.get(address).content.decode())
    for address in ("/browse/2021/", "/browse/2021/07/", "/browse/2021/07/08/"):
        check(client.get(address).content.decode())


def test_markup_in_records_is_shown_and_never_run(newsroom: SimpleNamespace, client: Client) -> None:
    attack = '<script>alert("x")</script>'
    hostile = factories.ArticleFactory(
        headline=attack, text=attack, byline=attack, caption=attack, url=f"https://x.example/{attack}",
        source__name=attack, source__description=attack,
    )  # fmt: skip
    event = factories.EventFactory(title=attack, summary=attack)
    factories.CoverageFactory(article=hostile, event=event)
    entity = factories.EntityFactory(name=attack, description=attack)
    factories.MentionFactory(article=hostile, entity=entity)
    factories.CreditFactory(article=hostile, words=attack, named_as=attack, source=None)
    records = [hostile, hostile.source, event, entity]
    for address in ["/", "/articles/", "/events/", "/search/?q=script", "/search/?q=%3Cscript%3Ealert",
                    "/browse/2021/07/08/", *(record.get_absolute_url() for record in records)]:  # fmt: skip
        html = client.get(address).content.decode()
        assert attack not in html, address
        # The page's own: data, which the policy lets no browser run, and scripts of this host.
        own = re.sub(r'<script (?:type="application/ld\+json">[^<>]*|src="/static/[^"]*" defer>)</script>', "", html)
        assert "<script" not in own, address
        check(html)


def test_a_text_of_another_language_says_so_with_its_direction(read: Any, db: Any) -> None:
    article = factories.ArticleFactory(headline="تصرف مرز", text="گزارش کامل", language="fa")
    html = read(article.get_absolute_url())
    assert '<h1 lang="fa" dir="rtl">تصرف مرز</h1>' in html
    assert '<div class="text" lang="fa" dir="rtl">' in html


def test_a_broken_server_answers_without_a_database(client: Client) -> None:
    from django.template.loader import get_template

    html = get_template("500.html").render()
    check(html)
