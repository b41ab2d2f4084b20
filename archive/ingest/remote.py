"""Web addresses among the paths of an ingest: what is there is fetched into files for as long as that takes."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from .fetching import FetchError, fetch, is_web_address
from .files import AnyPath, Found
from .records import Rejection


@contextmanager
def at_hand(paths: Sequence[AnyPath]) -> Iterator[list[AnyPath]]:
    """`paths` with a file, or the rejection that says why there is none, for each web address."""
    if not any(map(is_web_address, paths)):
        yield list(paths)
        return
    with TemporaryDirectory(prefix="archive-") as folder:
        yield [
            _fetched(str(path), Path(folder) / str(number)) if is_web_address(path) else path
            for number, path in enumerate(paths)
        ]


@contextmanager
def as_file(body: bytes, address: str) -> Iterator[Found]:
    """`body`, which was fetched from `address`, as a file."""
    with TemporaryDirectory(prefix="archive-") as folder:
        yield _kept(body, address, Path(folder) / "0")


def _fetched(address: str, path: Path) -> Found | Rejection:
    try:
        return _kept(fetch(address).body, address, path)
    except FetchError as error:
        return Rejection(address, 1, error.reason)


def _kept(body: bytes, address: str, path: Path) -> Found:
    path.write_bytes(body)
    return Found(path, len(body), address)
