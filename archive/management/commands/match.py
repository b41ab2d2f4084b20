"""`manage.py match`: find what each new article is a copy of, a rewrite of, or reports like."""

import os
import sys
from argparse import ArgumentParser
from datetime import date
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from archive.ingest import repeating
from archive.matching.run import Step, match

INTERRUPTED = 130  # 128 and the number of SIGINT, as shells have it


class Command(BaseCommand):
    """Matches the backlog."""

    help = "Suggest links for articles that are new or have changed. May be interrupted, and run again to go on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare options."""
        parser.add_argument("--since", metavar="DATE", help="only articles published from this day on")
        parser.add_argument("--all", action="store_true", help="articles that are matched already, too")
        parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes that compare")
        parser.add_argument("--json", action="store_true", help="print the numbers as JSON on the last line")

    def handle(self, *args: Any, **options: Any) -> None:
        """Match; exit with 130 after Ctrl-C."""
        try:
            since = date.fromisoformat(options["since"]) if options["since"] else None
        except ValueError:
            raise CommandError(f"--since: not a date: {options['since']} (it must look like 2021-07-08)") from None
        with _Bars() as bars:
            try:
                repeating.learn()
                report = match(since=since, everything=options["all"], workers=options["workers"], progress=bars.step)
            except KeyboardInterrupt:
                self.stderr.write("Interrupted. What was done stands; run the same again to go on.")
                sys.exit(INTERRUPTED)
        self.stdout.write(
            f"{report.articles:,} articles matched: {report.suggested:,} links suggested, "
            f"{report.renewed:,} renewed, {report.dropped:,} dropped; "
            f"{report.events:,} events and {report.coverage:,} articles for events suggested; "
            f"{report.pairs:,} pairs of entities or sources suggested; "
            f"{report.seconds:.1f} s, {report.per_second:,.0f} articles a second"
        )
        if options["json"]:
            names = ("articles", "suggested", "renewed", "dropped", "events", "coverage", "pairs")
            numbers = {name: getattr(report, name) for name in names}
            numbers |= {"seconds": round(report.seconds, 3), "per_second": round(report.per_second, 1)}
            self.stdout.write(orjson.dumps(numbers).decode())


class _Bars:
    """A bar a stage, where stderr is a terminal."""

    def __init__(self) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._progress = Progress(*columns, console=Console(stderr=True)) if sys.stderr.isatty() else None
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> "_Bars":
        if self._progress:
            self._progress.start()
        return self

    def __exit__(self, *error: object) -> None:
        if self._progress:
            self._progress.stop()

    def step(self, step: Step) -> None:
        """Move the bar of a stage."""
        if not self._progress:
            return
        if step.stage not in self._tasks:
            self._tasks[step.stage] = self._progress.add_task(step.stage, total=step.total)
        self._progress.update(self._tasks[step.stage], completed=step.done)
