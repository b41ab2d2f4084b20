"""The sources that credits are owed to; an agency of the world that is not known yet is proposed."""

from collections.abc import Iterable

from django.db import connection, transaction

from archive.models import KnownBy, Source, SourceName, Verdict
from archive.models.imports import INGEST_LOCK
from archive.text import normalise_name, slugify

from .speech import AGENCIES


def sources_by_name(names: Iterable[str]) -> dict[str, int]:
    """The ids of the sources of these names, those of rejected ones left out."""
    wanted = {normalise_name(name): name for name in names}
    found = _found(wanted)
    missing = [name for key, name in wanted.items() if key not in found and name in AGENCIES.values()]
    if missing:
        with transaction.atomic(), connection.cursor() as cursor:
            # Ingest makes sources, too: never two of one name.
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [INGEST_LOCK])
            found = _found(wanted)
            for name in missing:
                if normalise_name(name) not in found:
                    found[normalise_name(name)] = (_propose(name).pk, Verdict.SUGGESTED)
    usable = {key: pk for key, (pk, verdict) in found.items() if verdict != Verdict.REJECTED}
    return {name: usable[key] for key, name in wanted.items() if key in usable}


def _found(wanted: dict[str, str]) -> dict[str, tuple[int, str]]:
    rows = SourceName.objects.filter(normalised__in=wanted)
    return {key: (pk, verdict) for key, pk, verdict in rows.values_list("normalised", "source", "source__verdict")}


def _propose(name: str) -> Source:
    slug, number = slugify(name), 2
    while Source.objects.filter(slug=slug).exists():
        slug, number = f"{slugify(name, 70)}-{number}", number + 1
    source = Source.objects.create(
        name=name, slug=slug, kind=Source.Kind.AGENCY, known_by=KnownBy.RULE,
        evidence={"reason": "a news agency that an article credits"},
    )  # fmt: skip
    names = {
        normalise_name(each): each for each in (name, *(key for key, agency in AGENCIES.items() if agency == name))
    }
    taken = set(SourceName.objects.filter(normalised__in=names).values_list("normalised", flat=True))
    for key, each in names.items():
        if key not in taken:
            SourceName(source=source, name=each).save()
    return source
