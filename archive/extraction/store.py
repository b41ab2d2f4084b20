"""Readings become rows: mentions and credits that are suggested, and never one that an editor has judged.

What was suggested before and is found again stays as it is, so that reading twice changes nothing. What is not
found again goes. Where an editor has judged, the judgement stands: the same suggestion does not come again, and
no other one for words that an editor accepted or is unsure of.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from archive.models import Article, Credit, Extraction, KnownBy, Mention, Verdict

from .agencies import sources_by_name
from .credits import FoundCredit
from .found import FoundName
from .reading import VERSION, Reading, ToRead

# By this key of the evidence a credit is told to be ours: ingest suggests photo credits, too.
OURS = "found by"
EXTRACTION = "extraction"
LONGEST_NAME = 300

Spans = dict[int, list[Any]]


def to_be_read(article: Article) -> ToRead:
    """A row as it is read; relative dates need a day to count from."""
    parts = {name: getattr(article, name) for name in ("headline", "text", "caption", "byline")}
    published = article.published_on if article.date_precision == "day" else None
    return ToRead(parts, published, article.language, article.source.name if article.source else "")


def store(readings: Mapping[int, tuple[Article, Reading]]) -> int:
    """Write the readings of articles (by id); those whose article has changed since stay to be read again.

    The number of mentions and credits that are new or changed.
    """
    owed = {credit.source for _, reading in readings.values() for credit in reading.credits if credit.source}
    # Before any article is locked: a new source waits for ingests, and they for articles.
    sources = sources_by_name(owed)
    with transaction.atomic():
        there = Article.objects.select_for_update(of=("self",)).filter(pk__in=readings).order_by("pk")
        now = dict(there.values_list("pk", "updated_at"))
        current = {pk: it for pk, it in readings.items() if now.get(pk) == it[0].updated_at}
        changed = _store_mentions({pk: reading.names for pk, (_, reading) in current.items()})
        changed += _store_credits({pk: reading.credits for pk, (_, reading) in current.items()}, sources)
        note(current)
    return changed


def note(readings: Mapping[int, tuple[Article, Reading]]) -> None:
    """Write down that these articles were read, and their dated words and figures."""
    Extraction.objects.bulk_create(
        [
            Extraction(
                article=article,
                article_updated_at=article.updated_at,
                version=VERSION,
                dates=[[field, it.start, it.end, it.means.isoformat(), it.precision] for field, it in reading.dates],
                figures=[[field, it.start, it.end, it.value, it.unit, it.about] for field, it in reading.figures],
            )
            for article, reading in readings.values()
        ],
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["article_updated_at", "version", "dates", "figures", "extracted_at"],
    )


def _store_mentions(found: Mapping[int, list[FoundName]]) -> int:
    suggested, judged = _there(Mention, found)
    new, changed, kept = [], [], set()
    for article, names in found.items():
        blocked = _Blocked(judged[article])
        old = {(row.field, row.start, row.end): row for row in suggested[article]}
        for name in names:
            if len(name.surface) > LONGEST_NAME or blocked.mention(name):
                continue
            row = old.get((name.field, name.start, name.end))
            made = _mention(article, name)
            if row is None:
                new.append(made)
                continue
            kept.add(row.pk)
            if _update(row, made, ("entity_id", "kind", "surface", "score", "evidence", "known_by")):
                changed.append(row)
    gone = [row.pk for rows in suggested.values() for row in rows if row.pk not in kept]
    Mention.objects.filter(pk__in=gone, verdict=Verdict.SUGGESTED).delete()
    Mention.objects.bulk_update(changed, ["entity", "kind", "surface", "score", "evidence", "known_by"], batch_size=500)
    Mention.objects.bulk_create(new, batch_size=1000)
    return len(gone) + len(changed) + len(new)


def _store_credits(found: Mapping[int, list[FoundCredit]], sources: Mapping[str, int]) -> int:
    suggested, judged = _there(Credit, found)
    new, changed, kept = [], [], set()
    for article, credits in found.items():
        blocked = _Blocked(judged[article])
        rows = suggested[article]
        theirs = [row for row in rows if row.evidence.get(OURS) != EXTRACTION]
        old = {(row.kind, row.field, row.start, row.named_as): row for row in rows if row not in theirs}
        kept |= {row.pk for row in theirs}
        made_now = set()
        for credit in credits:
            key = (credit.kind, credit.field, credit.start, credit.named_as[:LONGEST_NAME])
            source = sources.get(credit.source)
            if key in made_now or blocked.credit(credit, source) or any(_same_photo(row, credit) for row in theirs):
                continue
            made_now.add(key)
            made, row = _credit(article, credit, source), old.get(key)
            if row is None:
                new.append(made)
                continue
            kept.add(row.pk)
            if _update(row, made, ("source_id", "words", "end", "score", "evidence")):
                changed.append(row)
    gone = [row.pk for rows in suggested.values() for row in rows if row.pk not in kept]
    Credit.objects.filter(pk__in=gone, verdict=Verdict.SUGGESTED).delete()
    Credit.objects.bulk_update(changed, ["source", "words", "end", "score", "evidence"], batch_size=500)
    Credit.objects.bulk_create(new, batch_size=1000)
    return len(gone) + len(changed) + len(new)


def _there(model: Any, articles: Iterable[int]) -> tuple[Spans, Spans]:
    """The rows about the present texts of articles: those that wait and are a machine's, and all others."""
    suggested: Spans = defaultdict(list)
    judged: Spans = defaultdict(list)
    for row in model.objects.filter(article__in=list(articles), revision=None).order_by("pk"):
        waits = row.verdict == Verdict.SUGGESTED and row.known_by != KnownBy.EDITOR
        (suggested if waits else judged)[row.article_id].append(row)
    return suggested, judged


