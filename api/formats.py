"""The forms that answers come in besides JSON: asked for by `format=` or by the Accept header."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from archive import citations

from .asking import cleaned
from .checking import Checked
from .errors import BadParameters, problem
from .parameters import OneOf
from .renderers import ORJSONRenderer
from .schema import CheckedSchema

# What shapes an answer in JSON alone.
OF_JSON = ("fields", "omit", "expand")
HEADERS_KEPT = 1_000


class Format(BaseRenderer):
    """A form that a view makes itself, as bytes; only its names are used."""

    charset = None
    about: ClassVar[str]
    suffix: ClassVar[str]

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        """What is rendered at all is a refusal, and those are JSON."""
        return ORJSONRenderer().render(data)


class CSV(Format):
    """A table to open in a spreadsheet or with pandas."""

    media_type, format, suffix = "text/csv", "csv", "csv"
    about = (
        "The whole list as table. A cell that starts with =, +, -, @, a tab or a line end gets an apostrophe "
        "in front, so that no spreadsheet runs it."
    )


class JSONLines(Format):
    """One JSON object a line."""

    media_type, format, suffix = "application/x-ndjson", "jsonl", "jsonl"
    about = "The whole list, one JSON object a line."


class Parquet(Format):
    """A table by columns."""

    media_type, format, suffix = "application/vnd.apache.parquet", "parquet", "parquet"
    about = "The whole list as typed columns, compressed with zstd."


class BibTeX(Format):
    """Citations for LaTeX and reference managers."""

    media_type, format, suffix = citations.MEDIA_TYPES["bibtex"], "bibtex", "bib"
    about = "Citations as BibTeX."


class RIS(Format):
    """Citations for reference managers."""

    media_type, format, suffix = citations.MEDIA_TYPES["ris"], "ris", "ris"
    about = "Citations as RIS."


class CSL(Format):
    """Citations for Zotero, pandoc and the like."""

    media_type, format, suffix = citations.MEDIA_TYPES["csl"], "csl", "json"
    about = "Citations as CSL-JSON, an array."


class JSONLD(Format):
    """The record in the words of schema.org."""

    media_type, format, suffix = "application/ld+json", "jsonld", "jsonld"
    about = "The record as JSON-LD in the words of schema.org."


TABLES: tuple[type[Format], ...] = (CSV, JSONLines, Parquet)
CITATIONS: tuple[type[Format], ...] = (BibTeX, RIS, CSL)
LINKED: tuple[type[Format], ...] = (JSONLD,)


class ByParameterOrAccept(DefaultContentNegotiation):
    """`format=` decides where it is given, and the Accept header else."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """The form asked for; where `format=` names none, JSON, in which that is then refused."""
        asked, listed = request.query_params.get("format"), list(renderers)
        if asked is None:
            chosen = self._accepted(request, listed)
        else:
            chosen = next((renderer for renderer in listed if renderer.format == asked), listed[0])
        return chosen, chosen.media_type

    def _accepted(self, request: Request, renderers: Sequence[BaseRenderer]) -> BaseRenderer:
        """By Django, since the framework's own way passes over what a header says of quality."""
        by_type = {renderer.media_type: renderer for renderer in renderers}
        preferred = _preferred(request._request.headers.get("Accept", "*/*"), tuple(by_type))
        if preferred is None:
            raise NotAcceptable(available_renderers=renderers)
        return by_type[preferred]


@lru_cache(HEADERS_KEPT)
def _preferred(accept: str, types: tuple[str, ...]) -> str | None:
    """Which of the types an Accept header likes best; nearly all requests have one of few."""
    request = HttpRequest()
    request.META["HTTP_ACCEPT"] = accept
    return request.get_preferred_type(list(types))


class InFormats(Checked):
    """A route that answers in `formats`, too."""

    content_negotiation_class = ByParameterOrAccept
    formats: ClassVar[tuple[type[Format], ...]] = ()

    def get_renderers(self) -> list[BaseRenderer]:
        """JSON first: whoever takes anything gets it."""
        return [ORJSONRenderer(), *(form() for form in self.formats)]

    def known_parameters(self) -> Mapping[str, forms.Field]:
        """`format`, beside the others."""
        return {**super().known_parameters(), **format_parameter(self.formats)}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse a form that there is not, too."""
        super().initial(request, *args, **kwargs)
        cleaned(request.query_params, format_parameter(self.formats))
        given = [name for name in OF_JSON if name in request.query_params] if self.asked_format else []
        if given:
            raise BadParameters({name: problem("Only JSON leaves the choice of fields.") for name in given})

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Refuse in JSON, in whatever form the answer would have been."""
        if getattr(response, "exception", False) or not hasattr(request, "accepted_renderer"):
            request.accepted_renderer, request.accepted_media_type = ORJSONRenderer(), ORJSONRenderer.media_type
        return super().finalize_response(request, response, *args, **kwargs)

    @property
    def asked_format(self) -> type[Format] | None:
        """The form asked for; None for JSON."""
        chosen = type(self.request.accepted_renderer)
        return chosen if issubclass(chosen, Format) else None


@cache
def format_parameter(formats: Sequence[type[Format]]) -> Mapping[str, OneOf]:
    """The parameter `format` of a route with these formats."""
    about = "The form of the answer, where the Accept header does not say it. " + " ".join(
        f"`{form.format}`: {form.about}" for form in formats
    )
    return {"format": OneOf(values=["json", *(form.format for form in formats)], about=about, example="json")}


class Described(CheckedSchema):
    """The schema of a route: what it says of JSON, and the other forms beside it."""

    def map_renderers(self, attribute: str) -> list[str]:
        """JSON alone; the other forms are added below, since they have other shapes."""
        return [ORJSONRenderer.media_type] if attribute == "media_type" else super().map_renderers(attribute)

    @property
    def _formats(self) -> tuple[type[Format], ...]:
        return getattr(self.view, "formats", ())

    def _get_response_bodies(self, direction: Any = "response") -> Any:
        bodies = super()._get_response_bodies(direction)
        for form in self._formats:
            content = bodies["200"].setdefault("content", {})
            binary = {"type": "string", "format": "binary"} if form is Parquet else {"type": "string"}
            content[form.media_type] = {"schema": {} if form in (JSONLD, CSL) else binary}
        return bodies
