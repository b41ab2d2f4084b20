"""What lists of articles are made of: facets and timelines."""

from typing import Any

from rest_framework import serializers

from archive import queries
from archive.queries.facets import NAMES, SINGLE
from archive.queries.timelines import PRECISIONS

from .events import ThreeNumbers

ESTIMATED = "Whether the numbers come from a sample, since the list is long; else they are exact."


class FacetValue(serializers.Serializer[Any]):
    """One value and how many articles of the list have it."""

    value = serializers.CharField(help_text="What the filter of the same name takes.")
    name = serializers.CharField()
    count = serializers.IntegerField(
        help_text="Rows of the list when it is narrowed to this value; may be `estimated`."
    )


class Facet(serializers.Serializer[Any]):
    """The values that most articles have."""

    values = FacetValue(many=True)
    others = serializers.IntegerField(help_text="The counts of all further values, summed up.")
    none = serializers.IntegerField(help_text="Articles without any value.")


_ONE = "An article has one at most: the counts, `others` and `none` add up to `count`."
_SEVERAL = "An article may have several."
FacetsByName: Any = type(
    "FacetsByName",
    (serializers.Serializer,),
    {
        "__doc__": "Facets by name.",
        "__module__": __name__,
        **{name: Facet(help_text=_ONE if name in SINGLE else _SEVERAL) for name in NAMES},
    },
)


class ArticleFacets(serializers.Serializer[Any]):
    """What a list of articles is made of."""

    count = serializers.IntegerField(help_text="Articles of the list; exact up to 100,000, whatever is `estimated`.")
    estimated = serializers.BooleanField(help_text=f"{ESTIMATED} `count=exact` asks for exact ones.")
    margin = serializers.IntegerField(
        help_text="How far a number that is `estimated` is off at most, in 19 of 20 cases; 0 where all are exact."
    )
    facets = FacetsByName()


def shown_facets(found: queries.Facets) -> dict[str, Any]:
    """Facets as they are answered."""
    return {
        "count": found.count,
        "estimated": found.estimated,
        "margin": found.margin,
        "facets": {
            name: {
                "values": [{"value": it.value, "name": it.name, "count": it.count} for it in facet.values],
                "others": facet.others,
                "none": facet.none,
            }
            for name, facet in found.by_name.items()
        },
    }


class Span(ThreeNumbers):
    """What was reported in one span."""

    first_day = serializers.DateField(help_text="The day that it begins with; a week begins on Monday.")


class ArticleTimeline(serializers.Serializer[Any]):
    """How much was reported when."""

    by = serializers.ChoiceField(list(PRECISIONS))
    estimated = serializers.BooleanField(help_text=ESTIMATED)
    spans = Span(many=True, help_text="Those that have articles, in order.")
    without_date = ThreeNumbers(help_text="Of articles whose date is not known so exactly, or not at all.")


def shown_timeline(by: str, found: queries.Timeline) -> dict[str, Any]:
    """A timeline as it is answered."""
    return {
        "by": by,
        "estimated": found.estimated,
        "spans": [{"first_day": first, **shown_numbers(numbers)} for first, numbers in found.spans.items()],
        "without_date": shown_numbers(found.without_date),
    }


def shown_numbers(numbers: queries.Numbers) -> dict[str, int]:
    """The three numbers as they are answered."""
    return {"articles": numbers.articles, "outlets": numbers.outlets, "independent_reports": numbers.reports}
