"""From names and domains to sources, a batch at a time; unknown names become suggested sources.

A name leads to the source that has it among its names, whatever the spelling (`normalise_name`).
A record that names no source is its domain's: "edition.example.com" belongs to the source of
"example.com" unless it has one of its own. Names that are domains themselves count as both.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.models import KnownBy, Source, SourceDomain, SourceName
from archive.models.slugs import free_slugs
from archive.text import normalise_name

from .records import Record, domain_of

_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A source to be found or made: by `name`, by `domain`, or both; `kind` is that of a new one."""

    name: str
    domain: str = ""
    kind: Source.Kind = Source.Kind.OUTLET

    @property
    def normalised(self) -> str:
        """The form of the name under which spellings are equal."""
        return normalise_name(self.name)


def publisher(record: Record) -> Wanted | None:
    """Who published `record`; nothing where it names neither a source nor an address."""
    name = record.source_name or record.domain
    if not name:
        return None
    domain = domain_of(f"http://{name}") if _DOMAIN.fullmatch(name) else ""
    return Wanted(name, domain)


def photographer(record: Record) -> Wanted | None:
    """Whom the caption of `record` credits with its photo, where it names anybody."""
    if record.photo_credit is None or not record.photo_credit.source_name:
        return None
    return Wanted(record.photo_credit.source_name, kind=Source.Kind.PHOTO_AGENCY)


def resolve(wanted: Iterable[Wanted | None]) -> dict[Wanted, Source]:
    """The source of each of `wanted`, with id and language; those unknown are made, as suggestions."""
    missing = dict.fromkeys(one for one in wanted if one)
    directory = _Directory(missing)
    found = {one: source for one in missing if (source := directory.find(one))}
    for one in missing:
        if one not in found:
            found[one] = directory.find(one) or directory.add(one)
    directory.save()
    return found


class _Directory:
    """The names and domains that concern one batch, and the sources to be made."""

    def __init__(self, wanted: Iterable[Wanted]) -> None:
        names = {one.normalised for one in wanted}
        domains = {part for one in wanted for part in _and_parents(one.domain)}
        self._names = {
            row.normalised: row.source
            for row in SourceName.objects.filter(normalised__in=names).select_related("source")
        }
        self._domains = {
            row.domain: row.source for row in SourceDomain.objects.filter(domain__in=domains).select_related("source")
        }
        self._new_names: list[SourceName] = []
        self._new_domains: list[SourceDomain] = []

    def find(self, wanted: Wanted) -> Source | None:
        if source := self._names.get(wanted.normalised):
            return source
        return next((self._domains[part] for part in _and_parents(wanted.domain) if part in self._domains), None)

    def add(self, wanted: Wanted) -> Source:
        source = Source(
            name=wanted.name,
            kind=wanted.kind,
            known_by=KnownBy.RULE,
            evidence={"rule": "a name that no source had", "name": wanted.name},
        )
        self._names[wanted.normalised] = source
        # bulk_create does not call save(), which would normalise the name.
        self._new_names.append(SourceName(source=source, name=wanted.name, normalised=wanted.normalised))
        if wanted.domain:
            self._domains[wanted.domain] = source
            self._new_domains.append(SourceDomain(source=source, domain=wanted.domain))
        return source

    def save(self) -> None:
        sources = [name.source for name in self._new_names]
        if not sources:
            return
        for source, slug in zip(sources, free_slugs(Source, [source.name for source in sources]), strict=True):
            source.slug = slug
        Source.objects.bulk_create(sources)
        SourceName.objects.bulk_create(self._new_names)
        SourceDomain.objects.bulk_create(self._new_domains)


def _and_parents(domain: str) -> Iterator[str]:
    """`domain` and the domains above it, but none of the highest level."""
    while "." in domain:
        yield domain
        domain = domain.partition(".")[2]
