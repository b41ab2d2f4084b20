"""What a browser may load and run on our pages: the Content-Security-Policy of every answer.

docs/decisions/0006-content-security-policy.md says why the desk's is laxer.
"""

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
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
        if request.path.startswith(reverse("admin:index")):
            parts.replace = DESK
        return parts
