"""Where an entity is named, below its form."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.admin import naming
from tests import factories
from tests.admin.forms import words_of
from tests.admin.makers import change


def test_mentions_stand_in_the_words_around_them_newest_article_first(desk: Client) -> None:
    herat = factories.EntityFactory(kind="place", name="Herat")
    text = "Herat fell. " + "x" * 200 + " <b>Later</b> Herat & Kabul spoke."
    older, newer = factories.ArticleFactory(text=text), factories.ArticleFactory(headline="In Herat", text="Nothing.")
    at = text.rindex("Herat")
    for article, field, start in ((older, "text", 0), (older, "text", at), (newer, "headline", 3)):
        factories.MentionFactory(
            article=article, entity=herat, field=field, start=start, end=start + 5, surface="Herat"
        )
    factories.MentionFactory(article=newer, entity=herat, verdict="rejected")
    shown = [str(it.words) for it in naming.in_context(herat)]
    assert shown[0] == "In <mark>Herat</mark>"
    assert shown[1].startswith("<mark>Herat</mark> fell. xxx")
    assert shown[1].endswith("x…")
    assert shown[2].endswith("x &lt;b&gt;Later&lt;/b&gt; <mark>Herat</mark> &amp; Kabul spoke.")
    assert (len(shown), shown[2][0]) == (3, "…")
    with CaptureQueriesContext(connection) as queries:
        page = desk.get(change(herat))
    assert "Herat & Kabul spoke" in words_of(page)
    assert not any(', "archive_article"."text"' in it["sql"] for it in queries)
