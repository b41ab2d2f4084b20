"""`manage.py imports`: what was brought in, how each import ended, and what it rejected."""

from argparse import ArgumentParser
from typing import IO, Any, cast

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count, Func, Min, TextField, Value
from rich import box
from rich.console import Console
from rich.table import Table

from archive.curation import stories
from archive.ingest import retrying
from archive.ingest.running import close_dead
from archive.models import ImportRun, RejectedRecord

RUNS = 20
WIDTH = 200  # characters of a line, where nobody looks at it


class Command(BaseCommand):
    """Lists import runs, or tells of one what it rejected and why."""

    help = "List the last import runs; with RUN, what that one rejected, by reason."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the run and how many are listed."""
        parser.add_argument("run", nargs="?", type=int, metavar="RUN", help="the number of an import run")
        parser.add_argument("--retry", action="store_true", help="try again, as they are, all that RUN rejected")
        parser.add_argument("--last", type=int, default=RUNS, metavar="N", help=f"how many runs (default: {RUNS})")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the table."""
        close_dead()
        if options["retry"] and options["run"] is None:
            raise CommandError("--retry needs the number of a run.")
        if options["run"] is None:
            self._print(_runs(ImportRun.objects.all()[: max(1, options["last"])]))
            return
        run = ImportRun.objects.filter(pk=options["run"]).first()
        if run is None:
            raise CommandError(f"There is no import run {options['run']}.")
        if options["retry"]:
            self._retry(run)
            return
        self._print(_runs([run]))
        self._print(_rejections(run))
        if run.message:
            self.stdout.write(run.message)
        if run.state in (ImportRun.State.INTERRUPTED, ImportRun.State.FAILED):
            self.stdout.write(f"Go on with: manage.py ingest --resume {run.pk}")

    def _retry(self, run: ImportRun) -> None:
        kept = run.rejected_records.exclude(came_in=True).count() - run.rejected_records.retriable().count()
        for report in retrying.retry_run(run):
            if report.run and report.revised:
                stories.refresh_after(report.run)
            counts = f"{report.stored:,} stored, {report.unchanged:,} unchanged, {report.rejected:,} rejected"
            self.stdout.write(f"Import {report.run}: {counts}")
            if report.state != ImportRun.State.FINISHED:
                raise CommandError(report.message)
        if kept:
            self.stdout.write(f"Of {kept:,} too little was kept to try them again.")

    def _print(self, table: Table) -> None:
        if table.row_count:
            width = None if self.stdout.isatty() else WIDTH
            Console(file=cast("IO[str]", self.stdout), width=width).print(table, markup=False)
        else:
            self.stdout.write(str(table.caption))


def _runs(runs: Any) -> Table:
    table = Table(box=box.SIMPLE, caption="Nothing was imported yet.")
    for name in ("Run", "State", "Began"):
        table.add_column(name)
    for name in ("Read", "Stored", "Revised", "Unchanged", "Rejected"):
        table.add_column(name, justify="right")
    table.add_column("From")
    for run in runs:
        counts = (run.read, run.stored, run.revised, run.unchanged, run.rejected)
        began = f"{run.started_at:%Y-%m-%d %H:%M}"
        table.add_row(str(run.pk), run.state, began, *(f"{count:,}" for count in counts), _from(run))
    table.caption = table.caption if not table.row_count else None
    return table


def _from(run: ImportRun) -> str:
    paths: list[str] = run.paths
    more = f" and {len(paths) - 1:,} more" if len(paths) > 1 else ""
    return f"{paths[0]}{more}" if paths else ""


def _rejections(run: ImportRun) -> Table:
    """The reasons without their values, most frequent first, each with the first record that has it."""
    kind = Func("reason", Value(": "), Value(1), function="split_part", output_field=TextField())
    rows = RejectedRecord.objects.filter(import_run=run).order_by()
    counted = rows.annotate(kind=kind).values("kind")
    table = Table(box=box.SIMPLE, caption="Nothing was rejected.")
    table.add_column("Rejected", justify="right")
    table.add_column("Why")
    table.add_column("First")
    for row in counted.annotate(n=Count("pk"), first=Min("pk")).order_by("-n", "kind"):
        first = RejectedRecord.objects.only("name", "position").get(pk=row["first"])
        table.add_row(f"{row['n']:,}", row["kind"], f"{first.name}:{first.position}")
    table.caption = table.caption if not table.row_count else None
    return table
