"""`manage.py extract`: suggest names, credits and dates for articles."""

import signal
import sys
from argparse import ArgumentParser
from datetime import date
from typing import Any

import orjson
from django.core.management.base import BaseCommand
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from archive.extraction.run import Done, extract, pending

INTERRUPTED = 130  # 128 and the number of SIGINT, as shells have it


class Command(BaseCommand):
    """Reads the articles that wait, or all of them again."""

    help = "Find people, organisations, places, credits and dates in articles, and suggest them to the editors."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--since", type=date.fromisoformat, metavar="DATE", help="only articles published then or later"
        )
        parser.add_argument("--all", action="store_true", help="articles that were read already, too")
        parser.add_argument(
            "--workers", type=int, metavar="N", help="processes; 0 or 1: this one (default: as many as cores)"
        )
        parser.add_argument("--json", action="store_true", help="print the numbers as JSON on the last line")

    def handle(self, *args: Any, **options: Any) -> None:
        """Extract; an interruption keeps what was done, and the next run goes on."""
        chosen = {"since": options["since"], "everything": options["all"]}
        bar = Progress(
            BarColumn(), MofNCompleteColumn(), TextColumn("articles"), TimeRemainingColumn(),
            console=Console(stderr=True), disable=not sys.stderr.isatty(),
        )  # fmt: skip
        total = Done()

        def tell(done: Done) -> None:
            nonlocal total
            total += done
            bar.update(task, advance=done.articles)

        # A service manager stops with SIGTERM: it lets the batches under way come to their end, as Ctrl-C does.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        with bar:
            task = bar.add_task("extract", total=len(pending(**chosen)))
            try:
                extract(**chosen, workers=options["workers"], progress=tell)
            except KeyboardInterrupt:
                self._summarise(total, options)
                self.stderr.write("Interrupted. What was read stands; the same command goes on.")
                sys.exit(INTERRUPTED)
        self._summarise(total, options)

    def _summarise(self, done: Done, options: dict[str, Any]) -> None:
        self.stdout.write(
            f"{done.articles:,} articles read, {done.changed:,} suggestions new or changed, "
            f"{done.proposed:,} entities proposed"
        )
        if options["json"]:
            numbers = {"articles": done.articles, "changed": done.changed, "proposed": done.proposed}
            self.stdout.write(orjson.dumps(numbers).decode())
