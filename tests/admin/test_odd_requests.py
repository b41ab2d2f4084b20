"""Whatever an address holds, the answer is a page, a way back or a refusal, never a server error."""

from itertools import product
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.test import Client, RequestFactory
from django.urls import reverse

from archive import models
from tests.admin.forms import words_of
from tests.admin.makers import MAKERS, address, article

ODD = ["\0", "a\0b", "abc", "9" * 30, "9" * 5000, "-1", "", "½", "'", "1,2", "\ud7ff"]
# One value of each kind, for screens that take a while: a NUL has a test of its own, the rest is told apart by no code.
KINDS = ["abc'½", "9" * 30, "9" * 5000, "-1,2", "\ud7ff"]
ANSWERS = {200, 302, 400, 403, 404}


# What every list takes, and one code reads: tried on two lists.
COMMON = {"q", "p", "o", "all", "e", "_facets", "_to_field", "_popup", "id", "id__in"}


def parameters_of(model: Any, user: Any) -> set[str]:
    """Every parameter that the filters of a list take, and now and then those of all lists."""
    screen = admin.site._registry[model]
    request = RequestFactory().get("/admin/")
    request.user = user
    changelist = screen.get_changelist_instance(request)
    named = {name for spec in changelist.filter_specs for name in spec.expected_parameters() if name}
    return {*named, "q", *(COMMON if model in (models.Article, models.RejectedRecord) else ())}


@pytest.mark.parametrize("model", MAKERS, ids=lambda model: model.__name__)
def test_no_filter_of_a_list_breaks_it(model: Any, client: Client, administrator: Any) -> None:
    client.force_login(administrator)
    MAKERS[model]()
    for name in parameters_of(model, administrator):
        for value in ("abc'½", "9" * 30):
            response = client.get(address(model), {name: value})
            assert response.status_code in ANSWERS, (name, value)


@pytest.mark.parametrize("model", MAKERS, ids=lambda model: model.__name__)
def test_a_list_does_not_take_a_nul_and_says_so(model: Any, client: Client, administrator: Any) -> None:
    client.force_login(administrator)
    for name in parameters_of(model, administrator) - {"e", "_to_field"}:
        response = client.get(address(model), {name: "a\0b"})
        assert response.status_code == 302, name
        assert response["Location"] == f"{address(model)}?e=1", name
    assert "make no sense: everything is listed" in words_of(client.get(f"{address(model)}?e=1"))


@pytest.mark.parametrize("model", MAKERS, ids=lambda model: model.__name__)
def test_a_record_that_cannot_be_is_said_not_to_exist(model: Any, client: Client, administrator: Any) -> None:
    client.force_login(administrator)
    for page, number in product(("change", "history", "delete"), ("\0", *KINDS, "abc/def", "0")):
        path = reverse(f"admin:archive_{model._meta.model_name}_{page}", args=[number])
        for answer in (client.get(path), client.post(path)):
            assert answer.status_code in {302, 403, 404}, (page, number)


@pytest.mark.parametrize("page", ["withdraw", "bytes"])
@pytest.mark.parametrize("number", ["0", "9" * 30, "9" * 5000])
def test_a_page_of_a_record_that_cannot_be_is_not_there(page: str, number: str, desk: Client) -> None:
    for model in ("article", "original", "rejectedrecord"):
        assert desk.get(f"/admin/archive/{model}/{number}/{page}/").status_code in {302, 404}


@pytest.mark.parametrize("model", MAKERS, ids=lambda model: model.__name__)
def test_no_choice_of_rows_breaks_an_action(model: Any, client: Client, administrator: Any) -> None:
    client.force_login(administrator)
    MAKERS[model]()
    for action in [*(admin.site._registry[model].actions or ()), "nothing", "\0"]:
        for number in ["\0", "", *KINDS]:
            response = client.post(address(model), {"action": action, ACTION_CHECKBOX_NAME: [number]})
            assert response.status_code in ANSWERS, (action, number)


@pytest.mark.parametrize("value", ODD)
def test_no_word_breaks_an_autocomplete(value: str, desk: Client) -> None:
    for model, field in (("articlelink", "left"), ("credit", "source"), ("event", "place"), ("event", "parent"),
                         ("article", "import_run"), ("mention", "entity"), ("coverage", "event")):  # fmt: skip
        asked = {"app_label": "archive", "model_name": model, "field_name": field, "term": value}
        for name in asked:
            path = reverse("admin:autocomplete", query={**asked, name: value})
            assert desk.get(path).status_code in ANSWERS, path


@pytest.mark.parametrize("model", [models.ArticleLink, models.Credit, models.Event, models.Source, models.Coverage])
def test_no_prefilled_value_breaks_a_form(model: Any, desk: Client) -> None:
    path = reverse(f"admin:archive_{model._meta.model_name}_add")
    names = [field.name for field in model._meta.concrete_fields]
    for value in ["\0", *KINDS]:
        assert desk.get(f"{path}?{urlencode(dict.fromkeys(names, value))}").status_code in ANSWERS, value
    for name in names:
        for value in ("\0", "9" * 30):
            assert desk.get(f"{path}?{urlencode({name: value})}").status_code in ANSWERS, (name, value)


def test_no_posted_value_breaks_a_form(desk: Client) -> None:
    link = MAKERS[models.ArticleLink]()
    path = reverse("admin:archive_articlelink_change", args=[link.pk])
    for name in ("relation", "first", "why", "initial-relation", "initial-first", "archive_articlelink_accept"):
        for value in ["\0", "", *KINDS]:
            fields = {"relation": "copy", "first": "left", "why": "", name: value}
            assert desk.post(path, fields).status_code in ANSWERS, (name, value)
    path = reverse("admin:archive_article_withdraw", args=[article().pk])
    for value in ODD:
        assert desk.post(path, {"reason": "legal", "note": value}).status_code in ANSWERS


@pytest.mark.parametrize("value", KINDS)
def test_a_relation_that_is_no_record_is_refused_in_its_form(value: str, desk: Client) -> None:
    told = article()
    event, mention = address(models.Event) + "add/", reverse("admin:archive_article_mention", args=[told.pk])
    for path, field in ((event, "place"), (f"{mention}?words={told.text.split()[0]}", "entity")):
        assert desk.post(path, {"title": "Odd", field: value}).status_code == 200, path
