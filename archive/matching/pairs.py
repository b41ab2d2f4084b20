"""Entities, and sources, that may be one: suggested as pairs, for an editor to merge.

Records are compared that share a rare key: a word of a name, its consonants, its first letters, an
internet host. Keys that many share say nothing and are left out, so that time stays bounded; the
very same name is no such key as long as a hundred share it. Kinds are never mixed, and two records
that one catalogue tells apart are two. The JSON of the evidence: `in words`, and all the `reasons`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from urllib.parse import urlsplit

from archive.models import Entity, EntityPair, ExternalId, KnownBy, Source, SourcePair, Verdict

from . import names
from .locking import writing
from .names import Likeness, Name

# More records than these under one key are not compared for it.
MOST_OF_A_KEY, MOST_OF_A_NAME = 40, 100
# No more names than these of one record are compared.
MOST_NAMES = 20
_SECOND_LEVEL = frozenset(["co", "com", "org", "net", "ac", "gov", "edu"])
_SAME_HOST, _PART_OF_HOST = 0.95, 0.6

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Pairs:
    """What became of pairs."""

    suggested: int = 0
    dropped: int = 0

    def __add__(self, other: "Pairs") -> "Pairs":
        return Pairs(self.suggested + other.suggested, self.dropped + other.dropped)


@dataclass(slots=True)
class Record:
    """An entity or a source, by what it is compared."""

    kind: str
    names: list[Name] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)
    catalogues: set[str] = field(default_factory=set)


def suggest() -> Pairs:
    """Suggest pairs among all entities and all sources that are not rejected."""
    with writing():
        return _write(EntityPair, likely(_entities())) + _write(SourcePair, likely(_sources()))


def likely(records: Mapping[int, Record]) -> dict[Pair, list[Likeness]]:
    """The pairs that may be one, with all reasons, the best first."""
    found = {}
    for one, other in sorted(_candidates(records)):
        if reasons := _compare(records[one], records[other]):
            found[one, other] = reasons
    return found


def _candidates(records: Mapping[int, Record]) -> set[Pair]:
    sharing: dict[tuple[str, str], set[int]] = defaultdict(set)
    for pk, record in records.items():
        for key in _keys(record):
            sharing[record.kind, key].add(pk)
    return {
        pair for (_, key), together in sharing.items()
        if len(together) <= (MOST_OF_A_NAME if key.startswith("whole ") else MOST_OF_A_KEY)
        for pair in combinations(sorted(together), 2)
    }  # fmt: skip


def _keys(record: Record) -> set[str]:
    return {key for name in record.names for key in names.keys(name)} | {
        f"host {whole}" for host in record.hosts for whole in _wholes(host)
    }


def _wholes(host: str) -> list[str]:
    """A host and the domains that it is part of, without those that everybody's are part of."""
    labels = host.split(".")
    return [
        ".".join(labels[start:]) for start in range(len(labels) - 1)
        if len(labels) - start > 2 or labels[start] not in _SECOND_LEVEL
    ]  # fmt: skip


def _compare(one: Record, other: Record) -> list[Likeness]:
    if one.catalogues & other.catalogues:
        return []
    found = [names.best(one.names, other.names), _hosts(one.hosts, other.hosts)]
    return sorted((likeness for likeness in found if likeness is not None), reverse=True)


def _hosts(ones: set[str], others: set[str]) -> Likeness | None:
    if both := sorted(ones & others):
        return Likeness(_SAME_HOST, f"both are at {both[0]}")
    for one in sorted(ones):
        for other in sorted(others):
            part, whole = sorted((one, other), key=len, reverse=True)
            if whole in _wholes(part):
                return Likeness(_PART_OF_HOST, f"{part} is part of {whole}")
    return None


def _entities() -> dict[int, Record]:
    rows = Entity.objects.exclude(verdict=Verdict.REJECTED).order_by("pk")
    records = _named(rows.values_list("pk", "kind", "name"), rows.values_list("pk", "kind", "names__name"))
    # One catalogue has one id for each: two entities with ids of one catalogue are two.
    ids = ExternalId.objects.exclude(scheme=ExternalId.Scheme.OTHER).order_by().values_list("entity", "scheme")
    for entity, scheme in ids:
        if entity in records:
            records[entity].catalogues.add(scheme)
    return records


def _sources() -> dict[int, Record]:
    rows = Source.objects.exclude(verdict=Verdict.REJECTED).order_by("pk")
    records = _named(
        rows.values_list("pk", "kind", "name"), rows.values_list("pk", "kind", "names__name"), compared_as="source"
    )
    for pk, homepage, domain in rows.values_list("pk", "homepage", "domains__domain"):
        host = (urlsplit(homepage or "").hostname or "").removeprefix("www.")
        records[pk].hosts |= {found for found in (host, domain) if found}
    for pk, name in rows.values_list("pk", "name"):
        host = name.strip().lower().removeprefix("www.")
        if "." in host.strip(".") and " " not in host:
            records[pk].hosts.add(host)
    return records


def _named(*rows: Iterable[tuple[int, str, str | None]], compared_as: str = "") -> dict[int, Record]:
    records: dict[int, Record] = {}
    for pk, kind, name in (row for part in rows for row in part):
        record = records.setdefault(pk, Record(kind))
        if name and len(record.names) < MOST_NAMES and all(name != known.full for known in record.names):
            record.names.append(names.read(name, compared_as or kind))
    return records


def _write(model: type[EntityPair] | type[SourcePair], found: Mapping[Pair, list[Likeness]]) -> Pairs:
    """Write what is new, renew what reads otherwise, drop what holds no longer; never what was decided."""
    wanted = {pair: _row(model, pair, reasons) for pair, reasons in found.items()}
    known = {(row.left_id, row.right_id): row for row in model.objects.all()}
    ours = {
        pair: row for pair, row in known.items() if row.verdict == Verdict.SUGGESTED and row.known_by == KnownBy.RULE
    }
    new = [row for pair, row in wanted.items() if pair not in known]
    model.objects.bulk_create(new, ignore_conflicts=True)  # type: ignore[arg-type]
    for pair, row in ours.items():
        other = wanted.get(pair)
        if other is not None and (other.score, other.evidence) != (row.score, row.evidence):
            rows = model.objects.filter(pk=row.pk, verdict=Verdict.SUGGESTED)
            rows.update(score=other.score, evidence=other.evidence)
    stale = [row.pk for pair, row in ours.items() if pair not in wanted]
    model.objects.filter(pk__in=stale, verdict=Verdict.SUGGESTED).delete()
    return Pairs(len(new), len(stale))


def _row(model: type[EntityPair] | type[SourcePair], pair: Pair, reasons: list[Likeness]) -> EntityPair | SourcePair:
    said = [f"{likeness.reason[:1].upper()}{likeness.reason[1:]}." for likeness in reasons]
    # Independent reasons: each leaves open a part of what the others left open.
    doubt = 1.0
    for likeness in reasons:
        doubt *= 1 - likeness.score
    return model(
        left_id=pair[0], right_id=pair[1], known_by=KnownBy.RULE, score=round(1 - doubt, 4),
        evidence={"in words": said[0], "reasons": said},
    )  # fmt: skip
