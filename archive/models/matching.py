"""What matching knows of each article: derived from the texts, renewed with them, never edited, no history.

Terms are 22-bit numbers that words are hashed to (`archive.matching.terms`). A day that is not
known is `UNKNOWN_DAY`, as in `Article.sort_on`. Rows are written by COPY and bulk SQL.
"""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from .articles import Article

UNKNOWN_DAY = date(1, 1, 1)


class Fingerprint(models.Model):
    """An article as numbers, and how far matching has come with it."""

    class Stage(models.IntegerChoices):
        INDEXED = 0, "Indexed: others find it"
        WEIGHED = 1, "Weighed: compared with its candidates"
        SETTLED = 2, "Settled: links suggested"
        GROUPED = 3, "Grouped: events suggested"

    article = models.OneToOneField(Article, models.PROTECT, primary_key=True, related_name="fingerprint")
    version = models.CharField(max_length=32, help_text="MD5 of headline and text hash that it was made from.")
    text_hash = models.CharField(max_length=64)
    day = models.DateField()
    stage = models.SmallIntegerField(choices=Stage, default=Stage.INDEXED)
    representative = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="represented", db_index=False,
        help_text="The first article with the same words, which is compared in its stead.",
    )  # fmt: skip
    words = models.BinaryField(help_text="Terms of the text in order, int32.")
    headline = models.BinaryField(help_text="Terms of the headline in order, int32.")
    names = models.BinaryField(help_text="Terms of its names, int32.")
    numbers = models.BinaryField(help_text="Its numbers hashed, int32.")
    rare = models.BinaryField(help_text="The terms it is indexed under, int32.")
    anchors = models.BinaryField(help_text="The shingles it is indexed under, int64.")
    background = ArrayField(models.FloatField(), help_text="How like it the articles are that are merely alike.")

    class Meta:
        constraints = [models.CheckConstraint(name="fingerprint_stage_known", condition=Q(stage__in=[0, 1, 2, 3]))]
        indexes = [
            # The backlog of `manage.py match`, in the order of days, so that neighbours are compared together.
            models.Index(F("stage"), F("day"), F("article"), condition=Q(stage__lt=3), name="fingerprint_unfinished"),
            # The first article with the same words.
            models.Index(
                F("text_hash"), F("article"), condition=Q(representative=None), name="fingerprint_by_text_hash"
            ),
            # Those to do again when their representative changes.
            models.Index(
                F("representative"), condition=Q(representative__isnull=False), name="fingerprint_represented"
            ),
        ]

    def __str__(self) -> str:
        return f"Fingerprint of article {self.pk}"


class Unmatched(models.Model):
    """An article that is new to matching, or another one since: written by triggers, deleted by indexing."""

    pk = models.CompositePrimaryKey("article_id", "position")
    article_id = models.BigIntegerField()
    position = models.BigIntegerField(help_text="The transaction that wrote it.")

    class Meta:
        verbose_name_plural = "unmatched"

    def __str__(self) -> str:
        return f"Article {self.article_id}"


class TermFrequency(models.Model):
    """In how many articles a term stands; term -1 counts all articles."""

    term = models.IntegerField(primary_key=True)
    articles = models.IntegerField()

    class Meta:
        verbose_name_plural = "term frequencies"

    def __str__(self) -> str:
        return f"{self.term}: {self.articles}"


class RareTerm(models.Model):
    """One of the most telling terms of an article. The key serves the candidate query: a term, a span of days."""

    pk = models.CompositePrimaryKey("term", "day", "article_id")
    term = models.IntegerField()
    day = models.DateField()
    article_id = models.BigIntegerField()
    weight = models.FloatField()

    def __str__(self) -> str:
        return f"{self.term} in article {self.article_id}"


class Anchor(models.Model):
    """A sampled word 5-gram of an article. The key serves the look for copies of any age."""

    pk = models.CompositePrimaryKey("shingle", "article_id")
    shingle = models.BigIntegerField()
    article_id = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.shingle} in article {self.article_id}"


class Likeness(models.Model):
    """A pair of articles that were compared and may belong together, with the figures of the comparison."""

    pk = models.CompositePrimaryKey("left_id", "right_id")
    left_id = models.BigIntegerField()
    right_id = models.BigIntegerField()
    figures = ArrayField(models.FloatField(), help_text="`archive.matching.features.FIGURES`, in that order.")

    class Meta:
        verbose_name_plural = "likenesses"
        constraints = [
            models.CheckConstraint(name="likeness_stored_once", condition=Q(left_id__lt=F("right_id"))),
        ]
        indexes = [
            # An article's likenesses from its other side; the key serves the left one.
            models.Index(F("right_id"), F("left_id"), name="likeness_by_right"),
        ]

    def __str__(self) -> str:
        return f"{self.left_id} / {self.right_id}"
