"""Addresses under /reconcile/."""

from django.urls import path, re_path

from . import views

urlpatterns = [
    # With and without the last slash: a form that is sent cannot be led elsewhere.
    re_path(r"^reconcile/?\Z", views.Reconcile.as_view(), name="reconcile"),
    re_path(r"^reconcile/suggest/(?P<what>entity|type|property)/?\Z", views.Suggest.as_view()),
    re_path(r"^reconcile/properties/?\Z", views.Properties.as_view()),
    path("reconcile/view/", views.View.as_view()),
    path("reconcile/preview/", views.preview),
]
