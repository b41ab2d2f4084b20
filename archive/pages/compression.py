"""Answers of words are sent compressed; files that are compressed already are left as they are."""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

# Parquet and pictures come compressed, and static files are WhiteNoise's.
_WORDS = ("text/", "application/json", "application/ld+json", "application/x-ndjson")


class CompressionMiddleware(GZipMiddleware):
    """Django's, which makes secrets on a page unguessable by its length, for what grows smaller by it."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The answer, compressed where it is words and the reader takes gzip."""
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if not (kind.startswith(_WORDS) or kind.endswith("xml")):
            return response
        return super().process_response(request, response)
