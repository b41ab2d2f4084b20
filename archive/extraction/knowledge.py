"""What the archive knows, as extraction needs it: compiled once and again when editors change names."""

import time
from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from django.apps import apps
from django.conf import settings
from django.db.models import Max

from archive.models import Entity, EntityName, Source, SourceName, Verdict
from archive.text import normalise_name

from . import neural
from .credits import CreditFinder, Sources
from .entities import EntityFinder
from .known import KnownEntity, KnownNames
from .reading import Reader
from .rules import Span
from .tokens import Split

# The tables whose history tells that something changed.
_TOLD_BY = ("Entity", "EntityName", "Source", "SourceName")
Stamp = tuple[int | None, ...]

# A run that proposes entities changes the names all the time: it compiles them so often at most. What it read
# before is read again at its end.
REFRESH_SECONDS = 30

_latest: tuple[Stamp, Reader, float] | None = None


def stamp() -> Stamp:
    """Something that differs whenever a name of an entity or a source did."""
    histories = (apps.get_model("archive", f"{name}History") for name in _TOLD_BY)
    return tuple(history.objects.aggregate(last=Max("pgh_id"))["last"] for history in histories)


def reader() -> Reader:
    """The reader with all that the archive knows; the same one for some seconds, and until a name changes."""
    global _latest
    if _latest is None or time.monotonic() - _latest[2] > REFRESH_SECONDS:
        refresh()
    assert _latest is not None
    return _latest[1]


def refresh() -> None:
    """Take in what has changed since the last look."""
    global _latest
    now = stamp()
    known = _latest[1] if _latest and _latest[0] == now else _compiled()
    _latest = (now, known, time.monotonic())


def _compiled() -> Reader:
    known = KnownNames.of(known_entities())
    return Reader(EntityFinder(known, _model()), EntityFinder(known, Nothing()), CreditFinder(sources()))


def known_entities() -> list[KnownEntity]:
    """Every entity that was not rejected, with all its names."""
    names: dict[int, list[str]] = defaultdict(list)
    for entity, name in EntityName.objects.values_list("entity", "name"):
        names[entity].append(name)
    rows = Entity.objects.exclude(verdict=Verdict.REJECTED).order_by("pk")
    return [
        KnownEntity(pk, kind, name, tuple(names[pk]), country, description)
        for pk, kind, name, country, description in rows.values_list("pk", "kind", "name", "country", "description")
    ]


def sources() -> Sources:
    """Every source that was not rejected, by its names."""
    rows = SourceName.objects.exclude(source__verdict=Verdict.REJECTED).order_by("pk")
    agencies, photo_agencies, others = {}, {}, {}
    for name, kind, source in rows.values_list("name", "source__kind", "source__name"):
        others[normalise_name(name)] = source
        if kind == Source.Kind.AGENCY:
            agencies[name] = source
        elif kind == Source.Kind.PHOTO_AGENCY:
            photo_agencies[name] = source
    return Sources(agencies, photo_agencies, others)


@cache
def _model() -> "neural.Ours | neural.Installed | None":
    return neural.model(settings.ARCHIVE_SPACY_MODEL, settings.VAR_DIR / "entities")


class Nothing:
    """A model that finds nothing, for languages that neither rules nor model read."""

    def names(self, texts: Sequence[Split]) -> list[list[list[Span]]]:
        """No names."""
        return [[[] for _ in sentences] for sentences, _ in texts]
