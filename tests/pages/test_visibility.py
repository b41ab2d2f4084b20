"""What is not public shows on no page to the public, and is marked for editors."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from archive.curation import publishing, records, verdicts
from archive.models import EventParticipant
from tests import factories

from .test_html import addresses

HIDDEN = "Quokka"


@pytest.mark.parametrize("state", ["draft", "embargoed", "withdrawn"])
def test_an_unpublished_article_shows_nowhere(
    client: Client, newsroom: SimpleNamespace, editor: Any, state: str
) -> None:
    hidden = newsroom.rewrite
    type(hidden).objects.filter(pk=hidden.pk).update(headline=f"{HIDDEN} headline", text=f"A {HIDDEN} report.")
    hidden.refresh_from_db()
    if state == "draft":
        publishing.unpublish(hidden, editor)
    elif state == "embargoed":
        publishing.embargo(hidden, timezone.now() + timedelta(days=1), editor)
    else:
        publishing.withdraw(hidden, "legal", editor)
    for address in [*addresses(newsroom), "/search/?q=Quokka+report"]:
        if address != hidden.get_absolute_url():
            html = client.get(address).content.decode().replace("Quokka report", "")
            assert HIDDEN not in html, address


def test_what_no_editor_accepted_shows_nowhere(client: Client, newsroom: SimpleNamespace) -> None:
    waiting = {"verdict": "suggested", "decided_by": None}
    place = factories.EntityFactory(name=f"{HIDDEN} place", kind="place", **waiting)
    parent = factories.EventFactory(title=f"{HIDDEN} parent", **waiting)
    type(newsroom.event).objects.filter(pk=newsroom.event.pk).update(place=place, parent=parent)
    EventParticipant.objects.create(event=newsroom.event, entity=place)
    factories.CoverageFactory(article=newsroom.lead, event=parent)
    factories.MentionFactory(article=newsroom.lead, entity=place, start=5, end=9)
    other = factories.ArticleFactory(headline="Quite another matter")
    factories.ArticleLinkFactory(left=newsroom.lead, right=other, **waiting)
    factories.CreditFactory(article=newsroom.lead, source=None, named_as=HIDDEN, **waiting)
    for address in addresses(newsroom):
        html = client.get(address).content.decode()
        assert HIDDEN not in html, address
    assert "Quite another matter" not in client.get(newsroom.lead.get_absolute_url()).content.decode()


def test_a_rejected_source_is_named_on_no_page_and_in_no_answer_of_the_api(
    client: Client, newsroom: SimpleNamespace, editor: Any
) -> None:
    rejected = factories.SourceFactory(name=HIDDEN, slug="quokka", kind="agency")
    type(newsroom.rewrite).objects.filter(pk__in=[newsroom.rewrite.pk, newsroom.apart.pk]).update(
        source=rejected, byline=""
    )
    for kind in ("wire", "photo"):
        factories.CreditFactory(article=newsroom.rewrite, source=rejected, kind=kind, named_as="as printed")
    newsroom.story.origin, newsroom.story.origin_by_editor = rejected, True
    records.save(newsroom.story, editor)
    routes = ["articles/", f"articles/{newsroom.rewrite.pk}/", f"articles/{newsroom.lead.pk}/", "sources/", "events/"]
    everywhere = [*addresses(newsroom), "/search/", "/search/?q=report", *(f"/api/v1/{route}" for route in routes)]
    named = [it for it in everywhere if HIDDEN in client.get(it).content.decode()]
    assert newsroom.story.get_absolute_url() in named
    assert newsroom.event.get_absolute_url() in named
    verdicts.decide(rejected, "rejected", editor)
    for address in everywhere:
        html = client.get(address).content.decode()
        assert HIDDEN not in html, address
        assert rejected.get_absolute_url() not in html, address
    assert "Outlet unknown" in client.get(newsroom.rewrite.get_absolute_url()).content.decode()
    assert "Wire: as printed" in client.get(newsroom.rewrite.get_absolute_url()).content.decode()
    assert client.get("/search/", {"source": HIDDEN}).status_code == 400
    client.force_login(editor)
    assert [it for it in everywhere if HIDDEN in client.get(it).content.decode()] == named


def test_outlets_that_are_counted_are_those_that_are_named(
    read: Any, read_as_editor: Any, newsroom: SimpleNamespace, editor: Any
) -> None:
    verdicts.decide(newsroom.herald, "rejected", editor)
    address, story = newsroom.event.get_absolute_url(), newsroom.story.get_absolute_url()
    html = read(address)
    assert '<a href="#outlets"><b>2</b> outlets</a>' in html
    assert "Outlet unknown" in html
    assert "2 articles in 1 outlet carry" in read(story)
    html = read_as_editor(address)
    assert '<a href="#outlets"><b>3</b> outlets</a>' in html
    assert newsroom.herald.name in html
    assert "2 articles in 2 outlets carry" in read_as_editor(story)


def test_editors_see_unpublished_articles_clearly_marked(read_as_editor: Any, editor: Any, db: Any) -> None:
    draft = factories.ArticleFactory(status="draft")
    withdrawn = factories.ArticleFactory()
    publishing.withdraw(withdrawn, "error", editor)
    embargoed = factories.ArticleFactory()
    publishing.embargo(embargoed, timezone.now() + timedelta(days=1), editor)
    assert "Draft</span>" in read_as_editor(draft.get_absolute_url())
    assert "Withdrawn</span>" in read_as_editor(withdrawn.get_absolute_url())
    assert "Archived in error" in read_as_editor(withdrawn.get_absolute_url())
    assert "Embargoed until" in read_as_editor(embargoed.get_absolute_url())
    listing = read_as_editor("/articles/")
    assert all(mark in listing for mark in ("Draft</span>", "Withdrawn</span>", "Embargoed until"))


def test_a_story_whose_lead_is_hidden_takes_its_name_from_a_public_article(
    read: Any, newsroom: SimpleNamespace, editor: Any
) -> None:
    publishing.unpublish(newsroom.lead, editor)
    html = read(newsroom.story.get_absolute_url())
    assert "Crossing captured" not in html
    assert "Border town falls" in html
