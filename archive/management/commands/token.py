"""Tokens with which editors and researchers sign in to the API."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rest_framework.authtoken.models import Token

from archive.models import User


class Command(BaseCommand):
    """`manage.py token`"""

    help = "Print the token with which a user signs in to the API; make one where there is none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("user", help="name of the user")
        parser.add_argument("--new", action="store_true", help="make a new one; the old one is worth nothing then")
        parser.add_argument("--revoke", action="store_true", help="take it away")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make, print or take away."""
        user = User.objects.filter(username=options["user"]).first()
        if user is None:
            raise CommandError(f"There is no user {options['user']}.")
        if options["new"] or options["revoke"]:
            Token.objects.filter(user=user).delete()
        if not options["revoke"]:
            self.stdout.write(Token.objects.get_or_create(user=user)[0].key)
