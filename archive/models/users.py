"""The people who sign in, and what each may do."""

from enum import IntEnum

from django.contrib.auth.models import AbstractUser
from django.utils.functional import cached_property


class Role(IntEnum):
    """What somebody of the newsroom may do; each may all that those before may. A group of that name gives it."""

    CONTRIBUTOR = 1
    EDITOR = 2
    CHIEF_EDITOR = 3
    ADMINISTRATOR = 4

    @property
    def group(self) -> str:
        """The name of the group, and of the role in words."""
        return self.name.lower().replace("_", " ")


class User(AbstractUser):
    """Somebody of the newsroom. Our own table from the start: a later swap would be a migration of everything.

    Users are never deleted, only made inactive: every decision names its editor.
    """

    @cached_property
    def role(self) -> Role | None:
        """The highest role of the user's groups; None for those who may not sign in to the desk.

        Superusers are administrators. Staff in none of the groups are contributors: whoever is let in and
        forgotten can suggest, and decide nothing.
        """
        if not (self.is_active and self.is_staff):
            return None
        if self.is_superuser:
            return Role.ADMINISTRATOR
        names = {group.name for group in self.groups.all()}
        return max((role for role in Role if role.group in names), default=Role.CONTRIBUTOR)

    def may(self, role: Role) -> bool:
        """Whether the user has `role` or a higher one."""
        return self.role is not None and self.role >= role
