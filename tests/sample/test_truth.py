"""The sample newsroom is what it says: enough of everything, and its truth fits its texts."""

import json
from collections import Counter
from datetime import date

import pytest

from archive.sample import truth
from archive.sample.truth import Span, spans
from archive.text import normalise_name

KNOWN = truth.read()


def first_texts():
    """Articles by id as first published: JSONL records, and the bare texts of .txt files."""
    found = {}
    for path in truth.ARTICLES.iterdir():
        if path.suffix == ".txt":
            found[path.name] = {"id": path.name, "text": path.read_text(), "source": "", "title": "", "caption": ""}
        elif not path.match(truth.CORRECTIONS):
            for line in path.read_text().splitlines():
                record = {"title": "", "caption": "", "byline": "", **json.loads(line)}
                assert record["id"] not in found
                found[record["id"]] = record
    return found


ARTICLES = first_texts()


def test_it_is_a_newsroom():
    sources = Counter(source["kind"] for source in KNOWN.sources)
    publishing = {article["source"] for article in ARTICLES.values()} - {""}
    outlets = {source["name"] for source in KNOWN.sources if source["kind"] == "outlet"}
    assert len(ARTICLES) >= 60
    assert len(publishing & outlets) >= 10
    assert sources["agency"] >= 2
    assert len([event for event in KNOWN.events if "parent" in event or event["slug"] != "taliban-offensive-2021"]) >= 8


def test_every_kind_of_link_is_there_accepted_and_rejected():
    relations = Counter((link["relation"], link["verdict"]) for link in KNOWN.links)
    for relation in ("copy", "edited copy", "rewrite", "update", "same event"):
        assert relations[relation, "accepted"] >= 3, relation
    assert sum(count for (_, verdict), count in relations.items() if verdict == "rejected") >= 5


def test_truth_names_only_articles_there_are():
    named = {row["article"] for rows in (KNOWN.coverage, KNOWN.credits, KNOWN.dates) for row in rows}
    named |= {link[side] for link in KNOWN.links for side in ("left", "right")} | set(KNOWN.mentions)
    assert named - set(ARTICLES) == set()


def source_names(source):
    return {normalise_name(name) for name in (source["name"], *source.get("aliases", []))}


def test_slugs_and_names_are_defined_once():
    for values in (
        [entity["slug"] for entity in KNOWN.entities],
        [event["slug"] for event in KNOWN.events],
        [name for source in KNOWN.sources for name in source_names(source)],
    ):
        assert [value for value, count in Counter(values).items() if count > 1] == []
    entities = {entity["slug"] for entity in KNOWN.entities}
    assert {slug for surfaces in KNOWN.mentions.values() for slug in surfaces.values()} <= entities
    assert {event["place"] for event in KNOWN.events} <= entities


def test_every_pair_is_judged_once():
    pairs = Counter(frozenset((link["left"], link["right"])) for link in KNOWN.links)
    assert [set(pair) for pair, count in pairs.items() if count > 1 or len(pair) < 2] == []


def test_copies_are_word_for_word():
    for link in KNOWN.links:
        if (link["relation"], link["verdict"]) == ("copy", "accepted"):
            left, right = (ARTICLES[link[side]]["text"] for side in ("left", "right"))
            short, long = sorted((left, right), key=len)
            last = short.split("\n\n")[-1].strip()
            assert last in long, link


def test_relative_dates_stand_in_the_text_and_mean_a_date():
    for row in KNOWN.dates:
        assert row["words"] in ARTICLES[row["article"]]["text"], row
        parts = [int(part) for part in row["means"].split("-")]
        assert len(parts) == {"day": 3, "month": 2, "year": 1}[row["precision"]], row
        date(*parts, *[1] * (3 - len(parts)))


def test_no_text_is_longer_than_a_sample_should_be():
    for article in ARTICLES.values():
        assert 60 <= len(article["text"].split()) <= 260, article["id"]


@pytest.mark.parametrize(
    ("surfaces", "expected"),
    [
        ({"Herat": "herat", "Herat province": "province"}, ["herat", "province"]),
        ({"Herat": "herat", "Herat#2": "province"}, ["herat", "province"]),
        ({"Hera": "x"}, []),
        ({}, []),
    ],
)
def test_names_are_found_whole_and_longest_first(surfaces, expected):
    texts = {"headline": "Herat falls", "text": "In Herat province", "caption": ""}
    assert [span.entity for span in spans(surfaces, texts)] == expected


def test_a_span_says_where_the_name_stands():
    texts = {"headline": "", "text": "the Herat's gate", "caption": ""}
    assert list(spans({"Herat": "herat"}, texts)) == [Span("text", 4, 9, "Herat", "herat")]
