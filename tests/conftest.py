"""Real PostgreSQL for every test: the embedded server, or the one that DATABASE_URL names."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from xdist.scheduler import LoadFileScheduling

from archive.database import attach


def pytest_configure(config: pytest.Config) -> None:
    attach()


class OneFileOneProcess(LoadFileScheduling):
    """Keeps the tests of a file in one process, and the browser tests, which share a served archive, too."""

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        return "tests/browser" if path.startswith("tests/browser/") else path


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneFileOneProcess:
    return OneFileOneProcess(config, log)


@pytest.fixture(autouse=True, scope="session")
def _quick_settings() -> None:
    # Hashing slowly and collecting static files matter in production alone; the browser
    # tests run against a production server of their own.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def editor(db: Any) -> Any:
    """A signed-up editor."""
    from tests.factories import UserFactory

    return UserFactory(is_staff=True)


@pytest.fixture(scope="session")
def test_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The test database, for tests that commit: pytest-django makes one only where a collected test says `django_db`.

    Without it they would write to the archive itself, and empty it.
    """
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    if connection.settings_dict["NAME"].startswith("test_"):
        yield
        return
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False)
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture
def committed(test_database: None, django_db_blocker: Any) -> Iterator[None]:
    """A database whose commits are real, for several connections at once; empty again afterwards."""
    from django.apps import apps
    from django.db import connection, connections

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
