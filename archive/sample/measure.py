"""How well extraction reads the sample newsroom, whose truth people wrote: names, credits and dates."""

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from archive.extraction.credits import PHOTO, CreditFinder, FoundCredit, Sources
from archive.extraction.dates import dated_words
from archive.extraction.entities import EntityFinder, Model
from archive.extraction.evaluate import Score
from archive.extraction.known import KnownEntity, KnownNames
from archive.ingest.captions import is_caption
from archive.text import normalise_name

from . import truth
from .truth import Truth

_TXT = re.compile(r"\s*date (\S+)\s")
_PARTS = ("headline", "text", "caption", "byline")


@dataclass(frozen=True)
class SampleArticle:
    """An article of the sample as extraction reads it."""

    parts: dict[str, str]
    published: date
    source: str


@dataclass(frozen=True)
class Measured:
    """What of the truth was found. Links: exact span and entity. Credits: see `_is_same`."""

    links: Score
    credits: Score
    dates: Score


def measure(model: Model | None = None) -> Measured:
    """Read all articles of the sample with what its truth knows, and compare."""
    known, articles = truth.read(), _articles()
    return Measured(_links(known, articles, model), _credits(known, articles), _dates(known, articles))


def _articles() -> dict[str, SampleArticle]:
    """The articles by the ids of the truth, in their first text."""
    found: dict[str, SampleArticle] = {}
    corrections = set(truth.ARTICLES.glob(truth.CORRECTIONS))
    for path in sorted(set(truth.ARTICLES.glob("*.jsonl")) - corrections):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            parts = {"headline": row["title"]} | {name: row.get(name, "") for name in _PARTS[1:]}
            found[row["id"]] = SampleArticle(parts, date.fromisoformat(row["date"]), row.get("source", ""))
    for path in sorted(truth.ARTICLES.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        begins = _TXT.match(text)
        assert begins  # the sample's bare texts begin with their date
        first, _, rest = text[begins.end() :].partition("\n\n")
        caption, body = (first, rest) if is_caption(first) else ("", text[begins.end() :])
        parts = {"headline": "", "text": body, "caption": caption, "byline": ""}
        found[path.name] = SampleArticle(parts, date.fromisoformat(begins[1]), "")
    return found


def _links(known: Truth, articles: dict[str, SampleArticle], model: Model | None) -> Score:
    slugs = {number: row["slug"] for number, row in enumerate(known.entities, 1)}
    entities = [
        KnownEntity(
            number,
            row["kind"],
            row["name"],
            tuple(row.get("names", ())),
            row.get("country", ""),
            row.get("description", ""),
        )
        for number, row in enumerate(known.entities, 1)
    ]
    finder = EntityFinder(KnownNames.of(entities), model)
    score = Score(0, 0, 0)
    for key, article in articles.items():
        parts = {name: article.parts[name] for name in truth.FIELDS}
        marked = {(it.field, it.start, it.end, it.entity) for it in truth.spans(known.mentions[key], parts)}
        found = {(it.field, it.start, it.end, slugs[it.entity]) for it in finder.find(parts) if it.entity}
        score = _sum(score, Score(len(found & marked), len(found - marked), len(marked - found)))
    return score


def _credits(known: Truth, articles: dict[str, SampleArticle]) -> Score:
    finder = CreditFinder(_sources(known))
    written: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in known.credits:
        written[row["article"]].append(row)
    score = Score(0, 0, 0)
    for key, article in articles.items():
        left = finder.find(article.parts, article.source)
        missed = 0
        for row in written[key]:
            same = next((credit for credit in left if _is_same(credit, row, article)), None)
            if same:
                left.remove(same)
            else:
                missed += 1
        score = _sum(score, Score(len(written[key]) - missed, len(left), missed))
    return score


def _is_same(found: FoundCredit, row: dict[str, Any], article: SampleArticle) -> bool:
    """Whether both are of one kind, their words overlap, and they name the same.

    People who write truths differ in how much they take in ("The Taliban", "Taliban"; "a doctor", "a doctor in
    Chaman"): one name must hold all words of the other.
    """
    if found.kind != row["kind"] or found.field != row["field"]:
        return False
    start = article.parts[found.field].index(row["words"])
    if found.start >= start + len(row["words"]) or found.end <= start:
        return False
    one, other = (set(normalise_name(name).split()) for name in (found.named_as, row["named_as"]))
    return found.kind == PHOTO or one <= other or other <= one


def _sources(known: Truth) -> Sources:
    by_kind: dict[str, dict[str, str]] = defaultdict(dict)
    others = {}
    for row in known.sources:
        for name in (row["name"], *row.get("aliases", ())):
            by_kind[row["kind"]][name] = row["name"]
            others[normalise_name(name)] = row["name"]
    return Sources(by_kind["agency"], by_kind["photo_agency"], others)


def _dates(known: Truth, articles: dict[str, SampleArticle]) -> Score:
    """Of the dated words in the truth: those resolved as written there, and all others."""
    right = 0
    for row in known.dates:
        article = articles[row["article"]]
        means = row["means"] + "-01" * (2 - row["means"].count("-"))
        field = next(name for name in ("text", "caption", "headline") if row["words"] in article.parts[name])
        start = article.parts[field].index(row["words"])
        right += any(
            (it.means.isoformat(), it.precision) == (means, row["precision"])
            for it in dated_words(article.parts[field], article.published)
            if it.start < start + len(row["words"]) and it.end > start
        )
    return Score(right, 0, len(known.dates) - right)


def _sum(one: Score, other: Score) -> Score:
    return Score(one.right + other.right, one.wrong + other.wrong, one.missed + other.missed)
