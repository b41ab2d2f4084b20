"""Real PostgreSQL for every test: the embedded server, or the one that DATABASE_URL names."""

from typing import Any

import pytest
from django.conf import settings

from archive.database import attach


def pytest_configure(config: pytest.Config) -> None:
    attach()


# First: xdist reads the groups in this same hook.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # Fixtures of a module, and the one served archive that all browser tests share, are made once.
    for item in items:
        folder = item.path.parent.name
        item.add_marker(pytest.mark.xdist_group("browser" if folder == "browser" else str(item.path)))


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
