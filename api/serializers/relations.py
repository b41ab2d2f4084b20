"""Links, mentions, credits, stories and imports: each in one shape for list and detail."""

from typing import Any

from rest_framework import serializers

from archive.models import Article, ArticleLink, Credit, ImportRun, KnownBy, Mention, Story, Verdict
from archive.models.articles import PartOfArticle
from archive.models.entities import EntityKind
from archive.models.judged import Judged
from archive.models.sources import Rights

from .articles import ArticleReference, ArticleShape
from .shared import ADDRESS, PAGE, VERDICT, EntityReference, SourceReference, entity_reference, source_reference

FOR_EDITORS = "For editors only."


class JudgedFields(serializers.Serializer[Any]):
    """What every judged row says of its verdict."""

    verdict = serializers.ChoiceField(Verdict.choices, help_text=VERDICT)
    score = serializers.FloatField(allow_null=True, help_text="How sure the machine was, 0 to 1; null where unknown.")
    known_by = serializers.ChoiceField(KnownBy.choices, help_text="Who or what first said it.")
    decided_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField(required=False, help_text=f"Why the editor decided so. {FOR_EDITORS}")
    evidence = serializers.DictField(required=False, help_text=f"What the suggestion rests on. {FOR_EDITORS}")


class JudgedShape(ArticleShape):
    """The shape of a judged row about articles."""

    def judged(self, row: Judged) -> dict[str, Any]:
        """What it says of its verdict."""
        found: dict[str, Any] = {
            "verdict": row.verdict,
            "score": row.score,
            "known_by": row.known_by,
            "decided_at": row.decided_at,
        }
        return {**found, "reason": row.reason, "evidence": row.evidence} if self.for_editor else found

    def may_quote(self, field: str, article: Article) -> bool:
        """Whether the reader may read the part of an article whole, and so learn what stands where in it."""
        always = field in (PartOfArticle.HEADLINE, PartOfArticle.BYLINE)
        return always or self.for_editor or article.effective_rights == Rights.FULL

    def quoted(self, words: str, field: str, article: Article) -> str:
        """Words of an article; nothing where they stand in what the reader may not read whole."""
        return words if self.may_quote(field, article) else ""


class LinkShape(JudgedShape, JudgedFields):
    """A pair of articles and how they relate."""

    id = serializers.IntegerField()
    api_url = serializers.URLField(help_text=ADDRESS)
    relation = serializers.ChoiceField(ArticleLink.Relation.choices)
    first = serializers.IntegerField(
        allow_null=True, help_text="Id of the one that the other derives from; null where not known."
    )
    left = ArticleReference(help_text="The one with the smaller id.")
    right = ArticleReference()

    def to_representation(self, link: ArticleLink) -> dict[str, Any]:
        """A link of `queries.links`."""
        sides = {"left": link.left_id, "right": link.right_id}
        return {
            "id": link.pk,
            "api_url": self.links.route("link", link.pk),
            "relation": link.relation,
            "first": sides.get(link.first),
            "left": self.reference(link.left),
            "right": self.reference(link.right),
            **self.judged(link),
        }


class MentionShape(JudgedShape, JudgedFields):
    """Where an article names an entity."""

    id = serializers.IntegerField()
    api_url = serializers.URLField(help_text=ADDRESS)
    article = ArticleReference()
    entity = EntityReference(allow_null=True, help_text="Null where it is not resolved yet.")
    kind = serializers.ChoiceField(EntityKind.choices)
    field = serializers.ChoiceField(PartOfArticle.choices, help_text="In which part of the article it stands.")
    start = serializers.IntegerField(
        allow_null=True, help_text="Where it starts there, in characters; null where rights forbid to quote."
    )
    end = serializers.IntegerField(allow_null=True)
    surface = serializers.CharField(help_text="As the article writes it; empty where rights forbid to quote.")

    def to_representation(self, mention: Mention) -> dict[str, Any]:
        """A mention of `queries.mentions`."""
        told = self.may_quote(mention.field, mention.article)
        return {
            "id": mention.pk,
            "api_url": self.links.route("mention", mention.pk),
            "article": self.reference(mention.article),
            "entity": entity_reference(mention.entity, self.user),
            "kind": mention.kind,
            "field": mention.field,
            "start": mention.start if told else None,
            "end": mention.end if told else None,
            "surface": self.quoted(mention.surface, mention.field, mention.article),
            **self.judged(mention),
        }


