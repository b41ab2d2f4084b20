"""Legal erasure of an original."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from archive.curation.acting import CurationError
from archive.curation.erasing import erase, overview
from archive.models import Article, Original, User


class Command(BaseCommand):
    """`manage.py erase SHA256 --by NAME --reason TEXT`"""

    help = "Erase an original by law, with all text that came from it; a tombstone stays. Cannot be undone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("sha256", help="hash of the original, as its article's page shows it")
        parser.add_argument("--by", required=True, metavar="NAME", help="the administrator who answers for it")
        parser.add_argument("--reason", required=True, help="the legal ground; it stays with the tombstone")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what will go, ask, and erase."""
        original = Original.objects.filter(sha256=options["sha256"].lower()).first()
        if original is None:
            raise CommandError(f"There is no original {options['sha256']}.")
        by = User.objects.filter(username=options["by"]).first()
        if by is None:
            raise CommandError(f"There is no user {options['by']}.")
        try:
            self._tell(original)
            if not options["yes"] and not _agreed():
                raise CommandError("Nothing was erased.")
            erase(original, by, options["reason"])
        except (CurationError, PermissionDenied) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Erased. Hash, reason, name and time stay: {original.sha256}")

    def _tell(self, original: Original) -> None:
        """Name what goes, and the copies that stay."""
        found = overview(original)
        for article in found.articles:
            self.stdout.write(f"Article {article.pk} will be withdrawn and emptied: {article.headline}")
        for text in found.texts:
            self.stdout.write(f"Text {text.number} of article {text.article_id} will be emptied: {text.headline}")
        if found.copies:
            self.stdout.write("These articles have the same words, or are linked as copies. They stay; decide on each:")
        for article in found.copies:
            self.stdout.write(f"  {_named(article)}")


def _named(article: Article) -> str:
    """Where an article is found: here, at its source, and by the hash that erases it."""
    addresses = " ".join(filter(None, (article.get_absolute_url(), article.url)))
    where = f"{article.source or 'source unknown'}, {article.get_status_display().lower()}"
    return f"{addresses} {article.headline} ({where}; original {article.original.sha256})"


def _agreed() -> bool:
    try:
        return input("Erase for ever? Type yes: ") == "yes"
    except EOFError:
        return False
