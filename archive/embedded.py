"""The archive's own PostgreSQL, run when no DATABASE_URL names a server.

Processes share one server: the first to attach starts it, the last to detach stops
it. Who uses it is asked of the kernel (locks on files beside the data folder, which
end with their process), so that no `kill -9` can leave a wrong answer:

`<data>.turn.lock`   held exclusively while starting or stopping;
`<data>.users.lock`  held shared by every process that uses the server.
"""

import atexit
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from archive.cluster import PORT, Cluster, EmbeddedServerError, cluster_in, lock, problem, socket_folder
from archive.serverprogram import DATABASE, SUPERUSER, Patience, create, serve, stop

__all__ = ["EmbeddedServerError", "attach", "connection", "detach"]

# Data folder -> the descriptor by which this process holds its users lock.
_users: dict[Path, int] = {}
_spares: list[dict[Path, int]] = []  # the same for children about to be forked


def connection(data: Path) -> dict[str, str]:
    """The `DATABASES` keys that reach the server of the cluster in `data`. Starts and writes nothing."""
    host = str(socket_folder(data.resolve()))
    return {"NAME": DATABASE, "USER": SUPERUSER, "HOST": host, "PORT": PORT}


def attach(data: Path) -> None:
    """Make the server of the cluster in `data` answer, and count this process among its users.

    Makes the cluster, starts the server and makes the database where they are missing.
    May be called again: the server is then started again if it has died. Waits as long
    as crash recovery needs. Raises `EmbeddedServerError`.
    """
    cluster = cluster_in(data.resolve())
    patience = Patience(f"Waiting for PostgreSQL to start; its log is {cluster.beside('.log')}")
    try:
        cluster.data.parent.mkdir(parents=True, exist_ok=True)
        cluster.check()
        with _turn(cluster, patience):
            if not (cluster.data / "PG_VERSION").exists():
                create(cluster, patience)
            serve(cluster, patience)
            _count_in(cluster)
    except (OSError, psycopg.Error) as error:
        raise problem(str(error)) from error


def detach() -> None:
    """Leave every server this process attached to; stop those nobody else uses. Raises nothing."""
    for data, descriptor in list(_users.items()):
        del _users[data]
        with suppress(OSError, EmbeddedServerError):
            cluster = cluster_in(data)
            patience = Patience("Waiting for PostgreSQL to stop")
            with _turn(cluster, patience):
                if lock(descriptor, fcntl.LOCK_EX):
                    stop(cluster, patience)
                fcntl.flock(descriptor, fcntl.LOCK_UN)
        os.close(descriptor)


@contextmanager
def _turn(cluster: Cluster, patience: Patience) -> Iterator[None]:
    """Hold the lock under which servers are started and stopped."""
    descriptor = cluster.open(".turn.lock")
    try:
        while not lock(descriptor, fcntl.LOCK_EX):
            patience.pause()
        yield
    finally:
        # Closing is not enough: a child forked meanwhile by another thread has a copy.
        fcntl.flock(descriptor, fcntl.LOCK_UN)
        os.close(descriptor)


def _count_in(cluster: Cluster) -> None:
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
