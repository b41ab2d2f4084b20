"""From what a request names to the record it means, as far as the user may see it."""

from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from django.db.models import QuerySet, TextField, Value

from archive.models import Entity, Event, Judged, Redirect, Source, SourceName, Verdict
from archive.models.judged import is_editor
from archive.text import normalise_name

RecordType = TypeVar("RecordType", bound=Judged)
NAMED_SOURCE = "source by name"
# Which column of a redirect leads to a record of a kind, where that has another name.
TARGETS = {"place": "entity", NAMED_SOURCE: "source"}
# So many slugs to each side are compared with one that is misspelt.
NEIGHBOURS = 300


def ids_by_slug(kind: str, slugs: Collection[str], user: Any) -> dict[str, int]:
    """The id of each "source", "entity", "place" or "event" by slug, old slugs too; unknown ones are left out."""
    visible = _visible(kind, user)
    found: dict[str, int] = dict(visible.filter(slug__in=slugs).values_list("slug", "pk"))
    missing = set(slugs) - found.keys()
    if missing:
        target = TARGETS.get(kind, kind)
        moved = Redirect.objects.filter(old_slug__in=missing, **{f"{target}__in": visible.values("pk")})
        found |= dict(moved.values_list("old_slug", f"{target}_id"))
    return found


def ids_named(asked: Mapping[str, Collection[str]], user: Any) -> dict[tuple[str, str], int]:
    """`ids_by_slug` for all kinds at once, in one query: ids by kind and what was asked for.

    A "source by name" may be asked for by any of its names, too. What is unknown is left out.
    """
    questions = [question for kind, values in asked.items() if values for question in _questions(kind, values, user)]
    if not questions:
        return {}
    # Slugs before old slugs before names, whatever order the database answers in.
    rows = sorted(questions[0].union(*questions[1:], all=True), key=lambda row: -row[3])
    found = {(kind, asked_for): pk for kind, asked_for, pk, _rank in rows}
    for name in asked.get(NAMED_SOURCE, ()):
        by_name = found.get((NAMED_SOURCE, normalise_name(name)))
        if by_name:
            found.setdefault((NAMED_SOURCE, name), by_name)
    return found


def _questions(kind: str, values: Collection[str], user: Any) -> list[QuerySet[Any, Any]]:
    """Rows of kind, what was asked for, id and rank, each a query."""

    def rows(records: QuerySet[Any], text: str, pk: str, rank: int) -> QuerySet[Any, Any]:
        labelled = records.order_by().annotate(kind_asked=Value(kind, TextField()), rank=Value(rank))
        found: QuerySet[Any, Any] = labelled.values_list("kind_asked", text, pk, "rank")
        return found

    target = TARGETS.get(kind, kind)
    visible = _visible("source" if kind == NAMED_SOURCE else kind, user)
    redirects = Redirect.objects.filter(old_slug__in=values, **{f"{target}__in": visible.values("pk")})
    found = [rows(visible.filter(slug__in=values), "slug", "pk", 0), rows(redirects, "old_slug", f"{target}_id", 1)]
    if kind == NAMED_SOURCE:
        names = SourceName.objects.filter(
            normalised__in=[normalise_name(value) for value in values], source__in=visible.values("pk")
        )
        found.append(rows(names, "normalised", "source_id", 2))
    return found


def near(kind: str, slug: str, user: Any) -> list[str]:
    """Slugs of a kind near to one that is unknown: those beside it in the order of the alphabet."""
    visible = _visible("source" if kind == NAMED_SOURCE else kind, user).order_by("slug").values_list("slug", flat=True)
    after = visible.filter(slug__gte=slug[:2])[:NEIGHBOURS]
    before = visible.filter(slug__lt=slug[:2]).order_by("-slug")[:NEIGHBOURS]
    return [*after, *before]


def source_id(slug_or_name: str, user: Any) -> int | None:
    """The id of the source with this slug, old slug, or name in any spelling."""
    by_slug = ids_by_slug("source", [slug_or_name], user)
    if by_slug:
        return by_slug[slug_or_name]
    named = SourceName.objects.filter(
        normalised=normalise_name(slug_or_name), source__in=Source.objects.visible_to(user).values("pk")
    )
    return named.values_list("source_id", flat=True).first()


def shown(record: RecordType | None, user: Any) -> RecordType | None:
    """`record` where `user` may see it, else None: `visible_to` for what came with another record's row.

    A rejected source is none to the public: its articles, credits and stories stand as those of a
    source that nobody knows.
    """
    if record is None or is_editor(user):
        return record
    if isinstance(record, Source):
        return None if record.verdict in unnamed(user) else record
    return record if record.verdict == Verdict.ACCEPTED else None


def unnamed(user: Any) -> list[str]:
    """The verdicts of the sources that nothing names to `user`: `shown` for reads that count them."""
    return [] if is_editor(user) else [Verdict.REJECTED]


def _visible(kind: str, user: Any) -> QuerySet[Any]:
    if kind == "source":
        return Source.objects.visible_to(user)
    if kind == "event":
        events: QuerySet[Any] = Event.objects.visible_to(user)
        return events
    entities: QuerySet[Any] = Entity.objects.visible_to(user)
    return entities.filter(kind="place") if kind == "place" else entities
