"""No option is misspelt, and every name that an option holds leads somewhere."""

import inspect
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.auth.models import Group
from django.utils.module_loading import import_string
from unfold.settings import CONFIG_DEFAULTS

# Options of our own, on our own base classes.
OURS = {"history_parts", "queue_ordering"}
# The theme reads these too, though they have no default of their own.
UNDECLARED_CONFIG = {"THEME", "BORDER_RADIUS"}
# Hooks that Django or the theme look for by name without declaring them.
HOOKS = {"short_description", "__str__", "Media", "has_decide_permission"}

SCREENS = [screen for screen in admin.site._registry.values() if type(screen).__module__.startswith("archive.admin")]
INLINES = [inline for screen in SCREENS for inline in screen.inlines]


def ours(cls: type) -> list[type]:
    return [it for it in cls.__mro__ if it.__module__.startswith("archive.admin")]


def theirs(cls: type) -> list[type]:
    return [it for it in cls.__mro__ if not it.__module__.startswith("archive.admin")]


def named(screen: Any) -> set[str]:
    """Every name that the options of a screen hold."""
    names: list[Any] = [*screen.readonly_fields, *(screen.fields or [])]
    for option in ("list_display", "actions", "actions_submit_line", "actions_detail", "actions_row", "actions_list"):
        names += getattr(screen, option, None) or []
    return {name for name in names if isinstance(name, str)}


@pytest.mark.parametrize("cls", [*map(type, SCREENS), *INLINES], ids=lambda cls: cls.__name__)
def test_every_option_is_one_of_django_or_the_theme(cls: type) -> None:
    known = {name for base in theirs(cls) for name in vars(base)} | OURS | HOOKS
    for own in ours(cls):
        options = {
            name
            for name, value in vars(own).items()
            if not name.startswith("_") and not inspect.isfunction(value) and not isinstance(value, property)
        }
        assert options - known == set()


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: type(screen).__name__)
def test_every_method_overrides_one_or_is_named_by_an_option(screen: Any) -> None:
    # Called by our own code: a method that nothing names in its module is dead.
    for own in ours(type(screen)):
        known = {name for base in [*own.__mro__[1:], *theirs(type(screen))] for name in vars(base)}
        source = inspect.getsource(inspect.getmodule(own))  # type: ignore[arg-type]
        for name, value in vars(own).items():
            if inspect.isfunction(value) and not name.startswith("_"):
                called = f"self.{name}" in source or f".{name}(" in source
                assert name in known or name in named(screen) | HOOKS or called, f"{own.__name__}.{name}"


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: type(screen).__name__)
def test_every_name_in_an_option_leads_to_a_field_or_a_method(screen: Any) -> None:
    fields = {field.name for field in screen.model._meta.get_fields()}
    for name in named(screen):
        assert name in fields or callable(getattr(screen, name, None)) or hasattr(screen.model, name), name
    for name in screen.autocomplete_fields:
        assert screen.model._meta.get_field(name).is_relation, name
    for name in screen.history_parts:
        assert screen.model._meta.get_field(name).one_to_many, name
    for names in (screen.list_select_related or ()), screen.search_fields:
        for path in names:
            follow(screen.model, path)
    for listed in screen.list_filter:
        if isinstance(listed, tuple):
            follow(screen.model, listed[0])
    shown = set(flatten_fieldsets(screen.fieldsets)) if screen.fieldsets else set()
    extra = set(getattr(screen.form, "declared_fields", {}))
    assert shown - fields - set(screen.readonly_fields) - extra == set()


def follow(model: Any, path: str) -> None:
    for part in path.split("__"):
        field = model._meta.get_field(part)
        model = field.related_model or model


@pytest.mark.parametrize("inline", INLINES, ids=lambda inline: inline.__name__)
def test_every_name_in_an_inline_leads_to_a_field_or_a_method(inline: Any) -> None:
    fields = {field.name for field in inline.model._meta.get_fields()}
    for name in [*(inline.fields or []), *inline.readonly_fields, *inline.autocomplete_fields]:
        assert name in fields or callable(getattr(inline, name, None)), name


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: type(screen).__name__)
def test_every_editable_relation_is_chosen_by_autocomplete(screen: Any, rf: Any, administrator: Any) -> None:
    request = rf.get("/admin/")
    request.user = administrator
    if not (screen.has_add_permission(request) or screen.has_change_permission(request)):
        return
    form = screen.get_form(request, None)
    for name, field in form.base_fields.items():
        if hasattr(field, "queryset") and field.queryset.model._meta.app_label != "auth":
            assert name in screen.autocomplete_fields, name


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: type(screen).__name__)
def test_no_list_counts_a_whole_table_or_asks_for_distinct_values(screen: Any) -> None:
    assert screen.show_full_result_count is False
    assert screen.date_hierarchy is None
    assert screen.list_disable_select_all
    assert screen.paginator.__name__ == "EstimatedPaginator"
    for listed in screen.list_filter:
        if isinstance(listed, tuple):
            name, kind = listed
            field = screen.model._meta.get_field(name)
            assert field.choices or kind.__name__ in {"AutocompleteSelectFilter", "DayRangeFilter"}, name
        elif isinstance(listed, str):
            assert screen.model._meta.get_field(listed).get_internal_type() == "BooleanField", listed


def test_every_table_that_editors_look_at_has_a_screen() -> None:
    within = {inline.model for inline in INLINES}
    shown = set(admin.site._registry) | within
    missing = {
        model.__name__
        for model in apps.get_app_config("archive").get_models()
        if not model.__name__.endswith("History") and model not in shown and not model._meta.auto_created
    }
    derived = {
        "Anchor",
        "Fingerprint",
        "Likeness",
        "RareTerm",
        "TermFrequency",
        "Unmatched",
        "Extraction",
        "Boilerplate",
        "Change",
        "RequestCount",
    }  # of programs
    elsewhere = {"Erasure", "Assignment"}
    assert missing - derived == elsewhere, "an erasure is shown on its original, an assignment on the desk"
    assert Group in shown


def test_every_setting_of_the_theme_is_one_it_reads() -> None:
    config: dict[str, Any] = settings.UNFOLD
    assert set(config) - set(CONFIG_DEFAULTS) - UNDECLARED_CONFIG == set()
    assert set(config["SIDEBAR"]) <= set(CONFIG_DEFAULTS["SIDEBAR"])
    for steps in config["COLORS"].values():
        assert set(steps) == set(CONFIG_DEFAULTS["COLORS"]["base"])
    for called in [*config["STYLES"], config["DASHBOARD_CALLBACK"], config["SIDEBAR"]["navigation"]]:
        assert callable(import_string(called))


def test_a_misspelt_option_would_be_found() -> None:
    known = {name for base in BaseModelAdmin.__mro__ for name in vars(base)} | set(vars(admin.ModelAdmin))
    assert "date_hierarchy" in known
    assert "date_heirarchy" not in known
