"""The samples of every format, told apart by their content, field by field."""

from pathlib import Path
from typing import Any

import pytest

from archive.ingest.readers import READERS, detect
from archive.ingest.records import Record, Rejection

from ..making import items

FORMATS = Path(__file__).parents[2] / "data" / "formats"

GOLDEN: dict[str, list[dict[str, Any]]] = {
    "page.html": [
        {
            "headline": "Traders wait as the customs post at Islam Qala stays shut",
            "byline": "Ilse Varga, Omar Sadiq",
            "source_name": "The Meridian Post",
            "published_on": "2021-07-10",
            "url": "https://meridianpost.example/2021/07/10/customs-post/",
            "language": "en",
            "paragraphs": 6,
            "text": "Two days after Taliban fighters took the crossing",
            "extra.section": "World",
            "extra.found": {
                "headline": "json-ld",
                "byline": "json-ld",
                "site": "json-ld",
                "date": "json-ld",
                "url": "canonical",
                "language": "html",
                "text": "trafilatura",
            },
        }
    ],
    "feed.rss": [
        {
            "headline": "Fuel prices rise in Herat & Kabul",
            "byline": "Jonas Feld",
            "external_id": "nh-20210711-fuel",
            "source_name": "",
            "published_on": "2021-07-11",
            "url": "https://northgateherald.example/2021/07/11/fuel",
            "language": "en",
            "paragraphs": 2,
            "text": "Petrol in Herat costs a third more than a week ago, traders",
            "position": 7,
            "extra.categories": ["Economy"],
            "extra.found": {"text": "content", "date": "published"},
        },
        {
            "headline": "Iran keeps its gate open",
            "external_id": "",
            "source_name": "Continental Press Agency",
            "published_on": "2021-07-10",
            "url": "https://northgateherald.example/2021/07/10/gate",
            "text": "Iran keeps its side of the crossing open",
            "position": 18,
            "extra.found": {"text": "summary", "date": "published"},
        },
    ],
    "feed.atom": [
        {
            "headline": "Customs officers return",
            "byline": "Lena Brandt, Omar Sadiq",
            "external_id": "tag:granitegazette.example,2021:return",
            "published_on": "2021-07-12",
            "url": "https://granitegazette.example/2021/07/12/return",
            "language": "en",
            "paragraphs": 2,
        }
    ],
    "crawl.warc.gz": [
        {
            "headline": "Traders wait as the customs post at Islam Qala stays shut",
            "url": "https://meridianpost.example/2021/07/10/customs-post/",
            "position": 2,
            "extra.warc": {"captured": "2021-07-12T10:00:00Z"},
        },
        {
            "headline": "The café at the gate",
            "url": "https://lakesidetribune.example/2021/07/10/cafe",
            "published_on": "2021-07-10",
            "text": "For two days the café at the gate was the only shop",
            "position": 3,
        },
    ],
    "item.ninjs.json": [
        {
            "headline": "Tajikistan calls up reservists for its border",
            "byline": "Zarina Holm",
            "external_id": "tag:transworld.example,2021:0709-tajik-border",
            "source_name": "Transworld News Service",
            "published_on": "2021-07-09",
            "language": "en",
            "paragraphs": 2,
            "text": "DUSHANBE, July 9 (TNS) — Tajikistan called up",
            "extra.urgency": 3,
            "extra.located": "Dushanbe",
            "extra.found": {"text": "body_xhtml", "date": "versioncreated"},
        },
        {"reason": "cancelled by its publisher: tag:transworld.example,2021:0709-wrong", "position": 18},
    ],
    "items.ninjs3.jsonl": [
        {
            "headline": "Consulate in Kandahar is emptied",
            "byline": "Priya Nair",
            "url": "https://cpa.example/items/0711-consulate",
            "external_id": "",
            "source_name": "Continental Press Agency",
            "published_on": "2021-07-11",
            "paragraphs": 2,
            "extra.found": {"text": "bodies", "date": "versioncreated"},
        },
        {"reason": "not a text: picture", "position": 2},
    ],
    "message.newsml.xml": [
        {
            "headline": "Elders in Herat ask for talks",
            "byline": "Ilse Varga",
            "external_id": "urn:newsml:cpa.example:20210713:talks",
            "source_name": "Continental Press Agency",
            "published_on": "2021-07-13",
            "language": "en",
            "paragraphs": 2,
            "position": 5,
            "extra.urgency": "3",
            "extra.located": "Herat",
            "extra.found": {"date": "versionCreated"},
        },
        {"reason": "cancelled by its publisher: urn:newsml:cpa.example:20210713:withdrawn", "position": 31},
    ],
    "story.nitf.xml": [
        {
            "headline": "Bazaar in Islam Qala opens for a morning",
            "byline": "By Marta Kehl",
            "external_id": "harbour-20210714-bazaar",
            "source_name": "The Harbour Courier",
            "published_on": "2021-07-14",
            "language": "en",
            "paragraphs": 3,
            "caption": "Melons on the road to the gate on July 13. Lumen Photos",
            "text": "The bazaar in Islam Qala opened for a morning on Wednesday, traders said.",
            "extra.keywords": ["Herat", "trade"],
        }
    ],
    "articles.csv": [
        {
            "headline": "Schools in Herat send pupils home",
            "byline": "Jonas Feld",
            "external_id": "lakeside-0712-schools",
            "source_name": "Lakeside Tribune",
            "published_on": "2021-07-12",
            "paragraphs": 2,
            "position": 3,
            "extra.Section": "world",
        },
        {"reason": "ambiguous date: 07/08/2021 (8 July or 7 August?)", "position": 6},
        {"reason": "ragged row: 4 fields where the header has 8", "position": 7},
    ],
    "articles.tsv.gz": [{"headline": "Tankers wait at Torghundi", "paragraphs": 2, "published_on": "2021-07-13"}],
    "articles.jsonl.zst": [{"headline": "Budget lacks its customs", "external_id": "capital-0713-budget"}],
    "bundle.zip": [
        {"headline": "Tankers wait at Torghundi", "name": "bundle.zip/july/tankers.tsv", "position": 2},
        {"headline": "Budget lacks its customs", "name": "bundle.zip/july/budget.jsonl"},
        {"headline": "The customs house at the gate is a hundred years old", "name": "bundle.zip/july/old.txt"},
    ],
}


