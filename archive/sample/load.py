"""Loads the sample newsroom into an empty archive, through the same ingest and curation as everything else."""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from archive.curation import merging, records, verdicts
from archive.extraction import reading, store
from archive.ingest.run import ingest
from archive.models import (
    Article,
    ArticleLink,
    Coverage,
    Credit,
    Entity,
    EntityName,
    Event,
    EventParticipant,
    KnownBy,
    Mention,
    Source,
    SourceDomain,
    SourceName,
    User,
    Verdict,
)
from archive.text import normalise_name

from . import truth
from .truth import Truth

REASON = "Part of the sample newsroom."


class NotEmpty(Exception):
    """The archive holds articles already; the sample is for an empty one."""


@transaction.atomic
def load(by: User) -> None:
    """Load all of the sample in the name of `by`, or nothing where it is interrupted. Raises `NotEmpty`."""
    if Article.objects.exists():
        raise NotEmpty("The archive is not empty; the sample newsroom is for an empty one.")
    known = truth.read()
    for row in known.sources:
        _source(row, by)
    _ingest()
    articles = _articles()
    for row in known.entities:
        _entity(row, by)
    entities = {entity.slug: entity for entity in Entity.objects.all()}
    for row in known.events:
        _event(row, entities, by)
    _coverage(known, articles, by)
    _mentions(known, articles, entities, by)
    _credits(known, articles, by)
    _links(known, articles, by)
    for row in known.merges:
        _merge(row, by)
    _read()
    _count_rows()


def _count_rows() -> None:
    """Tell PostgreSQL what is in the tables: until it looks by itself, it plans each query for empty ones."""
    tables = ", ".join(model._meta.db_table for model in apps.get_app_config("archive").get_models())
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {tables}")


def _ingest() -> None:
    corrections = sorted(truth.ARTICLES.glob(truth.CORRECTIONS))
    firsts = sorted(path for path in truth.ARTICLES.iterdir() if path not in corrections)
    for paths in (firsts, corrections):
        report = ingest([str(path) for path in paths], publish=True)
        if report.state != "finished" or report.rejected:
            raise RuntimeError(f"The sample was not ingested: {report.message or report.reasons}")


def _read() -> None:
    """Days and figures, which pages of events compare; who is named and credited is the truth's, and no machine's."""
    rows = Article.objects.select_related("source").filter(language=reading.LANGUAGE).defer("search_vector")
    store.note({row.pk: (row, reading.read_without_names(store.to_be_read(row))) for row in rows})


def _articles() -> dict[str, Article]:
    """Articles by the id that the truth calls them by: bare texts have none and go by their file's name."""
    rows = Article.objects.select_related("original").defer("search_vector", "original__content")
    return {row.external_id or Path(row.original.name).name: row for row in rows}


def _source(row: dict[str, Any], by: User) -> Source:
    source = Source(name=row["name"], kind=row["kind"], description=row.get("description", ""))
    records.save(source, by, REASON)
    names = [row["name"], *row.get("aliases", [])]
    for name in {normalise_name(name): name for name in reversed(names)}.values():
        records.save(SourceName(source=source, name=name), by, REASON)
    for domain in row.get("domains", []):
        records.save(SourceDomain(source=source, domain=domain), by, REASON)
    return source


def _merge(row: dict[str, Any], by: User) -> None:
    """A source that was doubled, merged as an editor does: its addresses lead to the one that is kept."""
    lost = _source(row["source"], by)
    merging.merge(Source.objects.get(name=row["keep"]), lost, by, reason=row["reason"])


def _entity(row: dict[str, Any], by: User) -> None:
    entity = Entity(**{key: value for key, value in row.items() if key != "names"})
    records.save(entity, by, REASON)
    for name in dict.fromkeys([row["name"], *row.get("names", [])]):
        records.save(EntityName(entity=entity, name=name), by, REASON)


def _event(row: dict[str, Any], entities: dict[str, Entity], by: User) -> None:
    event = Event(
        slug=row["slug"],
        title=row["title"],
        kind=row["kind"],
        summary=row["summary"],
        starts_on=row["starts_on"],
        ends_on=row.get("ends_on"),
        date_precision=row["precision"],
        place=entities[row["place"]],
        parent=Event.objects.get(slug=row["parent"]) if "parent" in row else None,
    )
    records.save(event, by, REASON)
    for part in row.get("participants", []):
        participant = EventParticipant(event=event, entity=entities[part["entity"]], role=part["role"])
        records.save(participant, by, REASON)


def _coverage(known: Truth, articles: dict[str, Article], by: User) -> None:
    events = {event.slug: event for event in Event.objects.all()}
    rows = [
        Coverage(article=articles[row["article"]], event=events[row["event"]], known_by=KnownBy.EDITOR)
        for row in known.coverage
    ]
    verdicts.decide_many(Coverage.objects.bulk_create(rows), Verdict.ACCEPTED, by, REASON)


def _mentions(known: Truth, articles: dict[str, Article], entities: dict[str, Entity], by: User) -> None:
    rows = []
    for external_id, surfaces in known.mentions.items():
        article = articles[external_id]
        for span in truth.spans(surfaces, {name: getattr(article, name) for name in truth.FIELDS}):
            entity = entities[span.entity]
            rows.append(
                Mention(
                    article=article, entity=entity, kind=entity.kind, field=span.field,
                    start=span.start, end=span.end, surface=span.surface, known_by=KnownBy.EDITOR,
                )
            )  # fmt: skip
    verdicts.decide_many(Mention.objects.bulk_create(rows), Verdict.ACCEPTED, by, REASON)


def _credits(known: Truth, articles: dict[str, Article], by: User) -> None:
    sources = {source.name: source for source in Source.objects.all()}
    # Ingest has suggested the photo credits that it saw in captions: those are accepted, not made again.
    suggested = {(row.article_id, row.kind, row.source_id, row.field, row.start): row for row in Credit.objects.all()}
    new, accepted = [], []
    for row in known.credits:
        credit = _credit(row, articles[row["article"]], sources.get(row.get("source", "")))
        key = (credit.article_id, credit.kind, credit.source_id, credit.field, credit.start)
        if key in suggested:
            accepted.append(suggested[key])
        else:
            new.append(credit)
    verdicts.decide_many([*accepted, *Credit.objects.bulk_create(new)], Verdict.ACCEPTED, by, REASON)


def _credit(row: dict[str, Any], article: Article, source: Source | None) -> Credit:
    start = getattr(article, row["field"]).index(row["words"])
    return Credit(
        article=article, source=source, kind=row["kind"], named_as=row["named_as"], field=row["field"],
        words=row["words"], start=start, end=start + len(row["words"]), known_by=KnownBy.EDITOR,
    )  # fmt: skip


def _links(known: Truth, articles: dict[str, Article], by: User) -> None:
    for row in known.links:
        origin, other = articles[row["left"]], articles[row["right"]]
        left, right = sorted((origin, other), key=lambda article: article.pk)
        derived = row["relation"] != ArticleLink.Relation.SAME_EVENT
        link = ArticleLink(left=left, right=right, relation=row["relation"])
        if derived:
            link.first = ArticleLink.First.LEFT if left == origin else ArticleLink.First.RIGHT
        link.known_by = KnownBy.EDITOR
        link.evidence = {"in words": row["reason"]}
        link.save()
        if not row.get("desk"):
            verdicts.decide(link, row["verdict"], by, row["reason"])
