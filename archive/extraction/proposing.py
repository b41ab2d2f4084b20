"""New entities: proposed when several articles agree on a name that nobody in the archive bears.

Copies of one text count once. An entity of that name that an editor rejected is not proposed again, and one that
bears the name already keeps an editor's eye on it: spelling alone makes no second entity, and joins none.
"""

from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import Count

from archive.models import Entity, EntityName, ExternalId, KnownBy, Mention, Verdict
from archive.text import normalise_name, slugify

from .known import is_common_word
from .lexicon import Place, places
from .rules import ORGANISATION, PERSON, PLACE

ENOUGH_ARTICLES = 3
SCORE = 0.6
_LOCK = 0x656E74697479  # "entity"; any number that nothing else locks


def propose(names: Iterable[tuple[str, str]]) -> list[Entity]:
    """Propose entities for those of the `names` (full name, kind) that enough articles have.

    The articles are to be read again then (`naming`): what is known counts before what is guessed.
    """
    wanted = {(name, kind) for name, kind in names if _may_be_proposed(name, kind)}
    if not wanted:
        return []
    counted = _counted({name for name, _ in wanted})
    agreed = {key: count for key, count in counted.items() if key in wanted and count >= ENOUGH_ARTICLES}
    if not agreed:
        return []
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        borne = set(
            EntityName.objects.filter(normalised__in={normalise_name(name) for name, _ in agreed}).values_list(
                "normalised", flat=True
            )
        )
        proposed = []
        for (name, kind), count in sorted(agreed.items(), key=lambda each: -each[1]):
            if normalise_name(name) not in borne:
                borne.add(normalise_name(name))
                proposed.append(_propose(name, kind, count))
        return proposed


def _may_be_proposed(name: str, kind: str) -> bool:
    """Whether a name alone can stand for one: a surname or an ordinary word cannot."""
    if len(name) < 2 or is_common_word(name):
        return False
    if kind == PERSON:
        return " " in name
    if kind == ORGANISATION:
        return " " in name or name.isupper()
    return " " in name or normalise_name(name) in places()


def _counted(names: set[str]) -> dict[tuple[str, str], int]:
    """In how many different texts each name stands unresolved, by kind."""
    rows = Mention.objects.filter(evidence__full__in=names, verdict=Verdict.SUGGESTED, entity=None, revision=None)
    counted = rows.order_by().values_list("evidence__full", "kind").annotate(Count("article__text_hash", distinct=True))
    return {(name, kind): count for name, kind, count in counted}


def _propose(name: str, kind: str, articles: int) -> Entity:
    place = _place(name) if kind == PLACE else None
    entity = Entity.objects.create(
        kind=kind, name=name, slug=_free_slug(name), score=SCORE, known_by=KnownBy.RULE,
        evidence={"reason": f"{articles} articles agree on this name", "articles": articles},
        country=place.country if place else "",
        latitude=_rounded(place.latitude) if place else None,
        longitude=_rounded(place.longitude) if place else None,
    )  # fmt: skip
    EntityName(entity=entity, name=name).save()
    if place and place.geonames:
        # Another entity may have it already: then this one is for an editor to merge.
        named = ExternalId(entity=entity, scheme=ExternalId.Scheme.GEONAMES, value=place.geonames)
        ExternalId.objects.bulk_create([named], ignore_conflicts=True)
    return entity


def naming(names: Iterable[str]) -> list[int]:
    """The articles in which any of the names stands unresolved."""
    rows = Mention.objects.filter(
        evidence__full__in=list(names), verdict=Verdict.SUGGESTED, entity=None, revision=None
    )  # fmt: skip
    return sorted(set(rows.order_by().values_list("article", flat=True)))


def _place(name: str) -> Place | None:
    """The gazetteer's place of the name, where one is so much larger than its namesakes that it is meant."""
    namesakes = places().get(normalise_name(name), [])
    if len(namesakes) > 1 and namesakes[0].kind == "city" and namesakes[0].population < 5 * namesakes[1].population:
        return None
    return namesakes[0] if namesakes and namesakes[0].latitude is not None else None


def _rounded(degrees: float | None) -> float | None:
    return None if degrees is None else round(degrees, 5)


def _free_slug(name: str) -> str:
    slug, number = slugify(name), 2
    while Entity.objects.filter(slug=slug).exists():
        slug, number = f"{slugify(name, 70)}-{number}", number + 1
    return slug
