"""The domain model: one table a word of `docs/architecture.md`."""

from .articles import Article, Credit, Revision, Withdrawal
from .decisions import Merge, MergeMove, Redirect
from .entities import Entity, EntityName, EntityPair, ExternalId, Mention
from .events import Coverage, Event, EventParticipant
from .extractions import Extraction
from .imports import Erasure, ImportRun, Original, RejectedRecord
from .judged import Judged, KnownBy, Verdict
from .links import ArticleLink, Story, StoryMember
from .sources import Source, SourceDomain, SourceName, SourcePair
from .users import User

__all__ = [
    "Article",
    "ArticleLink",
    "Coverage",
    "Credit",
    "Entity",
    "EntityName",
    "EntityPair",
    "Erasure",
    "Event",
    "EventParticipant",
    "ExternalId",
    "Extraction",
    "ImportRun",
    "Judged",
    "KnownBy",
    "Mention",
    "Merge",
    "MergeMove",
    "Original",
    "Redirect",
    "RejectedRecord",
    "Revision",
    "Source",
    "SourceDomain",
    "SourceName",
    "SourcePair",
    "Story",
    "StoryMember",
    "User",
    "Verdict",
    "Withdrawal",
]
