"""The sidebar, the style sheets and the title: what the theme asks for by dotted path."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse

from archive.models import (
    Article,
    ArticleLink,
    Coverage,
    Credit,
    Entity,
    EntityPair,
    Event,
    Feed,
    ImportRun,
    Mention,
    Merge,
    Original,
    Redirect,
    RejectedRecord,
    Role,
    Source,
    SourcePair,
    Story,
    TakedownRequest,
    User,
    Withdrawal,
)

from .shown import list_url

SCREENS: dict[str, list[type[Any]]] = {
    "Reports": [Article, Story, ArticleLink],
    "Knowledge": [Source, Entity, Event],
    "Evidence": [Credit, Mention, Coverage],
    "Decisions": [SourcePair, EntityPair, Merge, Redirect, Withdrawal, TakedownRequest],
    "Imports": [Feed, ImportRun, RejectedRecord, Original],
}


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """The groups of screens that somebody may see; people for administrators only."""
    groups: list[dict[str, Any]] = [{"items": [{"title": "Desk", "link": reverse("admin:index")}]}]
    for title, models in SCREENS.items():
        groups.append({"title": title, "items": [_item(model) for model in models if _is_seen(model, request)]})
    if request.user.is_authenticated and request.user.may(Role.ADMINISTRATOR):
        people = [{"title": "Users", "link": list_url(User)}]
        people.append({"title": "Groups", "link": reverse(f"admin:{Group._meta.app_label}_group_changelist")})
        groups.append({"title": "People", "items": people})
    groups.append({"title": "You", "items": [{"title": "Two-step sign-in", "link": reverse("twosteps:own")}]})
    return groups


def _is_seen(model: type[Any], request: HttpRequest) -> bool:
    return admin.site.get_model_admin(model).has_view_permission(request)


def _item(model: type[Any]) -> dict[str, Any]:
    return {"title": str(model._meta.verbose_name_plural).capitalize(), "link": list_url(model)}


def tokens(request: HttpRequest) -> str:
    """The colours and type that the public site has too."""
    return static("archive/tokens.css")


def stylesheet(request: HttpRequest) -> str:
    """What the theme needs to look like the site."""
    return static("archive/admin.css")


def labels(request: HttpRequest) -> str:
    """What names the boxes that the theme draws in place of selects."""
    return static("archive/labels.js")


def icon(request: HttpRequest) -> str:
    """The mark of the site."""
    return static("archive/favicon.svg")
