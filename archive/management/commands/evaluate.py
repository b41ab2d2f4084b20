"""`manage.py evaluate`: measure quality in a scratch database, through the same code as production."""

import json
import os
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from archive.extraction import evaluate as entities
from archive.extraction import neural
from archive.ingest import repeating
from archive.ingest.run import ingest
from archive.matching import baselines, evaluate, scoring, training
from archive.matching.run import match
from archive.matching.scratch import scratch_database
from archive.matching.shingles import Shingled, shared
from archive.matching.terms import word_terms
from archive.models import Article


class Command(BaseCommand):
    """Measures links, reprints and entities."""

    help = "Measure quality on labelled files, in a scratch database that is dropped afterwards."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what is measured."""
        kinds = parser.add_subparsers(dest="kind", required=True)
        links = kinds.add_parser("links", help="same event or closer: links, groups and candidates")
        links.add_argument("files", nargs="+", metavar="FILE", type=Path, help="articles with clusters, in one pool")
        links.add_argument("--judged", type=Path, metavar="PAIRS", help="precision on these: id, id, same or other")
        links.add_argument("--train", action="store_true", help="learn the weights anew, measured across folds")
        links.add_argument("--ablate", action="store_true", help="what each idea earns, across folds")
        links.add_argument("--baselines", action="store_true", help="what MinHash LSH and TF-IDF in a window reach")
        reprints = kinds.add_parser("reprints", help="copies and edited copies")
        reprints.add_argument("articles", metavar="ARTICLES", type=Path)
        reprints.add_argument("pairs", metavar="PAIRS", type=Path)
        names = kinds.add_parser("entities", help="persons, organisations and places in sentences with BIO tags")
        names.add_argument("files", nargs="+", type=Path, metavar="FILE", help="JSONL: tokens and tags")
        names.add_argument("--rules", action="store_true", help="rules and lists alone, without the model")
        for kind in (links, reprints, names):
            kind.add_argument("--json", action="store_true", help="print the figures as JSON on the last line")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, match, measure, print."""
        if options["kind"] == "entities":
            self._entities(options)
            return
        try:
            with scratch_database():
                figures = self._links(options) if options["kind"] == "links" else self._reprints(options)
        except OSError as error:
            raise CommandError(str(error)) from None
        for name, value in figures.items():
            self.stdout.write(f"{name:32} {value}")
        if options["json"]:
            self.stdout.write(orjson.dumps(figures).decode())

    def _entities(self, options: dict[str, Any]) -> None:
        model = neural.model(settings.ARCHIVE_SPACY_MODEL, settings.VAR_DIR / "entities")
        try:
            done = entities.evaluate(
                options["files"], entities.RulesAlone() if options["rules"] or model is None else model
            )
        except (OSError, ValueError, KeyError) as error:
            raise CommandError(f"{type(error).__name__}: {error}") from error
        for kind, score in [*done.by_kind.items(), ("all", done.total)]:
            self.stdout.write(
                f"{kind:<13} precision {score.precision:.3f}  recall {score.recall:.3f}  F1 {score.f1:.3f}"
            )
        if options["json"]:
            numbers: dict[str, Any] = {"sentences": done.sentences, **done.total.as_numbers()}
            numbers |= {kind: score.as_numbers() for kind, score in done.by_kind.items()}
            self.stdout.write(orjson.dumps(numbers).decode())

    def _links(self, options: dict[str, Any]) -> dict[str, Any]:
        pool = _Pool(options["files"])
        figures: dict[str, Any] = {"articles": len(pool.clusters), "articles_per_second": pool.match()}
        if options["train"]:
            return figures | self._train(pool, [path.name for path in options["files"]])
        figures |= evaluate.links(pool.clusters)
        sets = {name: pool.of(name) for name in dict.fromkeys(pool.sets.values())}
        labelled = {name: of for name, of in sets.items() if any(of.values())}
        if len(labelled) > 1:
            figures["sets"] = {name: evaluate.links(of) for name, of in labelled.items()}
        if options["judged"]:
            figures["judged"] = evaluate.by_eye(pool.judged(options["judged"]))
        if options["ablate"]:
            figures["without"] = training.ablation(training.examples(pool.clusters, pool.sets), labelled)
        if options["baselines"]:
            figures["baselines"] = baselines.compare(labelled)
        return figures

    def _train(self, pool: "_Pool", files: list[str]) -> dict[str, Any]:
        known = training.examples(pool.clusters, pool.sets)
        odds = training.cross_validated(known)
        sets = {name: pool.of(name) for name in dict.fromkeys(pool.sets.values())}
        across = {name: training.measured(known, odds, of) for name, of in sets.items() if any(of.values())}
        about = {"command": f"manage.py evaluate links {' '.join(files)} --train", "across folds": across}
        weights = training.stored(*training.train(known), about)
        scoring.WEIGHTS.write_text(json.dumps(weights, indent=1, ensure_ascii=False) + "\n")
        return {"sets across folds": across}

    def _reprints(self, options: dict[str, Any]) -> dict[str, Any]:
        pool = _Pool([options["articles"]])
        figures: dict[str, Any] = {"articles": len(pool.ids), "articles_per_second": pool.match()}
        rows = [json.loads(line) for line in options["pairs"].read_text().splitlines() if line.strip()]
        pairs = {}
        for row in rows:
            left, right = sorted((pool.ids[row["a"]], pool.ids[row["b"]]))
            pairs[left, right] = float(row["containment5"])
        exact = {pair: pairs.get(pair) or _containment(*pair) for pair in evaluate.copies()}
        return figures | evaluate.reprints(pairs, exact)


