"""What changed, for mirrors to stay in step."""

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from archive import queries
from archive.models import Change, Withdrawal
from archive.models.changes import Resource

from .asking import cleaned
from .errors import Refusal
from .links import Links
from .pagination import LARGEST_PAGE, PAGE_SIZE
from .parameters import OneOf, Parameter, WholeNumber
from .reading import ReadOne
from .serializers.shared import ADDRESS

SALT = "api.changes"
ROUTES = {Resource.ARTICLE: "article", Resource.SOURCE: "source", Resource.ENTITY: "entity", Resource.EVENT: "event"}


class Since(Parameter):
    """A day, a moment, or where an earlier answer ended."""

    def to_python(self, value: Any) -> queries.Place:
        """The place to go on from."""
        if not value:
            return queries.START
        moment = _moment(value)
        if moment is not None:
            return queries.place_before(moment)
        try:
            position, pk = signing.loads(value, salt=SALT)
        except (signing.BadSignature, ValueError, TypeError) as error:
            message = "It is neither a day, nor a moment such as 2021-07-08T12:00:00Z, nor taken from `next`."
            raise ValidationError(message) from error
        return position, pk

    @property
    def schema(self) -> dict[str, Any]:
        """A string."""
        return {"type": "string", "minLength": 1, "maxLength": 200}


def _moment(value: str) -> datetime.datetime | None:
    """The moment or the start of the day that `value` writes; None for what is neither."""
    try:
        day, moment = parse_date(value), parse_datetime(value)
    except ValueError as error:
        raise ValidationError("There is no such day or moment.") from error
    if day is not None:
        return datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)
    if moment is not None and timezone.is_naive(moment):
        raise ValidationError("A moment needs its time zone, such as Z at its end.")
    return moment


def parameters() -> dict[str, Any]:
    """What the route can be asked."""
    return {
        "since": Since(
            about="Where to go on: from `next` of the answer before, or else a day or a moment to start from. "
            "Without it, from the very beginning.",
            example="2021-01-01",
        ),
        "resource": OneOf(values=Resource.values, about="Only changes of such records.", example="article"),
        "page_size": WholeNumber(
            largest=LARGEST_PAGE, default=PAGE_SIZE, about="Changes an answer, at most.", example=PAGE_SIZE
        ),
    }


class MergedInto(serializers.Serializer[Any]):
    """What a record was merged into."""

    slug = serializers.CharField()
    api_url = serializers.URLField(help_text=ADDRESS)


class ChangeRow(serializers.Serializer[Change]):
    """One change of one record."""

    at = serializers.DateTimeField(help_text="When it began; the order of the changes is that of the list.")
    kind = serializers.ChoiceField(
        Change.Kind.choices,
        help_text="“created”: became public; “updated”: its facts, or what is accepted about it, changed; "
        "“merged”: lives on as `merged_into`; “withdrawn”: is not public any longer.",
    )
    resource = serializers.ChoiceField(Resource.choices)
    id = serializers.IntegerField(allow_null=True, help_text="Of an article.")
    slug = serializers.CharField(allow_null=True, help_text="Of any other record, as it was at the time.")
    api_url = serializers.URLField(help_text=ADDRESS)
    merged_into = MergedInto(allow_null=True, help_text="Where it is now; null where that is not public any longer.")
    reason = serializers.ChoiceField(
        Withdrawal.Reason.choices, allow_null=True, help_text="Why an article was withdrawn, where that is told."
    )


class Changes(serializers.Serializer[Any]):
    """Changes, and where to go on."""

    next = serializers.URLField(help_text="Where to go on, now or later; always there.")
    more = serializers.BooleanField(help_text="Whether more changes wait there already.")
    results = ChangeRow(many=True)


class ChangeList(ReadOne):
    """What changed."""

    serializer_class = Changes

    def known_parameters(self) -> Mapping[str, forms.Field]:
        """Where to go on, and how far."""
        return parameters()

    @extend_schema(
        summary="What changed",
        operation_id="changes",
        responses={
            200: Changes,
            400: OpenApiResponse(Refusal, description="A parameter is unknown, or its value is wrong."),
        },
    )
    def get(self, request: Request) -> Response:
        """What changed in the public archive, in order: the same for everybody, and nothing left out.

        Ask `next` again and again: a mirror that takes every change and fetches each record it names
        stays in step. A change appears as soon as no older change can come any more.
        """
        asked = cleaned(request.query_params, parameters())
        size: int = asked["page_size"]
        found = queries.changes_after(asked["since"], size + 1, asked["resource"] or "")
        rows, place = found[:size], asked["since"]
        if rows:
            place = (rows[-1].position, rows[-1].pk)
        address = replace_query_param(request.build_absolute_uri(), "since", signing.dumps(place, salt=SALT))
        return Response({"next": address, "more": len(found) > size, "results": self._rows(rows)})

    def _rows(self, changes: list[Change]) -> list[dict[str, Any]]:
        links, slugs = Links(self.request), queries.current_slugs(changes)
        return [_row(change, links, slugs) for change in changes]


def _row(change: Change, links: Links, slugs: Mapping[tuple[str, int], str]) -> dict[str, Any]:
    resource = Resource(change.resource)
    is_article = resource == Resource.ARTICLE
    into = slugs.get((resource, change.into_id)) if change.into_id is not None else None
    return {
        "at": change.at,
        "kind": change.kind,
        "resource": change.resource,
        "id": change.record_id if is_article else None,
        "slug": None if is_article else change.slug,
        "api_url": links.route(ROUTES[resource], change.record_id if is_article else change.slug),
        "merged_into": {"slug": into, "api_url": links.route(ROUTES[resource], into)} if into else None,
        "reason": change.reason or None,
    }
