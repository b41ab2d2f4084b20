"""Pages of other sites may read the API, as the public or with a token, and write nothing."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

READ = "GET, HEAD, OPTIONS"
# What a client that follows pages, limits and changes needs to see.
EXPOSED = "ETag, Last-Modified, Link, Location, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After"


class CrossOriginMiddleware:
    """Lets every origin read what is under /api/; with "*", browsers send no cookies along."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap the rest of the application."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a browser's question beforehand; allow the answer to any other to be read."""
        if not request.path_info.startswith("/api/"):
            return self.get_response(request)
        if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            response = HttpResponse(status=204)
            response["Access-Control-Allow-Methods"] = READ
            response["Access-Control-Allow-Headers"] = "Accept, Authorization, If-Modified-Since, If-None-Match"
            response["Access-Control-Max-Age"] = "86400"
        else:
            response = self.get_response(request)
        if request.method in ("GET", "HEAD", "OPTIONS"):
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Expose-Headers"] = EXPOSED
        return response
