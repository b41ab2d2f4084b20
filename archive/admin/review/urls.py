"""Addresses of the review screen, under /admin/review/; all ask for a sign-in, as the admin does."""

from django.contrib import admin
from django.urls import path

from . import batches, hands, last, mine, views

app_name = "review"
urlpatterns = [
    path("", admin.site.admin_view(last.last_view), name="last"),
    path("mine/", admin.site.admin_view(mine.mine_view), name="mine"),
    path("give/", admin.site.admin_view(hands.give_view), name="give"),
    path("<slug:slug>/", admin.site.admin_view(views.queue_view), name="queue"),
    path("<slug:slug>/hands/", admin.site.admin_view(hands.hands_view), name="hands"),
    path("<slug:slug>/<int:pk>/", admin.site.admin_view(views.item_view), name="item"),
    path("<slug:slug>/<int:pk>/alike/", admin.site.admin_view(batches.batch_view), name="alike"),
]
