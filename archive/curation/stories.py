"""Stories follow accepted links: the connected articles of copy, edited copy, rewrite and update links.

Lead and origin follow what they rest on: the members, their dates and publication, who published
them, and the agencies they are accepted to credit. The members that count are the published ones, or
all of them while none is: the public is never told what only a draft says. The lead is an agency's
own article before others, then the earliest; the origin is that agency, or else the one that most
members credit. A rejected source is no agency. What an editor chose instead stays.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import BigIntegerField, Case, Count, Exists, F, Model, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from archive.models import Article, ArticleLink, Credit, Source, Story, StoryMember, Verdict

from . import locks

# Any constant does, as long as nothing else locks by it.
STORIES_LOCK = 7_105_201
# The records whose fields decide about leads and origins.
RESTED_ON = (Article, Credit, Source, Story)


def lock() -> None:
    """Wait for other writes that stories follow to end: two that join one story must not each make their own.

    Comes before any row is locked, so that two writers never wait for each other; and after the lock of merges.
    """
    locks.deciding()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [STORIES_LOCK])


@contextmanager
def following(*records: Model) -> Iterator[None]:
    """Around a write to records of one kind: the stories that rest on them follow, in the same transaction."""
    if not isinstance(records[0], RESTED_ON):
        yield
        return
    lock()
    ids = [record.pk for record in records]
    before = _facts_of_sources(records)
    yield
    match records[0]:
        case Article():
            refresh(Q(article__in=ids))
        case Story():
            refresh(Q(story__in=ids))
        case Credit():
            refresh(Q(article__in={getattr(record, "article_id", None) for record in records}))
        case Source():
            changed = [pk for pk, _, _ in _facts_of_sources(records) - before]
            published = Article.objects.order_by().filter(source__in=changed).values("pk")
            crediting = Credit.objects.order_by().filter(source__in=changed).values("article")
            refresh(Q(article__in=published.union(crediting)))


def _facts_of_sources(records: Iterable[Model]) -> set[tuple[int, str, str]]:
    """What stories rest on of those records that are sources: a new description leaves all its stories alone."""
    ids = [record.pk for record in records if isinstance(record, Source)]
    return set(Source.objects.filter(pk__in=ids).values_list("pk", "kind", "verdict")) if ids else set()


def refresh(members: Q) -> None:
    """Find lead and origin of the stories with such `members` anew; what an editor chose stays."""
    stories = Story.objects.filter(pk__in=StoryMember.objects.filter(members).values("story"))
    stories.update(
        lead=Case(When(lead_by_editor=True, then=F("lead")), default=_lead(), output_field=BigIntegerField()),
        origin=Case(When(origin_by_editor=True, then=F("origin")), default=_origin(), output_field=BigIntegerField()),
    )


def refresh_after(import_run: int) -> None:
    """Let the stories follow the dates and credits that an import changed."""
    with transaction.atomic():
        lock()
        refresh(Q(article__import_run=import_run))


def _counting() -> QuerySet[StoryMember]:
    """Of the members of a story (the outer row), those that count."""
    public = StoryMember.objects.filter(story=OuterRef("story"), article__status=Article.Status.PUBLISHED)
    return StoryMember.objects.filter(
        Q(article__status=Article.Status.PUBLISHED) | ~Exists(public), story=OuterRef("pk")
    )


_OF_AN_AGENCY = Q(article__source__kind=Source.Kind.AGENCY) & ~Q(article__source__verdict=Verdict.REJECTED)
_EARLIEST = (F("article__published_on").asc(nulls_last=True), "article_id")


def _lead() -> Subquery:
    own_first = Case(When(_OF_AN_AGENCY, then=0), default=1)
    return Subquery(_counting().order_by(own_first, *_EARLIEST).values("article")[:1])


def _origin() -> Coalesce:
    agency = _counting().filter(_OF_AN_AGENCY).order_by(*_EARLIEST).values("article__source")
    owed = _counting().filter(
        article__credits__kind=Credit.Kind.WIRE,
        article__credits__verdict=Verdict.ACCEPTED,
        article__credits__revision=None,
        article__credits__source__verdict__in=[it for it in Verdict.values if it != Verdict.REJECTED],
    )
    credited = owed.values("article__credits__source").annotate(by=Count("article", distinct=True))
    most = credited.order_by("-by", "article__credits__source_id").values("article__credits__source")
    return Coalesce(Subquery(agency[:1]), Subquery(most[:1]), output_field=BigIntegerField())


def torn(article_ids: Iterable[int]) -> QuerySet[ArticleLink]:
    """The rejected links whose two articles are in one story all the same, in the stories of these articles."""
    stories = StoryMember.objects.filter(article__in=article_ids).values("story")
    found: QuerySet[ArticleLink] = ArticleLink.objects.filter(
        verdict=Verdict.REJECTED,
        left__story_membership__story__in=stories,
        left__story_membership__story=F("right__story_membership__story"),
    ).order_by("pk")
    return found


def regroup(article_ids: Iterable[int]) -> None:
    """Make the stories of these articles, and of all that were in one with them, what the links say.

    Runs inside the caller's transaction, after `lock()`.
    """
    touched = set(article_ids)
    stories_before = StoryMember.objects.filter(article__in=touched).values("story")
    touched |= set(StoryMember.objects.filter(story__in=stories_before).values_list("article_id", flat=True))
    groups = components(touched)
    free = set(StoryMember.objects.filter(article__in=touched).values_list("story_id", flat=True))
    for group in sorted(groups, key=lambda group: (-len(group), min(group))):
        if len(group) > 1:
            free.discard(_form(group, free))
        else:
            StoryMember.objects.filter(article__in=group).delete()
    Story.objects.filter(pk__in=free, members=None).delete()


def components(article_ids: set[int]) -> list[set[int]]:
    """The groups that accepted joining links form around these articles, whole."""
    groups: list[set[int]] = []
    waiting = set(article_ids)
    while waiting:
        group: set[int] = set()
        frontier = {waiting.pop()}
        while frontier:
            group |= frontier
            frontier = _neighbours(frontier) - group
        waiting -= group
        groups.append(group)
    return groups


def _neighbours(article_ids: set[int]) -> set[int]:
    links = ArticleLink.objects.accepted().joining().filter(Q(left__in=article_ids) | Q(right__in=article_ids))
    return {article_id for pair in links.values_list("left_id", "right_id") for article_id in pair}


def _form(group: set[int], free: set[int]) -> int:
    """Put `group` in one story: that of most of its articles, if it is still free, else a new one."""
    held = Counter(StoryMember.objects.filter(article__in=group, story__in=free).values_list("story_id", flat=True))
    joined = sorted(Story.objects.filter(pk__in=held), key=lambda story: (-held[story.pk], story.pk))
    story = joined[0] if joined else Story.objects.create(lead_id=min(group))
    StoryMember.objects.filter(article__in=group).exclude(story=story).update(story=story)
    StoryMember.objects.filter(story=story).exclude(article__in=group).delete()
    there = set(story.members.values_list("article_id", flat=True))
    for article_id in sorted(group - there):
        StoryMember.objects.create(story=story, article_id=article_id)
    Story.objects.filter(pk=story.pk).update(**_choices(joined, group))
    refresh(Q(story=story))
    return story.pk


def _choices(joined: list[Story], group: set[int]) -> dict[str, Any]:
    """The fields of a story that editors chose: those of the largest of the `joined` stories with such a choice.

    A lead is such a choice only as long as it is in the `group`.
    """
    origin = next((story for story in joined if story.origin_by_editor), None)
    lead = next((story for story in joined if story.lead_by_editor and story.lead_id in group), None)
    chosen: dict[str, Any] = {"origin_by_editor": origin is not None, "lead_by_editor": lead is not None}
    if origin is not None:
        chosen["origin"] = origin.origin_id
    if lead is not None:
        chosen["lead"] = lead.lead_id
    return chosen
