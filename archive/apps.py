"""The archive as a Django application."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class ArchiveConfig(AppConfig):
    """Registers the check of the database's version."""

    name = "archive"
    verbose_name = "Archive"

    def ready(self) -> None:
        """Connect signal receivers."""
        from archive.database import refuse_old_server

        connection_created.connect(refuse_old_server)
