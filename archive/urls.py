"""Addresses of the whole site."""

from django.contrib import admin
from django.urls import include, path

handler400 = "archive.pages.refusals.bad_request"

urlpatterns = [
    path("", include("archive.pages.urls")),
    path("admin/review/", include("archive.admin.review.urls")),
    path("admin/", admin.site.urls),
    path("api/", include("api.urls")),
]
