"""The domain model: one table a word of `docs/architecture.md`."""

from .articles import Article, Revision
from .assignments import Assignment
from .boilerplate import Boilerplate
from .changes import Change
from .credits import Credit
from .decisions import Merge, MergeMove, Redirect
from .entities import Entity, EntityName, EntityPair, ExternalId, Mention
from .events import Coverage, Event, EventParticipant
from .extractions import Extraction
from .feeds import Feed
from .imports import Erasure, ImportRun, Original, RejectedRecord
from .judged import Judged, KnownBy, Verdict
from .links import ArticleLink, Story, StoryMember
from .matching import Anchor, Fingerprint, Likeness, RareTerm, TermFrequency, Unmatched
from .requests import RequestCount
from .sources import Source, SourceDomain, SourceName, SourcePair
from .takedowns import TakedownRequest
from .users import Role, User
from .withdrawals import Withdrawal

__all__ = [
    "Anchor",
    "Article",
    "ArticleLink",
    "Assignment",
    "Boilerplate",
    "Change",
    "Coverage",
    "Credit",
    "Entity",
    "EntityName",
    "EntityPair",
    "Erasure",
    "Event",
    "EventParticipant",
    "ExternalId",
    "Feed",
    "Extraction",
    "ImportRun",
    "Judged",
    "Fingerprint",
    "KnownBy",
    "Likeness",
    "Mention",
    "Merge",
    "MergeMove",
    "Original",
    "RareTerm",
    "Redirect",
    "RejectedRecord",
    "Revision",
    "Role",
    "Source",
    "SourceDomain",
    "SourceName",
    "SourcePair",
    "Story",
    "StoryMember",
    "RequestCount",
    "TakedownRequest",
    "TermFrequency",
    "Unmatched",
    "User",
    "Verdict",
    "Withdrawal",
]
