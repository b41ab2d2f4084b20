"""Addresses under /api/."""

from django.urls import include, path, re_path
from django.views.generic import RedirectView

from . import actions, aggregates, articles, changes, docs, graphs, relations, views

app_name = "api"

SLUG = r"(?P<slug>[-\w]+)/\Z"

version_1 = [
    path("", views.Index.as_view(), name="index"),
    path("articles/", articles.ArticleList.as_view(), name="articles"),
    path("articles/<int:id>/", views.ArticleDetail.as_view(), name="article"),
    path("articles/facets/", aggregates.Facets.as_view(), name="article-facets"),
    path("articles/timeline/", aggregates.Timeline.as_view(), name="article-timeline"),
    path("sources/", views.SourceList.as_view(), name="sources"),
    re_path(rf"^sources/{SLUG}", views.SourceDetail.as_view(), name="source"),
    path("entities/", views.EntityList.as_view(), name="entities"),
    re_path(rf"^entities/{SLUG}", views.EntityDetail.as_view(), name="entity"),
    path("events/", views.EventList.as_view(), name="events"),
    re_path(rf"^events/{SLUG}", views.EventDetail.as_view(), name="event"),
    path("stories/", relations.StoryList.as_view(), name="stories"),
    path("stories/<int:id>/", relations.StoryDetail.as_view(), name="story"),
    path("articles/<int:id>/lineage/", graphs.Lineage.as_view(), name="article-lineage"),
    re_path(r"^entities/(?P<slug>[-\w]+)/network/\Z", graphs.Network.as_view(), name="entity-network"),
    re_path(r"^events/(?P<slug>[-\w]+)/coverage/\Z", graphs.Coverage.as_view(), name="event-coverage"),
    path("links/", relations.LinkList.as_view(), name="links"),
    path("links/<int:id>/", relations.LinkDetail.as_view(), name="link"),
    path("mentions/", relations.MentionList.as_view(), name="mentions"),
    path("mentions/<int:id>/", relations.MentionDetail.as_view(), name="mention"),
    path("credits/", relations.CreditList.as_view(), name="credits"),
    path("credits/<int:id>/", relations.CreditDetail.as_view(), name="credit"),
    path("imports/", relations.ImportList.as_view(), name="imports"),
    path("imports/<int:id>/", relations.ImportDetail.as_view(), name="import"),
    path("links/<int:id>/verdict/", actions.LinkVerdict.as_view(), name="link-verdict"),
    path("mentions/<int:id>/verdict/", actions.MentionVerdict.as_view(), name="mention-verdict"),
    path("credits/<int:id>/verdict/", actions.CreditVerdict.as_view(), name="credit-verdict"),
    re_path(r"^sources/(?P<slug>[-\w]+)/verdict/\Z", actions.SourceVerdict.as_view(), name="source-verdict"),
    re_path(r"^entities/(?P<slug>[-\w]+)/verdict/\Z", actions.EntityVerdict.as_view(), name="entity-verdict"),
    re_path(r"^events/(?P<slug>[-\w]+)/verdict/\Z", actions.EventVerdict.as_view(), name="event-verdict"),
    path("articles/<int:id>/publish/", actions.Publish.as_view(), name="publish"),
    path("articles/<int:id>/unpublish/", actions.Unpublish.as_view(), name="unpublish"),
    path("articles/<int:id>/embargo/", actions.EmbargoArticle.as_view(), name="embargo"),
    path("articles/<int:id>/withdraw/", actions.Withdraw.as_view(), name="withdraw"),
    path("articles/<int:id>/restore/", actions.Restore.as_view(), name="restore"),
    path("changes/", changes.ChangeList.as_view(), name="changes"),
]

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="api:docs")),
    path("v1/", include(version_1)),
    path("schema/", docs.Schema.as_view(), name="schema"),
    path("docs/", docs.SwaggerPage.as_view(), name="docs"),
    path("redoc/", docs.RedocPage.as_view(), name="redoc"),
    # Not what lacks its last slash: Django redirects that to where it leads.
    re_path(r"^[\s\S]+/\Z", views.NothingHere.as_view()),
]
