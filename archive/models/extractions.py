"""What was read out of each article, and of which text."""

from django.db import models

from .articles import Article


class Extraction(models.Model):
    """The last reading of an article: names and credits are rows of their own, dates and figures stay here.

    Nothing here is curated: it is made again whenever the article changes (`article_updated_at` tells).
    `dates` and `figures` hold places in the article's fields and values, and none of its words.
    """

    article = models.OneToOneField(Article, models.PROTECT, primary_key=True, related_name="extraction")
    article_updated_at = models.DateTimeField(help_text="Of the article, when it was read.")
    version = models.PositiveIntegerField(help_text="Of the rules that read it.")
    dates = models.JSONField(default=list)
    figures = models.JSONField(default=list)
    extracted_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"Reading of article {self.article_id}"
