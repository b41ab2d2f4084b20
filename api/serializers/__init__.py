"""The shapes of answers.

The declared fields are the schema's words; rows are plain dictionaries made by hand, since a page
of 500 costs several times as much when each value goes through a field. The tests hold the two
together: every answer is validated against the schema, which allows no other key.
"""

from .aggregates import ArticleFacets, ArticleTimeline, shown_facets, shown_timeline
from .articles import ArticleRow, ArticleWhole
from .events import EventRow, EventWhole
from .records import EntityRow, EntityWhole, Routes, SourceRow, SourceWhole

__all__ = [
    "ArticleFacets",
    "ArticleRow",
    "ArticleTimeline",
    "ArticleWhole",
    "EntityRow",
    "EntityWhole",
    "EventRow",
    "EventWhole",
    "Routes",
    "SourceRow",
    "SourceWhole",
    "shown_facets",
    "shown_timeline",
]
