"""Slugs that are free: no record has them, and no redirect from them leads to another record.

An address leads on for ever, so the slug of a record that was renamed or merged is never given away.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import Q

from archive.text import slugify

_LONGEST = 90  # characters, of the 100 that a slug may have: room for a number


def free_slug(record: models.Model, name: str) -> str:
    """The slug for a source, entity or event called `name`: numbered ("-2") where others have or had it.

    The slugs that `record` itself has or had are free for it.
    """
    return free_slugs(type(record), [name], own=record.pk)[0]


def free_slugs(model: type[models.Model], names: Sequence[str], own: int | None = None) -> list[str]:
    """A free slug for each of `names`, all different, in a few queries however many there are."""
    wanted = [slugify(name, _LONGEST) for name in names]
    counts = Counter(wanted)
    taken = _taken(model, "__in", list(counts), own)
    if several := [slug for slug, count in counts.items() if count > 1 or slug in taken]:
        taken |= _taken(model, "__regex", rf"^({'|'.join(map(re.escape, several))})(-[0-9]+)+$", own)
    free = []
    for slug in wanted:
        given, number = slug, 2
        while given in taken:
            given, number = f"{slug}-{number}", number + 1
        taken.add(given)
        free.append(given)
    return free


def _taken(model: type[models.Model], lookup: str, slugs: Any, own: int | None) -> set[str]:
    """The slugs that records other than `own` have, and those from which redirects lead to others."""
    redirects: Any = model._meta.get_field("redirects").related_model
    target = str(model._meta.model_name)
    theirs = redirects.objects.filter(Q(**{f"{target}__isnull": False}), ~Q(**{target: own}))
    return {
        *model._default_manager.filter(**{f"slug{lookup}": slugs}).exclude(pk=own).values_list("slug", flat=True),
        *theirs.filter(**{f"old_slug{lookup}": slugs}).values_list("old_slug", flat=True),
    }
