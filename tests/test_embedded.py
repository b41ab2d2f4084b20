"""Who uses the embedded PostgreSQL: every user of it here is a process of its own."""

import os
import signal
import tempfile
import time
from functools import partial
from pathlib import Path

import psutil
import pytest

from archive import embedded, serverprogram
from archive.cluster import SOCKET_PATH_LIMIT
from tests.clusters import User, kill_all, needs_proc, postmaster, processes_in, query, runs

pytest_plugins = ["tests.clusterfixtures"]


class TestConnection:
    def test_names_the_socket_beside_the_data_folder_and_writes_nothing(self, tmp_path: Path) -> None:
        place = embedded.connection(Path("/srv/var/postgres"))
        assert place == {
            "NAME": "archive",
            "USER": "postgres",
            "HOST": "/srv/var/postgres.socket",
            "PORT": "5432",
        }
        embedded.connection(tmp_path / "pg")
        assert list(tmp_path.iterdir()) == []

    def test_keeps_every_socket_path_within_what_the_system_allows(self) -> None:
        for length in range(1, 300):
            host = embedded.connection(Path("/" + "x" * length))["HOST"]
            assert len(f"{host}/.s.PGSQL.5432") <= SOCKET_PATH_LIMIT

    def test_gives_two_long_paths_two_sockets_and_one_path_always_the_same(self) -> None:
        one, two = (embedded.connection(Path("/" + "x" * 200 + end)) for end in "12")
        assert one["HOST"] != two["HOST"]
        assert one == embedded.connection(Path("/" + "x" * 200 + "1"))

    def test_does_not_depend_on_tmpdir(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        long = Path("/" + "x" * 200)
        before = embedded.connection(long)
        monkeypatch.setenv("TMPDIR", str(tmp_path))
        monkeypatch.setattr(tempfile, "tempdir", None)
        assert embedded.connection(long) == before

    def test_is_the_same_through_a_link(self, tmp_path: Path) -> None:
        (tmp_path / "real").mkdir()
        (tmp_path / "link").symlink_to("real")
        linked = embedded.connection(tmp_path / "link" / "pg")
        assert linked == embedded.connection(tmp_path / "real" / "pg")


class TestAttaching:
    def test_two_processes_starting_at_once_share_one_server(self, room: Path) -> None:
        data = room / "pg"
        users = [User(data) for _ in range(4)]
        assert [user.says() for user in users] == ["attached"] * 4
        servers = [process for process in processes_in(data) if "-D" in process.cmdline()]
        assert len(servers) == 1
        for user in users:
            user.leave()
        assert not runs(data)

    def test_attaching_twice_counts_once(self, data: Path) -> None:
        with User(data) as user:
            before = postmaster(data).pid
            user.does("embedded.attach(data)")
            assert postmaster(data).pid == before
            user.does("embedded.detach()")
            assert not runs(data)

    def test_attaching_again_restarts_a_server_that_died(self, data: Path) -> None:
        with User(data) as user:
            kill_all(processes_in(data))
            user.does("embedded.attach(data)")
            assert query(data, "SELECT 1") == 1

    def test_waiting_is_silent_at_first_and_then_told_in_one_line(self, data: Path) -> None:
        with User(data) as first:
            first.does("import fcntl; turn = os.open(f'{data}.turn.lock', os.O_RDWR)")
            first.does("fcntl.flock(turn, fcntl.LOCK_EX)")
            start = time.monotonic()
            second = User(data)
            assert second.process.stderr
            line = second.process.stderr.readline()
            assert line == f"Waiting for PostgreSQL to start; its log is {data}.log\n"
            assert time.monotonic() - start >= serverprogram.QUIET
            first.does("os.close(turn)")
            assert second.says() == "attached"
            assert second.leave() == ""


class TestSharing:
    def test_the_last_one_out_stops_the_server_and_the_first_does_not(self, data: Path) -> None:
        with User(data) as last:
            with User(data):
                server = postmaster(data)
            assert postmaster(data) == server
            last.does("import psycopg")
            assert query(data, "SELECT 1") == 1
        assert not runs(data)
        assert not (data / "postmaster.pid").exists()

    def test_the_server_survives_the_process_that_started_it(self, data: Path) -> None:
        starter = User(data)
        assert starter.says() == "attached"
        with User(data):
            starter.kill()
            assert query(data, "SELECT 1") == 1

    def test_a_killed_user_is_not_counted(self, data: Path) -> None:
        killed = User(data)
        assert killed.says() == "attached"
        with User(data):
            killed.kill()
        assert not runs(data)

    def test_ctrl_c_in_the_terminal_does_not_reach_the_server(self, data: Path) -> None:
        # As in a terminal: what runs in the background has it that Ctrl-C is passed over.
        heeding = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
        interrupted = User(data, start_new_session=True, preexec_fn=heeding)
        assert interrupted.says() == "attached"
        with User(data):
            os.killpg(interrupted.process.pid, signal.SIGINT)
            assert "KeyboardInterrupt" in interrupted.leave()
            assert query(data, "SELECT 1") == 1

    def test_the_end_of_a_forked_child_does_not_stop_the_server(self, data: Path) -> None:
        with User(data) as user:
            user.does("child = os.fork() or sys.exit()")  # runs the child's atexit functions
            user.does("os.waitpid(child, 0)")
            assert query(data, "SELECT 1") == 1
        assert not runs(data)

    def test_a_forked_child_keeps_the_server_when_its_parent_ends(self, data: Path) -> None:
        with User(data) as parent:
            parent.does("import signal; child = os.fork() or signal.pause(); embedded.detach()")
            parent.does("Path(f'{data}.child').write_text(str(child))")
            child = psutil.Process(int(Path(f"{data}.child").read_text()))
            try:
                assert query(data, "SELECT 1") == 1
            finally:
                child.kill()
        with User(data):
            pass
        assert not runs(data)

    def test_a_forked_child_that_attaches_is_a_user_like_any_other(self, data: Path) -> None:
        with User(data) as parent:
            server = postmaster(data)
            attach_and_leave = "(embedded.attach(data), embedded.detach(), os._exit(0))"
            parent.does(f"child = os.fork() or {attach_and_leave}")
            parent.does("assert os.waitpid(child, 0)[1] == 0")
            assert postmaster(data) == server
        assert not runs(data)

    def test_a_program_that_a_user_started_is_no_user(self, data: Path) -> None:
        with User(data) as user:
            user.does("os.system(f'sleep 60 >/dev/null 2>&1 & echo $! >\"{data}.sleep\"')")
        try:
            assert not runs(data)
        finally:
            os.kill(int(Path(f"{data}.sleep").read_text()), signal.SIGKILL)

    @needs_proc
    def test_the_server_holds_no_lock_of_its_users(self, running: Path) -> None:
        files = {os.readlink(link) for link in Path(f"/proc/{postmaster(running).pid}/fd").iterdir()}
        assert f"{running}.alive.lock" in files
        assert not files & {f"{running}.users.lock", f"{running}.turn.lock"}

    def test_a_server_started_by_hand_is_used(self, data: Path) -> None:
        with User(data) as user:
            user.does("embedded.detach()")
            assert not runs(data)
            user.does("from archive.cluster import Cluster; alive = Cluster.open")
            # Without its lock, as pg_ctl would start it.
            user.does("Cluster.open = lambda s, n, f=0: alive(s, n.replace('alive', 'other'), f)")
            user.does("embedded.attach(data)")
            server = postmaster(data)
            with User(data):
                assert postmaster(data) == server
                assert query(data, "SELECT 1") == 1
