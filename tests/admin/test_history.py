"""The history page tells who changed what, when and why, from the database's own record."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from archive.curation import records, verdicts
from archive.models import Source, SourceName
from tests import factories
from tests.admin.forms import words_of
from tests.admin.makers import MAKERS
from tests.admin.test_lists import MOST_QUERIES
from tests.admin.test_verdicts import a_link


def history(record: Any) -> str:
    return reverse(f"admin:archive_{record._meta.model_name}_history", args=[record.pk])


def test_a_change_is_told_with_editor_field_values_and_reason(desk: Client, editor: Any) -> None:
    source = factories.SourceFactory()
    source = Source.objects.get(pk=source.pk)
    source.kind = "agency"
    records.save(source, editor, "It says so itself.")
    page = words_of(desk.get(history(source)))
    assert f"{editor} Changed Kind Outlet → News agency Because: It says so itself." in page


def test_names_added_and_removed_belong_to_the_history_of_their_source(desk: Client, editor: Any) -> None:
    source = factories.SourceFactory()
    alias = SourceName(source=source, name="The Alias")
    records.save(alias, editor)
    records.delete(alias, editor)
    page = words_of(desk.get(history(source)))
    assert "Added source name “The Alias”" in page
    assert "Removed source name “The Alias”" in page


def test_a_verdict_is_told(desk: Client, editor: Any) -> None:
    link = a_link()
    verdicts.decide(link, "rejected", editor, "Two crossings.")
    assert "Verdict Suggested → Rejected" in words_of(desk.get(history(link)))


def test_a_change_by_raw_sql_is_told_too(desk: Client) -> None:
    event, place = factories.EventFactory(), factories.EntityFactory(kind="place", name="Herat")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE archive_event SET place_id = %s WHERE id = %s", [place.pk, event.pk])
    assert "Place nothing → Herat" in words_of(desk.get(history(event)))


def test_a_long_history_asks_as_much_as_a_short_one(desk: Client, editor: Any) -> None:
    source = Source.objects.get(pk=factories.SourceFactory().pk)
    asked = []
    for times in (10, 100):
        for number in range(times):
            source.description = f"{times} {number}"
            records.save(source, editor)
        with CaptureQueriesContext(connection) as context:
            assert desk.get(history(source)).status_code == 200
        asked.append(len(context))
    assert asked[0] == asked[1] <= MOST_QUERIES


def test_every_screen_has_a_history_page_and_a_form_to_add_that_ask_little(client: Client, administrator: Any) -> None:
    client.force_login(administrator)
    for model, make in MAKERS.items():
        add = reverse(f"admin:archive_{model._meta.model_name}_add")
        for path, answers in ((history(make()), {200}), (add, {200, 403})):
            with CaptureQueriesContext(connection) as context:
                assert client.get(path).status_code in answers, path
            assert len(context) <= MOST_QUERIES, path
            sent = [query["sql"] for query in context.captured_queries]
            assert not any("COUNT(" in sql and "LIMIT" not in sql for sql in sent), path


def test_the_history_of_what_is_not_there_leads_back(desk: Client) -> None:
    for number in ("404", "x"):
        assert desk.get(reverse("admin:archive_source_history", args=[number])).status_code == 302


def test_a_record_goes_back_to_an_earlier_state_and_keeps_its_verdict(desk: Client, editor: Any) -> None:
    source = Source.objects.get(pk=factories.SourceFactory(description="A daily.").pk)
    source.description, source.kind, source.slug = "Wrong.", "agency", "elsewhere"
    records.save(source, editor)
    verdicts.decide(source, "unsure", editor)
    first = source.history.order_by("pgh_id")[0]
    page = desk.get(history(source))
    assert f'name="state" value="{first.pk}"' in page.content.decode()
    answer = desk.post(history(source), {"state": first.pk}, follow=True)
    (said,) = [str(it) for it in answer.context["messages"]]
    assert set(said.removeprefix("Set back: ").rstrip(".").split(", ")) == {"slug", "kind", "description"}
    source.refresh_from_db()
    assert (source.description, source.kind, source.slug) == ("A daily.", "outlet", first.slug)
    assert source.verdict == "unsure"
    assert "Back to the state of" in words_of(desk.get(history(source)))
    assert "nothing was changed" in words_of(desk.post(history(source), {"state": first.pk}, follow=True))


def test_one_change_is_undone_from_the_history(desk: Client, editor: Any) -> None:
    link = a_link()
    verdicts.decide(link, "rejected", editor)
    act = link.history.order_by("-pgh_id")[0].pgh_context_id
    desk.post(history(link), {"act": act})
    link.refresh_from_db()
    assert link.verdict == "suggested"


def test_a_state_of_another_record_and_nonsense_are_refused(desk: Client, client: Client, editor: Any) -> None:
    source, other = factories.SourceFactory(), factories.SourceFactory()
    state = other.history.order_by("pgh_id")[0].pk
    assert "no such state" in words_of(desk.post(history(source), {"state": state}, follow=True))
    assert desk.post(history(source), {"state": "x"}).status_code == 400
    client.force_login(factories.UserFactory(is_staff=True, role="contributor"))
    own = source.history.order_by("pgh_id")[0].pk
    Source.objects.filter(pk=source.pk).update(description="Changed.")
    assert client.post(history(source), {"state": own}).status_code == 403


def test_a_long_history_is_told_page_by_page_nothing_twice_and_nothing_left_out(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.admin.history.TOLD_CHANGES", 7)
    source = factories.SourceFactory()
    for n in range(1, 13):
        Source.objects.filter(pk=source.pk).update(description=f"State {n}.")
        SourceName.objects.create(source=source, name=f"Alias {n}.")
    told, address = [], history(source)
    while address:
        page = desk.get(address)
        said = re.findall(r"State \d+\. State|→ State \d+\.|Alias \d+\.|Added", words_of(page))
        assert len([it for it in said if it.startswith(("→", "Alias"))]) <= 7
        told += [it for it in said if it.startswith(("→", "Alias"))]
        older = re.search(r'rel="next" href="([^"]+)"', page.content.decode())
        address = history(source) + older[1] if older else ""
    assert sorted(told) == sorted([f"→ State {n}." for n in range(1, 13)] + [f"Alias {n}." for n in range(1, 13)])
    for odd in ("x", "1", "1-2-3-4-5", "99999999999999999999-1-1", "\0"):
        response = desk.get(history(source), {"older": odd})
        assert (response.status_code, response.content[:6]) == (400, b"older:")
