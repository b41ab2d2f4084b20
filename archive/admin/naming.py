"""Where an entity is named, below its form: each mention in the words around it, newest article first."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.db.models.functions import Greatest, Substr
from django.utils.html import format_html
from django.utils.safestring import SafeString

from archive.models import Entity, Mention, Verdict
from archive.models.articles import PartOfArticle

# Characters on either side; mentions that a form shows: the list has the others.
AROUND = 80
SHOWN = 30
FIELDS = (PartOfArticle.TEXT, PartOfArticle.HEADLINE, PartOfArticle.BYLINE, PartOfArticle.CAPTION)


@dataclass(frozen=True)
class InContext:
    """A mention, and the words around it."""

    mention: Any
    words: SafeString


def in_context(entity: Entity) -> list[InContext]:
    """The mentions of the newest articles that are not rejected, and of each article's text no more than is shown."""
    return [InContext(it, _words(it)) for it in _rows(entity)[:SHOWN]]


def _rows(entity: Entity) -> QuerySet[Any, Any]:
    first = Greatest(F("start") + 1 - AROUND, Value(1))
    parts = [
        When(field=field, then=Substr(f"article__{field}", first, F("end") - F("start") + 2 * AROUND))
        for field in FIELDS
    ]
    named = Mention.objects.of_the_present_text().filter(entity=entity).exclude(verdict=Verdict.REJECTED)
    rows = named.select_related("article__source").only(
        "start", "end", "field", "surface", "verdict", "score", "article__headline", "article__language",
        "article__published_on", "article__date_precision", "article__source__name",
    )  # fmt: skip
    around = Case(*parts, output_field=CharField())
    found: QuerySet[Any, Any] = rows.annotate(around=around).order_by("-article_id", "field", "start")
    return found


def _words(mention: Any) -> SafeString:
    start = min(mention.start, AROUND)
    end = start + mention.end - mention.start
    around = mention.around or ""
    before = ("…" if mention.start > AROUND else "") + around[:start]
    after = around[end : end + AROUND] + ("…" if len(around) >= end + AROUND else "")
    return format_html("{}<mark>{}</mark>{}", before, around[start:end], after)
