import os
import sys
from pathlib import Path

import pytest

from archive.ingest.files import Found, total_size, walk
from archive.ingest.records import Rejection


def _names(*paths: Path) -> list[str]:
    return [found.path.name for found in walk(paths) if isinstance(found, Found)]


def _tree(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x" * len(path.name))


def test_a_folder_is_walked_in_sorted_order_without_hidden_files(tmp_path: Path) -> None:
    _tree(tmp_path, "b.txt", "a/z.txt", "a/y.txt", "c.txt", ".hidden", ".git/config", "a/.swp")
    assert _names(tmp_path) == ["y.txt", "z.txt", "b.txt", "c.txt"]
    assert total_size([tmp_path]) == 20


def test_a_hidden_file_is_read_when_it_is_named(tmp_path: Path) -> None:
    _tree(tmp_path, ".hidden")
    assert _names(tmp_path / ".hidden") == [".hidden"]


def test_paths_are_read_in_the_order_given(tmp_path: Path) -> None:
    _tree(tmp_path, "b", "a")
    assert _names(tmp_path / "b", tmp_path / "a") == ["b", "a"]


def test_a_path_that_does_not_exist_is_a_rejection_and_the_others_are_read(tmp_path: Path) -> None:
    _tree(tmp_path, "a")
    missing, found = walk([tmp_path / "nowhere", tmp_path / "a"])
    assert missing == Rejection(str(tmp_path / "nowhere"), 1, "cannot be read: No such file or directory")
    assert isinstance(found, Found)


def test_a_name_too_long_for_the_system_is_a_rejection(tmp_path: Path) -> None:
    (rejected,) = walk([tmp_path / ("x" * 5000)])
    assert isinstance(rejected, Rejection)
    assert rejected.reason == "cannot be read: File name too long"


def test_a_pipe_is_a_rejection_and_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (rejected,) = walk([tmp_path])
    assert isinstance(rejected, Rejection)
    assert rejected.reason == "neither a file nor a folder"


def test_a_link_that_leads_back_up_is_not_followed(tmp_path: Path) -> None:
    _tree(tmp_path, "in/a.txt")
    (tmp_path / "in" / "up").symlink_to(tmp_path)
    (tmp_path / "in" / "file").symlink_to(tmp_path / "in" / "a.txt")
    (tmp_path / "in" / "gone").symlink_to(tmp_path / "nowhere")
    assert _names(tmp_path) == ["a.txt", "file"]
    assert [found.name for found in walk([tmp_path]) if isinstance(found, Rejection)] == [str(tmp_path / "in/gone")]
    (tmp_path / "named").symlink_to(tmp_path / "in")
    assert _names(tmp_path / "named") == ["a.txt", "file"]


def test_a_name_that_is_not_utf_8_can_be_told_and_stored(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    path.write_text("x")
    (found,) = walk([tmp_path])
    assert found.name.endswith(r"caf\xe9.txt")


def test_folders_deeper_than_python_recurses_are_walked(tmp_path: Path) -> None:
    depth = sys.getrecursionlimit() + 100
    folders = [f"{tmp_path}{'/d' * level}" for level in range(1, depth)]
    for folder in folders:
        os.mkdir(folder)
    file = Path(folders[-1], "a.txt")
    file.write_text("x")
    try:
        assert _names(tmp_path) == ["a.txt"]
    finally:
        # Neither can pytest clear away what Python cannot walk.
        file.unlink()
        for folder in reversed(folders):
            os.rmdir(folder)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every folder")
def test_a_folder_that_cannot_be_read_is_a_rejection(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    _tree(tmp_path, "z.txt")
    rejected, found = walk([tmp_path])
    closed.chmod(0o700)
    assert rejected == Rejection(str(closed), 1, "cannot be read: Permission denied")
    assert isinstance(found, Found)
