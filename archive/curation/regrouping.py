"""Joining two stories and splitting an article off, by the links that make them; previews first.

Stories follow links, so that a join accepts one link and a split rejects some; both are decisions that
`undoing.undo` takes back like any other.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from archive.models import Article, ArticleLink, StoryMember, User, Verdict

from . import records, stories, verdicts
from .acting import CurationError, acting

Relation = ArticleLink.Relation


@dataclass(frozen=True)
class Regrouping:
    """What changes: the stories before and after as article ids, the links decided, and the rejected pairs torn."""

    before: list[set[int]]
    after: list[set[int]]
    links: list[ArticleLink]
    torn: list[ArticleLink]

    @property
    def token(self) -> str:
        """What this preview says, in short: `join` and `split` refuse to do anything else."""
        groups = [[sorted(group) for group in groups] for groups in (self.before, self.after)]
        links = [(it.pk, it.verdict, it.relation) for it in (*self.links, *self.torn)]
        return hashlib.sha256(repr((groups, links)).encode()).hexdigest()[:32]


class Stale(CurationError):
    """The stories are no longer what the preview showed."""


def preview_join(one: Article, other: Article) -> Regrouping:
    """What accepting a link between two articles would join. Raises `CurationError` where they are one story."""
    groups = _stories_of(one, other)
    joint = set().union(*groups)
    links = list(_link(one, other))
    torn = ArticleLink.objects.filter(verdict=Verdict.REJECTED, left__in=joint, right__in=joint)
    apart = [it for it in torn.exclude(pk__in=[it.pk for it in links]) if not any(_both(it) <= it_ for it_ in groups)]
    return Regrouping([it for it in groups if len(it) > 1], [joint], links, apart)


def join(
    one: Article,
    other: Article,
    by: User,
    relation: str = Relation.REWRITE,
    reason: str = "",
    *,
    token: str = "",
    join_rejected: bool = False,
) -> ArticleLink:
    """Join the stories of two articles by an accepted link between them, made where there is none.

    Raises `verdicts.JoinsRejected` as a verdict does, `CurationError` for a relation that joins nothing, and
    `Stale` where it would not do what the preview with this `token` said.
    """
    if relation not in ArticleLink.JOINING:
        raise CurationError(f"“{relation}” joins no stories: one of {', '.join(ArticleLink.JOINING)}.")
    with acting(by, reason):
        stories.lock()
        _refuse_stale(preview_join(one, other), token)
        link = _link(one, other).first()
        if link is not None:
            verdicts.decide(link, Verdict.ACCEPTED, by, reason, relation=relation, join_rejected=join_rejected)
            return link
        left, right = sorted((one, other), key=lambda it: it.pk)
        link = ArticleLink(left=left, right=right, relation=relation, reason=reason)
        records.save(link, by, reason, join_rejected=join_rejected)
        return link


def preview_split(article: Article) -> Regrouping:
    """What rejecting all links that join an article would leave. Raises `CurationError` where it is in no story."""
    links = list(_joining(article))
    if not links:
        raise CurationError(f"“{article}” is in no story.")
    member = StoryMember.objects.filter(article=article).values("story")
    before = set(StoryMember.objects.filter(story__in=member).values_list("article_id", flat=True))
    kept = ArticleLink.objects.accepted().joining().filter(left__in=before, right__in=before)
    pairs = kept.exclude(pk__in=[it.pk for it in links]).values_list("left_id", "right_id")
    return Regrouping([before], _grouped(before - {article.pk}, pairs), links, [])


def split(article: Article, by: User, reason: str = "", *, token: str = "") -> list[ArticleLink]:
    """Take an article out of its story: every accepted link that joins it is rejected. Returns those links.

    Raises `Stale` where it would not do what the preview with this `token` said.
    """
    with acting(by, reason):
        stories.lock()
        seen = preview_split(article)
        _refuse_stale(seen, token)
        verdicts.decide_many(seen.links, Verdict.REJECTED, by, reason)
        return seen.links


def _refuse_stale(seen: Regrouping, token: str) -> None:
    if token and token != seen.token:
        raise Stale("The stories changed since the preview was made. Nothing was changed: look again.")


def _stories_of(one: Article, other: Article) -> list[set[int]]:
    """The two groups that the articles stand in. Raises `CurationError` where it is one."""
    if one.pk == other.pk:
        raise CurationError("An article is not joined with itself.")
    groups = stories.components({one.pk, other.pk})
    if len(groups) == 1:
        raise CurationError(f"“{one}” and “{other}” are in one story already.")
    return groups


def _link(one: Article, other: Article) -> "QuerySet[ArticleLink]":
    left, right = sorted((one.pk, other.pk))
    found: QuerySet[ArticleLink] = ArticleLink.objects.filter(left=left, right=right)
    return found


def _joining(article: Article) -> Iterable[ArticleLink]:
    links = ArticleLink.objects.accepted().joining().filter(Q(left=article) | Q(right=article))
    return links.select_related("left", "right").defer("left__text", "right__text").order_by("pk")


def _both(link: ArticleLink) -> set[int]:
    return {link.left_id, link.right_id}


def _grouped(ids: set[int], pairs: Iterable[tuple[int, int]]) -> list[set[int]]:
    """The groups of more than one that the pairs join."""
    groups = {pk: {pk} for pk in ids}
    for left, right in pairs:
        joint = groups[left] | groups[right]
        groups |= dict.fromkeys(joint, joint)
    distinct = {min(group): group for group in groups.values() if len(group) > 1}
    return [distinct[first] for first in sorted(distinct)]
