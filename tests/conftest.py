"""Real PostgreSQL for every test: the embedded server, or the one that DATABASE_URL names."""

import fcntl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, connections
from django.template.base import Template
from django.template.context import Context, RequestContext
from xdist.scheduler import LoadFileScheduling

from archive.database import attach
from tests.clusters import clear


def pytest_configure(config: pytest.Config) -> None:
    # What a test commits need not outlive a power cut; tests that kill a server have one of their own.
    settings.DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c synchronous_commit=off")
    attach()


# What takes longest begins first, so that no process has it left to do when the others are done; and what starts
# an archive from nothing before the browser tests, which go on with that archive.
LONGEST = ("tests/test_run.py", "tests/browser/", "tests/admin/test_odd_requests.py", "tests/test_killed_imports.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: [not item.nodeid.startswith(start) for start in LONGEST])


@pytest.fixture(scope="session")
def newsrooms() -> Iterator[list[Path]]:
    """Folders of archives at rest that hold the sample newsroom as it was loaded, for who needs one next."""
    folders: list[Path] = []
    yield folders
    for folder in folders:
        clear(folder)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_blocker: Any,
) -> None:
    """pytest-django's; one process migrates a database, of which all that share the tests begin with a copy."""
    kept = request.config.getvalue("reuse_db") and not request.config.getvalue("create_db")
    if kept or not hasattr(request.config, "workerinput"):
        return
    name, done = _migrated(), tmp_path_factory.getbasetemp().parent / "migrated"
    with done.with_suffix(".lock").open("w") as turn, django_db_blocker.unblock():
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not done.exists():
            _migrate(name)
            done.touch()
    connection.settings_dict["TEST"]["TEMPLATE"] = name


def _migrated() -> str:
    return f"test_{connection.settings_dict['NAME']}_migrated"


def _migrate(name: str) -> None:
    database = connection.settings_dict
    before, database["TEST"]["NAME"] = (database["NAME"], database["TEST"]["NAME"]), name
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connection.close()
    database["NAME"], database["TEST"]["NAME"] = before


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    if config.getvalue("numprocesses"):  # in the process that outlives those that copy
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{_migrated()}"')


class OneFileOneProcess(LoadFileScheduling):
    """Keeps the tests of a file in one process, and those that share a served archive, too."""

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        return "a served archive" if path.startswith(("tests/test_run.py", "tests/browser/")) else path


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneFileOneProcess:
    return OneFileOneProcess(config, log)


@pytest.fixture(autouse=True, scope="session")
def _quick_settings() -> None:
    # Hashing slowly and collecting static files matter in production alone; the browser
    # tests run against a production server of their own.
    # Requests of tests are not counted but by those of throttling. Nor does the API bound a statement but in its test:
    # where it is the first to ask in a transaction, the connection keeps the limit, and whatever test comes next.
    settings.API_RATE_ANONYMOUS = settings.API_RATE_SIGNED_IN = settings.API_STATEMENT_SECONDS = 0
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


_render = Template._render


@pytest.fixture(autouse=True, scope="session")
def _told_of_pages_alone(django_test_environment: None) -> Iterator[None]:
    # A test asks what a page was made of. Django's tests keep that of its hundred parts, too: a tenth of its time.
    keeping = Template._render

    def render(template: Template, context: Context) -> Any:
        is_page = isinstance(context, RequestContext) and context.template is template
        return (keeping if is_page else _render)(template, context)

    Template._render = render
    yield
    Template._render = keeping


@pytest.fixture
def editor(db: Any) -> Any:
    """A signed-up editor."""
    from tests.factories import UserFactory

    return UserFactory(is_staff=True)


@pytest.fixture
def transactional_db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """pytest-django's, but emptied as originals allow it, which refuse a flush.

    It has to be of this name: pytest-django makes the test database only where a test asks for
    one by the names that it knows, and a test alone in a run would empty the archive itself.
    """
    with django_db_blocker.unblock():
        yield
        tables = ", ".join(model._meta.db_table for model in apps.get_app_config("archive").get_models())
        with connection.cursor() as cursor:
            # Originals refuse to be emptied, so the refusal must be taken away for a moment.
            cursor.execute(
                "ALTER TABLE archive_original DISABLE TRIGGER original_not_truncated;"
                "ALTER TABLE archive_erasure DISABLE TRIGGER erasure_not_truncated;"
                f"TRUNCATE {tables} CASCADE;"
                "ALTER TABLE archive_original ENABLE ALWAYS TRIGGER original_not_truncated;"
                "ALTER TABLE archive_erasure ENABLE ALWAYS TRIGGER erasure_not_truncated;"
            )
        connections.close_all()


@pytest.fixture
def committed(transactional_db: None) -> None:
    """A database whose commits are real, for several connections at once; empty again afterwards."""
