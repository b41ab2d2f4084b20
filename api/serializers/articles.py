"""Articles: the row of a list, and one whole."""

from dataclasses import asdict
from typing import Any

from django.db.models import Count
from rest_framework import serializers

from archive import queries
from archive.models import Article, ArticleLink, Credit, Event, Story
from archive.models.articles import PartOfArticle, Precision
from archive.models.judged import Verdict
from archive.models.sources import Rights
from archive.queries import Readable, Related

from .shared import ADDRESS, PAGE, EntityReference, Shape, SourceReference, source_reference

PRECISION = "How exactly the date is known: a month stands as its first day, a year as 1 January."


class ArticleReference(serializers.Serializer[Article]):
    """An article in short."""

    id = serializers.IntegerField()
    url = serializers.URLField(help_text=PAGE)
    api_url = serializers.URLField(help_text=ADDRESS)
    headline = serializers.CharField()
    source = SourceReference(  # type: ignore[assignment]
        allow_null=True, help_text="Who published it; null where that is not known."
    )
    published_on = serializers.DateField(allow_null=True)
    date_precision = serializers.ChoiceField(Precision.choices, help_text=PRECISION)
    status = serializers.ChoiceField(Article.Status.choices, required=False, help_text="For editors only.")


class ArticleShape(Shape[Any]):
    """What every shape of an article begins with."""

    def reference(self, article: Article) -> dict[str, Any]:
        """An article in short."""
        found: dict[str, Any] = {
            "id": article.pk,
            "url": self.links.page(article),
            "api_url": self.links.api(article),
            "headline": article.headline,
            "source": source_reference(article.source, self.user),
            "published_on": article.published_on,
            "date_precision": article.date_precision,
        }
        if self.for_editor:
            found["status"] = article.status
        return found

    def facts(self, article: Article) -> dict[str, Any]:
        """What row and whole say alike."""
        return {
            **self.reference(article),
            "headline_derived": article.headline_derived,
            "language": article.language,
            "word_count": article.word_count,
            "rights": article.effective_rights.value,
        }


class ArticleFacts(ArticleReference):
    """What row and whole say alike."""

    headline_derived = serializers.BooleanField(help_text="Taken from the text, since it came without a headline.")
    language = serializers.CharField(help_text="ISO 639 code.")
    word_count = serializers.IntegerField(help_text="Words of the text.")
    rights = serializers.ChoiceField(Rights.choices, help_text="How much of the text the public may read.")


class ArticleCredit(serializers.Serializer[Credit]):
    """A debt of an article to a source, with the words that show it."""

    kind = serializers.ChoiceField(Credit.Kind.choices)
    source = SourceReference(allow_null=True)  # type: ignore[assignment]
    named_as = serializers.CharField(help_text="As the article names it.")
    field = serializers.ChoiceField(PartOfArticle.choices, help_text="Where the words stand.")
    words = serializers.CharField(help_text="Empty where rights forbid to quote the text.")
    verdict = serializers.ChoiceField(Verdict.choices)


class MentionedEntity(EntityReference):
    """An entity that the article is accepted to name."""

    api_url = serializers.URLField(help_text=ADDRESS)
    mentions = serializers.IntegerField(help_text="How often.")


class ReportedEvent(serializers.Serializer[Event]):
    """An event that the article is accepted to report."""

    slug = serializers.CharField()
    title = serializers.CharField()
    url = serializers.URLField(help_text=PAGE)
    api_url = serializers.URLField(help_text=ADDRESS)
    starts_on = serializers.DateField(allow_null=True)
    date_precision = serializers.ChoiceField(Precision.choices, help_text=PRECISION)


class RelatedArticle(serializers.Serializer[Any]):
    """Another article, and how it relates."""

    relation = serializers.ChoiceField(
        [*ArticleLink.Relation.choices, (queries.SAME_REPORT, "Same report")],
        help_text="As editors accepted it; “same report” where both belong to one story without a link of their own.",
    )
    first = serializers.IntegerField(
        allow_null=True, help_text="Id of the one of the two that the other derives from; null where not known."
    )
    article = ArticleReference()


class CountOfRelated(serializers.Serializer[queries.RelatedCounts]):
    """How many articles are related in all, as far as you may see them."""

    same_report = serializers.IntegerField(help_text="Other tellings of the same report.")
    same_event = serializers.IntegerField(help_text="Separate reports of the same event.")


class ArticleStory(serializers.Serializer[Story]):
    """The report that the article is one telling of."""

    id = serializers.IntegerField()
    url = serializers.URLField(help_text=PAGE)
    api_url = serializers.URLField(help_text="The list of all its articles in this API.")
    origin = SourceReference(allow_null=True, help_text="Whose report it was first; null where not known.")


