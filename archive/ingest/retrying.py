"""Rejected records tried again: corrected by an editor, or as they are after a reader was mended.

A record is written to a file and read like any other, in a run of its own with the options of the
run that rejected it. It keeps the name and place that it had. What is rejected again is a rejected
record that leads back to the one tried; that one remembers the run, and whether it came in.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.models import ImportRun, RejectedRecord

from .files import Found
from .readers import AUTO, READERS
from .report import Report
from .run import ingest

AT_ONCE = 500  # records
# Alone, a page of a web archive is a page; where the reader is not known, the content says.
_TOLD_BY_CONTENT = ("", "warc")
# The position of these is a line within the record itself.
_DOCUMENTS = ("", "warc", "text", "html", "nitf")


class CannotRetry(ValueError):
    """The record cannot be tried again; the message says why."""


def retry(number: int, corrected: bytes | None = None) -> Report:
    """Try the rejected record `number` again, as it is or as `corrected`, with what it needs above it.

    Raises `CannotRetry`, and `RejectedRecord.DoesNotExist`.
    """
    record = RejectedRecord.objects.select_related("import_run").get(pk=number)
    if corrected is None and not record.is_whole:
        raise CannotRetry("only its beginning was kept" if record.content else "none of its bytes were kept")
    content = record.readable_alone if corrected is None else corrected
    return _try(record.import_run, record.format, [(record, content)])


def retry_run(run: ImportRun) -> Iterator[Report]:
    """Try again, as they are, all that `run` rejected, that was kept whole and that has not come in since."""
    waiting = run.rejected_records.retriable()
    for format_name in list(waiting.order_by("format").values_list("format", flat=True).distinct()):
        last = 0
        while records := list(waiting.filter(format=format_name, pk__gt=last).order_by("pk")[:AT_ONCE]):
            last = records[-1].pk
            yield _try(run, format_name, [(record, record.readable_alone) for record in records])


def _try(run: ImportRun, format_name: str, records: Sequence[tuple[RejectedRecord, bytes]]) -> Report:
    with TemporaryDirectory(prefix="archive-") as folder:
        files = [_file(Path(folder) / str(record.pk), record, content) for record, content in records]
        report = ingest(
            files,
            source=run.options.get("source"),
            format=_format(run, format_name),
            columns=run.options.get("columns"),
            publish=run.options.get("publish", False),
            workers=0,
        )
    if report.state == ImportRun.State.FINISHED and report.run is not None:
        _note(report.run, [record.pk for record, _ in records])
    return report


def _format(run: ImportRun, format_name: str) -> str:
    if format_name not in _TOLD_BY_CONTENT:
        return format_name if format_name in READERS else AUTO
    asked = str(run.options.get("format", AUTO))
    return AUTO if asked in _TOLD_BY_CONTENT else asked


def _file(path: Path, record: RejectedRecord, content: bytes) -> Found:
    path.write_bytes(content)
    line = 1 if record.format in _DOCUMENTS else max(1, record.position - bytes(record.head).count(b"\n"))
    return Found(path, len(content), record.name, line, record.pk)


def _note(run: int, numbers: list[int]) -> None:
    tried = RejectedRecord.objects.filter(pk__in=numbers)
    again = RejectedRecord.objects.filter(import_run=run, retry_of__in=numbers).values("retry_of")
    tried.filter(pk__in=again).update(retried_in=run, came_in=False)
    tried.exclude(pk__in=again).update(retried_in=run, came_in=True)
