"""Nobody but editors sees, counts or is led to what is not published."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from archive import queries
from archive.curation import publishing
from archive.models import Article, Revision, Story, StoryMember
from tests.factories import (
    ArticleFactory,
    ArticleLinkFactory,
    CoverageFactory,
    CreditFactory,
    EntityFactory,
    EventFactory,
    MentionFactory,
    OriginalFactory,
    SourceFactory,
    UserFactory,
)

from .conftest import signed_in

STATUSES = ["draft", "embargoed", "published", "withdrawn"]


@pytest.fixture
def known(editor: Any) -> SimpleNamespace:
    """A published article joined in every way to one of each status."""
    source, agency = SourceFactory(slug="courier"), SourceFactory(slug="agency", kind="agency")
    entity, event = EntityFactory(slug="herat"), EventFactory(slug="fall-of-herat")
    public = ArticleFactory()
    story = Story.objects.create(lead=public, origin=agency)
    StoryMember.objects.create(story=story, article=public)
    articles = {}
    for status in STATUSES:
        article = ArticleFactory(source=source, headline=f"Herat falls, {status}", text="The militia left at dawn.")
        CreditFactory(article=article, source=agency)
        MentionFactory(article=article, entity=entity)
        CoverageFactory(article=article, event=event)
        ArticleLinkFactory(left=public, right=article)
        StoryMember.objects.create(story=story, article=article)
        articles[status] = article
    Article.objects.filter(pk=articles["draft"].pk).update(status="draft")
    publishing.embargo(articles["embargoed"], timezone.now() + timedelta(days=1), editor)
    publishing.withdraw(articles["withdrawn"], "privacy", editor, note="A secret note.")
    return SimpleNamespace(public=public, story=story, articles=articles)


def client_of(role: str, editor: Any) -> Client:
    users = {
        "nobody": None,
        "reader": lambda: UserFactory(),
        "former editor": lambda: UserFactory(is_staff=True, is_active=False),
        "editor": lambda: editor,
    }
    make = users[role]
    return signed_in(make()) if make else Client()


roles = pytest.mark.parametrize("role", ["nobody", "reader", "former editor", "editor"])
FILTERS = [
    "source=courier",
    "source=courier&q=militia",
    "source=courier&headline=herat",
    "source=courier&published_on=2021-07-08",
    "source=courier&published_after=2021-07-08",
    "source=courier&published_before=2021-07-08",
    "source=courier&language=en",
    "source=courier&ordering=published",
    "source=courier&story={story}",
    "agency=agency",
    "entity=herat",
    "event=fall-of-herat",
]


@roles
def test_a_list_holds_and_counts_only_what_its_reader_may_see(known: SimpleNamespace, editor: Any, role: str) -> None:
    client = client_of(role, editor)
    expected = set(STATUSES) if role == "editor" else {"published"}
    for query in FILTERS:
        answer = client.get(f"/api/v1/articles/?{query.format(story=known.story.pk)}&count=exact").json()
        seen = {row["headline"].rpartition(" ")[2] for row in answer["results"]}
        assert (seen, answer["count"]) == (expected, len(expected)), query


@roles
def test_an_article_answers_by_its_status(known: SimpleNamespace, editor: Any, role: str) -> None:
    client = client_of(role, editor)
    answers = {
        status: client.get(f"/api/v1/articles/{article.pk}/").status_code for status, article in known.articles.items()
    }
    public = {"draft": 404, "embargoed": 404, "published": 200, "withdrawn": 410}
    assert answers == (dict.fromkeys(STATUSES, 200) if role == "editor" else public)


@roles
def test_related_articles_are_those_the_reader_may_see(known: SimpleNamespace, editor: Any, role: str) -> None:
    article = client_of(role, editor).get(f"/api/v1/articles/{known.public.pk}/").json()
    related = {row["article"]["headline"].rpartition(" ")[2] for row in article["related"]}
    assert related == (set(STATUSES) if role == "editor" else {"published"})


@roles
def test_counts_of_sources_entities_and_events_hold_what_the_reader_may_see(
    known: SimpleNamespace, editor: Any, role: str
) -> None:
    client = client_of(role, editor)
    expected = 4 if role == "editor" else 1
    for route in ("sources/courier/", "entities/herat/"):
        assert client.get(f"/api/v1/{route}").json()["article_count"] == expected
    for listed, slug in (("sources", "courier"), ("entities", "herat")):
        rows = client.get(f"/api/v1/{listed}/").json()["results"]
        assert [row["article_count"] for row in rows if row["slug"] == slug] == [expected]
    numbers = {"articles": expected, "outlets": 1, "independent_reports": 1}
    assert client.get("/api/v1/events/fall-of-herat/").json()["numbers"] == numbers
    assert [row["numbers"] for row in client.get("/api/v1/events/").json()["results"]] == [numbers]


@roles
@pytest.mark.parametrize("verdict", ["suggested", "rejected", "unsure"])
def test_records_that_no_editor_accepted_are_not_public(editor: Any, role: str, verdict: str) -> None:
    decided = {"verdict": verdict, **({"decided_by": None} if verdict == "suggested" else {})}
    place = EntityFactory(kind="place", slug="doubtful-place", **decided)
    parent = EventFactory(slug="doubtful-event", **decided)
    EventFactory(slug="sure-event", place=place, parent=parent)
    client = client_of(role, editor)

    sure = client.get("/api/v1/events/sure-event/").json()
    statuses = {
        client.get(f"/api/v1/{route}").status_code for route in ("entities/doubtful-place/", "events/doubtful-event/")
    }
    filtered = {
        client.get(f"/api/v1/{route}").status_code
        for route in (
            "articles/?entity=doubtful-place",
            "articles/?event=doubtful-event",
            "events/?place=doubtful-place",
            "events/?parent=doubtful-event",
        )
    }
    listed = str(client.get("/api/v1/events/").json()) + str(client.get("/api/v1/entities/").json())
    if role == "editor":
        assert (statuses, filtered) == ({200}, {200})
        assert (sure["place"]["slug"], sure["parent"]["slug"]) == ("doubtful-place", "doubtful-event")
        assert "doubtful" in listed
    else:
        assert (statuses, filtered) == ({404}, {400})
        assert (sure["place"], sure["parent"]) == (None, None)
        assert "doubtful" not in listed


@roles
def test_what_is_only_suggested_about_an_article_is_not_public(editor: Any, role: str) -> None:
    waits = {"verdict": "suggested", "decided_by": None}
    article = ArticleFactory()
    CreditFactory(article=article, source__slug="maybe-agency", **waits)
    MentionFactory(article=article, entity__slug="maybe-entity", **waits)
    CoverageFactory(article=article, event__slug="maybe-event", **waits)
    ArticleLinkFactory(left=article, right=ArticleFactory(headline="Maybe related"), **waits)
    client = client_of(role, editor)

    whole = client.get(f"/api/v1/articles/{article.pk}/").json()
    assert (whole["entities"], whole["events"], whole["related"]) == ([], [], [])
    assert [credit["verdict"] for credit in whole["credits"]] == (["suggested"] if role == "editor" else [])
    for query in ("agency=maybe-agency", "entity=maybe-entity", "event=maybe-event"):
        assert client.get(f"/api/v1/articles/?{query}&count=exact").json()["count"] == 0


@roles
def test_a_source_is_public_once_accepted_or_once_something_public_is_of_it(editor: Any, role: str) -> None:
    waits: dict[str, Any] = {"verdict": "suggested", "decided_by": None}
    refused = {"verdict": "rejected", "decided_by": editor}
    published, draft = ArticleFactory(), ArticleFactory(status="draft")
    ArticleFactory(source=SourceFactory(slug="of-a-draft", **waits), status="draft")
    ArticleFactory(source=SourceFactory(slug="of-a-published", **waits))
    CreditFactory(article=draft, source=SourceFactory(slug="owed-by-a-draft", **waits))
    CreditFactory(article=published, source=SourceFactory(slug="owed", **waits))
    CreditFactory(article=published, source=SourceFactory(slug="perhaps-owed", **waits), **waits)
    ArticleFactory(source=SourceFactory(slug="refused", **refused))
    SourceFactory(slug="accepted")
    client = client_of(role, editor)

    hidden = {"of-a-draft", "owed-by-a-draft", "perhaps-owed", "refused"}
    shown = {"of-a-published", "owed", "accepted"}
    listed = {row["slug"] for row in client.get("/api/v1/sources/?page_size=50").json()["results"]}
    for slug in hidden:
        assert client.get(f"/api/v1/sources/{slug}/").status_code == (200 if role == "editor" else 404)
        assert client.get(f"/api/v1/articles/?source={slug}").status_code == (200 if role == "editor" else 400)
    assert {client.get(f"/api/v1/sources/{slug}/").status_code for slug in shown} == {200}
    assert listed & (hidden | shown) == (hidden | shown if role == "editor" else shown)


@roles
def test_a_rejected_source_is_not_named_beside_its_article(editor: Any, role: str) -> None:
    article = ArticleFactory(source=SourceFactory(verdict="rejected", decided_by=editor))
    client = client_of(role, editor)
    shown = client.get(f"/api/v1/articles/{article.pk}/").json()["source"]
    assert (shown is not None) == (role == "editor")
    assert (client.get("/api/v1/articles/").json()["results"][0]["source"] is not None) == (role == "editor")


@roles
def test_a_text_replaced_before_its_publication_is_for_editors(editor: Any, role: str) -> None:
    article = ArticleFactory()
    for number, was_public in ((1, False), (2, True)):
        Revision.objects.create(
            article=article, number=number, original=OriginalFactory(), headline=f"Text {number}", text="It was.",
            text_hash="0" * 64, was_public=was_public,
        )  # fmt: skip
    client = client_of(role, editor)
    told = client.get(f"/api/v1/articles/{article.pk}/").json()["revisions"]
    page = client.get(article.get_absolute_url(), follow=True).content.decode()
    seen = [1, 2] if role == "editor" else [2]
    assert sorted(row["number"] for row in told) == seen
    assert [n for n in (1, 2) if f"Text {n}" in page] == seen


@roles
def test_the_words_of_a_credit_are_quoted_only_from_what_may_be_read(editor: Any, role: str) -> None:
    article = ArticleFactory(text="One two three four " + "and on " * 100 + "told Lumen Press.", rights="excerpt")
    CreditFactory(article=article, field="text", words="told Lumen Press")
    CreditFactory(article=article, field="text", words="One two", kind="cited")
    credits = client_of(role, editor).get(f"/api/v1/articles/{article.pk}/").json()["credits"]
    words = {credit["words"] for credit in credits}
    assert words == ({"told Lumen Press", "One two"} if role == "editor" else {"", "One two"})


def test_status_and_extra_are_for_editors_only(db: None, ask: Any, ask_as_editor: Any) -> None:
    article = ArticleFactory(extra={"secret": "kept"})
    route = f"articles/{article.pk}/"

    assert "status" not in ask("articles/")["results"][0]
    assert {"status", "extra"}.isdisjoint(ask(route))
    assert ask_as_editor("articles/")["results"][0]["status"] == "published"
    assert ask_as_editor(route)["extra"] == {"secret": "kept"}


def test_a_withdrawn_article_tells_the_category_and_nothing_else(known: SimpleNamespace, client: Client) -> None:
    response = client.get(f"/api/v1/articles/{known.articles['withdrawn'].pk}/")
    assert response.status_code == 410
    assert response.json()["errors"]["request"]["reason"] == "privacy"
    assert "secret" not in response.content.decode()


@pytest.mark.parametrize("role", ["nobody", "editor"])
def test_where_a_name_stands_is_told_only_of_what_may_be_read(editor: Any, role: str) -> None:
    for rights, field in (("excerpt", "text"), ("metadata", "text"), ("metadata", "headline"), ("full", "text")):
        article = ArticleFactory(text="Herat fell.", headline="Herat", rights=rights)
        MentionFactory(article=article, field=field, start=0, end=5, surface="Herat")
    client = signed_in(editor) if role == "editor" else Client()
    rows = client.get("/api/v1/mentions/?ordering=id").json()["results"]
    hidden, told = ("", None, None), ("Herat", 0, 5)
    assert [(row["surface"], row["start"], row["end"]) for row in rows] == (
        [told] * 4 if role == "editor" else [hidden, hidden, told, told]
    )


@pytest.mark.parametrize(
    ("rights", "text", "quoted"),
    [
        ("full", "One two three four.", "two three"),
        ("excerpt", "One two three four.", "two three"),
        ("metadata", "", ""),
    ],
)
def test_rights_decide_how_much_the_public_reads(
    db: None, ask: Any, ask_as_editor: Any, rights: str, text: str, quoted: str
) -> None:
    article = ArticleFactory(source__rights=rights, text="One two three four.", caption="A photo.")
    CreditFactory(article=article, words="two three")

    whole, row = ask(f"articles/{article.pk}/"), ask("articles/")["results"][0]
    assert (whole["text"], whole["credits"][0]["words"], row["opening"]) == (text, quoted, text)
    assert whole["caption"] == ("" if rights == "metadata" else "A photo.")
    assert whole["text_is_whole"] == (rights == "full")
    assert (whole["rights"], row["rights"]) == (rights, rights)
    for_editor = ask_as_editor(f"articles/{article.pk}/")
    assert (for_editor["text"], for_editor["text_is_whole"]) == ("One two three four.", True)


@roles
def test_an_answer_to_somebody_signed_in_is_kept_by_no_shared_cache(editor: Any, role: str) -> None:
    client = client_of(role, editor)
    article = ArticleFactory()
    for route in ("", "articles/", f"articles/{article.pk}/", "articles/0/", "articles/?q=", "sources/", "nowhere/"):
        response = client.get(f"/api/v1/{route}")
        signed_in_now = role in ("reader", "editor")
        assert ("private" in response.get("Cache-Control", "")) == signed_in_now, route
        assert "Cookie" in response["Vary"], route
    assert client.post("/api/v1/articles/").status_code in (401, 403, 405)


def test_the_opening_of_an_excerpt_ends_where_the_excerpt_ends(editor: Any) -> None:
    text = " ".join(["a"] * queries.EXCERPT_WORDS) + " secret"
    ArticleFactory(text=text, rights="excerpt")
    addresses = ("/api/v1/articles/?expand=text", "/articles/", "/feed/")
    read = {address: Client().get(address).content.decode() for address in addresses}
    assert [address for address in addresses if "secret" in read[address]] == []
    assert all("a a a …" in html for html in read.values())
    assert "secret" in signed_in(editor).get("/api/v1/articles/").json()["results"][0]["opening"]


@roles
def test_a_rejected_source_is_no_outlet_of_a_story(editor: Any, role: str) -> None:
    known, refused = SourceFactory(), SourceFactory(verdict="rejected", decided_by=editor)
    story = Story.objects.create(lead=ArticleFactory(source=known))
    for article in (story.lead, ArticleFactory(source=refused), ArticleFactory(source=None)):
        StoryMember.objects.create(story=story, article=article)
    told = client_of(role, editor).get(f"/api/v1/stories/{story.pk}/").json()
    assert (told["articles"], told["outlets"]) == (3, 2 if role == "editor" else 1)
