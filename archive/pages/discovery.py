"""What programs look for at known addresses: robots.txt, the site's mark and the description of its search."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything may be read; searches and the desk are no pages of their own."""
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('admin:index')}",
        f"Disallow: {reverse('search')}",
        "Allow: /",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """The mark of the site, where browsers look for it beside answers that are no pages, such as those of the API."""
    answer = HttpResponseRedirect(static("archive/favicon.svg"))
    patch_cache_control(answer, public=True, max_age=24 * 3600)
    return answer


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """How a browser searches this site (OpenSearch 1.1)."""
    context = {
        "site_name": settings.SITE_NAME,
        "search": request.build_absolute_uri(reverse("search")),
        "feed": request.build_absolute_uri(reverse("search-feed")),
        "here": request.build_absolute_uri(),
    }
    return render(request, "pages/opensearch.xml", context, "application/opensearchdescription+xml; charset=utf-8")
