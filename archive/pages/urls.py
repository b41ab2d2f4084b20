"""Addresses of the public site."""

from django.urls import path, register_converter

from . import articles, browse, comparing, events, home, records, searching, stories
from .converters import AnySlug, Several, TwoDigits, Year

register_converter(AnySlug, "slug_of_any_script")
register_converter(Several, "several")
register_converter(Year, "yyyy")
register_converter(TwoDigits, "nn")

urlpatterns = [
    path("", home.home, name="home"),
    path("about/", home.about, name="about"),
    path("search/", searching.search, name="search"),
    path("articles/", articles.articles, name="articles"),
    path("articles/<int:pk>/", articles.article, name="article-by-id"),
    path("articles/<int:pk>/<str:slug>/", articles.article, name="article"),
    path("compare/<several:pks>/", comparing.comparison, name="compare"),
    path("stories/<int:pk>/", stories.story, name="story"),
    path("events/", events.events, name="events"),
    path("events/<slug_of_any_script:slug>/", events.event, name="event"),
    path("entities/", records.entities, name="entities"),
    path("entities/<slug_of_any_script:slug>/", records.entity, name="entity"),
    path("sources/", records.sources, name="sources"),
    path("sources/<slug_of_any_script:slug>/", records.source, name="source"),
    path("browse/", browse.years, name="browse"),
    path("browse/<yyyy:year>/", browse.year, name="browse-year"),
    path("browse/<yyyy:year>/<nn:month>/", browse.month, name="browse-month"),
    path("browse/<yyyy:year>/<nn:month>/<nn:day>/", browse.day, name="browse-day"),
]
