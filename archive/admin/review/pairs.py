"""What is shown of a suggested link: both articles, their credits and stories, and what accepting would join."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from archive.models import Article, ArticleLink, Credit, Source, Story, StoryMember, Verdict
from archive.text import normalise_name

from ..shown import change_url
from .sides import Row, beside

# A text is shown so far; hardly any is longer, and whoever wants more opens the article.
SHOWN_CHARACTERS = 30_000
Relation = ArticleLink.Relation
RELATION_KEYS = {str(key): relation for key, relation in enumerate(Relation, start=1)}


@dataclass(frozen=True)
class Side:
    """One of the two articles."""

    letter: str
    article: Article
    address: str
    credits: list[Credit]
    story: Story | None
    size: int
    is_cut: bool


@dataclass(frozen=True)
class Beside:
    """Both articles of a link, and what is known of them together."""

    sides: list[Side]
    rows: list[Row]
    origin: str
    joins: str
    days: str
    names: list[str]
    numbers: list[str]
    disagreements: list[dict[str, Any]]
    relations: list[tuple[str, str, str]]


def beside_each_other(links: Sequence[ArticleLink]) -> list[Beside]:
    """What is shown of each link; three queries however many they are."""
    articles = {article.pk: article for link in links for article in (link.left, link.right)}
    credited = _credits(articles)
    stories = _stories(articles)
    sizes = _sizes({story.pk for story in stories.values()})
    return [_beside(link, credited, stories, sizes) for link in links]


def _credits(articles: Iterable[int]) -> dict[int, list[Credit]]:
    present: QuerySet[Credit] = Credit.objects.of_the_present_text()
    rows = present.filter(article__in=list(articles)).exclude(verdict=Verdict.REJECTED).exclude(kind=Credit.Kind.CITED)
    by_article: dict[int, dict[Any, Credit]] = defaultdict(dict)
    # One line a debt, however often the article owns to it; what an editor accepted comes first.
    for row in rows.select_related("source").order_by("article", "-kind", "verdict", "id"):
        said = normalise_name(str(row.source or row.named_as))
        by_article[row.article_id].setdefault((row.kind, said), row)
    return {article: list(credits.values()) for article, credits in by_article.items()}


def _stories(articles: Iterable[int]) -> dict[int, Story]:
    members = StoryMember.objects.filter(article__in=list(articles)).select_related("story__origin")
    return {member.article_id: member.story for member in members}


def _sizes(stories: set[int]) -> dict[int, int]:
    if not stories:
        return {}
    counted = StoryMember.objects.filter(story__in=stories).order_by().values_list("story").annotate(Count("pk"))
    return dict(counted)


def _beside(
    link: ArticleLink, credited: dict[int, list[Credit]], stories: dict[int, Story], sizes: dict[int, int]
) -> Beside:
    sides = [
        Side(
            letter, article, change_url(article), credited.get(article.pk, []), story := stories.get(article.pk),
            sizes.get(story.pk, 0) if story else 0, len(article.text) > SHOWN_CHARACTERS,
        )
        for letter, article in (("A", link.left), ("B", link.right))
    ]  # fmt: skip
    said: dict[str, Any] = link.evidence if isinstance(link.evidence, dict) else {}
    left, right = (side.article.text[:SHOWN_CHARACTERS] for side in sides)
    differing = said.get("figures that disagree")
    return Beside(
        sides=sides,
        rows=beside(left, right, said),
        origin=_origin(sides),
        joins=_joins(sides, link.relation in ArticleLink.JOINING),
        days=_days(link.left, link.right),
        # The reason in words has the first of them already.
        names=[str(name) for name in said.get("names") or () if str(name) not in str(said.get("in words", ""))],
        numbers=[str(number) for number in said.get("numbers") or ()],
        disagreements=[row for row in differing if isinstance(row, dict)] if isinstance(differing, list) else [],
        relations=[(key, relation.value, str(relation.label)) for key, relation in RELATION_KEYS.items()],
    )


def _origin(sides: list[Side]) -> str:
    """Whose report both texts are, as far as their credits tell."""
    common = set.intersection(*(_agencies(side) for side in sides))
    if not common:
        return ""
    one, other = (side.article.source_id for side in sides)
    outlets = "Two outlets" if one != other and None not in (one, other) else "Both texts"
    return f"{outlets}, one origin: {' and '.join(sorted(str(agency) for agency in common))}"


def _agencies(side: Side) -> set[Source]:
    """Whom a text goes back to: the agencies that it credits, and its own source where that is one."""
    owed = {credit.source for credit in side.credits if credit.kind == Credit.Kind.WIRE and credit.source}
    own = side.article.source
    return owed | {own} if own is not None and own.kind == Source.Kind.AGENCY else owed


def _joins(sides: list[Side], suggested: bool) -> str:
    """What accepting does to stories; of a relation that joins none, what another would do."""
    one, other = sides
    would = "Would" if suggested else "The same event joins nothing; another relation would"
    if one.story and other.story:
        if one.story == other.story:
            return f"Both are in {_named(one)} already."
        return f"{would} join {_named(one)} and {_named(other)} into one of {one.size + other.size} articles."
    held = next((side for side in sides if side.story), None)
    if held is not None:
        alone = other if held is one else one
        return f"{would} put {alone.letter} into {_named(held)}."
    return f"{would} make a story of these two."


def _named(side: Side) -> str:
    return f"story {side.story.pk} ({side.size} articles)" if side.story else ""


def _days(left: Article, right: Article) -> str:
    """How far apart the two were published."""
    if left.published_on is None or right.published_on is None:
        return ""
    days = abs((left.published_on - right.published_on).days)
    if not days:
        return "same day"
    return "one day apart" if days == 1 else f"{days:,} days apart"
