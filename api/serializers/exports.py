"""The rows of exported articles."""

from rest_framework import serializers

from archive.models import Article

from .articles import ArticleFacts


class ArticleExport(ArticleFacts):
    """An article as row of a file: as in a list, with its text as far as rights allow."""

    text = serializers.CharField(help_text="Paragraphs parted by a blank line; as far as rights allow.")
    text_is_whole = serializers.BooleanField(help_text="Whether nothing of the text is left out.")
    caption = serializers.CharField(help_text="Caption of the photo it was published with; as far as rights allow.")
    byline = serializers.CharField()
    source_url = serializers.CharField(help_text="Where it was published; empty where not known.")

    class Meta:
        model = Article
