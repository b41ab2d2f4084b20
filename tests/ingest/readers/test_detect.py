import pytest

from archive.ingest.readers import READERS, detect

from ..making import items, line, rejection


@pytest.mark.parametrize(
    ("head", "name", "format"),
    [
        (b'{"id": 1}\n', "a.jsonl", "jsonl"),
        (b'{"id": 1}\n', "a.txt", "jsonl"),
        (b'\xef\xbb\xbf\n\n  { "id": 1}\n', "a", "jsonl"),
        ('\ufeff{"id": 1}'.encode("utf-16-le"), "a.txt", "jsonl"),
        (b" date 2021-07-08 It rained.", "a.txt", "text"),
        (b" date 2021-07-08 It rained.", "a.jsonl", "text"),
        (b"{curly} text", "a.txt", "text"),
        (b"broken, {", "a.jsonl", "jsonl"),
        (b"broken, {", "a.NDJSON", "jsonl"),
        (b"", "a.jsonl", "jsonl"),
        (b"", "a.txt", "text"),
        (b"\x00\x01", "a.bin", "text"),
    ],
)
def test_the_format_is_told_by_content_and_by_name_only_where_that_is_silent(
    head: bytes, name: str, format: str
) -> None:
    assert detect(head, name) == format


@pytest.mark.parametrize("format", ["auto", *READERS])
def test_an_empty_file_is_a_rejection_in_every_format(format: str) -> None:
    assert rejection(b"", format).reason == "an empty file"
    assert rejection(b" \n\n\t\n", format).reason == "an empty file"


def test_a_disk_error_ends_the_file_with_a_rejection() -> None:
    from io import BufferedReader, RawIOBase

    from archive.ingest.readers import read
    from archive.ingest.readers.base import Input

    from ..making import TODAY

    class Dying(RawIOBase):
        given = False

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
            if self.given:
                raise OSError(5, "Input/output error")
            self.given = True
            content = line(id="1").encode()
            buffer[: len(content)] = content
            return len(content)

    found = list(read(Input(BufferedReader(Dying()), "a.jsonl", TODAY)))  # type: ignore[arg-type]
    assert [str(item) for item in found][-1] == "a.jsonl:1: cannot be read: Input/output error"


def test_a_forced_format_is_not_questioned() -> None:
    (item,) = items(line(id="1"), format="text")
    assert getattr(item, "reason", "").startswith("no date")
