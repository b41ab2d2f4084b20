"""What a browser may load and run on our pages: the Content-Security-Policy of every answer.

docs/decisions/0006-content-security-policy.md says why the desk's is laxer.
"""

from functools import cache

from csp.constants import HEADER, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

# Of the desk's theme: Alpine runs expressions in attributes, and htmx and templates set styles in them.
DESK = {"script-src": [SELF, UNSAFE_EVAL], "style-src": [SELF, UNSAFE_INLINE], "img-src": [SELF, "data:"]}


class PolicyMiddleware(CSPMiddleware):
    """The policy of the settings, laxer for the desk; a view that sets its own keeps it."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """The settings' policy, with what the desk needs on the desk's own pages."""
        parts = super().get_policy_parts(request, response, report_only)
        if _is_of_the_desk(request):
            parts.replace = DESK
        return parts

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """As the library does; where neither request nor view has anything of its own, the policy is built once."""
        if HEADER in response or any(name.startswith("_csp") for name in (*vars(request), *vars(response))):
            return super().process_response(request, response)
        response[HEADER] = _usual(_is_of_the_desk(request))
        return response


def _is_of_the_desk(request: HttpRequest) -> bool:
    return request.path.startswith(_desk())


@cache
def _desk() -> str:
    return reverse("admin:index")


@cache
def _usual(of_the_desk: bool) -> str:
    return build_policy(replace=DESK if of_the_desk else None)
