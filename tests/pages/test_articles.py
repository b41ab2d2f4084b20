"""The list of articles and the page of one: text, rights, relations, provenance."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client

from archive.models import Article
from tests import factories

LONG = " ".join(f"word{n}" for n in range(100))


def test_the_list_leads_through_all_articles_and_back(client: Client, db: Any) -> None:
    factories.ArticleFactory.create_batch(120)
    expected = list(Article.objects.order_by("-sort_on", "-id").values_list("pk", flat=True))
    seen, cursor = [], ""
    while cursor is not None:
        page = client.get("/articles/", {"after": cursor}).context["page"]
        seen += [row.pk for row in page.rows]
        before, cursor = cursor, page.next
    assert seen == expected
    back = client.get("/articles/", {"after": page.previous}).context["page"]
    assert [row.pk for row in back.rows] == expected[50:100]
    assert before


def test_links_to_further_pages_keep_the_other_filters(read: Any, db: Any) -> None:
    factories.EntityFactory.create_batch(51)
    html = read("/entities/", kind="person")
    assert 'rel="next" href="?kind=person&amp;after=' in html


@pytest.mark.parametrize("ending", ["", "wrong-slug/", "Headline/"])
def test_every_other_address_of_an_article_leads_to_the_right_one(client: Client, db: Any, ending: str) -> None:
    article = factories.ArticleFactory(headline="Über die Grenze")
    response = client.get(f"/articles/{article.pk}/{ending}")
    assert (response.status_code, response["Location"]) == (301, article.get_absolute_url())
    assert client.get(article.get_absolute_url()).status_code == 200


def test_a_headline_of_another_script_has_an_address_that_works(read: Any, db: Any) -> None:
    assert "граница" in read(factories.ArticleFactory(headline="Пала граница").get_absolute_url())


def test_also_reported_by_separates_the_same_report_from_the_same_event(read: Any, newsroom: SimpleNamespace) -> None:
    html = read(newsroom.lead.get_absolute_url())
    same_report = html.index("the same report</h2>")
    same_event = html.index("separate reports of the event</h2>")
    assert same_report < html.index("Border town falls") < same_event < html.index("What drivers saw")
    assert "Rewrite</span>" in html
    assert newsroom.story.get_absolute_url() in html
    assert "score of 0.93; it was accepted by an editor" in html


def test_the_page_tells_which_article_was_made_from_which(read: Any, newsroom: SimpleNamespace) -> None:
    type(newsroom.link).objects.filter(pk=newsroom.link.pk).update(first="left")
    assert "made from this article" in read(newsroom.lead.get_absolute_url())
    assert "this article was made from it" in read(newsroom.rewrite.get_absolute_url())


def test_the_page_shows_credits_names_events_and_provenance(read: Any, newsroom: SimpleNamespace) -> None:
    html = read(newsroom.rewrite.get_absolute_url())
    assert "Wire: " in html
    assert newsroom.agency.get_absolute_url() in html
    assert "The report</q>" in html
    assert newsroom.event.get_absolute_url() in html
    assert newsroom.rewrite.original.sha256 in html
    assert f"number {newsroom.rewrite.import_run_id}" in html
    assert newsroom.place.get_absolute_url() in read(newsroom.lead.get_absolute_url())
    assert "Photo: Lumen" in read(newsroom.lead.get_absolute_url())


def test_earlier_texts_stand_with_their_public_note(read: Any, newsroom: SimpleNamespace) -> None:
    html = read(newsroom.rewrite.get_absolute_url())
    assert "The number of trucks was wrong." in html
    assert "Its first text." in html


def test_a_derived_headline_is_marked_quietly(read: Any, db: Any) -> None:
    derived = factories.ArticleFactory(headline_derived=True)
    assert "Headline taken from the text" in read(derived.get_absolute_url())
    assert "Headline taken" not in read(factories.ArticleFactory().get_absolute_url())


@pytest.mark.parametrize(
    ("precision", "day", "written"),
    [
        ("day", date(2021, 7, 8), '<time datetime="2021-07-08">8 July 2021</time>'),
        ("month", date(2021, 7, 1), '<time datetime="2021-07">July 2021</time>'),
        ("year", date(2021, 1, 1), '<time datetime="2021">2021</time>'),
        ("unknown", None, "Date unknown"),
    ],
)
def test_a_date_is_written_no_closer_than_it_is_known(
    read: Any, db: Any, precision: str, day: date | None, written: str
) -> None:
    article = factories.ArticleFactory(published_on=day, date_precision=precision)
    assert written in read(article.get_absolute_url())
    assert written in read("/articles/")


def test_an_excerpt_ends_where_the_rights_end_and_says_so(read: Any, read_as_editor: Any, db: Any) -> None:
    article = factories.ArticleFactory(text=LONG, source__rights="excerpt")
    factories.CreditFactory(article=article, words="word90 word91")
    html = read(article.get_absolute_url())
    assert "word59" in html
    assert "word60" not in html
    assert "word90" not in html
    assert "This is an excerpt" in html
    assert "word99" in read_as_editor(article.get_absolute_url())


def test_metadata_only_shows_no_text_caption_earlier_text_or_quoted_words(read: Any, newsroom: SimpleNamespace) -> None:
    article = newsroom.rewrite
    Article.objects.filter(pk=article.pk).update(rights="metadata", caption="A flag.")
    factories.CreditFactory(article=article, words="numbered", kind="cited")
    html = read(article.get_absolute_url())
    for hidden in ("numbered", "second paragraph", "A flag.", "Its first text.", "The report</q>"):
        assert hidden not in html, hidden
    assert "only the headline and these details" in html
    assert article.headline in html
    assert "The report numbered" not in read("/articles/").split(article.headline)[1].split("</li>")[0]


def test_an_address_of_the_outlet_is_a_link_only_on_the_web(read: Any, db: Any) -> None:
    web = factories.ArticleFactory(url="https://outlet.example/1")
    assert 'href="https://outlet.example/1" rel="external nofollow noreferrer"' in read(web.get_absolute_url())
    # The database refuses others, too.
    assert "href" not in render_to_string("pages/_address.html", {"address": "javascript:alert(1)"})


def test_editors_alone_get_the_file_and_the_way_to_the_desk(read: Any, read_as_editor: Any, db: Any) -> None:
    article = factories.ArticleFactory()
    desk = f"/admin/archive/article/{article.pk}/change/"
    assert desk not in read(article.get_absolute_url())
    assert "sample.txt" not in read(article.get_absolute_url())
    html = read_as_editor(article.get_absolute_url())
    assert desk in html
    assert "sample.txt" in html
