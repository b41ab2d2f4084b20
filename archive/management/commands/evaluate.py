"""`manage.py evaluate`: measure quality in a scratch database, through the same code as production."""

import json
import os
import tempfile
from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import orjson
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from archive.extraction import evaluate as entities
from archive.extraction import neural
from archive.ingest import repeating
from archive.ingest.run import ingest
from archive.matching import baselines, evaluate, labelled, scoring, training
from archive.matching.run import match
from archive.matching.scratch import scratch_database
from archive.matching.shingles import Shingled, shared
from archive.matching.terms import word_terms
from archive.models import Article

Value = TypeVar("Value")


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
            measure = self._links(options) if options["kind"] == "links" else self._reprints(options)
        except (OSError, labelled.BadLine) as error:
            raise CommandError(str(error)) from None
        with scratch_database():
            figures = measure()
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

    def _links(self, options: dict[str, Any]) -> Callable[[], dict[str, Any]]:
        """What is to be done in the scratch database; the files are read before there is one."""
        pool = labelled.pool(options["files"])
        judged = labelled.judged(options["judged"]) if options["judged"] else {}
        return lambda: self._measured(_Pool(pool), judged, options)

    def _measured(self, pool: "_Pool", judged: dict[labelled.Names, bool], options: dict[str, Any]) -> dict[str, Any]:
        figures: dict[str, Any] = {"articles": len(pool.clusters), "articles_per_second": pool.match()}
        if options["train"]:
            return figures | self._train(pool, [path.name for path in options["files"]])
        figures |= evaluate.links(pool.clusters)
        sets = {name: pool.of(name) for name in dict.fromkeys(pool.sets.values())}
        known = {name: of for name, of in sets.items() if any(of.values())}
        if len(known) > 1:
            figures["sets"] = {name: evaluate.links(of) for name, of in known.items()}
        if judged:
            figures["judged"] = evaluate.by_eye(pool.pairs(judged))
        if options["ablate"]:
            figures["without"] = training.ablation(training.examples(pool.clusters, pool.sets), known)
        if options["baselines"]:
            figures["baselines"] = baselines.compare(known)
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

    def _reprints(self, options: dict[str, Any]) -> Callable[[], dict[str, Any]]:
        articles = labelled.pool([options["articles"]])
        containments = labelled.containments(options["pairs"], articles.sets)

        def measured() -> dict[str, Any]:
            pool = _Pool(articles)
            figures: dict[str, Any] = {"articles": len(pool.ids), "articles_per_second": pool.match()}
            pairs = pool.pairs(containments)
            exact = {pair: pairs.get(pair) or _containment(*pair) for pair in evaluate.copies()}
            return figures | evaluate.reprints(pairs, exact)

        return measured


class _Pool:
    """Labelled articles in the database: the archive's id of each, its cluster, and the file it is of."""

    def __init__(self, articles: labelled.Pool) -> None:
        with tempfile.NamedTemporaryFile("wb", suffix=".jsonl") as clean:
            clean.writelines(orjson.dumps(row) + b"\n" for row in articles.rows)
            clean.flush()
            report = ingest([clean.name])
        if report.rejected:
            raise CommandError(f"Some articles were not stored: {report.reasons}")
        self.ids = {name: pk for pk, name in Article.objects.order_by().values_list("pk", "external_id")}
        self.clusters = {pk: articles.clusters[name] for name, pk in self.ids.items()}
        self.sets = {pk: articles.sets[name] for name, pk in self.ids.items()}

    def pairs(self, said: Mapping[labelled.Names, Value]) -> dict[tuple[int, int], Value]:
        """What is said of pairs, by the archive's ids; without articles that are not in the pool."""
        found = {}
        for (one, other), value in said.items():
            if one in self.ids and other in self.ids:
                left, right = sorted((self.ids[one], self.ids[other]))
                found[left, right] = value
        return found

    def match(self) -> float:
        """Match the pool, as the command does; articles a second."""
        repeating.learn()
        return round(match(workers=os.cpu_count() or 1).per_second, 1)

    def of(self, name: str) -> dict[int, str | None]:
        """The clusters with only the labels of one file."""
        return {pk: cluster if self.sets[pk] == name else None for pk, cluster in self.clusters.items()}


def _containment(left: int, right: int) -> float:
    texts = [Article.objects.values_list("text", flat=True).get(pk=pk) for pk in (left, right)]
    one, other = (Shingled.of(word_terms(text)) for text in texts)
    return shared(one, other, one.hashes[:0]).containment
