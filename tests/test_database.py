from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from archive.database import refuse_old_server


def test_an_older_server_is_named_and_refused():
    with pytest.raises(ImproperlyConfigured, match=r"PostgreSQL 14 server; the archive needs PostgreSQL 15"):
        refuse_old_server(SimpleNamespace(vendor="postgresql", pg_version=140_012))


@pytest.mark.django_db
def test_the_server_of_the_tests_is_new_enough():
    connection.ensure_connection()
    refuse_old_server(connection)
