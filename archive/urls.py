"""Addresses of the whole site."""

from django.contrib import admin
from django.urls import include, path

from api.oai.views import oai

handler400 = "archive.pages.refusals.bad_request"

urlpatterns = [
    path("api/", include("api.urls")),
    path("", include("archive.pages.urls")),
    path("admin/review/", include("archive.admin.review.urls")),
    # Before the admin's own, whose sign-in it takes the place of.
    path("admin/", include("archive.admin.twosteps.urls")),
    path("admin/", admin.site.urls),
    path("oai", oai, name="oai"),
    path("", include("api.reconciliation.urls")),
]
