import gzip
import io
import os
import zipfile
from collections.abc import Callable

import pytest
import zstandard

from archive.ingest.readers import unpacking
from archive.ingest.records import Record, Rejection

from ..making import items, line, record, rejection

LINES = "".join(line(id=str(number)) for number in range(200)).encode()
Pack = Callable[[bytes], bytes]


def _zip(content: bytes, method: int = zipfile.ZIP_DEFLATED, name: str = "in/a.jsonl") -> bytes:
    return _zipped({name: content}, method)


def _zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def _unseekable_zip(content: bytes) -> bytes:
    """As programs write it that cannot go back: the sizes follow after the bytes."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise OSError

    out = Pipe()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("in/a.jsonl", "w") as file:
        file.write(content)
    return out.getvalue()


def _zstd(content: bytes) -> bytes:
    return zstandard.ZstdCompressor(write_checksum=True).compress(content)


PACKS: list[Pack] = [gzip.compress, _zstd, _zip, lambda content: _zip(content, zipfile.ZIP_STORED), _unseekable_zip]
each_kind = pytest.mark.parametrize("pack", PACKS, ids=["gzip", "zstandard", "zip", "zip stored", "zip piped"])


@each_kind
def test_what_is_compressed_is_read_as_what_it_holds(pack: Pack) -> None:
    packed, plain = items(pack(LINES)), items(LINES)
    assert all(isinstance(item, Record) for item in packed)
    assert [(item.position, item.raw) for item in packed] == [(item.position, item.raw) for item in plain]


@each_kind
def test_a_format_that_is_forced_is_that_of_what_is_inside(pack: Pack) -> None:
    assert record(pack(b"a;b\nx;It rained.\n"), format="csv", columns={"text": "b"}).text == "It rained."


def test_several_archives_in_one_file_are_all_read() -> None:
    assert len(items(gzip.compress(LINES) * 2 + b"\x00" * 512)) == 400
    assert len(items(_zstd(LINES) * 2)) == 400


def test_a_file_in_a_zip_is_named_after_both() -> None:
    files = {"b/": b"", "b/two.txt": b"date 2021 It rained.", "one.csv": b"id,text\n1,x\n", "__MACOSX/one.csv": b"x",
             ".hidden": b"x", "bad.txt": b"", "worse.bin": b"\x00"}  # fmt: skip
    found = items(_zipped(files), name="all.zip")
    assert [item.name for item in found] == ["all.zip/b/two.txt", "all.zip/one.csv", "all.zip/bad.txt",
                                             "all.zip/worse.bin"]  # fmt: skip
    assert [item.reason for item in found if isinstance(item, Rejection)] == ["an empty file", "not text: a NUL byte"]


def test_the_name_inside_counts_for_the_format() -> None:
    assert rejection(gzip.compress(b"no header"), name="a.csv.gz").group == "no column for the text"


@each_kind
@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
def test_of_a_truncated_archive_what_came_before_is_kept_and_the_rest_rejected(pack: Pack, cut: float) -> None:
    distinct = "".join(line(id=os.urandom(40).hex()) for number in range(3000)).encode()
    packed = pack(distinct)
    found = items(packed[: int(len(packed) * cut)])
    assert [type(item) for item in found[:-1] if isinstance(item, Record)]
    last = [item for item in found if isinstance(item, Rejection)]
    assert any(item.reason.startswith(("truncated: ", "damaged: ")) for item in last)
    assert len(last) <= 2
    whole = items(distinct)
    kept = [item for item in found if isinstance(item, Record)]
    assert [item.raw for item in kept] == [item.raw for item in whole[: len(kept)]]


def test_an_article_that_is_cut_in_two_is_not_taken_for_a_whole_one() -> None:
    text = "date 2021-07-08 " + os.urandom(50_000).hex()
    packed = gzip.compress(text.encode())
    found = rejection(packed[: len(packed) // 2])
    assert found.reason == "truncated: the archive is cut off"
    assert text.encode().startswith(found.raw)


@each_kind
def test_damage_inside_is_a_reasoned_rejection(pack: Pack) -> None:
    packed = bytearray(pack("".join(line(id=os.urandom(40).hex()) for _ in range(3000)).encode()))
    packed[len(packed) // 2 : len(packed) // 2 + 50] = os.urandom(50)
    found = items(bytes(packed))
    assert any(isinstance(item, Rejection) for item in found)


def test_garbage_after_the_end_is_told_and_nothing_lost() -> None:
    found = items(gzip.compress(LINES) + b"garbage")
    assert len(found) == 201
    assert getattr(found[-1], "reason", "") == "damaged: something follows after the end of the archive"


@each_kind
def test_an_archive_inside_an_archive_is_refused(pack: Pack) -> None:
    for inner in PACKS:
        assert rejection(pack(inner(LINES))).reason == "an archive inside an archive"


@each_kind
def test_a_bomb_is_refused_before_it_goes_off(pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    if pack(b"x" * 1000) == _zip(b"x" * 1000, zipfile.ZIP_STORED):
        return
    monkeypatch.setattr(unpacking, "FREE_OF_RATIO", 2**20)
    found = items(pack(b" " * (16 * 2**20)))
    assert [getattr(item, "reason", "") for item in found] == ["a bomb: it unpacks to more than 200 times its size"]


@each_kind
def test_an_archive_that_holds_too_much_is_refused(pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "TOTAL_LIMIT", len(LINES) // 2)
    monkeypatch.setattr(unpacking, "_PIECE", 1000)
    found = items(pack(LINES))
    assert getattr(found[-1], "reason", "").startswith("too large: it unpacks to more than")


def test_many_files_of_a_zip_share_one_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "TOTAL_LIMIT", 3 * len(LINES))
    found = items(_zipped({f"{number}.jsonl": LINES for number in range(9)}))
    assert sum(isinstance(item, Record) for item in found) == 3 * 200
    assert {item.reason for item in found if isinstance(item, Rejection)} == {
        f"too large: it unpacks to more than {3 * len(LINES):,} bytes"
    }


def test_what_cannot_be_unpacked_is_said() -> None:
    encrypted = bytearray(_zip(b"x"))
    encrypted[6] |= 1
    encrypted[encrypted.index(b"PK\x01\x02") + 8] |= 1
    assert rejection(bytes(encrypted)).reason == "encrypted: it cannot be unpacked"
    assert rejection(_zip(b"x", zipfile.ZIP_LZMA)).reason == "compressed in a way that is not read: method 14"


def test_an_empty_archive_is_an_empty_file() -> None:
    assert rejection(_zipped({})).reason == "an empty file"
    assert rejection(gzip.compress(b"")).reason == "an empty file"
