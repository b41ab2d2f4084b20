"""The people who sign in. Administrators alone manage them; nobody is ever deleted, only made inactive."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from rest_framework.authtoken.models import TokenProxy
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from archive.models import User

from .base import RecordAdmin


class Administrators:
    """Administrators (superusers) see and change, nobody deletes."""

    def _is_administrator(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and request.user.is_superuser)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Administrators."""
        return self._is_administrator(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Administrators."""
        return self._is_administrator(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Administrators."""
        return self._is_administrator(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Administrators."""
        return self._is_administrator(request)


@admin.register(User)
class UserAdmin(Administrators, DjangoUserAdmin, RecordAdmin):  # type: ignore[misc, type-arg]
    """Users: `is_staff` makes an editor, `is_superuser` an administrator."""

    form: ClassVar[Any] = UserChangeForm  # type: ignore[misc]
    add_form: Any = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("username", "first_name", "last_name", "is_staff", "is_superuser", "is_active", "last_login")
    list_filter = ("is_staff", "is_superuser", "is_active")
    sortable_by = ("username",)
    actions = None


admin.site.unregister(Group)
# Tokens are made and taken away by `manage.py token`; nobody reads them here.
admin.site.unregister(TokenProxy)


@admin.register(Group)
class GroupAdmin(Administrators, DjangoGroupAdmin, RecordAdmin):  # type: ignore[misc]
    """Groups of users."""

    autocomplete_fields = ()
    actions = None

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Administrators: a group decides nothing and is named by no decision."""
        return self._is_administrator(request)
