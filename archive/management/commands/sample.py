"""Loads the sample newsroom into an empty archive."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from archive.models import Article, Event
from archive.sample.editor import demo_editor, sign_in
from archive.sample.load import NotEmpty, load


class Command(BaseCommand):
    """`manage.py sample`"""

    help = "Load the sample newsroom into an empty archive, and make the demo editor."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load all of it in one transaction; an interruption leaves nothing behind."""
        try:
            with transaction.atomic():
                load(demo_editor())
        except NotEmpty as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"The sample newsroom: {Article.objects.count()} articles, {Event.objects.count()} events. "
            f"Sign-in of the demo editor: {sign_in()}"
        )
