"""Answers are sent compressed where that makes them smaller."""

from collections.abc import Iterator

import pytest
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.test import RequestFactory

from archive.pages.compression import CompressionMiddleware


@pytest.mark.parametrize(
    ("media_type", "smaller"),
    [
        ("text/html; charset=utf-8", True), ("text/csv", True), ("application/json", True),
        ("application/atom+xml; charset=utf-8", True), ("application/vnd.apache.parquet", False), ("image/png", False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("whole", [True, False])
def test_words_are_compressed_for_who_takes_it_and_files_left_alone(
    media_type: str, smaller: bool, whole: bool
) -> None:
    def parts() -> Iterator[bytes]:
        yield from [b"word " * 100] * 10

    def answer(request: object) -> HttpResponseBase:
        if whole:
            return HttpResponse(b"".join(parts()), content_type=media_type)
        return StreamingHttpResponse(parts(), content_type=media_type)

    compressed = CompressionMiddleware(answer)
    asked = compressed(RequestFactory().get("/", headers={"Accept-Encoding": "gzip"}))
    assert asked.has_header("Content-Encoding") == smaller
    plain = compressed(RequestFactory().get("/"))
    assert not plain.has_header("Content-Encoding")
