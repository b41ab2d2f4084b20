"""Addresses of the public site."""

from django.contrib.sitemaps import views as sitemap_views
from django.urls import path, register_converter

from . import (
    articles,
    browse,
    comparing,
    discovery,
    entities,
    events,
    feeds,
    home,
    searching,
    sitemaps,
    sources,
    stories,
    takedowns,
)
from .converters import AnySlug, Several, TwoDigits, Year

register_converter(AnySlug, "slug_of_any_script")
register_converter(Several, "several")
register_converter(Year, "yyyy")
register_converter(TwoDigits, "nn")

urlpatterns = [
    path("", home.home, name="home"),
    path("about/", home.about, name="about"),
    path("about/method/", home.method, name="method"),
    path("about/accessibility/", home.accessibility, name="accessibility"),
    path("takedown/", takedowns.takedown, name="takedown"),
    path("takedown/sent/", takedowns.sent, name="takedown-sent"),
    path("search/", searching.search, name="search"),
    path("articles/", articles.articles, name="articles"),
    path("articles/<int:pk>/", articles.article, name="article-by-id"),
    path("articles/<int:pk>/<str:slug>/", articles.article, name="article"),
    path("compare/<several:pks>/", comparing.comparison, name="compare"),
    path("stories/<int:pk>/", stories.story, name="story"),
    path("events/", events.events, name="events"),
    path("events/<slug_of_any_script:slug>/", events.event, name="event"),
    path("entities/", entities.entities, name="entities"),
    path("entities/<slug_of_any_script:slug>/", entities.entity, name="entity"),
    path("sources/", sources.sources, name="sources"),
    path("sources/<slug_of_any_script:slug>/", sources.source, name="source"),
    path("browse/", browse.years, name="browse"),
    path("browse/on/", browse.on, name="browse-on"),
    path("browse/<yyyy:year>/", browse.year, name="browse-year"),
    path("browse/<yyyy:year>/<nn:month>/", browse.month, name="browse-month"),
    path("browse/<yyyy:year>/<nn:month>/<nn:day>/", browse.day, name="browse-day"),
    path("feed/", feeds.site, name="site-feed"),
    path("search/feed/", searching.feed, name="search-feed"),
    path("events/<slug_of_any_script:slug>/feed/", feeds.event, name="event-feed"),
    path("entities/<slug_of_any_script:slug>/feed/", feeds.entity, name="entity-feed"),
    path("sources/<slug_of_any_script:slug>/feed/", feeds.source, name="source-feed"),
    path("robots.txt", discovery.robots, name="robots"),
    path("favicon.ico", discovery.favicon, name="favicon"),
    path("opensearch.xml", discovery.opensearch, name="opensearch"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<section>.xml", sitemap_views.sitemap, {"sitemaps": sitemaps.SECTIONS}, "sitemap-section"),
]
