"""Whole lists as files: the same rows as the list counts and pages, for every reader, harmless and of known rights."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import bibtexparser
import pytest
import rispy
from arro3.io import read_parquet
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.models import Article
from tests.factories import (
    ArticleFactory,
    CoverageFactory,
    CreditFactory,
    EntityFactory,
    EventFactory,
    MentionFactory,
    SourceFactory,
    WithdrawalFactory,
)

from .conftest import signed_in
from .test_schema import examples  # noqa: F401

pytestmark = pytest.mark.django_db
# The list of articles has more in a file than on a page.
ROUTES = ["sources/", "entities/", "events/", "stories/", "links/", "mentions/", "credits/"]
FORMATS = ["csv", "jsonl", "parquet", "bibtex", "ris", "csl"]


def exported(client: Client, route: str, form: str, **parameters: Any) -> bytes:
    response = client.get(f"/api/v1/{route}", {**parameters, "format": form})
    assert response.status_code == 200, response.content
    return b"".join(response.streaming_content)  # type: ignore[arg-type]


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def lines(content: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in content.splitlines()]


def parquet(content: bytes, folder: Path) -> dict[str, list[Any]]:
    path = folder / "rows.parquet"
    path.write_bytes(content)
    read = read_parquet(path).read_all()
    return {name: read.column(name).to_pylist() for name in read.column_names}


@pytest.fixture
def archive(editor: Any) -> list[Client]:
    """Articles of every status and right, joined in many ways; the public and an editor."""
    sources = [SourceFactory(slug="courier", name='=1+1 "Courier"'), SourceFactory(slug="post", rights="metadata")]
    unknown = SourceFactory(slug="unknown", verdict="rejected", decided_by=editor)
    agency, place, event = (
        SourceFactory(slug="cpa", kind="agency"),
        EntityFactory(slug="herat"),
        EventFactory(slug="fall"),
    )
    headlines = ["=HYPERLINK(1)", '@Herat, "falls"\n', "Calm é", "-x {y}"]
    for number in range(24):
        article = ArticleFactory(
            source=[*sources, unknown, None][number % 4],
            headline=headlines[number % 4 if number % 3 else 2] + str(number),
            text=("Herat fell. " if number % 2 else "All is calm. ") * (1 + 10 * (number % 3)),
            rights=["", "full", "excerpt", "metadata"][number % 4 if number % 5 else 0],
            published_on=None if number == 7 else f"2021-07-{1 + number % 9:02}",
            date_precision="unknown" if number == 7 else "day",
            language=["en", "fr"][number % 7 == 0],
        )  # fmt: skip
        if number % 2:
            CreditFactory(article=article, source=agency, decided_by=editor)
        if number % 3:
            MentionFactory(article=article, entity=place, decided_by=editor)
            CoverageFactory(article=article, event=event, decided_by=editor)
        if number % 6 == 5:
            Article.objects.filter(pk=article.pk).update(status="withdrawn")
            WithdrawalFactory(article=article, withdrawn_by=editor)
        elif number % 8 == 4:
            Article.objects.filter(pk=article.pk).update(status="draft")
    return [Client(), signed_in(editor)]


asked = st.fixed_dictionaries(
    {},
    optional={
        "q": st.sampled_from(["herat", '"herat fell"', "calm OR herat", "-calm", "nothing"]),
        "headline": st.sampled_from(["falls", "calm"]),
        "source": st.lists(st.sampled_from(["courier", "post"]), min_size=1, max_size=2),
        "agency": st.just("cpa"),
        "entity": st.just("herat"),
        "event": st.just("fall"),
        "language": st.sampled_from(["en", "fr", "ps"]),
        "published_after": st.sampled_from(["2021-07-03", "2021-07-08"]),
        "published_before": st.sampled_from(["2021-07-02", "2021-07-05"]),
        "ordering": st.sampled_from(["published", "-published"]),
    },
)


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(filters=asked)
def test_count_pages_and_files_of_one_question_agree(archive: list[Client], filters: dict[str, Any]) -> None:
    for client in archive:
        answer = client.get("/api/v1/articles/", {**filters, "count": "exact", "page_size": 5}).json()
        count, paged = answer["count"], [row["id"] for row in answer["results"]]
        while answer["next"]:
            answer = client.get(answer["next"]).json()
            paged += [row["id"] for row in answer["results"]]

        rows = lines(exported(client, "articles/", "jsonl", **filters))
        assert [row["id"] for row in rows] == paged
        assert [int(row["id"]) for row in table(exported(client, "articles/", "csv", **filters))] == paged
        assert len(paged) == count


def test_every_form_has_every_row_and_the_same_facts(archive: list[Client], tmp_path: Path) -> None:
    for client in archive:
        rows = lines(exported(client, "articles/", "jsonl"))
        columns = parquet(exported(client, "articles/", "parquet"), tmp_path)
        assert columns["id"] == [row["id"] for row in rows]
        assert columns["text"] == [row["text"] for row in rows]
        assert [str(day) if day else None for day in columns["published_on"]] == [row["published_on"] for row in rows]
        assert columns["source_slug"] == [row["source"] and row["source"]["slug"] for row in rows]
        cells = table(exported(client, "articles/", "csv"))
        assert [cell["text"] for cell in cells] == [row["text"] for row in rows]
        assert list(cells[0]) == list(columns)

        cited = bibtexparser.parse_string(exported(client, "articles/", "bibtex").decode())
        assert (len(cited.entries), cited.failed_blocks) == (len(rows), [])
        records = rispy.loads(exported(client, "articles/", "ris").decode())
        items = json.loads(exported(client, "articles/", "csl"))
        assert [record["id"] for record in records] == [item["id"] for item in items] == [e.key for e in cited.entries]
    assert json.loads(exported(archive[0], "articles/", "csl", q="nothing")) == []


def test_rights_and_names_are_those_of_the_pages(archive: list[Client]) -> None:
    public, editor = archive
    for row in lines(exported(public, "articles/", "jsonl")):
        whole = public.get(f"/api/v1/articles/{row['id']}/").json()
        shared = row.keys() - {"url"}
        assert {name: row[name] for name in shared} == {name: whole[name] for name in shared}
        assert public.get(row["url"], follow=True).status_code == 200
        assert "status" not in row
    rows = lines(exported(editor, "articles/", "jsonl"))
    assert {row["status"] for row in rows} == {"draft", "published", "withdrawn"}
    assert all(row["text"] and row["text_is_whole"] for row in rows)


def test_no_cell_is_a_formula(archive: list[Client]) -> None:
    rows = table(exported(archive[0], "articles/", "csv"))
    cells = [cell for row in rows for cell in row.values()]
    assert any(cell.startswith("'=") for cell in cells)
    assert any(cell.startswith("'@") for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))]


@pytest.mark.parametrize("route", ["sources/", "entities/", "events/"])
def test_every_list_is_exported_as_it_is_listed(archive: list[Client], route: str, tmp_path: Path) -> None:
    for client in archive:
        listed = client.get(f"/api/v1/{route}").json()["results"]
        assert listed
        assert lines(exported(client, route, "jsonl")) == listed
        slugs = [row["slug"] for row in listed]
        assert [row["slug"] for row in table(exported(client, route, "csv"))] == slugs
        assert parquet(exported(client, route, "parquet"), tmp_path)["slug"] == slugs


def test_one_article_is_cited_by_parameter_or_by_accept(archive: list[Client]) -> None:
    client, path = archive[0], f"/api/v1/articles/{ArticleFactory(headline='Cited').pk}/"
    for form, media_type in (("bibtex", "application/x-bibtex"), ("csl", "application/vnd.citationstyles.csl+json")):
        asked = client.get(path, {"format": form})
        accepted = client.get(path, headers={"Accept": f"{media_type}, application/json;q=0.5"})
        assert asked["Content-Type"].split(";")[0] == accepted["Content-Type"].split(";")[0] == media_type
        cited = asked.getvalue()
        assert b"Cited" in cited
        assert cited == accepted.getvalue()
    assert client.get(path, {"format": "json"}).json()["headline"] == "Cited"
    assert client.get("/api/v1/articles/", headers={"Accept": "text/csv"}).getvalue().startswith(b"id,url,")
    assert 'filename="articles-2' in client.get("/api/v1/articles/?format=csv")["Content-Disposition"]
    assert client.head("/api/v1/articles/?format=csv").getvalue() == b""


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_wrong_is_refused_in_json_whatever_was_asked_for(archive: list[Client], form: str) -> None:
    client, withdrawn = archive[0], Article.objects.filter(status="withdrawn").first()
    assert withdrawn is not None
    of_withdrawn = (410, "request") if form in FORMATS[3:] else (400, "format")
    for path, status, named in (
        ("articles/?q=a&headlin=b", 400, "headlin"),
        ("articles/?source=nobody", 400, "source"),
        ("articles/?page_size=5", 400, "page_size"),
        ("articles/?count=exact", 400, "count"),
        ("articles/?fields=id", 400, "fields"),
        ("articles/?ordering=sideways", 400, "ordering"),
        (f"articles/{withdrawn.pk}/?", *of_withdrawn),
    ):
        response = client.get(f"/api/v1/{path}&format={form}")
        assert (response.status_code, response["Content-Type"]) == (status, "application/json"), path
        assert list(response.json()["errors"]) == [named]
    for path in ("sources/?format=csv&cursor=a", "events/?format=jsonl&kind=war", "links/?format=parquet&page_size=5"):
        assert client.get(f"/api/v1/{path}").status_code == 400
    assert client.get("/api/v1/sources/?format=bibtex").json()["errors"]["format"]["value"] == "bibtex"
    assert client.get("/api/v1/articles/", headers={"Accept": "application/xml"}).status_code == 406


def test_an_export_reads_rows_by_a_cursor_and_asks_no_more_for_more_rows(archive: list[Client]) -> None:
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            exported(archive[0], "articles/", "jsonl")
            exported(archive[0], "events/", "csv")
        counts.append(len(queries))
        EventFactory.create_batch(10)
        ArticleFactory.create_batch(10)
    assert counts[0] == counts[1] <= 12


@pytest.mark.usefixtures("examples")
def test_every_list_is_a_file_in_every_form_for_everybody(editor: Any, tmp_path: Path) -> None:
    for client, routes in ((Client(), ROUTES), (signed_in(editor), [*ROUTES, "imports/"])):
        for route in routes:
            listed = client.get(f"/api/v1/{route}").json()["results"]
            assert listed, route
            assert lines(exported(client, route, "jsonl")) == listed
            rows, columns = table(exported(client, route, "csv")), parquet(exported(client, route, "parquet"), tmp_path)
            assert len(rows) == len(listed)
            assert list(columns) == list(rows[0])
            assert {len(values) for values in columns.values()} == {len(listed)}
            if "left" in listed[0]:
                assert [row["left_source_slug"] for row in rows] == [row["left"]["source"]["slug"] for row in listed]
