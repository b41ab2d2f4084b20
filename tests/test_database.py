from types import SimpleNamespace
from unittest import mock

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, connections
from django.db.backends.postgresql.base import DatabaseWrapper

from archive.database import refuse_old_server


def test_an_older_server_is_named_and_refused():
    with pytest.raises(ImproperlyConfigured, match=r"PostgreSQL 14 server; the archive needs PostgreSQL 15"):
        refuse_old_server(SimpleNamespace(vendor="postgresql", pg_version=140_012))


@pytest.mark.django_db
def test_the_server_of_the_tests_is_new_enough():
    connection.ensure_connection()
    refuse_old_server(connection)


@pytest.mark.django_db
def test_a_kept_connection_is_asked_whether_it_lives_only_once_the_server_said_something():
    kept = connections.create_connection("default")
    try:
        with kept.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            [backend] = cursor.fetchone()
        with mock.patch.object(DatabaseWrapper, "is_usable", side_effect=AssertionError("asked")):
            assert kept.is_usable()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [backend])
        assert not kept.is_usable()
    finally:
        kept.close()
