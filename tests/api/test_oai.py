"""A real harvester takes everything by OAI-PMH 2.0, learns what went, and is refused by the protocol's codes."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from lxml import etree
from pytest_django.live_server_helper import LiveServer
from sickle import Sickle
from sickle.oaiexceptions import NoRecordsMatch

from api.oai import views
from archive.curation import publishing
from tests.factories import (
    ArticleFactory,
    CoverageFactory,
    CreditFactory,
    EntityFactory,
    EventFactory,
    MentionFactory,
    SourceFactory,
    UserFactory,
)

NS = {"o": "http://www.openarchives.org/OAI/2.0/"}


@pytest.fixture
def harvester(committed: None, live_server: LiveServer, monkeypatch: Any) -> Iterator[Any]:
    monkeypatch.setattr(views, "AT_A_TIME", 3)
    return lambda **options: Sickle(f"{live_server.url}/oai", **options)


def told(**arguments: Any) -> Any:
    response = Client().get("/oai", arguments)
    assert (response.status_code, response["Content-Type"]) == (200, "text/xml; charset=utf-8")
    return etree.fromstring(response.content)


def error(query: str) -> str:
    response = Client().get("/oai", QUERY_STRING=query)
    assert response.status_code == 200
    [found] = etree.fromstring(response.content).findall("o:error", NS)
    assert found.text
    return str(found.get("code"))


def test_a_harvester_takes_everything_and_learns_what_went(harvester: Any) -> None:
    by = UserFactory(is_staff=True)
    source, event = SourceFactory(name="The Harbour Courier", decided_by=by), EventFactory(decided_by=by)
    articles = [
        ArticleFactory(
            source=source if number % 2 else None, rights="metadata" if number == 1 else "", byline="Ana Poe"
        )
        for number in range(8)
    ]
    ArticleFactory(source=source, status="draft")
    CoverageFactory(article=articles[1], event=event, decided_by=by)
    CreditFactory(article=articles[1], source=SourceFactory(name="CPA", decided_by=by), decided_by=by)
    MentionFactory(article=articles[1], entity=EntityFactory(name="Herat", kind="place", decided_by=by), decided_by=by)
    publishing.withdraw(articles[2], "legal", by)
    for method in ("GET", "POST"):
        sickle = harvester(http_method=method)
        records = {record.header.identifier: record for record in sickle.ListRecords(metadataPrefix="oai_dc")}
        assert set(records) == {f"oai:localhost:{article.pk}" for article in articles}
        deleted = [identifier for identifier, record in records.items() if record.header.deleted]
        assert deleted == [f"oai:localhost:{articles[2].pk}"]
    one = records[f"oai:localhost:{articles[1].pk}"]
    assert one.metadata["title"] == [articles[1].headline]
    assert (one.metadata["publisher"], one.metadata["contributor"]) == (["The Harbour Courier"], ["CPA"])
    assert (one.metadata["coverage"], one.metadata["creator"]) == (["Herat"], ["Ana Poe"])
    assert "description" not in one.metadata
    assert set(one.header.setSpecs) == {f"source:{source.pk}", f"event:{event.pk}"}
    assert sickle.GetRecord(identifier=one.header.identifier, metadataPrefix="oai_dc").metadata == one.metadata

    names = {it.setSpec: it.setName for it in sickle.ListSets()}
    assert names[f"source:{source.pk}"] == "The Harbour Courier"
    assert names[f"event:{event.pk}"] == event.title
    for spec, count in ((f"source:{source.pk}", 4), (f"event:{event.pk}", 1)):
        found = list(sickle.ListIdentifiers(metadataPrefix="oai_dc", set=spec))
        assert len(found) == count
    stamp = one.header.datestamp
    assert list(sickle.ListRecords(**{"metadataPrefix": "oai_dc", "from": stamp, "until": stamp}))
    assert len(list(sickle.ListRecords(**{"metadataPrefix": "oai_dc", "from": stamp[:10]}))) == 8
    with pytest.raises(NoRecordsMatch):
        list(sickle.ListRecords(**{"metadataPrefix": "oai_dc", "until": "2001-01-01"}))
    identity = sickle.Identify()
    assert (identity.deletedRecord, identity.granularity) == ("persistent", "YYYY-MM-DDThh:mm:ssZ")
    assert [it.metadataPrefix for it in sickle.ListMetadataFormats()] == ["oai_dc"]


LIST = "verb=ListRecords&metadataPrefix=oai_dc"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "badVerb"),
        ("verb=identify", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=Identify&x=1", "badArgument"),
        ("verb=ListRecords", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
        (f"{LIST}&metadataPrefix=oai_dc", "badArgument"),
        (f"{LIST}&set=", "badArgument"),
        (f"{LIST}&set=source:1%00", "badArgument"),
        (f"{LIST}&set=source:{'9' * 30}", "badArgument"),
        (f"{LIST}&set=event:77777", "badArgument"),
        (f"{LIST}&from=2021-02-30", "badArgument"),
        (f"{LIST}&from=2021-02-01T10:00Z", "badArgument"),
        (f"{LIST}&from=2021-02-03&until=2021-02-01", "badArgument"),
        (f"{LIST}&from=2021-02-01&until=2021-02-03T00:00:00Z", "badArgument"),
        (f"{LIST}&resumptionToken=a", "badArgument"),
        (f"{LIST}&from=0001-01-01&until=9999-12-31", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=marc21", "cannotDisseminateFormat"),
        ("verb=ListRecords&resumptionToken=forged", "badResumptionToken"),
        ("verb=ListSets&resumptionToken=a:b:c", "badResumptionToken"),
        ("verb=ListSets", "noSetHierarchy"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:testserver:1", "idDoesNotExist"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=%00", "idDoesNotExist"),
        ("verb=ListMetadataFormats&identifier=oai:elsewhere:1", "idDoesNotExist"),
    ],
)
def test_what_is_wrong_is_said_by_the_code_of_the_protocol(query: str, code: str) -> None:
    assert error(query) == code


def test_a_token_belongs_to_its_verb_and_ends(committed: None, monkeypatch: Any) -> None:
    monkeypatch.setattr(views, "AT_A_TIME", 1)
    ArticleFactory.create_batch(2, source=None)
    token = told(verb="ListRecords", metadataPrefix="oai_dc").findtext(".//o:resumptionToken", None, NS)
    query = urlencode({"resumptionToken": token})
    assert error(f"verb=ListIdentifiers&{query}") == "badResumptionToken"
    last = told(verb="ListRecords", resumptionToken=token).find(".//o:resumptionToken", NS)
    assert (last.text, last.get("cursor")) == (None, "1")
    monkeypatch.setattr("api.oai.arguments.TOKEN_LASTS", -1)
    assert error(f"verb=ListRecords&{query}") == "badResumptionToken"
    assert Client().put("/oai").status_code == 405
