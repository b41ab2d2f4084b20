"""The people who sign in."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """An editor or administrator. Our own table from the start: a later swap would be a migration of everything.

    Users are never deleted, only made inactive: every decision names its editor.
    """
