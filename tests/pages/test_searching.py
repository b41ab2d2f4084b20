"""Search: what it finds, what it shows of it, and what it refuses."""

import re
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from archive.models import SourceName
from archive.queries import LONGEST_SEARCH
from tests import factories

LONG = " ".join(f"word{n}" for n in range(100))


def found(client: Client, **query: str) -> list[str]:
    return [row.headline for row in client.get("/search/", query).context["page"].rows]


def test_found_words_are_marked_in_headline_and_text(read: Any, db: Any) -> None:
    factories.ArticleFactory(headline="Crossing falls", text="Both crossings were <b>taken</b> & held.")
    html = read("/search/", q="crossing")
    assert "<mark>Crossing</mark> falls" in html
    assert "Both <mark>crossings</mark> were" in html
    assert "<b>taken" not in html


def test_found_text_is_escaped_even_where_postgresql_sees_no_markup(read: Any, db: Any) -> None:
    factories.ArticleFactory(headline="Crossing <img src=x", text="Officers of A & B saw the crossing <img src=x")
    html = read("/search/", q="crossing")
    assert "<img" not in html
    assert "A &amp; B saw the <mark>crossing</mark>" in html


def test_a_text_cannot_forge_a_mark(read: Any, db: Any) -> None:
    factories.ArticleFactory(text="A <mark>trap</mark> for readers of crossing reports &lt;mark&gt;.")
    assert read("/search/", q="crossing").count("<mark>") == 1


def test_snippets_obey_the_rights_of_each_article(read: Any, read_as_editor: Any, db: Any) -> None:
    factories.ArticleFactory(headline="Closed crossing", text="A hidden crossing there.", source__rights="metadata")
    factories.ArticleFactory(
        headline="Half open", text=f"A crossing {LONG} crossing treasure", source__rights="excerpt"
    )
    factories.ArticleFactory(headline="Open", text="An open crossing here.")
    html = read("/search/", q="crossing")
    for shown in ("Closed <mark>crossing</mark>", "Half open", "open <mark>crossing</mark>", "show no text"):
        assert shown in html, shown
    for hidden in ("hidden", "treasure", "word60"):
        assert hidden not in html, hidden
    assert "hidden <mark>crossing</mark>" in read_as_editor("/search/", q="crossing")


def test_words_of_an_excerpt_are_marked(read: Any, db: Any) -> None:
    factories.ArticleFactory(text=LONG, source__rights="excerpt")
    assert "<mark>word5</mark>" in read("/search/", q="word5")


def test_best_matches_come_first_or_the_newest_when_asked(client: Client, db: Any) -> None:
    factories.ArticleFactory(headline="Crossing", text="crossing crossing", published_on=date(2020, 1, 1))
    factories.ArticleFactory(headline="Other", text="one crossing only", published_on=date(2021, 1, 1))
    assert found(client, q="crossing") == ["Crossing", "Other"]
    assert found(client, q="crossing", sort="newest") == ["Other", "Crossing"]


@pytest.mark.parametrize("sort", ["relevance", "newest"])
def test_pages_of_results_neither_skip_nor_repeat(client: Client, db: Any, sort: str) -> None:
    for n in range(45):
        factories.ArticleFactory(text="crossing " * (n % 7 + 1) + f"filler {n}")
    seen, cursor = [], ""
    while cursor is not None:
        page = client.get("/search/", {"q": "crossing", "sort": sort, "after": cursor}).context["page"]
        seen += [row.pk for row in page.rows]
        cursor = page.next
    assert len(seen) == len(set(seen)) == 45


