"""What articles can be narrowed to: the parameters of `queries.filtering`."""

import datetime
from typing import Any

from archive import queries
from archive.models import ArticleLink, ImportRun, Source, Story
from archive.models.articles import ArticleQuerySet
from archive.models.entities import EntityKind
from archive.models.judged import is_editor
from archive.models.sources import Rights
from archive.queries import filtering

from ..errors import BadParameters, problem
from ..parameters import BLANK, LETTER, BoundingBox, Day, Moment, OneOf, Slug, Slugs, Some, Text, WholeNumber, YesNo
from .base import LONGEST_NAME, ROUGH_DATES, By, Filters, unknown

LONGEST_HEADLINE = 1_000
OLD_SLUGS = "Old slugs work."


class ArticleFilters(Filters):
    """Filters of articles that the user may see."""

    q = By(
        Text(
            longest=queries.LONGEST_SEARCH,
            pattern=rf"{LETTER}{{1,{queries.LONGEST_WORD}}}({BLANK}+{LETTER}{{1,{queries.LONGEST_WORD}}})*",
            form=f"words of {queries.LONGEST_WORD} characters at most",
            about="Words of headline, text and caption, as far as you may read them: "
            '"exact phrase", OR between words, -word to leave out.',
            example='"islam qala" -iran',
        ),
        method="matching",
    )
    headline = By(
        Text(longest=LONGEST_HEADLINE, about="Part of the headline, in either case.", example="border crossing"),
        lookup_expr="icontains",
    )
    published_on = By(
        Day(
            about="Published on this day. Articles dated only to a month or year do not match.",
            example="2021-07-08",
        ),
        method="on_day",
    )
    published_after = By(
        Day(about=f"Published on this day or later. {ROUGH_DATES}", example="2021-07-01"), method="from_day"
    )
    published_before = By(
        Day(about=f"Published on this day or earlier. {ROUGH_DATES}", example="2021-07-31"), method="to_day"
    )
    source = By(
        Slugs(
            kind="source",
            about=f"Slug of the source that published it; repeated: any of them. {OLD_SLUGS}",
            example=["the-harbour-courier"],
        ),
        method="of_sources",
    )
    source_kind = By(
        Some(
            values=Source.Kind.values,
            about="What the source that published it is; repeated: any of them.",
            example=["agency"],
        ),
        method="of_source_kinds",
    )
    agency = By(
        Slug(
            kind=queries.NAMED_SOURCE,
            longest=LONGEST_NAME,
            about="Slug or name of an agency that the article is accepted to be written from.",
            example="Continental Press Agency",
        ),
        method="crediting",
    )
    cited = By(
        Slug(
            kind=queries.NAMED_SOURCE,
            longest=LONGEST_NAME,
            about="Slug or name of a source that the article is accepted to quote, or to attribute a statement to.",
            example="Interior Ministry",
        ),
        method="citing",
    )
    entity = By(
        Slugs(
            kind="entity",
            about=f"Slug of an entity that the article is accepted to mention; repeated: all of them. {OLD_SLUGS}",
            example=["islam-qala"],
        ),
        method="mentioning_all",
    )
    entity_any = By(
        Slugs(kind="entity", about=f"As `entity`; repeated: any of them. {OLD_SLUGS}", example=["islam-qala"]),
        method="mentioning_any",
    )
    entity_type = By(
        Some(
            values=EntityKind.values,
            about="Kind of an entity that the article is accepted to mention; repeated: any of them.",
            example=["place"],
        ),
        method="mentioning_kinds",
    )
    place_within = By(
        BoundingBox(
            about="Mentions a place in this part of the map: west,south,east,north, in degrees. "
            "Where west is greater than east, the box spans the date line.",
            example="60.5,34,62,35.5",
        ),
        method="within",
    )
    event = By(
        Slug(
            kind="event",
            about=f"Slug of an event that the article is accepted to report; its parts do not count. {OLD_SLUGS}",
            example="capture-of-islam-qala",
        ),
        method="reporting",
    )
    event_tree = By(
        Slug(
            kind="event",
            about=f"Slug of an event that the article is accepted to report, or a part of that event. {OLD_SLUGS}",
            example="taliban-offensive-2021",
        ),
        method="reporting_parts",
    )
    story = By(WholeNumber(about="Id of the story, one report in many articles.", example=1), method="in_story")
    relation = By(
        Some(
            values=ArticleLink.Relation.values,
            about="How an accepted link joins it to another article; repeated: any of them.",
            example=["rewrite"],
        ),
        method="related_by",
    )
    has_links = By(YesNo(about="Whether an accepted link joins it to another article.", example=True), method="linked")
    language = By(
        Text(
            longest=10,
            pattern=r"[a-z]{2,3}(-[A-Za-z0-9]{2,6})?",
            form="an ISO 639 code such as “en”",
            about="Language of the text, as ISO 639 code.",
            example="en",
        )
    )
    rights = By(
        OneOf(values=Rights.values, about="How much the public may read of it.", example="full"), method="with_rights"
    )
    updated_since = By(
        Moment(
            about="Changed in the archive at this moment or later: a day in UTC, or a moment with its offset.",
            example="2021-07-08T04:30:00Z",
        ),
        field_name="updated_at",
        lookup_expr="gte",
    )

    def matching(self, articles: ArticleQuerySet, _name: str, words: str) -> ArticleQuerySet:
        """Full-text search."""
        return queries.search(articles, words, self.user)

    def on_day(self, articles: ArticleQuerySet, _name: str, day: datetime.date) -> ArticleQuerySet:
        """Known to be of one day."""
        return filtering.on_day(articles, day)

    def from_day(self, articles: ArticleQuerySet, _name: str, day: datetime.date) -> ArticleQuerySet:
        """From a day on."""
        return filtering.from_day(articles, day)

    def to_day(self, articles: ArticleQuerySet, _name: str, day: datetime.date) -> ArticleQuerySet:
        """Up to a day."""
        return filtering.to_day(articles, day)

    def of_sources(self, articles: ArticleQuerySet, name: str, slugs: list[str]) -> ArticleQuerySet:
        """Of any of the sources."""
        return filtering.of_sources(articles, self.ids(name, slugs))

    def of_source_kinds(self, articles: ArticleQuerySet, _name: str, kinds: list[str]) -> ArticleQuerySet:
        """Of a source of any of the kinds."""
        return filtering.of_source_kinds(articles, kinds, self.user)

    def crediting(self, articles: ArticleQuerySet, name: str, agency: str) -> ArticleQuerySet:
        """Written from an agency's report."""
        return filtering.crediting(articles, self.id(name, agency))

    def citing(self, articles: ArticleQuerySet, name: str, source: str) -> ArticleQuerySet:
        """Quoting a source."""
        return filtering.citing(articles, self.id(name, source))

    def mentioning_all(self, articles: ArticleQuerySet, name: str, slugs: list[str]) -> ArticleQuerySet:
        """Naming every one of the entities."""
        return filtering.mentioning_all(articles, self.ids(name, slugs))

    def mentioning_any(self, articles: ArticleQuerySet, name: str, slugs: list[str]) -> ArticleQuerySet:
        """Naming one of the entities at least."""
        return filtering.mentioning_any(articles, self.ids(name, slugs))

    def mentioning_kinds(self, articles: ArticleQuerySet, _name: str, kinds: list[str]) -> ArticleQuerySet:
        """Naming an entity of any of the kinds."""
        return filtering.mentioning_kinds(articles, kinds, self.user)

    def within(self, articles: ArticleQuerySet, _name: str, box: queries.Box) -> ArticleQuerySet:
        """Naming a place in a part of the map."""
        return filtering.within(articles, box, self.user)

    def reporting(self, articles: ArticleQuerySet, name: str, slug: str) -> ArticleQuerySet:
        """Reporting the event itself."""
        return filtering.reporting(articles, [self.id(name, slug)])

    def reporting_parts(self, articles: ArticleQuerySet, name: str, slug: str) -> ArticleQuerySet:
        """Reporting the event or its parts."""
        return filtering.reporting(articles, queries.with_parts(self.id(name, slug), self.user))

    def in_story(self, articles: ArticleQuerySet, name: str, story: int) -> ArticleQuerySet:
        """Members of a story."""
        if not Story.objects.visible_to(self.user).filter(pk=story).exists():
            raise unknown(name, "story", story)
        return filtering.in_story(articles, story)

    def related_by(self, articles: ArticleQuerySet, _name: str, relations: list[str]) -> ArticleQuerySet:
        """Joined by a link of any of the relations."""
        return filtering.related_by(articles, relations, self.user)

    def linked(self, articles: ArticleQuerySet, _name: str, wanted: bool) -> ArticleQuerySet:
        """Joined by a link, or by none."""
        return filtering.linked(articles, wanted, self.user)

    def with_rights(self, articles: ArticleQuerySet, _name: str, rights: str) -> ArticleQuerySet:
        """Of which the public may read so much."""
        return filtering.with_rights(articles, Rights(rights))

    def of_import(self, articles: ArticleQuerySet, name: str, run: int) -> ArticleQuerySet:
        """Brought by an import; for editors."""
        if not is_editor(self.user):
            raise BadParameters({name: problem("Only editors may ask for it.", str(run))})
        if not ImportRun.objects.filter(pk=run).exists():
            raise unknown(name, "import", run)
        return articles.filter(import_run=run)

    def one_a_story(self, articles: ArticleQuerySet, _name: str, _by: str) -> ArticleQuerySet:
        """One article a story; `uncollapsed` keeps them all, to say for how many each stands."""
        self.uncollapsed = articles
        return filtering.one_a_story(articles)


_DECLARED: Any = ArticleFilters
# A word of Python's own, so that no attribute can be called so.
_DECLARED.base_filters["import"] = By(
    WholeNumber(about="Id of the import that brought it. For editors only.", example=1),
    field_name="import",
    method="of_import",
)
# The last one: it chooses among what passed all the others.
_DECLARED.base_filters["collapse"] = By(
    OneOf(
        values=["story"],
        about="Of each story one article alone, its lead where that is among them; `stands_for` says for how many.",
        example="story",
    ),
    field_name="collapse",
    method="one_a_story",
)