class CreditShape(JudgedShape, JudgedFields):
    """An article's debt to a source."""

    id = serializers.IntegerField()
    api_url = serializers.URLField(help_text=ADDRESS)
    article = ArticleReference()
    kind = serializers.ChoiceField(Credit.Kind.choices)
    source = SourceReference(allow_null=True)  # type: ignore[assignment]
    named_as = serializers.CharField(help_text="As the article names it.")
    field = serializers.ChoiceField(PartOfArticle.choices, help_text="In which part of the article the words stand.")
    words = serializers.CharField(help_text="That show the debt; empty where rights forbid to quote.")

    def to_representation(self, credit: Credit) -> dict[str, Any]:
        """A credit of `queries.credits`."""
        return {
            "id": credit.pk,
            "api_url": self.links.route("credit", credit.pk),
            "article": self.reference(credit.article),
            "kind": credit.kind,
            "source": source_reference(credit.source, self.user),
            "named_as": credit.named_as,
            "field": credit.field,
            "words": self.quoted(credit.words, credit.field, credit.article),
            **self.judged(credit),
        }


class StoryShape(ArticleShape):
    """One report in many articles."""

    id = serializers.IntegerField()
    url = serializers.URLField(help_text=PAGE)
    api_url = serializers.URLField(help_text=ADDRESS)
    articles_url = serializers.URLField(help_text="The list of all its articles in this API.")
    articles = serializers.IntegerField(help_text="How many of them you may see.")
    outlets = serializers.IntegerField(help_text="How many sources published those.")
    lead = ArticleReference(allow_null=True, help_text="The article that stands for it.")
    origin = SourceReference(allow_null=True, help_text="Whose report it was first; null where not known.")

    def to_representation(self, story: Story) -> dict[str, Any]:
        """A story of `queries.stories`."""
        lead_is_shown = self.for_editor or story.lead.status == Article.Status.PUBLISHED
        return {
            "id": story.pk,
            "url": self.links.page(story),
            "api_url": self.links.route("story", story.pk),
            "articles_url": f"{self.links.route('articles')}?story={story.pk}",
            "articles": story.articles,  # type: ignore[attr-defined]
            "outlets": story.outlets,  # type: ignore[attr-defined]
            "lead": self.reference(story.lead) if lead_is_shown else None,
            "origin": source_reference(story.origin, self.user),
        }


class ImportShape(ArticleShape):
    """One import: what was asked, how far it came, what it did."""

    id = serializers.IntegerField()
    api_url = serializers.URLField(help_text=ADDRESS)
    state = serializers.ChoiceField(ImportRun.State.choices)
    started_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    read = serializers.IntegerField(help_text="Records met: stored, unchanged and rejected.")
    stored = serializers.IntegerField(help_text="New articles, and new texts of known ones.")
    revised = serializers.IntegerField(help_text="Of those stored: new texts of known articles.")
    unchanged = serializers.IntegerField()
    rejected = serializers.IntegerField()
    message = serializers.CharField()
    paths = serializers.ListField(child=serializers.CharField())

    def to_representation(self, run: ImportRun) -> dict[str, Any]:
        """An import as it is; its counts are true after every batch."""
        plain = ("state", "started_at", "finished_at", "read", "stored", "revised", "unchanged", "rejected", "message")
        return {
            "id": run.pk,
            "api_url": self.links.route("import", run.pk),
            **{name: getattr(run, name) for name in plain},
            "paths": [str(path) for path in run.paths],
        }