def test_dates_and_sources_filter_with_or_without_words(client: Client, db: Any) -> None:
    herald = factories.SourceFactory(name="The Northgate Herald", slug="herald")
    SourceName.objects.create(source=herald, name="Herald")
    factories.ArticleFactory(headline="A", source=herald, published_on=date(2021, 7, 8))
    factories.ArticleFactory(headline="B", published_on=date(2021, 7, 9))
    assert found(client, q="report", date_from="2021-07-09") == ["B"]
    assert found(client, q="report", date_to="2021-07-08") == ["A"]
    for name in ("herald", "Northgate Herald", "HERALD"):
        assert found(client, source=name) == ["A"], name
        assert f"from {name}" in client.get("/search/", {"source": name}).content.decode()


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"q": "x" * (LONGEST_SEARCH + 1)}, "at most 1000 characters"),
        ({"q": "a\0b"}, "A NUL character"),
        ({"q": "x", "date_from": "2021-02-31"}, "year-month-day"),
        ({"q": "x", "date_to": "yesterday"}, "year-month-day"),
        ({"q": "x", "date_from": "2021-02-02", "date_to": "2021-02-01"}, "lies before the first"),
        ({"q": "x", "source": "Nobody's Paper"}, "No source is called"),
        ({"q": "x", "source": "a\0b"}, "A NUL character"),
        ({"q": "x", "sort": "oldest"}, "Sort by relevance or newest"),
        ({"q": "x", "after": "bad"}, "does not understand"),
        ({"entity": "nobody"}, "No person, organisation or place is called"),
        ({"event": "never"}, "No event is called"),
        ({"agency": "none"}, "No source is called"),
        ({"language": "English"}, "Write a language as its code"),
        ({"relation": "cousin"}, "There is no such relation"),
        ({"q": "x", "collapse": "all"}, "There is no such collapse"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_with_400(read: Any, db: Any, query: dict[str, str], message: str) -> None:
    factories.ArticleFactory(text="x")
    html = read("/search/", 400, **query)
    assert message in html
    assert "\0" not in html, "no page can hold it"


@pytest.mark.parametrize("words", ["the", "!!!", "-", '"', "a & | ! ( ) :* <->", "' OR 1=1 --", "\\", "%", "⟦x⟧"])
def test_any_words_are_a_search(read: Any, db: Any, words: str) -> None:
    factories.ArticleFactory(text="the crossing")
    read("/search/", q=words)


def test_finding_nothing_says_what_to_do_next(read: Any, db: Any) -> None:
    html = read("/search/", q="unheard")
    assert "No article matches" in html
    assert "Use fewer or other words" in html


def test_an_empty_search_explains_how_to_ask(read: Any, newsroom: SimpleNamespace) -> None:
    html = read("/search/")
    assert "How to ask" in html
    assert newsroom.lead.headline not in html


def test_what_was_asked_stays_in_the_form(read: Any, db: Any) -> None:
    html = read("/search/", q='a "b" <c>', date_from="2021-07-08", sort="newest")
    assert 'value="a &quot;b&quot; &lt;c&gt;"' in html
    assert 'value="2021-07-08"' in html
    assert '<option value="newest" selected>' in html


def test_the_count_stops_at_a_limit_and_says_so(
    read: Any, client: Client, db: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.queries.sampling.FOUND_AT_MOST", 3)
    factories.ArticleFactory.create_batch(3)
    assert "<b>3</b> articles match" in read("/search/", q="report")
    factories.ArticleFactory()
    assert "<b>More than 3</b> articles match" in read("/search/", q="report")


def test_of_many_hits_the_newest_are_weighed_and_the_page_says_what_is_estimated(
    read: Any, client: Client, db: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in range(1, 6):
        factories.ArticleFactory(headline=f"Day {day}", text="report " * (6 - day), published_on=date(2021, 7, day))
    exact = read("/search/", q="report")
    assert found(client, q="report")[0] == "Day 1"
    assert "Listed are the newest" not in exact
    assert "counts are estimated" not in exact
    monkeypatch.setattr("archive.pages.searching.RANKED", 2)
    monkeypatch.setattr("archive.pages.searching.SUMMED_UP", 2)
    html = read("/search/", q="report")
    assert found(client, q="report") == ["Day 4", "Day 5"]
    for said in ("<b>5</b> articles match", "Listed are the newest 2 of them", "counts are estimated"):
        assert said in html, said
    monkeypatch.setattr("archive.queries.sampling.FOUND_AT_MOST", 3)
    assert "<b>More than 3</b> articles match" in read("/search/", q="report")
    assert found(client, q="report", sort="newest") == [f"Day {day}" for day in (5, 4, 3, 2, 1)]


@pytest.mark.parametrize("words", ["Ⱥ" * 1_000, "a" * 501])
def test_a_word_too_long_for_the_index_is_refused_in_words(client: Client, db: Any, words: str) -> None:
    answer = client.get("/search/", {"q": words})
    assert answer.status_code == 400
    assert "A word has at most 500 characters." in answer.content.decode()


def test_results_are_narrowed_by_what_is_known_of_them(client: Client, newsroom: SimpleNamespace) -> None:
    lead, rewrite, apart = newsroom.lead.headline, newsroom.rewrite.headline, newsroom.apart.headline
    for query, headlines in {
        "event=capture": {lead, rewrite, apart}, "entity=islam-qala": {lead}, "agency=cpa": {rewrite},
        "agency=Continental Press Agency": {rewrite}, "relation=same event": {lead, apart},
        "source_kind=agency": {lead}, "language=fr": set(), "event=capture&collapse=story": {lead, apart},
        "rights=full&event=capture&entity=islam-qala": {lead},
    }.items():  # fmt: skip
        asked = dict(part.split("=") for part in query.split("&"))
        assert set(found(client, **asked)) == headlines, query


def test_facets_count_what_a_click_on_them_finds(client: Client, newsroom: SimpleNamespace) -> None:
    answer = client.get("/search/", {"event": "capture"})
    shown = {label: {it.name: it.count for it in facet.values} for _, label, facet in answer.context["facets"]}
    assert shown["Place"] == {"Islam Qala": 1}
    assert shown["Written from"] == {"Continental Press Agency": 1}
    html = answer.content.decode()
    for link in re.findall(r'<a href="(\?event=capture&amp;[^"]+)">([^<]+)</a> <span class="quiet">(\d+)</span>', html):
        narrowed = client.get("/search/" + link[0].replace("&amp;", "&"))
        assert len(narrowed.context["page"].rows) == int(link[2]), link
    chosen = client.get("/search/", {"event": "capture", "entity": "islam-qala"}).content.decode()
    assert '<a href="?event=capture"><span class="unseen">Remove </span>Islam Qala' in chosen
    assert '<input type="hidden" name="entity" value="islam-qala">' in chosen


def test_a_report_shown_once_says_for_how_many_it_stands(read: Any, newsroom: SimpleNamespace) -> None:
    html = read("/search/", q="report", collapse="story")
    assert "Stands for 2 articles of one report." in html
    assert newsroom.rewrite.headline not in html


def test_the_timeline_narrows_the_dates_and_the_search_goes_on_elsewhere(read: Any, newsroom: SimpleNamespace) -> None:
    html = read("/search/", q="report", after="")
    assert '<a href="?q=report&amp;date_from=2021-07-09&amp;date_to=2021-07-09">9 July 2021</a>' in html
    html = read("/search/", q="report", date_from="2021-07-01", sort="newest")
    assert '<a href="/search/feed/?q=report&amp;date_from=2021-07-01&amp;sort=newest"' in html
    assert '<a href="/api/v1/articles/?q=report&amp;published_after=2021-07-01">API call' in html
    assert '<a href="/api/v1/articles/?q=report&amp;published_after=2021-07-01&amp;format=csv">CSV' in html


def test_finding_nothing_offers_fewer_words_and_names_nearly_so(read: Any, newsroom: SimpleNamespace) -> None:
    html = read("/search/", q="falls xylophone")
    assert '<a href="?q=falls">falls</a> <span class="quiet">1</span>' in html
    html = read("/search/", q="eslam kale xylophone")
    assert f'<a href="{newsroom.place.get_absolute_url()}">Islam Qala</a>' in html


def test_too_many_results_are_all_shown_instead_of_collapsed(
    read: Any, newsroom: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.queries.sampling.COUNTED_EXACTLY", 1)
    html = read("/search/", q="report", collapse="story")
    assert "too many to show each report once" in html
    assert newsroom.rewrite.headline in html
