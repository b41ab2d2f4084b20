"""Runs the whole archive on this machine: what `make run` calls."""

import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from archive import embedded
from archive.models import Article
from archive.sample.editor import demo_editor, sign_in
from archive.sample.load import load

START_SECONDS = 60
STOP_SECONDS = 15
# Feeds of slow hosts hold up no others while there are fewer of them.
JOBS_AT_ONCE = 4
# How often the services are looked after, in seconds.
LOOK_AFTER = 2


class Command(BaseCommand):
    """`manage.py run`"""

    help = "Prepare the database, then run the web server and the background worker until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--no-sample", action="store_true", help="leave an empty archive empty")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare, start both, say where, and wait until one ends or somebody stops it."""
        _refuse_taken_port()
        call_command("migrate", verbosity=0, interactive=False)
        _collect_static()
        if not options["no_sample"] and not Article.objects.exists():
            self.stdout.write("The archive is empty: loading the sample newsroom …")
            load(demo_editor())
        # Named for both: a shell's background job starts with SIGINT ignored.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.default_int_handler)
        web, worker = _start_web(), _start_worker()
        try:
            self._say_where([web, worker])
            while web.poll() is None:
                time.sleep(LOOK_AFTER)
                worker = self._look_after(worker)
        except KeyboardInterrupt:
            self.stdout.write("Stopping …")
            return
        finally:
            _stop([web, worker])
        raise CommandError(f"The web server ended by itself with status {web.returncode}; its messages are above.")

    def _look_after(self, worker: subprocess.Popen[bytes]) -> subprocess.Popen[bytes]:
        """Bring back what a lost database took along: the embedded server, and the worker, which ends then."""
        try:
            if settings.EMBEDDED_DATA:
                embedded.attach(settings.EMBEDDED_DATA)
        except embedded.EmbeddedServerError as error:
            self.stderr.write(f"PostgreSQL did not start again, and is tried further: {error}")
        if worker.poll() is None:
            return worker
        self.stderr.write("The background worker ended; starting it again.")
        return _start_worker()

    def _say_where(self, children: list[subprocess.Popen[bytes]]) -> None:
        address = f"http://{settings.HOST}:{settings.PORT}"
        _wait_until_healthy(f"{address}/healthz", children)
        for line in (
            f"Pages     {address}/",
            f"Editors   {address}/admin/",
            f"API       {address}/api/docs/",
            f"Sign-in   {sign_in() or 'none yet: manage.py createsuperuser makes an editor'}",
            "Ctrl-C stops it.",
        ):
            self.stdout.write(line)
        self.stdout.flush()


def _refuse_taken_port() -> None:
    """Say that the port is taken before anything is started."""
    family = socket.AF_INET6 if ":" in settings.HOST else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.HOST, settings.PORT))
        except OSError as error:
            raise CommandError(
                f"{settings.HOST}:{settings.PORT} cannot be used ({error.strerror}). "
                "Another archive may be running; PORT=8001 make run takes another port."
            ) from error


def _collect_static() -> None:
    """Collect static files where one has changed: hashing and compressing all of them takes seconds."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            file = Path(storage.path(path)).stat()
            digest.update(f"{path}:{file.st_size}:{file.st_mtime_ns}\n".encode())
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(digest.hexdigest())


def _start_web() -> subprocess.Popen[bytes]:
    return _start(
        "-m", "granian", "--interface", "wsgi", "--host", settings.HOST, "--port", str(settings.PORT),
        "--workers", str(settings.WEB_WORKERS), "--blocking-threads", "4", "--no-ws",
        "--log-level", "warning", "--respawn-failed-workers", "archive.wsgi:application",
    )  # fmt: skip


def _start_worker() -> subprocess.Popen[bytes]:
    return _start("manage.py", "procrastinate", "worker", "--concurrency", str(JOBS_AT_ONCE))


def _start(*arguments: str) -> subprocess.Popen[bytes]:
    # Its own session: Ctrl-C reaches the children through `_stop` alone, once.
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "archive.settings"},
        start_new_session=True,
    )


def _wait_until_healthy(address: str, children: list[subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and all(child.poll() is None for child in children):
        try:
            with urlopen(address, timeout=2) as answer:  # noqa: S310 - our own address
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.1)
    raise CommandError("The web server did not answer; its messages are above.")


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
