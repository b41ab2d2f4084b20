"""One PostgreSQL cluster: its data folder, the user whose it is, and what lies beside the folder.

Whether its server lives is asked of the kernel, by a lock that ends with the processes
which hold it. Beside the data folder lie `<data>.log` (`.log.old` before it grew large),
`<data>.socket`, `<data>.new` while the cluster is made, and `<data>.alive.lock`, held by
the server itself and by each of its processes.
"""

import fcntl
import hashlib
import os
import pwd
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

MAJOR = 18
PORT = "5432"
SOCKET_NAME = f".s.PGSQL.{PORT}"
SOCKET_PATH_LIMIT = 103 if sys.platform == "darwin" else 107
# Not tempfile.gettempdir(): processes with different TMPDIRs must agree on the folder.
SHARED_TEMP = Path("/tmp")  # noqa: S108 - the folder made in it is checked
SERVER_USERS = ("postgres", "nobody")  # tried in order when root may not own the server
LOG_TAIL_LINES = 20
LOG_TAIL_BYTES = 16_384

IN_USE = "shared memory block"
NO_MEMORY = "Cannot allocate memory"
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
class Cluster:
    """The data folder (absolute, no links) and the user and group that own it and run the server."""

    data: Path
    uid: int
    gid: int

    def beside(self, suffix: str) -> Path:
        """The path of the file beside the data folder that ends in `suffix`."""
        return self.data.with_name(self.data.name + suffix)

    def open(self, suffix: str, flags: int = 0) -> int:
        """A descriptor of the file beside the data folder, made where it is missing, the cluster's user's own."""
        flags |= os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW
        descriptor = os.open(self.beside(suffix), flags, 0o600)
        if os.geteuid() == 0:
            os.fchown(descriptor, self.uid, self.gid)
        return descriptor

    @property
    def socket(self) -> Path:
        """Where the server listens."""
        return socket_folder(self.data) / SOCKET_NAME

    def check(self) -> None:
        """Refuse a data folder that is another user's, is no cluster, or is of another version."""
        data = self.data
        if not data.exists():
            return
        owner, ourselves = data.stat().st_uid, os.geteuid()
        if ourselves not in (0, owner):
            raise EmbeddedServerError(
                f"The data folder {data} belongs to user {user_name(owner)}, and this is user {user_name(ourselves)}: "
                "run this as its owner."
            )
        if not any(data.iterdir()):
            return
        if owner == 0:
            raise EmbeddedServerError(
                f"The data folder {data} belongs to root, as whom PostgreSQL does not run: "
                f"give it to another user with chown -R {user_name(self.uid)}."
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

    def lives(self) -> bool:
        """Whether any process of the server (or of an initdb) lives, even after its parent was killed."""
        descriptor = self.open(".alive.lock")
        try:
            if not lock(descriptor, fcntl.LOCK_EX):
                return True
        finally:
            os.close(descriptor)
        # A server that somebody started by hand does not hold the lock.
        return self.is_folder_of(self.postmaster()[0])

    def postmaster(self) -> tuple[int, str]:
        """The process id and the state that the server wrote down; (0, "") when it wrote none."""
        try:
            lines = (self.data / "postmaster.pid").read_text(errors="replace").splitlines()
            return abs(int(lines[0])), lines[-1].strip()
        except (FileNotFoundError, ValueError, IndexError):
            return 0, ""

    def is_folder_of(self, process: int) -> bool:
        """Whether `process` works in the data folder, as its server does. Asks Linux; elsewhere the answer is no."""
        try:
            return process > 0 and os.path.samefile(f"/proc/{process}/cwd", self.data)
        except OSError:
            return False

    def log_size(self) -> int:
        """The length of the log in bytes."""
        log = self.beside(".log")
        return log.stat().st_size if log.exists() else 0

    def log_tail(self, start: int = 0) -> str:
        """The last lines of the log, none of them from before the byte `start`."""
        with open(self.open(".log"), "rb") as log:
            log.seek(max(start, self.log_size() - LOG_TAIL_BYTES))
            return "\n".join(log.read().decode(errors="replace").splitlines()[-LOG_TAIL_LINES:])


def cluster_in(data: Path) -> Cluster:
    """The cluster in `data`, run by the folder's owner, else by ourselves, but never by root."""
    with suppress(OSError):  # `check` reports what cannot be looked at
        status = data.stat()
        if status.st_uid != 0:
            return Cluster(data, status.st_uid, status.st_gid)
    if os.geteuid() != 0:
        return Cluster(data, os.geteuid(), os.getegid())
    for name in SERVER_USERS:
        with suppress(KeyError):
            entry = pwd.getpwnam(name)
            return Cluster(data, entry.pw_uid, entry.pw_gid)
    raise EmbeddedServerError(
        "PostgreSQL does not run as root, and there is no user 'postgres' or 'nobody' to run it: use another account."
    )


def socket_folder(data: Path) -> Path:
    """Where the server of the cluster in `data` (absolute, no links) has its socket: beside it, if the path fits."""
    folder = Path(f"{data}.socket")
    # A comma would make PostgreSQL read the path as a list.
    if len(os.fsencode(folder / SOCKET_NAME)) > SOCKET_PATH_LIMIT or "," in str(folder):
        digest = hashlib.sha256(os.fsencode(data)).hexdigest()[:16]
        folder = SHARED_TEMP / f"archive-{cluster_in(data).uid}-{digest}"
    return folder


def user_name(uid: int) -> str:
    """The name of the user, for messages."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def lock(descriptor: int, mode: int) -> bool:
    """Take the lock if nobody's stands against it, without waiting; whether it was taken."""
    try:
        fcntl.flock(descriptor, mode | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def problem(what: str, tail: str = "") -> EmbeddedServerError:
    """The error that says what happened, the likely reasons, and the end of the log."""
    reasons = [reason for sign, reason in REASONS.items() if sign in what + tail]
    return EmbeddedServerError("\n".join([*reasons, what, *(["The end of its log:", tail] if tail else [])]))
