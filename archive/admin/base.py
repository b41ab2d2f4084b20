"""What every screen shares: who may do what, saving through curation, errors as form errors, history."""

from typing import Any, ClassVar, cast

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import DataError, IntegrityError, models
from django.forms.models import construct_instance
from django.http import HttpRequest, HttpResponseBadRequest
from django.template.response import TemplateResponse
from unfold import admin as theme
from unfold.widgets import UnfoldAdminTextareaWidget

from archive.curation import locks, records, stories
from archive.curation.acting import CurationError
from archive.curation.contributing import may_change
from archive.models import Role, User
from archive.models.judged import is_editor

from . import buttons, once
from .choosing import Choosing
from .goingback import go_back_view
from .history import BadPage, logged, page_of, tracked
from .paging import EstimatedPaginator, QuietChangeList
from .refusals import RecordForm
from .searching import as_id, findable

# The theme types its options by their defaults, so that no other value would do; `tests/admin` holds
# every option that we set against the classes themselves.
ModelAdmin: Any = theme.ModelAdmin
TabularInline: Any = theme.TabularInline


def editor(request: HttpRequest) -> User:
    """Who is signed in; admin pages are for editors alone."""
    return cast(User, request.user)


class EditorsMayEdit:
    """Every editor may see, add and change; nobody deletes: records get a verdict or are withdrawn."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Editors see the screen in lists of screens."""
        return is_editor(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Editors."""
        return is_editor(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Editors."""
        return is_editor(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Editors; contributors what is a draft or waits."""
        return is_editor(request.user) and (obj is None or may_change(obj, editor(request)))

    def has_decide_permission(self, request: HttpRequest) -> bool:
        """Editors by their role: what is done to the rows of a list is a decision."""
        return is_editor(request.user) and editor(request).may(Role.EDITOR)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False


class ReadOnly(EditorsMayEdit):
    """Editors look, nobody changes."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False


# The rights of the mixin take an object where Django's screens and inlines differ about it.
class RecordAdmin(EditorsMayEdit, Choosing, ModelAdmin):  # type: ignore[misc]
    """A screen of records. Lists never count a large table; writes go through `curation.records`."""

    form: ClassVar[Any] = RecordForm
    paginator = EstimatedPaginator
    show_full_result_count = False
    list_per_page = 50
    list_disable_select_all = True
    list_filter_submit = True
    show_facets = ModelAdmin.show_facets.NEVER
    formfield_overrides: ClassVar[dict[Any, Any]] = {
        models.URLField: {"assume_scheme": "https"},
        models.TextField: {"widget": UnfoldAdminTextareaWidget(attrs={"rows": 4})},
    }
    change_form_outer_before_template: ClassVar[Any] = "admin/archive/facts.html"
    change_form_before_template = "admin/archive/seen.html"
    object_history_template = "admin/archive/object_history.html"
    # Reverse relations whose changes belong to the history of the record.
    history_parts: ClassVar[tuple[str, ...]] = ()

    def get_empty_value_display(self) -> str:
        """What stands for nothing, everywhere the same."""
        return "–"

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[QuietChangeList]:
        """The list with one count."""
        return QuietChangeList

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The list. Raises `PermissionDenied` for an action that is not offered to whom it came from."""
        asked = set(request.POST.getlist("action")) & set(self.actions or ())
        if asked - self.get_actions(request).keys():
            raise PermissionDenied
        return super().changelist_view(request, extra_context)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """What Django finds; nothing for what no row can hold."""
        if not findable(search_term):
            return queryset.none(), False
        found: tuple[Any, bool] = super().get_search_results(request, queryset, search_term)
        return found

    def response_action(self, request: HttpRequest, queryset: Any) -> Any:
        """Do the action; not with what is no number of a record."""
        if any(as_id(number) is None for number in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            messages.error(request, "What was chosen is not in this list: nothing was changed.")
            return None
        return super().response_action(request, queryset)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What the address fills in, without relations to what cannot be."""
        filled = super().get_changeform_initial_data(request)
        relations = {field.name for field in self.opts.fields if field.is_relation}
        return {name: value for name, value in filled.items() if name not in relations or as_id(str(value))}

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """The form; what the database or the curation refuses when saving comes back as its error."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except (CurationError, IntegrityError, DataError) as error:
            return self.answer_refusal(request, error, object_id, form_url, extra_context)

    def _changeform_view(self, request: HttpRequest, object_id: str | None, *args: Any) -> Any:
        """Django's, inside its transaction; a form of a new record that is sent twice gets the same answer twice."""
        number = once.added_before(request) if request.method == "POST" and object_id is None else None
        made = self.get_object(request, number) if number else None
        return super()._changeform_view(request, object_id, *args) if made is None else self.response_add(request, made)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Besides the log, note which form made it."""
        once.remember(request, obj.pk)
        return super().log_addition(request, obj, message)

    def answer_refusal(self, request: HttpRequest, error: Exception, *args: Any) -> Any:
        """The form once more, with the error."""
        request.refusal = error  # type: ignore[attr-defined]
        return super().changeform_view(request, *args)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form class, knowing what was refused a moment ago."""
        form = super().get_form(request, obj, change=change, **kwargs)
        form.refusal = getattr(request, "refusal", None)
        return form

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """The page of the form, with the facts above it; one button less, where verdicts have theirs."""
        record = context.get("original")
        context["facts"] = self.facts(record) if record is not None else self.facts_of_new(request)
        context[buttons.SEEN] = buttons.state_of(record)
        context[once.FIELD] = once.word() if record is None else ""
        return super().render_change_form(request, {"show_save_and_add_another": False, **context}, *args, **kwargs)

    def facts_of_new(self, request: HttpRequest) -> list[tuple[str, Any]]:
        """What stands above the form of a new record."""
        return []

    def facts(self, obj: Any) -> list[tuple[str, Any]]:
        """What the form shows above its fields, named. (The theme asks a read-only field for its value many times.)"""
        return []

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save through curation, over the row as it is now: what others changed meanwhile stays."""
        # Before any row is locked, since the save takes them, too.
        locks.deciding()
        if issubclass(self.model, stories.RESTED_ON):
            stories.lock()
        if change:
            self.renew(obj, form)
            buttons.refuse_unseen(self, request, obj)
        self.before_save(obj, form)
        records.save(obj, editor(request))

    def renew(self, obj: Any, form: Any) -> None:
        """Make `obj` the row as it is now, locked, with what the editor changed. Raises `CurationError`."""
        try:
            obj.refresh_from_db(from_queryset=type(obj)._default_manager.select_for_update())
        except ObjectDoesNotExist:
            raise CurationError(f"This {obj._meta.verbose_name} is gone: nothing was saved.") from None
        if isinstance(form, RecordForm):
            form.refuse_overtaken(obj)
        construct_instance(form, obj, form.changed_data)

    def before_save(self, obj: Any, form: Any) -> None:
        """Set what the form implies besides its fields."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the inlines, then do what the pressed button of the submit line says."""
        super().save_related(request, form, formsets, change)
        for action in buttons.pressed(self, request, form.instance.pk):
            action.method(request, form.instance)

    def response_change(self, request: HttpRequest, obj: Any) -> Any:
        """Lead on; a button that was pressed has said already what was done."""
        if buttons.was_pressed(self, request):
            return self.response_post_save_change(request, obj)
        return super().response_change(request, obj)

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        """What the log says was done: the button that was pressed, where no field was changed besides."""
        changes = super().construct_change_message(request, form, formsets, add)
        pressed = buttons.pressed(self, request, form.instance.pk)
        return f"{pressed[0].description}." if pressed and not form.changed_data else changes

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Delete and save the rows of an inline through curation."""
        formset.save(commit=False)
        for row in formset.deleted_objects:
            records.delete(row, editor(request))
        for row_form in formset.initial_forms:
            if row_form.has_changed() and row_form not in formset.deleted_forms:
                self.renew(row_form.instance, row_form)
                records.save(row_form.instance, editor(request))
        for row in formset.new_objects:
            records.save(row, editor(request))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete through curation, on the few screens that allow it."""
        records.delete(obj, editor(request))

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """Delete one by one through curation."""
        for record in queryset:
            records.delete(record, editor(request))

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> Any:
        """The history from the database's own record of changes; the admin's log where there is none."""
        record = self.get_object(request, object_id)
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        if not tracked(self.model):
            return self._history_page(request, record, changes=logged(record), newest=True, **(extra_context or {}))
        if request.method == "POST":
            return go_back_view(self, request, record)
        older = request.GET.get("older", "")
        try:
            page = page_of(record, self.history_parts, older)
        except BadPage as error:
            return HttpResponseBadRequest(str(error), content_type="text/plain; charset=utf-8")
        going_back = {"newest": not older, "may_go_back": self.has_change_permission(request, record)}
        more = going_back | (extra_context or {})
        return self._history_page(request, record, changes=page.changes, older=page.older, **more)

    def _history_page(self, request: HttpRequest, record: Any, **told: Any) -> TemplateResponse:
        context = {"title": f"History of {record}", "object": record, "opts": self.opts, **told}
        return TemplateResponse(request, self.object_history_template, self.admin_site.each_context(request) | context)


class ReadOnlyAdmin(ReadOnly, RecordAdmin):
    """A screen of records that nobody edits by hand."""

    actions: ClassVar[Any] = None


# As with RecordAdmin: the mixin's rights take an object where Django's screens and inlines differ about it.
class PartInline(EditorsMayEdit, Choosing, TabularInline):  # type: ignore[misc]
    """Rows that belong to a record, such as its names: these may be deleted, the history keeps them."""

    form: ClassVar[Any] = RecordForm
    extra = 0
    hide_title = True

    def get_queryset(self, request: HttpRequest) -> Any:
        """Rows with the records that they choose."""
        rows = super().get_queryset(request)
        # Without names, Django would read all that the rows belong to.
        return rows.select_related(*self.autocomplete_fields) if self.autocomplete_fields else rows

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A field that says its name itself: in a table of rows, the heading of its column is no label."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            widget = getattr(field.widget, "widget", field.widget)
            widget.attrs.setdefault("aria-label", str(db_field.verbose_name).capitalize())
        return field

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Editors."""
        return is_editor(request.user)


class ReadOnlyInline(ReadOnly, TabularInline):  # type: ignore[misc]
    """Rows of a record that nobody edits by hand."""

    extra = 0
    hide_title = True
    show_change_link = True
