"""The words of the interface can be translated: none of them is left unmarked."""

import re
from types import SimpleNamespace

import html5lib
import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import CharField, TextField
from django.test import Client
from django.utils import translation
from django.utils.dates import MONTHS

from tests import factories
from tests.pages.test_html import addresses

ACCENTED = str.maketrans("aceginosuyACEGINOSUY", "áćéģíñóšúýÁĆÉĢÍÑÓŠÚÝ")
# What a message keeps as it is: places for values, markup, entities.
KEPT = re.compile(r"(%\(\w+\)s|<[^>]*>|&\w+;|{\w*})")
WORD = re.compile(r"[A-Za-z]{2,}")
SHOWN_ATTRIBUTES = ("aria-label", "title", "placeholder", "alt")


def pseudo(message: str) -> str:
    """The message in a language that nobody speaks: English with accents, marked where it begins."""
    return "".join(part if KEPT.fullmatch(part) else part.translate(ACCENTED) for part in KEPT.split(str(message)))


@pytest.fixture
def in_pseudo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(translation._trans, "gettext", pseudo)
    monkeypatch.setattr(translation._trans, "ngettext", lambda one, many, n: pseudo(one if n == 1 else many))


def words_on(html: str) -> set[str]:
    """The words that a page shows or reads aloud, code and citations apart."""
    found: set[str] = set()
    body = html5lib.parse(html, namespaceHTMLElements=False)
    for hidden in ("script", "style", "pre", "code", "svg//path"):
        for element in body.iter(hidden):
            element.text = ""
            for child in list(element):
                element.remove(child)
    for element in body.iter():
        if not isinstance(element.tag, str):
            continue
        texts = [element.text, element.tail, *(element.get(name) for name in SHOWN_ATTRIBUTES)]
        found.update(word for text in texts if text for word in WORD.findall(text))
    return found


def words_of_records() -> set[str]:
    """Every word that an article or a record of the newsroom brings along."""
    found = set(WORD.findall(settings.SITE_NAME))
    for model in apps.get_app_config("archive").get_models():
        fields = [it for it in model._meta.concrete_fields if isinstance(it, CharField | TextField)]
        if model.__name__.endswith("History") or not fields:
            continue
        for row in model._default_manager.values_list(*(field.name for field in fields)):
            found.update(word for value in row for word in WORD.findall(str(value)))
    return found


# Names of formats and programs, which every language writes so; and what this test asks for.
NAMES = {"Atom", "CSV", "JSON", "API", "JavaScript", "Wikidata", "UTC", "BibTeX", "RIS", "CSL", "nowhere", "bad"}


@pytest.mark.usefixtures("in_pseudo")
def test_no_word_of_the_interface_is_left_untranslated(client: Client, newsroom: SimpleNamespace) -> None:
    known = words_of_records() | NAMES | set(map(str, MONTHS.values()))
    left: dict[str, set[str]] = {}
    for address in [*addresses(newsroom), "/articles/?kind=%00"]:
        words = {
            word for word in words_on(client.get(address).content.decode()) - known if word != word.translate(ACCENTED)
        }
        if words:
            left[address] = words
    assert not left, str(left)


def test_a_page_says_which_language_it_speaks(client: Client, db: None) -> None:
    article = factories.ArticleFactory(language="en")
    with translation.override("ar"):
        html = client.get(article.get_absolute_url()).content.decode()
    assert '<html lang="ar" dir="rtl">' in html
    assert '<h1 lang="en" dir="ltr">' in html
