"""`manage.py ingest`: bring articles in and say what became of every record."""

import sys
from argparse import ArgumentParser
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from archive import tasks
from archive.curation import stories
from archive.ingest.files import total_size
from archive.ingest.readers import AUTO, READERS
from archive.ingest.readers.columns import FIELDS, column_map
from archive.ingest.records import Invalid, Rejection
from archive.ingest.report import Report, Step
from archive.ingest.run import CannotResume, Listener, ingest, resume
from archive.models import ImportRun

SHOWN_REJECTIONS = 20
MOST_WORKERS = 64
INTERRUPTED = 130  # 128 and the number of SIGINT, as shells have it


class Command(BaseCommand):
    """Reads files and folders into the archive."""

    help = (
        "Bring articles in from files, folders and web addresses: plain text, JSON Lines, CSV and TSV, HTML pages,"
        " RSS and Atom, WARC, ninjs, NewsML-G2 and NITF, each compressed or not. Without --publish they arrive as"
        " drafts, unless their source is published at once."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare paths and options."""
        parser.add_argument(
            "paths", nargs="*", metavar="PATH", help="a file, a folder with all it holds, or a web address"
        )
        parser.add_argument("--resume", type=int, metavar="RUN", help="go on with an import run that did not finish")
        parser.add_argument("--source", metavar="NAME", help="who speaks, where a record does not say so")
        parser.add_argument(
            "--format",
            choices=[AUTO, *sorted(READERS)],
            default=AUTO,
            help="auto: told by the content of each file; what gzip, zstandard or ZIP hold is unpacked in any case",
        )
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="FIELD=COLUMN",
            help=f"which column of a CSV or TSV file holds a field, for each that is not called like it; fields are"
            f" {', '.join(FIELDS)}",
        )
        parser.add_argument("--publish", action="store_true", help="publish the new articles at once")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and change nothing")
        parser.add_argument(
            "--workers", type=_number, metavar="N",
            help="read in N processes while this one stores; 0: in this one (default: 1 for large input)",
        )  # fmt: skip
        parser.add_argument("--json", action="store_true", help="print the numbers as JSON on the last line")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ingest; exit with 1 where anything was rejected or failed, with 130 after Ctrl-C."""
        listener = _Listener(self, _paths(options))
        with listener:
            try:
                report = _ingest(options, listener.step)
            except Invalid as error:
                raise CommandError(f"--source: {error.reason}") from None
            except CannotResume as error:
                raise CommandError(f"--resume: {error}") from None
        if report.run and report.revised:
            stories.refresh_after(report.run)
        listener.close(report)
        if report.stored and report.run:
            tasks.extract.defer(run=report.run)
        self._summarise(report, dry_run=options["dry_run"])
        if options["json"]:
            self.stdout.write(orjson.dumps(_numbers(report)).decode())
        if code := _exit_code(report):
            sys.exit(code)

    def _summarise(self, report: Report, *, dry_run: bool) -> None:
        if report.message:
            self.stderr.write(report.message)
        if dry_run:
            self.stdout.write("Dry run: nothing was changed.")
        self.stdout.write(
            f"{report.read:,} read: {report.stored:,} stored ({report.revised:,} revised), "
            f"{report.unchanged:,} unchanged, {report.rejected:,} rejected; "
            f"{report.seconds:.1f} s, {report.per_second:,.0f} articles a second"
        )
        for reason, count in sorted(report.reasons.items(), key=lambda item: -item[1]):
            self.stdout.write(f"  {count:,} rejected: {reason}")


def _paths(options: dict[str, Any]) -> list[str]:
    """The paths to read: those given, or those of the run to go on with."""
    given: list[str] = options["paths"]
    if options["resume"] is None:
        if not given:
            raise CommandError("Name the files or folders to read, or a run with --resume.")
        return given
    others = ("source", "map", "publish", "dry_run")
    if given or options["format"] != AUTO or any(options[name] for name in others):
        raise CommandError("--resume goes on with what the run was asked; it takes no paths, and --workers alone.")
    run = ImportRun.objects.filter(pk=options["resume"]).first()
    return list(run.paths) if run else []


def _ingest(options: dict[str, Any], progress: Listener) -> Report:
    if options["resume"] is not None:
        return resume(options["resume"], workers=options["workers"], progress=progress)
    names = ("source", "format", "publish", "dry_run", "workers")
    columns = _columns(options["map"])
    return ingest(options["paths"], columns=columns, progress=progress, **{name: options[name] for name in names})


def _columns(given: list[str]) -> dict[str, str]:
    try:
        return column_map(given)
    except Invalid as error:
        raise CommandError(f"--map: {error.reason}") from None


def _number(value: str) -> int:
    number = int(value)
    if not 0 <= number <= MOST_WORKERS:
        raise ValueError
    return number


class _Listener:
    """Tells of an ingest while it runs: rejections on stderr, and a bar where that is a terminal."""

    def __init__(self, command: BaseCommand, paths: list[str]) -> None:
        self._command = command
        self._paths = paths
        self._told = 0
        console = Console(stderr=True)
        self._bar: Progress | None = None
        self._task = TaskID(0)
        if sys.stderr.isatty():
            rate = TextColumn("{task.fields[rate]:,.0f} articles/s")
            self._bar = Progress(BarColumn(), DownloadColumn(), rate, TimeRemainingColumn(), console=console)

    def __enter__(self) -> None:
        if self._bar:
            self._task = self._bar.add_task("ingest", total=total_size(self._paths), rate=0)
            self._bar.start()

    def __exit__(self, *error: object) -> None:
        if self._bar:
            self._bar.stop()

    def step(self, step: Step) -> None:
        """Tell of one batch."""
        for rejection in step.rejections:
            self._tell(rejection)
        if self._bar:
            elapsed = self._bar.tasks[0].elapsed or 1
            self._bar.update(self._task, completed=step.bytes_done, rate=step.counts.read / elapsed)

    def close(self, report: Report) -> None:
        """Say how many rejections were not told."""
        if more := report.rejected - min(self._told, SHOWN_REJECTIONS):
            kept = f", kept as rejected records of import run {report.run}" if report.run else ""
            self._command.stderr.write(f"… and {more:,} more{kept}")

    def _tell(self, rejection: Rejection) -> None:
        self._told += 1
        if self._told > SHOWN_REJECTIONS:
            return
        if self._bar:
            self._bar.console.print(str(rejection), markup=False, highlight=False, soft_wrap=True)
        else:
            self._command.stderr.write(str(rejection))


def _numbers(report: Report) -> dict[str, Any]:
    return {
        "run": report.run,
        "state": report.state,
        "read": report.read,
        "stored": report.stored,
        "revised": report.revised,
        "unchanged": report.unchanged,
        "rejected": report.rejected,
        "reasons": report.reasons,
        "seconds": round(report.seconds, 3),
        "per_second": round(report.per_second, 1),
    }


def _exit_code(report: Report) -> int:
    if report.state == ImportRun.State.INTERRUPTED:
        return INTERRUPTED
    return int(bool(report.rejected) or report.state == ImportRun.State.FAILED)