class _Pool:
    """Labelled files in the database: the archive's id of each article, its cluster, and the file it is of."""

    def __init__(self, files: list[Path]) -> None:
        self._labels: dict[str, tuple[str | None, str]] = {}
        with tempfile.NamedTemporaryFile("wb", suffix=".jsonl") as clean:
            for row in self._rows(files):
                clean.write(orjson.dumps(row) + b"\n")
            clean.flush()
            report = ingest([clean.name])
        if report.rejected:
            raise CommandError(f"Some articles were not stored: {report.reasons}")
        self.ids = {name: pk for pk, name in Article.objects.order_by().values_list("pk", "external_id")}
        self.clusters = {pk: self._labels[name][0] for name, pk in self.ids.items()}
        self.sets = {pk: self._labels[name][1] for name, pk in self.ids.items()}

    def _rows(self, files: list[Path]) -> Iterator[dict[str, str]]:
        for path in files:
            for line in path.read_text().splitlines():
                row = json.loads(line)
                if row["id"] in self._labels:
                    continue
                cluster = row.get("cluster")
                self._labels[row["id"]] = (None if cluster is None else f"{path.name} {cluster}", path.name)
                yield {
                    "id": row["id"],
                    "date": _date(row.get("date") or ""),
                    "source": row.get("source") or "",
                    "title": row.get("title") or "",
                    "text": (row.get("text") or "").strip() or row.get("title") or "",
                }

    def judged(self, path: Path) -> dict[tuple[int, int], bool]:
        """The pairs of the pool that a person judged, and whether both report the same."""
        found = {}
        for line in path.read_text().splitlines():
            one, other, said = line.split("\t")
            if one in self.ids and other in self.ids:
                left, right = sorted((self.ids[one], self.ids[other]))
                found[left, right] = said == "same"
        return found

    def match(self) -> float:
        """Match the pool, as the command does; articles a second."""
        repeating.learn()
        return round(match(workers=os.cpu_count() or 1).per_second, 1)

    def of(self, name: str) -> dict[int, str | None]:
        """The clusters with only the labels of one file."""
        return {pk: cluster if self.sets[pk] == name else None for pk, cluster in self.clusters.items()}


def _date(value: str) -> str:
    """`value` where it is a date; a date that is none is unknown."""
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        return ""


def _containment(left: int, right: int) -> float:
    texts = [Article.objects.values_list("text", flat=True).get(pk=pk) for pk in (left, right)]
    one, other = (Shingled.of(word_terms(text)) for text in texts)
    return shared(one, other, one.hashes[:0]).containment
