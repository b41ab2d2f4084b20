"""The embedded PostgreSQL's data folder and user, and what is said of those that will not do."""

import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from archive import embedded
from archive.cluster import SERVER_USERS
from tests.clusters import AM_ROOT, PYTHONPATH, USER, User, copy, needs_root, postmaster, query, refusal, runs

pytest_plugins = ["tests.clusterfixtures"]


class TestFolder:
    @pytest.mark.parametrize("name", ['it\'s a "var" in $HOME; `x` %s ünï\\', "a,b"])
    def test_any_name_of_the_folder_works(self, room: Path, name: str) -> None:
        data = room / name / "pg"
        with User(data):
            assert query(data, "SHOW data_directory") == str(data)

    def test_a_path_too_long_for_a_socket_works(self, room: Path, template: Path) -> None:
        folder = room / ("x" * (180 - len(str(room)) - 4))
        folder.mkdir()
        data = copy(template, folder / "pg")
        assert len(str(data)) == 180
        with User(data):
            assert query(data, "SELECT 1") == 1
            host = Path(embedded.connection(data)["HOST"])
            assert host.parent == Path("/tmp")
            assert host.stat().st_mode & 0o777 == 0o700
            assert host.stat().st_uid == data.stat().st_uid
        assert not host.exists()

    def test_an_empty_data_folder_is_filled(self, room: Path) -> None:
        (room / "pg").mkdir()
        with User(room / "pg"):
            assert query(room / "pg", "SELECT 1") == 1


@needs_root
class TestAsRoot:
    def test_the_server_runs_as_a_user_that_is_not_root(self, room: Path) -> None:
        data = room / "pg"
        with User(data):
            uid = postmaster(data).uids().effective
            assert pwd.getpwuid(uid).pw_name in SERVER_USERS
            assert data.stat().st_uid == uid
        assert room.stat().st_uid == 0
        assert room.stat().st_mode & 0o777 == 0o755

    def test_the_server_runs_as_the_owner_of_an_existing_cluster(self, data: Path) -> None:
        games = pwd.getpwnam("daemon")
        subprocess.run(["chown", "-R", f"{games.pw_uid}:{games.pw_gid}", str(data)], check=True)
        with User(data):
            assert postmaster(data).uids().effective == games.pw_uid

    def test_a_cluster_that_belongs_to_root_is_refused_with_advice(self, husk: Path) -> None:
        subprocess.run(["chown", "-R", "0:0", str(husk)], check=True)
        assert "chown -R" in refusal(husk)


class TestNotAsRoot:
    def test_a_plain_user_runs_its_own_server(self, room: Path, nobody: dict[str, Any]) -> None:
        os.chown(room, nobody["user"], nobody["group"])
        data = room / "pg"
        with User(data, **nobody), User(data, **nobody):
            assert query(data, "SELECT 1") == 1
            assert postmaster(data).uids().effective == nobody["user"]
        assert not runs(data)

    def test_root_joins_the_server_of_a_plain_user(self, room: Path, nobody: dict[str, Any]) -> None:
        os.chown(room, nobody["user"], nobody["group"])
        data = room / "pg"
        with User(data, **nobody):
            server = postmaster(data)
            with User(data):
                assert postmaster(data) == server
        assert not runs(data)
        with User(data):
            assert postmaster(data).uids().effective == nobody["user"]
        with User(data, **nobody):
            assert query(data, "SELECT 1") == 1

    def test_a_cluster_of_another_user_is_refused(self, husk: Path, nobody: dict[str, Any]) -> None:
        assert "belongs to user" in refusal(husk, **nobody)

    def test_a_read_only_folder_is_named_as_such(self, room: Path, nobody: dict[str, Any]) -> None:
        message = refusal(room / "pg", **nobody)
        assert "The folder is read-only to this user, or belongs to another user." in message
        assert str(room) in message


class TestRefusing:
    def test_a_cluster_of_another_version_is_refused(self, husk: Path) -> None:
        (husk / "PG_VERSION").write_text("16\n")
        message = refusal(husk)
        assert "was made by PostgreSQL 16, and this is PostgreSQL 18" in message
        assert "Traceback" not in message

    def test_a_folder_of_other_files_is_refused_and_left_alone(self, room: Path) -> None:
        (room / "pg").mkdir()
        (room / "pg" / "letter.txt").write_text("dear")
        if AM_ROOT:
            shutil.chown(room / "pg", "nobody")
        assert "move it away" in refusal(room / "pg")
        assert (room / "pg" / "letter.txt").read_text() == "dear"

    def test_a_server_that_cannot_start_is_reported_with_the_end_of_its_log(self, data: Path) -> None:
        data.with_name("pg.log").write_text("an older line: No space left on device\n")
        with open(data / "postgresql.conf", "a") as file:
            file.write("work_mem = 'plenty'\n")
        message = refusal(data)
        assert 'invalid value for parameter "work_mem"' in message
        assert "The end of its log:" in message
        assert "disk is full" not in message

    @needs_root
    def test_a_full_disk_is_named_as_such(self, room: Path) -> None:
        script = 'mount -t tmpfs -o size=8m,mode=755 none "$1" && exec "$2" -c "$3" "$1/pg"'
        outcome = subprocess.run(
            ["unshare", "--mount", "sh", "-c", script, "sh", str(room), sys.executable, USER],
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            env={"PATH": os.defpath, "PYTHONPATH": PYTHONPATH},
        )
        if "mount:" in outcome.stderr or "unshare:" in outcome.stderr:
            pytest.skip("this machine lets nobody mount")
        assert "The disk is full: free some space and try again." in outcome.stderr