class _Blocked:
    """What editors have judged in one article, and what that leaves to suggest."""

    def __init__(self, judged: list[Any]) -> None:
        self._rejected = [row for row in judged if row.verdict == Verdict.REJECTED]
        self._settled = [row for row in judged if row.verdict != Verdict.REJECTED]

    def mention(self, name: FoundName) -> bool:
        """Whether a mention is not to be suggested."""
        if any(_overlap(row, name) for row in self._settled):
            return True
        same = [row for row in self._rejected if (row.field, row.start, row.end) == (name.field, name.start, name.end)]
        return any(row.entity_id in (None, name.entity) or name.entity is None for row in same)

    def credit(self, credit: FoundCredit, source: int | None) -> bool:
        """Whether a credit is not to be suggested."""
        if any(
            row.kind == credit.kind and _overlap(row, credit) and _says_the_same(row, credit, source)
            for row in self._settled
        ):
            return True
        return any(
            row.kind == credit.kind and row.field == credit.field and row.start == credit.start
            and (row.source_id == source or row.named_as == credit.named_as)
            for row in self._rejected
        )  # fmt: skip


def _says_the_same(row: Any, credit: FoundCredit, source: int | None) -> bool:
    """Whether two credits of overlapping words are for the same speaker; of two speakers both stand."""
    if source and row.source_id:
        return bool(row.source_id == source)
    words, others = set(row.named_as.casefold().split()), set(credit.named_as.casefold().split())
    return words <= others or others <= words


def _overlap(row: Any, found: FoundName | FoundCredit) -> bool:
    if row.field != found.field:
        return False
    return row.start is None or (row.start < found.end and found.start < row.end)


def _same_photo(row: Any, credit: FoundCredit) -> bool:
    return bool(row.kind == credit.kind and row.field == credit.field)


def _update(row: Any, made: Any, fields: tuple[str, ...]) -> bool:
    """Bring a suggestion up to date; whether anything was different."""
    different = [name for name in fields if getattr(row, name) != getattr(made, name)]
    for name in different:
        setattr(row, name, getattr(made, name))
    return bool(different)


def _mention(article: int, name: FoundName) -> Mention:
    evidence: dict[str, Any] = {"reason": name.reason, "words": name.surface}
    if name.entity is None:
        evidence["full"] = name.full
    if name.candidates and (name.entity is None or len(name.candidates) > 1):
        evidence["candidates"] = [
            {"entity": each.entity, "score": each.score, "why": list(each.why)} for each in name.candidates[:10]
        ]
    return Mention(
        article_id=article, entity_id=name.entity, kind=name.kind, field=name.field, start=name.start, end=name.end,
        surface=name.surface, score=name.score, known_by=name.known_by, evidence=evidence,
    )  # fmt: skip


def _credit(article: int, credit: FoundCredit, source: int | None) -> Credit:
    evidence: dict[str, Any] = {OURS: EXTRACTION, "reason": credit.reason, "words": credit.words}
    if credit.statement:
        evidence["statement"] = credit.statement
    if credit.anonymous:
        evidence["anonymous"] = True
    return Credit(
        article_id=article, source_id=source, kind=credit.kind, named_as=credit.named_as[:LONGEST_NAME],
        field=credit.field, words=credit.words, start=credit.start, end=credit.end, score=credit.score,
        known_by=KnownBy.RULE, evidence=evidence,
    )  # fmt: skip
