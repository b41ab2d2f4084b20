"""`manage.py evaluate`: measure quality with the code that works in production."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from archive.extraction import neural
from archive.extraction.evaluate import RulesAlone, evaluate


class Command(BaseCommand):
    """One subcommand a thing that is measured."""

    help = "Measure quality on files with known answers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the subcommands."""
        what = parser.add_subparsers(dest="what", required=True)
        entities = what.add_parser("entities", help="persons, organisations and places in sentences with BIO tags")
        entities.add_argument("files", nargs="+", type=Path, metavar="FILE", help="JSONL: tokens and tags")
        entities.add_argument("--rules", action="store_true", help="rules and lists alone, without the model")
        entities.add_argument("--json", action="store_true", help="print the numbers as JSON on the last line")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the chosen one."""
        getattr(self, f"_{options['what']}")(options)

    def _entities(self, options: dict[str, Any]) -> None:
        model = neural.model(settings.ARCHIVE_SPACY_MODEL, settings.VAR_DIR / "entities")
        try:
            done = evaluate(options["files"], RulesAlone() if options["rules"] or model is None else model)
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
