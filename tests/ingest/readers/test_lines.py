from io import BufferedReader, BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest.readers import lines as module
from archive.ingest.readers.lines import Line, lines


def _lines(raw: bytes, encoding: str = "utf-8") -> list[Line]:
    return list(lines(BufferedReader(BytesIO(raw)), encoding))  # type: ignore[arg-type]


def test_lines_are_numbered_and_lose_their_ends() -> None:
    assert [(line.position, line.raw) for line in _lines(b"a\r\n\nb\n")] == [(1, b"a"), (2, b""), (3, b"b")]


def test_the_last_line_needs_no_end() -> None:
    assert [line.raw for line in _lines(b"a\nb")] == [b"a", b"b"]


@given(
    st.lists(st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=9)),
    st.integers(1, 40),
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_lines_are_found_in_every_encoding_however_the_reads_fall(encoding: str, texts: list[str], chunk: int) -> None:
    before, module._CHUNK = module._CHUNK, chunk
    try:
        found = _lines("".join(text + "\n" for text in texts).encode(encoding), encoding)
    finally:
        module._CHUNK = before
    assert [line.raw.decode(encoding) for line in found] == texts


def test_a_line_over_the_limit_keeps_its_beginning_and_its_true_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "RECORD_LIMIT", 100)
    monkeypatch.setattr(module, "KEPT_OF_TOO_LARGE", 10)
    monkeypatch.setattr(module, "_CHUNK", 64)
    small, large, last = _lines(b"a" * 100 + b"\n" + b"b" * 1000 + b"\nc\n")
    assert (small.size, small.too_large) == (100, False)
    assert large == Line(2, b"b" * 10, 1000)
    assert large.too_large
    assert (last.position, last.raw) == (3, b"c")
