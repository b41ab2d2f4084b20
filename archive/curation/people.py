"""Who may do what: administrators change it one after the other, so that none takes away what another still uses."""

from django.db import connection

from archive.models import Role, User

from .acting import require

# Also the lock of the triggers that keep an administrator (migration 0026). Any constant does, as long as nothing
# else locks by it.
PEOPLE_LOCK = 7_105_204


def managing(by: User) -> None:
    """Wait for whoever changes people, and keep others waiting until this transaction ends.

    Raises `PermissionDenied` where `by` is no administrator any longer.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PEOPLE_LOCK])
    require(User.objects.get(pk=by.pk), Role.ADMINISTRATOR)
