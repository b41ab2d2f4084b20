"""A small, fixed part of `make fuzz`: whatever nobody or an editor asks, the answer is as the schema says."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rest_framework.authtoken.models import Token
from schemathesis import GenerationMode

from archive.wsgi import application
from tests.fuzz import hooks  # noqa: F401 - makes requests fit what there is

from .test_schema import examples  # noqa: F401

EACH = 3
few = settings(
    max_examples=EACH, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@pytest.fixture
def one_connection() -> Iterator[None]:
    """The application keeps to the test's transaction, as under Django's test client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("examples", "one_connection")
def test_whatever_is_asked_the_answer_is_as_the_schema_says(editor: Any) -> None:
    # As it stands: what this client would ask for compressed it could not read.
    plain = {"Accept-Encoding": "identity"}
    as_editor = {**plain, "Authorization": f"Token {Token.objects.create(user=editor).key}"}
    operations = [
        found.ok() for found in schemathesis.openapi.from_wsgi("/api/schema/", application).get_all_operations()
    ]
    assert len(operations) > 30
    for operation in operations:
        ask(st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in GenerationMode)), [as_editor, plain])


def ask(cases: st.SearchStrategy[Any], roles: list[dict[str, str]]) -> None:
    @few
    @given(case=cases)
    def asked(case: Any) -> None:
        for headers in roles:
            case.call_and_validate(headers=headers)

    asked()
