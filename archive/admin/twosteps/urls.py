"""Addresses of signing in, under /admin/; `admin:login` names the first of them, too."""

from django.contrib import admin
from django.urls import path

from .own import own_view
from .signin import Code, SignIn

app_name = "twosteps"
urlpatterns = [
    path("login/", SignIn.as_view(), name="sign-in"),
    path("login/code/", Code.as_view(), name="code"),
    path("two-steps/", admin.site.admin_view(own_view), name="own"),
]
