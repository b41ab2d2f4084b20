"""What may be asked of the search: the API's filters as a form; every wrong value has an answer in words."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive import queries
from archive.models import ArticleLink, Source
from archive.models.articles import ArticleQuerySet
from archive.models.sources import Rights
from archive.queries import filtering

MOST_ENTITIES = 10
LONGEST_SLUG = 300
ANY = ("", _("Any"))
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,6})?")


class Several(forms.Field):
    """A parameter that may be given several times."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[str]:
        """Its values, each once."""
        found = list(dict.fromkeys(it.strip() for it in value or () if it.strip()))
        if len(found) > MOST_ENTITIES or any(len(it) > LONGEST_SLUG or "\0" in it for it in found):
            raise ValidationError(_("At most %(most)s of them, each by its slug."), params={"most": MOST_ENTITIES})
        return found


class SearchForm(forms.Form):
    """What may be asked."""

    q = forms.CharField(
        required=False,
        max_length=queries.LONGEST_SEARCH,
        error_messages={
            "max_length": _("A search has at most %(limit_value)d characters; this one has %(show_value)d.")
        },
    )
    source = forms.CharField(required=False, max_length=300)
    agency = forms.CharField(required=False, max_length=300)
    entity = Several(required=False)
    event = forms.CharField(required=False, max_length=LONGEST_SLUG)
    date_from = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    date_to = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    language = forms.CharField(required=False, max_length=10)
    source_kind = forms.ChoiceField(required=False, choices=[ANY, *Source.Kind.choices])
    relation = forms.ChoiceField(required=False, choices=[ANY, *ArticleLink.Relation.choices])
    rights = forms.ChoiceField(required=False, choices=[ANY, *Rights.choices])
    collapse = forms.ChoiceField(required=False, choices=[("", _("Every article")), ("story", _("Each report once"))])
    sort = forms.ChoiceField(
        required=False, choices=[("relevance", _("Best match first")), ("newest", _("Newest first"))]
    )

    # Besides the order, which asks for nothing.
    ASKING = (
        "q", "source", "agency", "entity", "event", "date_from", "date_to", "language", "source_kind", "relation",
        "rights",
    )  # fmt: skip
    # Shown only when asked for, or where one of them is set.
    FURTHER = ("agency", "language", "source_kind", "relation", "rights")

    def __init__(self, data: QueryDict, user: Any) -> None:
        super().__init__(data)
        self.user = user
        for name in ("date_from", "date_to"):
            self.fields[name].error_messages["invalid"] = _("Write a date as year-month-day, such as 2021-07-08.")
        for name, field in self.fields.items():
            for validator in getattr(field, "validators", []):
                if getattr(validator, "code", "") == "null_characters_not_allowed":
                    validator.message = _("A NUL character cannot be searched for.")
            if isinstance(field, forms.ChoiceField):
                choices: Any = field.choices
                values = ", ".join(str(value) for value, _ in choices if value)
                field.error_messages["invalid_choice"] = gettext("There is no such %(name)s: one of %(values)s.") % {
                    "name": name.replace("_", " "),
                    "values": values,
                }
        self.fields["sort"].error_messages["invalid_choice"] = _("Sort by relevance or newest.")

    def clean_q(self) -> str:
        """The words; one that PostgreSQL would find too long is refused here."""
        words: str = self.cleaned_data["q"]
        if any(len(word) > queries.LONGEST_WORD for word in words.split()):
            raise ValidationError(_("A word has at most %(most)s characters."), params={"most": queries.LONGEST_WORD})
        return words

    def clean_language(self) -> str:
        """An ISO 639 code."""
        code: str = self.cleaned_data["language"].strip()
        if code and not _LANGUAGE.fullmatch(code):
            raise ValidationError(_("Write a language as its code, such as en."))
        return code

    def clean(self) -> dict[str, Any]:
        """Refuse a range of dates that ends before it begins, and names that nothing bears."""
        values = self.cleaned_data
        first, last = values.get("date_from"), values.get("date_to")
        if first and last and first > last:
            self.add_error("date_to", _("The last day lies before the first."))
        self._find_records(values)
        return values

    def _find_records(self, values: dict[str, Any]) -> None:
        """The ids of the records that are named, in one query."""
        sources = [name for field in ("source", "agency") if (name := str(values.get(field) or "").strip())]
        asked = {
            queries.NAMED_SOURCE: sources,
            "entity": values.get("entity") or [],
            "event": [values["event"]] if values.get("event") else [],
        }
        self.ids = queries.ids_named(asked, self.user)
        for field, kind, record in (
            ("source", queries.NAMED_SOURCE, "source"), ("agency", queries.NAMED_SOURCE, "source"),
            ("event", "event", "event"), ("entity", "entity", "person, organisation or place"),
        ):  # fmt: skip
            given = values.get(field) or []
            for name in [given] if isinstance(given, str) else given:
                if (kind, name.strip()) not in self.ids:
                    self.add_error(field, f"No {record} is called “{name.strip()}”.")

    @property
    def is_asked(self) -> bool:
        """Whether anything is asked for at all."""
        return any(self.cleaned_data.get(name) for name in self.ASKING)

    @property
    def shows_further(self) -> bool:
        """Whether one of the further filters is set, or wrong."""
        return any(self.data.get(name) for name in self.FURTHER)

    def found(self, articles: ArticleQuerySet) -> ArticleQuerySet:
        """Those of `articles` that are asked for; copies are not collapsed yet."""
        asked = self.cleaned_data
        if asked["q"]:
            articles = queries.search(articles, asked["q"], self.user)
        if asked["date_from"]:
            articles = filtering.from_day(articles, asked["date_from"])
        if asked["date_to"]:
            articles = filtering.to_day(articles, asked["date_to"])
        return self._by_what_is_known(self._by_source(articles, asked), asked)

    def _by_source(self, articles: ArticleQuerySet, asked: dict[str, Any]) -> ArticleQuerySet:
        if asked["source"]:
            articles = filtering.of_sources(articles, [self.ids[queries.NAMED_SOURCE, asked["source"].strip()]])
        if asked["agency"]:
            articles = filtering.crediting(articles, self.ids[queries.NAMED_SOURCE, asked["agency"].strip()])
        if asked["source_kind"]:
            articles = filtering.of_source_kinds(articles, [asked["source_kind"]], self.user)
        if asked["rights"]:
            articles = filtering.with_rights(articles, Rights(asked["rights"]))
        return articles

    def _by_what_is_known(self, articles: ArticleQuerySet, asked: dict[str, Any]) -> ArticleQuerySet:
        if asked["entity"]:
            articles = filtering.mentioning_all(articles, [self.ids["entity", slug] for slug in asked["entity"]])
        if asked["event"]:
            articles = filtering.reporting(articles, [self.ids["event", asked["event"].strip()]])
        if asked["relation"]:
            articles = filtering.related_by(articles, [asked["relation"]], self.user)
        return articles.filter(language=asked["language"]) if asked["language"] else articles
