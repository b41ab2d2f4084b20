import pytest
from django.conf import settings
from django.db import transaction

from archive.sample.editor import demo_editor
from archive.sample.load import load


@pytest.fixture(scope="module")
def newsroom(django_db_setup, django_db_blocker, tmp_path_factory):
    """The sample loaded once; everything is rolled back when the module ends."""
    before = settings.VAR_DIR
    settings.VAR_DIR = tmp_path_factory.mktemp("var")
    with django_db_blocker.unblock(), transaction.atomic():
        editor = demo_editor()
        load(editor)
        yield editor
        transaction.set_rollback(True)
    settings.VAR_DIR = before
