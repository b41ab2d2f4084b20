"""The archive as `make run` runs it, for tests that need it whole: its own database, server and worker."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg
from django.conf import settings
from psycopg import sql

# However busy the machine: no test asks how long a start takes.
PATIENCE = 600


class Site:
    """One run of `manage.py run` in a folder of its own, with the settings given besides."""

    def __init__(self, folder: Path, **settings_: str) -> None:
        self.folder = folder
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.said: list[str] = []
        self.environment = os.environ | {"VAR_DIR": str(folder), "PORT": str(self.port), "WEB_WORKERS": "1"}
        if settings.EMBEDDED_DATA is None:
            self.environment["DATABASE_URL"] = _scratch_database()
        self.environment |= settings_

    def start(self) -> "Site":
        """Start it and wait until it has said where it is."""
        self.launch()
        reader = threading.Thread(target=self._listen, daemon=True)
        reader.start()
        reader.join(PATIENCE)
        assert self.said, (self.folder / "run.log").read_text()
        return self

    def launch(self) -> None:
        """Start it without waiting."""
        self.said = []
        self.process = subprocess.Popen(
            [sys.executable, "-u", "manage.py", "run"],
            cwd=settings.BASE_DIR,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=(self.folder / "run.log").open("ab"),
            text=True,
        )

    @property
    def runs(self) -> bool:
        """Whether it was started and has not ended."""
        return hasattr(self, "process") and self.process.poll() is None

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line.rstrip())
            if line.startswith("Ctrl-C"):
                return

    def stop(self) -> int:
        """Stop it as Ctrl-C does; its exit status."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)

    def processes(self) -> list[psutil.Process]:
        """Everything of it that runs, whoever its parent is now; the database's own processes apart."""
        return [process for process in psutil.process_iter() if self._has(process)]

    def _has(self, process: psutil.Process) -> bool:
        try:
            ours = process.environ().get("VAR_DIR") == str(self.folder)
            return ours and process.status() != psutil.STATUS_ZOMBIE and not process.name().startswith("postgres")
        except psutil.Error:
            return False

    @property
    def sign_in(self) -> tuple[str, str]:
        """Name and password of the demo editor, as printed."""
        line = next(line for line in self.said if line.startswith("Sign-in"))
        match = re.fullmatch(r"Sign-in\s+(\S+) / (\S+)", line)
        assert match, line
        return match[1], match[2]

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run another command on the same archive."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR, env=self.environment, capture_output=True, text=True, timeout=PATIENCE,
        )  # fmt: skip


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _scratch_database() -> str:
    """A new empty database on the server of DATABASE_URL; its address."""
    database = settings.DATABASES["default"]
    name = f"test_site_{os.getpid()}"
    parts = {"host": database["HOST"], "port": database["PORT"] or 5432, "user": database["USER"]}
    with psycopg.connect(**parts, password=database["PASSWORD"], dbname="postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    user = f"{quote(parts['user'])}:{quote(database['PASSWORD'])}"
    return f"postgres://{user}@{quote(parts['host'], safe='')}:{parts['port']}/{name}"
