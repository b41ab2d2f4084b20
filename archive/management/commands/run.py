"""Runs the whole archive on this machine: what `make run` calls."""

import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from contextlib import suppress
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
# What of STOP_SECONDS the web server gives requests that are being answered.
FINISH_SECONDS = 5
# Feeds of slow hosts hold up no others while there are fewer of them.
JOBS_AT_ONCE = 4
# How often the services are looked after, in seconds.
LOOK_AFTER = 2

Service = subprocess.Popen[bytes]


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
        services: list[Service] = []  # the web server, then the worker
        try:
            services += [_start_web()]
            services += [_start_worker()]
            self._say_where(services)
            while services[0].poll() is None:
                time.sleep(LOOK_AFTER)
                self._look_after(services)
        except KeyboardInterrupt:
            self.stdout.write("Stopping …")
            return
        finally:
            _stop(services)
        status = services[0].returncode
        raise CommandError(f"The web server ended by itself with status {status}; its messages are above.")

    def _look_after(self, services: list[Service]) -> None:
        """Bring back what a lost database took along: the embedded server, and the worker, which ends then."""
        try:
            if settings.EMBEDDED_DATA:
                embedded.attach(settings.EMBEDDED_DATA)
        except embedded.EmbeddedServerError as error:
            self.stderr.write(f"PostgreSQL did not start again, and is tried further: {error}")
        if services[1].poll() is not None:
            self.stderr.write("The background worker ended; starting it again.")
            services[1] = _start_worker()

    def _say_where(self, services: list[Service]) -> None:
        host = f"[{settings.HOST}]" if ":" in settings.HOST else settings.HOST
        address = f"http://{host}:{settings.PORT}"
        _wait_until_healthy(f"{address}/healthz", services)
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


def _start_web() -> Service:
    return _start(
        "granian", "--interface", "wsgi", "--host", settings.HOST, "--port", str(settings.PORT),
        "--workers", str(settings.WEB_WORKERS), "--blocking-threads", "4", "--no-ws",
        "--workers-kill-timeout", str(FINISH_SECONDS),
        "--log-level", "warning", "--respawn-failed-workers", "archive.wsgi:application",
    )  # fmt: skip


def _start_worker() -> Service:
    return _start("manage", "procrastinate", "worker", "--concurrency", str(JOBS_AT_ONCE))


def _start(*module_and_arguments: str) -> Service:
    # Its own session: Ctrl-C reaches it through `_stop` alone, once, and its group is all that it starts.
    return subprocess.Popen(
        [sys.executable, "-m", "archive.tethered", *module_and_arguments],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "archive.settings"},
        stdin=subprocess.PIPE,
        start_new_session=True,
    )


def _wait_until_healthy(address: str, services: list[Service]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and all(service.poll() is None for service in services):
        try:
            with urlopen(address, timeout=2) as answer:  # noqa: S310 - our own address
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.1)
    raise CommandError("The web server did not answer; its messages are above.")


def _stop(services: list[Service]) -> None:
    """End the services, and what they started: a web server told to stop while it starts leaves its workers behind."""
    for service in services:
        service.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for service in services:
        with suppress(subprocess.TimeoutExpired):
            service.wait(max(0, deadline - time.monotonic()))
        # Nobody left in the group: macOS says that it is not permitted.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(service.pid, signal.SIGKILL)
        service.wait()
