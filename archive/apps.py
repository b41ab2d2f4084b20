"""The archive as a Django application."""

import gc

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class ArchiveConfig(AppConfig):
    """Registers the check of the database's version."""

    name = "archive"
    verbose_name = "Archive"

    def ready(self) -> None:
        """Connect signal receivers, and leave what is there by now out of the collection of garbage.

        Some hundred thousand objects of packages never go. Looking through them again and again took 20 of the
        110 ms that one new article's suggestions take.
        """
        from archive.database import refuse_old_server

        connection_created.connect(refuse_old_server)
        gc.freeze()
