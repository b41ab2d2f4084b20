"""The admin loads nothing from elsewhere, carries the site's name, and works where scripts do not run."""

import re
from pathlib import Path
from typing import Any

import unfold
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from tests import factories
from tests.admin.makers import change

LOADED = re.compile(r"""<(?:link|script|img|iframe)[^>]*\b(?:href|src)=["']([^"']+)["']""")


def pages(client: Client) -> list[str]:
    article = factories.ArticleFactory(url="https://elsewhere.example/")
    paths = ["/admin/login/", "/admin/", "/admin/archive/article/", change(article)]
    return [client.get(path, follow=True).content.decode() for path in paths]


def test_pages_load_only_our_own_files_and_they_are_there(desk: Client) -> None:
    for page in pages(desk):
        for address in LOADED.findall(page):
            assert address.startswith("/"), address
            assert not address.startswith("//"), address
            if address.startswith(settings.STATIC_URL):
                assert finders.find(address.removeprefix(settings.STATIC_URL)), address


def test_style_sheets_name_no_other_host() -> None:
    sheets = [*Path(unfold.__file__).parent.glob("static/**/*.css"), finders.find("archive/admin.css")]
    for sheet in sheets:
        text = Path(str(sheet)).read_text()
        assert not re.search(r"(?:@import|url\()\s*[\"']?(?:https?:)?//", text), sheet


def test_every_page_has_the_name_of_the_site_and_our_sheets(desk: Client) -> None:
    for page in pages(desk):
        assert settings.SITE_NAME in page
        for sheet in ("archive/tokens.css", "archive/admin.css"):
            assert f"{settings.STATIC_URL}{sheet}" in page


def test_the_page_is_shown_where_scripts_do_not_run(desk: Client) -> None:
    """The theme hides its pages until its script has run; a layer of ours undoes that without scripts."""
    assert "x-cloak" in pages(desk)[1]
    sheet = Path(str(finders.find("archive/admin.css"))).read_text()
    assert re.search(r"@layer archive \{\s*@media \(scripting: none\) \{\s*html\[x-cloak\]", sheet)


def test_buttons_of_forms_send_them_without_scripts(desk: Client) -> None:
    page = desk.get(change(factories.ArticleFactory(status="draft"))).content.decode()
    button: Any = re.search(r'<button[^>]*name="archive_article_publish"[^>]*>', page)
    assert 'type="submit"' in button[0]
    assert 'form="article_form"' in button[0]