class ArticleRevision(serializers.Serializer[Any]):
    """An earlier text of the article."""

    number = serializers.IntegerField(help_text="1 is the text as first received.")
    replaced_at = serializers.DateTimeField()
    change_note = serializers.CharField(help_text="What changed after this text.")


class ArticleOriginal(serializers.Serializer[Any]):
    """The bytes as they were received."""

    sha256 = serializers.CharField()
    received_at = serializers.DateTimeField()


class ArticleWhole(ArticleFacts, ArticleShape):
    """One article with all that is known about it."""

    text = serializers.CharField(help_text="Paragraphs parted by a blank line; as far as rights allow.")
    text_is_whole = serializers.BooleanField(help_text="Whether nothing of the text is left out.")
    caption = serializers.CharField(help_text="Caption of the photo it was published with; as far as rights allow.")
    byline = serializers.CharField()
    source_url = serializers.CharField(help_text="Where it was published; empty where not known.")
    credits = ArticleCredit(many=True)
    entities = MentionedEntity(many=True, help_text="Most mentioned first.")
    events = ReportedEvent(many=True)
    related = RelatedArticle(
        many=True,
        help_text=f"The {queries.MOST_RELATED} nearest: tellings of the same report first, then reports of the same "
        "event. `related_counts` says how many there are; the address in `story` has all of the same report.",
    )
    related_counts = CountOfRelated()
    story = ArticleStory(allow_null=True, help_text="Null where it is an independent report of its own.")
    revisions = ArticleRevision(many=True)
    original = ArticleOriginal()
    import_run = serializers.IntegerField(help_text="Id of the import that brought it.")
    extra = serializers.DictField(required=False, help_text="What the record held besides. For editors only.")

    def to_representation(self, article: Article) -> dict[str, Any]:
        """The whole of an article of `queries.article`; at most ten queries."""
        readable = queries.readable(article, self.user)
        found = {
            **self.facts(article),
            "text": readable.text,
            "text_is_whole": readable.is_whole,
            "caption": readable.caption,
            "byline": article.byline,
            "source_url": article.url,
            "credits": self._credits(article, readable),
            "entities": self._entities(article),
            "events": self._events(article),
            "related": [self._related(article, related) for related in queries.related(article, self.user)],
            "related_counts": asdict(queries.related_counts(article, self.user)),
            "story": self._story(article),
            "revisions": list(queries.revisions_of(article, self.user).values("number", "replaced_at", "change_note")),
            "original": {"sha256": article.original.sha256, "received_at": article.original.received_at},
            "import_run": article.import_run_id,
        }
        return {**found, "extra": article.extra} if self.for_editor else found

    def _credits(self, article: Article, readable: Readable) -> list[dict[str, Any]]:
        return [
            {
                "kind": credit.kind,
                "source": source_reference(credit.source, self.user),
                "named_as": credit.named_as,
                "field": credit.field,
                "words": queries.quotable(credit, readable),
                "verdict": credit.verdict,
            }
            for credit in queries.credits_of(article, self.user)
        ]

    def _entities(self, article: Article) -> list[dict[str, Any]]:
        mentions = (
            queries.mentions_of(article, self.user)
            .order_by()
            .values_list("entity__slug", "entity__name", "entity__kind")
        )
        counted = mentions.annotate(n=Count("pk")).order_by("-n", "entity__name", "entity__slug")
        return [
            {"slug": slug, "name": name, "kind": kind, "api_url": self.links.route("entity", slug), "mentions": n}
            for slug, name, kind, n in counted
        ]

    def _events(self, article: Article) -> list[dict[str, Any]]:
        return [
            {
                "slug": event.slug,
                "title": event.title,
                "url": self.links.page(event),
                "api_url": self.links.api(event),
                "starts_on": event.starts_on,
                "date_precision": event.date_precision,
            }
            for event in (coverage.event for coverage in queries.coverage_of(article, self.user))
        ]

    def _related(self, article: Article, related: Related) -> dict[str, Any]:
        sides = {"left": related.link.left_id, "right": related.link.right_id} if related.link else {}
        return {
            "relation": related.relation,
            "first": sides.get(related.link.first) if related.link else None,
            "article": self.reference(related.article),
        }

    def _story(self, article: Article) -> dict[str, Any] | None:
        membership = getattr(article, "story_membership", None)
        if membership is None:
            return None
        return {
            "id": membership.story_id,
            "url": self.links.page(membership.story),
            "api_url": f"{self.links.route('articles')}?story={membership.story_id}",
            "origin": source_reference(membership.story.origin, self.user),
        }