def _shown(item: Record | Rejection, name: str) -> Any:
    if name == "paragraphs":
        return getattr(item, "text", "").count("\n\n") + 1
    if name.startswith("extra."):
        return item.extra[name.removeprefix("extra.")] if isinstance(item, Record) else None
    value = getattr(item, name, None)
    return str(value) if name == "published_on" else value


@pytest.mark.parametrize("name", sorted(path.name for path in FORMATS.iterdir()))
def test_a_sample_is_read_field_by_field(name: str) -> None:
    found = items((FORMATS / name).read_bytes(), name=name)
    assert len(found) == len(GOLDEN[name])
    for item, golden in zip(found, GOLDEN[name], strict=True):
        expected = {key: value for key, value in golden.items() if key != "text"}
        assert {key: _shown(item, key) for key in expected} == expected
        assert getattr(item, "text", "").startswith(golden.get("text", ""))
        assert item.raw in (FORMATS / name).read_bytes() or name.endswith((".gz", ".zst", ".zip"))


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("page.html", "html"), ("feed.rss", "feed"), ("feed.atom", "feed"), ("item.ninjs.json", "ninjs"),
        ("items.ninjs3.jsonl", "ninjs"), ("message.newsml.xml", "newsml"), ("story.nitf.xml", "nitf"),
        ("articles.csv", "csv"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("called", ["made", "made.txt", "made.bin"])
def test_its_name_does_not_matter(name: str, format: str, called: str) -> None:
    assert detect((FORMATS / name).read_bytes(), called) == format


def test_every_format_has_a_sample() -> None:
    samples = {detect((FORMATS / name).read_bytes(), name) for name in GOLDEN if not name.endswith((".gz", ".zst"))}
    assert samples | {"warc", "jsonl"} == set(READERS)
