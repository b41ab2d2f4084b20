"""Whole lists as files, streamed; and citations of one article or of a list."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

import orjson
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from rest_framework import serializers

from archive import citations, queries
from archive.models import Article
from archive.models.judged import is_editor

from . import pagination
from .errors import BadParameters, problem
from .formats import CITATIONS, CSL, CSV, JSONLD, RIS, TABLES, BibTeX, Format, InFormats, JSONLines, Parquet
from .links import Links
from .reading import Reading
from .serializers.exports import ArticleExport
from .tabular import Columns, Row, as_csv, as_json_array, as_jsonl, as_parquet, batches
from .timelimit import NO_LIMIT, bound

# Rows of a list that are made ready together: what their shape needs besides is asked once for each batch.
AT_A_TIME = 500
OF_PAGES = ("cursor", "page_size", "count")


class Exported(InFormats, Reading):
    """A list in one of `orderings` that can be had whole, as a file of rows such as the list has."""

    formats: ClassVar[tuple[type[Format], ...]] = TABLES
    orderings: ClassVar[Mapping[str, Sequence[str]]]

    def ordered(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """`rows` in the order asked for."""
        return pagination.ordered(rows, self.request, self.orderings)

    def context_of(self, rows: Sequence[Any]) -> dict[str, Any]:
        """What the shape of these rows needs besides."""
        return {}

    def exported(self) -> HttpResponseBase | None:
        """The file that was asked for; None where a page of JSON was. Raises `BadParameters`."""
        form = self.asked_format
        if form is None:
            return None
        name = getattr(self.request.resolver_match, "url_name", None) or "list"
        return download(self, form, name, self.parts(form))

    def parts(self, form: type[Format]) -> Iterator[bytes]:
        """The bytes of the file."""
        columns = Columns(self.export_shape(), is_editor(self.request.user))
        rows = self.export_rows()
        if form is CSV:
            return as_csv(rows, columns)
        return as_parquet(rows, columns) if form is Parquet else as_jsonl(rows)

    def whole_list(self) -> Any:
        """All records of the list, filtered and in the order asked for."""
        given = [name for name in OF_PAGES if name in self.request.query_params]
        if given:
            raise BadParameters({name: problem("An export is whole: it has no pages and no count.") for name in given})
        return self.ordered(self.filter_queryset(self.get_queryset()))

    def export_shape(self) -> serializers.BaseSerializer[Any]:
        """The shape of a row: that of the list."""
        return (self.file_shape or self.get_serializer_class())()

    def export_rows(self) -> Iterator[Row]:
        """The rows of the file; what is wrong with the request is said before the first of them."""
        return self._rows_of(self.whole_list())

    def _rows_of(self, rows: QuerySet[Any]) -> Iterator[Row]:
        shape = self.file_shape or self.get_serializer_class()
        for batch in batches(queries.streamed(rows), AT_A_TIME):
            context = {**self.get_serializer_context(), **self.context_of(batch)}
            serializer = shape(context=context)
            yield from (serializer.to_representation(record) for record in batch)


class ExportedArticles(Exported):
    """The list of articles: with their texts as far as rights allow, and as citations."""

    formats = (*TABLES, *CITATIONS)

    def parts(self, form: type[Format]) -> Iterator[bytes]:
        """The bytes of the file."""
        articles = self.whole_list()
        if form in (CSV, JSONLines, Parquet):
            return super().parts(form)
        return cited(queries.articles_to_cite(articles), form, self)

    def export_shape(self) -> serializers.BaseSerializer[Any]:
        """That of the list, with the texts."""
        return ArticleExport()

    def export_rows(self) -> Iterator[Row]:
        """The rows of the file."""
        return queries.article_exports(self.whole_list(), self.request.user, Links(self.request).host)


def cited(articles: Iterator[Article], form: type[Format], view: InFormats) -> Iterator[bytes]:
    """Citations of articles, as bytes."""
    host = Links(view.request).host
    found = (citations.cite(article, view.request.user, host) for article in articles)
    if form is CSL:
        return as_json_array(map(citations.csl, found))
    write = {BibTeX: citations.bibtex, RIS: citations.ris}[form]
    return (write(citation).encode() for citation in found)


def linked(node: dict[str, Any]) -> HttpResponse:
    """A record as JSON-LD."""
    return HttpResponse(orjson.dumps(node), content_type=JSONLD.media_type)


def download(view: InFormats, form: type[Format], name: str, parts: Iterator[bytes]) -> HttpResponseBase:
    """A file to keep, named for what it is and for today."""
    asked_for_bytes = view.request.method != "HEAD"
    # A file takes the time it takes.
    bound(NO_LIMIT)
    response = StreamingHttpResponse(parts if asked_for_bytes else (), content_type=content_type(form))
    day = timezone.localdate().isoformat()
    response["Content-Disposition"] = f'attachment; filename="{name}-{day}.{form.suffix}"'
    return response


def content_type(form: type[Format]) -> str:
    """The media type, with its encoding where that is not said by the type."""
    return f"{form.media_type}; charset=utf-8" if form in (CSV, BibTeX, RIS) else form.media_type
