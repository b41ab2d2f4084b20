"""The people who sign in. Administrators alone manage them; nobody is ever deleted, only made inactive."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from rest_framework.authtoken.models import TokenProxy
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from archive.curation import twosteps
from archive.models import Role, User

from .base import RecordAdmin, editor
from .shown import link, moment
from .twosteps.others import take_off_view


class Administrators:
    """Administrators see and change, nobody deletes."""

    def _is_administrator(self, request: HttpRequest) -> bool:
        return editor(request).may(Role.ADMINISTRATOR) if request.user.is_authenticated else False

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
    """Users: `is_staff` opens the desk, a group says in which role, `is_superuser` makes an administrator."""

    form: ClassVar[Any] = UserChangeForm  # type: ignore[misc]
    add_form: Any = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("username", "first_name", "last_name", "is_staff", "is_superuser", "is_active", "last_login")
    list_filter = ("is_staff", "is_superuser", "is_active")
    sortable_by = ("username",)
    actions = None

    def get_urls(self) -> list[URLPattern]:
        """With the page that takes a lost device off."""
        take_off = self.admin_site.admin_view(take_off_view(self))
        return [path("<int:pk>/two-steps/", take_off, name="archive_user_two_steps"), *super().get_urls()]

    def facts(self, obj: User) -> list[tuple[str, Any]]:
        """Whether a code is asked for."""
        device = twosteps.device(obj)
        if device is None:
            return [("Two-step sign-in", "Off")]
        take_off = link(reverse("admin:archive_user_two_steps", args=[obj.pk]), "Take a lost device off…")
        return [("Two-step sign-in", format_html("On since {}. {}", moment(device.created_at), take_off))]


admin.site.unregister(Group)
# Everybody turns the second step on and off for themselves; nobody reads secrets here.
admin.site.unregister([TOTPDevice, StaticDevice])
# Tokens are made and taken away by `manage.py token`; nobody reads them here.
admin.site.unregister(TokenProxy)


@admin.register(Group)
class GroupAdmin(Administrators, DjangoGroupAdmin, RecordAdmin):  # type: ignore[misc]
    """Groups of users; four of them are roles, which the archive knows by name."""

    autocomplete_fields = ()
    actions = None

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Administrators, but for the groups that are roles."""
        return self._is_administrator(request) and not (obj is not None and is_role(obj))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The name of a role stays."""
        return ("name",) if obj is not None and is_role(obj) else ()


def is_role(group: Group) -> bool:
    """Whether a group is one of the roles."""
    return group.name in {role.group for role in Role}
