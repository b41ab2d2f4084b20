"""Stories follow accepted links: the connected articles of copy, edited copy, rewrite and update links."""

from collections import Counter
from collections.abc import Iterable

from django.db import connection
from django.db.models import Q

from archive.models import Article, ArticleLink, Credit, Source, Story, StoryMember

# Any constant does, as long as nothing else locks by it.
STORIES_LOCK = 7_105_201


def lock() -> None:
    """Wait for other verdicts on links to end: two that join one story must not each make their own."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [STORIES_LOCK])


def regroup(article_ids: Iterable[int]) -> list[ArticleLink]:
    """Make the stories of these articles, and of all that were in one with them, what the links say.

    Returns the rejected links whose two articles are in one story now; the caller decides
    whether that may stand. Runs inside the caller's transaction, after `lock()`.
    """
    touched = set(article_ids)
    stories_before = StoryMember.objects.filter(article__in=touched).values("story")
    touched |= set(StoryMember.objects.filter(story__in=stories_before).values_list("article_id", flat=True))
    torn: list[ArticleLink] = []
    groups = _components(touched)
    free = set(StoryMember.objects.filter(article__in=touched).values_list("story_id", flat=True))
    for group in sorted(groups, key=lambda group: (-len(group), min(group))):
        if len(group) > 1:
            torn += ArticleLink.objects.filter(verdict="rejected", left__in=group, right__in=group)
            free.discard(_form(group, free))
        else:
            StoryMember.objects.filter(article__in=group).delete()
    Story.objects.filter(pk__in=free, members=None).delete()
    return torn


def _components(article_ids: set[int]) -> list[set[int]]:
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
    if held:
        most = max(held.values())
        story = Story.objects.get(pk=min(pk for pk, members in held.items() if members == most))
    else:
        story = Story.objects.create(lead_id=_first(group))
    StoryMember.objects.filter(article__in=group).exclude(story=story).update(story=story)
    StoryMember.objects.filter(story=story).exclude(article__in=group).delete()
    there = set(story.members.values_list("article_id", flat=True))
    for article_id in sorted(group - there):
        StoryMember.objects.create(story=story, article_id=article_id)
    if story.lead_id not in group:
        Story.objects.filter(pk=story.pk).update(lead=_first(group))
    find_origin(story.pk)
    return story.pk


def _first(group: set[int]) -> int:
    """The article that leads a story: an agency's own before others, then the earliest dated."""
    rows = Article.objects.filter(pk__in=group).values_list("pk", "published_on", "source__kind")
    return min(rows, key=lambda row: (row[2] != Source.Kind.AGENCY, row[1] is None, row[1], row[0]))[0]


def find_origin(story_id: int) -> None:
    """Set whose report a story was first: the agency that published it, else the one most of it credits."""
    members = Article.objects.filter(story_membership__story=story_id)
    agency = (
        members.filter(source__kind=Source.Kind.AGENCY)
        .order_by("published_on", "pk")
        .values_list("source_id", flat=True)
        .first()
    )
    if agency is None:
        credited = Counter(
            Credit.objects.accepted()
            .filter(article__in=members, kind=Credit.Kind.WIRE, source__isnull=False)
            .values_list("source_id", flat=True)
        )
        agency = min(credited, key=lambda pk: (-credited[pk], pk), default=None)
    Story.objects.filter(pk=story_id).exclude(origin=agency).update(origin=agency)
    if agency is None:
        Story.objects.filter(pk=story_id, origin__isnull=False).update(origin=None)
