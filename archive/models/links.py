"""Links between articles, and the stories that accepted links form."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .articles import Article
from .history import tracked
from .judged import Judged, JudgedQuerySet, Verdict, decided_index, is_editor, judged_constraints
from .sources import Source


class ArticleLinkQuerySet(JudgedQuerySet):
    """Links are public when they are accepted and both their articles are public."""

    def visible_to(self, user: Any) -> Self:
        """The links `user` may see."""
        if is_editor(user):
            return self
        published = Article.Status.PUBLISHED
        return self.filter(verdict=Verdict.ACCEPTED, left__status=published, right__status=published)

    def joining(self) -> Self:
        """Links whose relation makes their articles one story."""
        return self.filter(relation__in=ArticleLink.JOINING)


@tracked()
class ArticleLink(Judged):
    """A pair of articles and how they relate; stored once, the older id on the left."""

    class Relation(models.TextChoices):
        COPY = "copy", _("Copy")
        EDITED_COPY = "edited copy", _("Edited copy")
        REWRITE = "rewrite", _("Rewrite")
        UPDATE = "update", _("Update")
        SAME_EVENT = "same event", _("Same event")

    class First(models.TextChoices):
        LEFT = "left", _("Left")
        RIGHT = "right", _("Right")
        UNKNOWN = "unknown", _("Unknown")

    # The relations that make two articles one report; "same event" are separate reports.
    JOINING = (Relation.COPY, Relation.EDITED_COPY, Relation.REWRITE, Relation.UPDATE)

    left = models.ForeignKey(Article, models.PROTECT, related_name="links_right", db_index=False)
    right = models.ForeignKey(Article, models.PROTECT, related_name="links_left", db_index=False)
    relation = models.CharField(max_length=12, choices=Relation)
    first = models.CharField(
        max_length=8, choices=First, default=First.UNKNOWN, help_text="Which text the other derives from."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ArticleLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            *judged_constraints("article_link"),
            models.CheckConstraint(name="article_link_stored_once", condition=Q(left__lt=F("right"))),
            models.UniqueConstraint(fields=["left", "right"], name="article_link_unique"),
            models.CheckConstraint(
                name="article_link_relation_known",
                condition=Q(relation__in=["copy", "edited copy", "rewrite", "update", "same event"]),
            ),
            models.CheckConstraint(
                name="article_link_first_known", condition=Q(first__in=["left", "right", "unknown"])
            ),
        ]
        indexes = [
            # An article's links from its other side; the unique constraint serves the left one.
            models.Index(F("right"), F("left"), name="article_link_by_right"),
            # The desk's queue, surest first.
            models.Index(
                F("score").desc(nulls_last=True),
                F("id"),
                condition=Q(verdict="suggested"),
                name="article_link_queue",
            ),
            decided_index("article_link"),
        ]

    def __str__(self) -> str:
        return f"{self.left} / {self.right}: {self.get_relation_display()}"


class StoryQuerySet(models.QuerySet["Story"]):
    """Stories are public as soon as one of their articles is."""

    def visible_to(self, user: Any) -> Self:
        """The stories `user` may see."""
        if is_editor(user):
            return self
        members = StoryMember.objects.filter(story=models.OuterRef("pk"), article__status=Article.Status.PUBLISHED)
        return self.filter(models.Exists(members))


@tracked()
class Story(models.Model):
    """One report in many articles: what accepted copy, edited copy, rewrite and update links join."""

    lead = models.ForeignKey(Article, models.PROTECT, related_name="leads")
    origin = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="originated",
        help_text="Whose report it was first.",
    )
    # No constraint ties these to a value: that the origin is unknown may be an editor's word, too.
    lead_by_editor = models.BooleanField(
        default=False, help_text="An editor chose the lead: it stays when facts change."
    )
    origin_by_editor = models.BooleanField(
        default=False, help_text="An editor chose the origin: it stays when facts change."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = StoryQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "stories"

    def __str__(self) -> str:
        return f"Story {self.pk}"

    def get_absolute_url(self) -> str:
        """The public page."""
        return reverse("story", args=[self.pk])


@tracked()
class StoryMember(models.Model):
    """An article of a story; an article belongs to one story at most."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="members")
    article = models.OneToOneField(Article, models.PROTECT, related_name="story_membership")

    class Meta:
        ordering = ["story", "article"]
        # The lead's foreign key leads here (migration 0007): it is one of the members.
        constraints = [models.UniqueConstraint(fields=["story", "article"], name="story_member_unique")]

    def __str__(self) -> str:
        return f"{self.article} in {self.story}"
