"""Addresses of the whole site."""

from django.contrib import admin
from django.urls import include, path

from archive.pages.health import healthz

handler400 = "archive.pages.refusals.bad_request"

urlpatterns = [
    path("", include("archive.pages.urls")),
    path("admin/", admin.site.urls),
    path("api/", include("api.urls")),
    path("healthz", healthz, name="healthz"),
]
