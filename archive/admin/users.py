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
from unfold.decorators import display
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from archive.curation import people, twosteps
from archive.models import Role, User

from .base import RecordAdmin, editor
from .refusals import explain
from .shown import link, moment
from .twosteps.others import take_off_view

# What the ticks of a user do, in words of the archive.
_TICKS = {
    "is_active": "Can sign in. Taken away instead of deleting anybody: what they decided keeps their name.",
    "is_staff": "Sees the desk, and what is not public.",
    "groups": "In which role; each may what those before may: contributor, editor, chief editor, administrator.",
    "is_superuser": "An administrator, whatever the role.",
}


class PersonForm(UserChangeForm):
    """What somebody is called and may do. Nobody ends their own administration: there is always an administrator."""

    # Who sends the form, and what was refused when it was saved a moment ago.
    by: ClassVar[User | None] = None
    refusal: ClassVar[Exception | None] = None

    def clean(self) -> dict[str, Any]:
        """Refuse what would lock the one out who sends it, and what the database refused."""
        cleaned = super().clean() or self.cleaned_data
        if self.refusal is not None:
            self.add_error(None, explain(self.refusal)[1])
        if self.instance == self.by and not self.errors and not _administers(cleaned):
            self.add_error(None, "You would no longer manage people yourself: another administrator has to do that.")
        return cleaned


def _administers(cleaned: dict[str, Any]) -> bool:
    groups = {group.name for group in cleaned.get("groups", ())}
    by_role = cleaned.get("is_superuser") or Role.ADMINISTRATOR.group in groups
    return bool(cleaned.get("is_active") and cleaned.get("is_staff") and by_role)


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

    # Two of the bases name a form of their own, and neither types it as the other.
    form: ClassVar[Any] = PersonForm  # type: ignore[misc]
    add_form: Any = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("username", "first_name", "last_name", "role_shown", "is_active", "last_login")
    list_filter = ("is_staff", "is_superuser", "is_active")
    sortable_by = ("username",)
    actions = None
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ["username", "password"]}),
        ("Who it is", {"fields": [("first_name", "last_name"), "email"]}),
        ("What they may do", {"fields": ["is_active", "is_staff", "groups", "is_superuser"]}),
        ("When", {"classes": ["collapse"], "fields": ["last_login", "date_joined"]}),
    )

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """What each tick does here; roles to tick. Django's permissions of single models do nothing here."""
        if db_field.name == "groups":
            kwargs["widget"] = UnfoldAdminCheckboxSelectMultipleWidget()
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name in _TICKS:
            field.help_text = _TICKS[db_field.name]
        return field

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form class, knowing who sends it."""
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.by = editor(request)
        return form

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save, one administrator after the other, and only while whoever saves is one."""
        people.managing(editor(request))
        super().save_model(request, obj, form, change)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Users with their groups, which say their roles."""
        return super().get_queryset(request).prefetch_related("groups")

    @display(description="Role")
    def role_shown(self, obj: User) -> str:
        """The highest role."""
        return obj.role.group.capitalize() if obj.role else "–"

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
    filter_horizontal = ()
    # Django's permissions of single models do nothing here.
    fields = ("name",)
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
