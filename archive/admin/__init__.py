"""The editors' site at /admin/: one module a screen, found by Django's autodiscovery.

It reads models and `queries`, and writes only through `curation`.
"""

from . import (
    articles,
    decisions,
    entities,
    events,
    evidence,
    feeds,
    imports,
    links,
    revisions,
    sources,
    stories,
    takedowns,
    users,
)

__all__ = [
    "articles",
    "decisions",
    "entities",
    "events",
    "evidence",
    "feeds",
    "imports",
    "links",
    "revisions",
    "sources",
    "stories",
    "takedowns",
    "users",
]
