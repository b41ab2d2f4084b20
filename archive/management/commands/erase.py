"""Legal erasure of an original."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from archive.curation.acting import CurationError
from archive.curation.erasing import erase
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
        for article in Article.objects.filter(original=original).only("headline"):
            self.stdout.write(f"Article {article.pk} will be withdrawn and emptied: {article.headline}")
        if not options["yes"] and not _agreed():
            raise CommandError("Nothing was erased.")
        try:
            erase(original, by, options["reason"])
        except (CurationError, PermissionDenied) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Erased. Hash, reason, name and time stay: {original.sha256}")


def _agreed() -> bool:
    try:
        return input("Erase for ever? Type yes: ") == "yes"
    except EOFError:
        return False
