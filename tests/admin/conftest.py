from typing import Any

import pytest
from django.test import Client

from tests.admin import makers
from tests.factories import UserFactory


@pytest.fixture(autouse=True)
def _nothing_shared_yet() -> None:
    makers.SHARED.clear()


@pytest.fixture
def desk(editor: Any, client: Client) -> Client:
    """A browser in which an editor has signed in."""
    client.force_login(editor)
    return client


@pytest.fixture
def administrator(db: Any) -> Any:
    return UserFactory(is_staff=True, is_superuser=True)
