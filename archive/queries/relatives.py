"""The articles nearest to one: those that accepted links or its story join to it, and how many there are."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Value, When

from archive.models import Article, ArticleLink, Credit, Source, Story, StoryMember, Verdict
from archive.models.articles import ArticleQuerySet
from archive.models.judged import is_editor
from archive.models.links import ArticleLinkQuerySet

from .lookups import shown, unnamed

Relation = ArticleLink.Relation
# A story may have thousands of articles, and an event as many reports: an article lists its nearest.
MOST_RELATED = 20
NEAREST_FIRST = (Relation.COPY, Relation.EDITED_COPY, Relation.REWRITE, Relation.UPDATE, Relation.SAME_EVENT)
SAME_REPORT = "same report"
# Of what waits for an editor, an article shows what is surest.
MOST_WAITING = 10
LONG_FIELDS = ("text", "caption", "extra", "search_vector")


@dataclass(frozen=True)
class Related:
    """Another article, and how it relates: `relation` as in a link, "same report" through a third article."""

    article: Article
    relation: str
    link: ArticleLink | None


@dataclass(frozen=True)
class RelatedCounts:
    """How many articles are related in all: further tellings of the same report, and other reports of the event."""

    same_report: int = 0
    same_event: int = 0


@dataclass(frozen=True)
class StoryCounts:
    """Of an article's story: its articles, those that no link joins to the article, those whose outlet is
    named, and the outlets besides the origin."""

    articles: int = 0
    by_a_third: int = 0
    named: int = 0
    outlets: int = 0


@dataclass(frozen=True)
class OneOrigin:
    """How many articles and outlets tell what one agency reported; `suggested` until an editor has agreed.

    `outlets` are those that are known, without the agency; `unknown` says that there are articles of others.
    """

    origin: Source
    articles: int
    outlets: int
    unknown: bool = False
    suggested: bool = False


def related(article: Article, user: Any) -> list[Related]:
    """The `MOST_RELATED` articles nearest to `article`: its own report first, then the event's.

    Accepted links come before what only a third article joins, the closer relation before the
    looser, the earlier article before the later.
    """
    found = [_seen_from(article, link) for link in _nearest_links(article, user)[:MOST_RELATED]]
    third = _joined_by_a_third(article, user).select_related("source").defer(*LONG_FIELDS).order_by("sort_on", "pk")
    found += [Related(other, SAME_REPORT, None) for other in third[:MOST_RELATED]]
    # Sorting keeps the order within each.
    return sorted(found[:MOST_RELATED], key=lambda it: it.relation == Relation.SAME_EVENT)


def related_counts(article: Article, user: Any, story: StoryCounts | None = None) -> RelatedCounts:
    """All that `related` chooses from, counted; `story` saves a query where the caller has it."""
    links = _links(article, user)
    counted = links.aggregate(
        same_report=Count("pk", filter=~Q(relation=Relation.SAME_EVENT)),
        same_event=Count("pk", filter=Q(relation=Relation.SAME_EVENT)),
    )
    story = story or story_counts(article, user)
    return RelatedCounts(counted["same_report"] + story.by_a_third, counted["same_event"])


def story_counts(article: Article, user: Any) -> StoryCounts:
    """The articles of its story that `user` may see, counted in one query."""
    membership = getattr(article, "story_membership", None)
    if membership is None:
        return StoryCounts()
    story = membership.story
    known = Q(source__isnull=False) & ~Q(source__verdict__in=unnamed(user))
    members = Article.objects.visible_to(user).filter(pk__in=_members(story))
    counted = members.aggregate(
        articles=Count("pk"),
        by_a_third=Count("pk", filter=Q(pk__in=_joined_by_a_third(article, user).order_by().values("pk"))),
        named=Count("pk", filter=known),
        outlets=Count("source", distinct=True, filter=known & ~Q(source=story.origin_id)),
    )
    return StoryCounts(**counted)


def members(story: Story, lead: Article, user: Any, most: int) -> list[Article]:
    """The earliest articles of `story` that `user` may see, with `lead`, in order of date, the undated last."""
    theirs = Article.objects.visible_to(user).filter(pk__in=_members(story)).select_related("source")
    found = list(theirs.defer(*LONG_FIELDS).order_by(F("published_on").asc(nulls_last=True), "pk")[:most])
    if all(it.pk != lead.pk for it in found):
        found = [lead, *found[: most - 1]]
    return found


def links_among(articles: Iterable[Article | int], user: Any) -> ArticleLinkQuerySet:
    """The links between these articles that `user` may see, rejected ones left out."""
    among = list(articles)
    links = ArticleLink.objects.visible_to(user).filter(left__in=among, right__in=among)
    return links.exclude(verdict=Verdict.REJECTED).order_by("left", "right")


def waiting(article: Article, user: Any) -> list[Related]:
    """For editors: links of `article` that no one has decided yet, the surest of its own report first.

    Of an article that was withdrawn nothing is to be decided.
    """
    if not is_editor(user) or article.status == Article.Status.WITHDRAWN:
        return []
    links = (
        ArticleLink.objects.undecided().filter(Q(left=article) | Q(right=article))
        .select_related("left__source", "right__source")
        .defer(*(f"{side}__{name}" for side in ("left", "right") for name in LONG_FIELDS))
        .order_by(Case(When(relation=Relation.SAME_EVENT, then=Value(1)), default=Value(0)), "-score", "pk")
    )  # fmt: skip
    return [_seen_from(article, link) for link in links[:MOST_WAITING]]


def one_origin(article: Article, counts: StoryCounts, waiting: list[Related], user: Any) -> OneOrigin | None:
    """The agency that the articles of one report go back to, if one is known.

    A story says it; for an article in no story, editors are told what the credits of the articles that may
    be the same report agree on.
    """
    membership = getattr(article, "story_membership", None)
    if membership is not None:
        origin = shown(membership.story.origin, user)
        if origin is None or counts.articles == 1:
            return None
        return OneOrigin(origin, counts.articles, counts.outlets, counts.named < counts.articles)
    same = [it.article for it in waiting if it.relation != Relation.SAME_EVENT]
    return _origin_credited([article, *same]) if same else None


def _origin_credited(articles: list[Article]) -> OneOrigin | None:
    credits = Credit.objects.of_the_present_text().exclude(verdict=Verdict.REJECTED).filter(kind=Credit.Kind.WIRE)
    agencies = {
        row.source for row in credits.filter(article__in=articles, source__isnull=False).select_related("source")
    }
    if len(agencies) != 1:
        return None
    origin = agencies.pop()
    outlets = {it.source_id for it in articles} - {None, origin.pk}
    return OneOrigin(origin, len(articles), len(outlets), any(it.source_id is None for it in articles), suggested=True)


def _seen_from(article: Article, link: ArticleLink) -> Related:
    return Related(link.right if link.left_id == article.pk else link.left, link.relation, link)


def _links(article: Article, user: Any) -> QuerySet[ArticleLink]:
    """Accepted links whose other side is visible; `article` itself was let through by the caller."""
    links: QuerySet[ArticleLink] = (
        ArticleLink.objects.visible_to(user).accepted().filter(Q(left=article) | Q(right=article)).order_by()
    )
    return links


def _nearest_links(article: Article, user: Any) -> QuerySet[ArticleLink]:
    distance = Case(*(When(relation=relation, then=Value(n)) for n, relation in enumerate(NEAREST_FIRST)))
    date, number = (
        Case(When(left=article, then=F(f"right__{name}")), default=F(f"left__{name}")) for name in ("sort_on", "id")
    )
    return (
        _links(article, user)
        .select_related("left__source", "right__source")
        .defer(*(f"{side}__{name}" for side in ("left", "right") for name in LONG_FIELDS))
        .order_by(distance, date, number)
    )


def _joined_by_a_third(article: Article, user: Any) -> ArticleQuerySet:
    """The other articles of the story of `article` that no link of its own leads to."""
    membership = getattr(article, "story_membership", None)
    if membership is None:
        return Article.objects.none()
    links = _links(article, user)
    linked = links.values("left").union(links.values("right"))
    others = Article.objects.visible_to(user).filter(pk__in=_members(membership.story))
    return others.exclude(pk__in=linked).exclude(pk=article.pk)


def _members(story: Story) -> QuerySet[StoryMember, Any]:
    return StoryMember.objects.filter(story=story).order_by().values("article")
