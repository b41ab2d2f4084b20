"""`manage.py feeds`: how the feeds are doing; with `--poll`, read them now."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from archive.ingest.feeds import Became, poll
from archive.models import Feed

from .ingest import INTERRUPTED

ALL = 0


class Command(BaseCommand):
    """Lists the feeds, or polls them."""

    help = "List the feeds with when they were read last, when they will be, and what went wrong; or read them now."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the option."""
        parser.add_argument(
            "--poll", nargs="?", type=int, const=ALL, metavar="ID",
            help="read this feed now, due or not; without a number every active one",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        """List or poll; exit with 1 where a poll failed, with 130 after Ctrl-C."""
        feeds = Feed.objects.select_related("source", "last_run")
        if options["poll"] is None:
            for feed in feeds:
                self._show(feed)
            return
        chosen = list(feeds.filter(active=True) if options["poll"] == ALL else feeds.filter(pk=options["poll"]))
        if options["poll"] != ALL and not chosen:
            raise CommandError(f"There is no feed {options['poll']}.")
        try:
            failed = sum([not self._poll(feed, f"{done}/{len(chosen)}") for done, feed in enumerate(chosen, 1)])
        except KeyboardInterrupt:
            self.stderr.write("Interrupted.")
            sys.exit(INTERRUPTED)
        if failed:
            self.stderr.write(f"{failed} of {len(chosen)} failed.")
            sys.exit(1)

    def _show(self, feed: Feed) -> None:
        self.stdout.write(f"{feed.pk}  {feed.source}  {feed.address}")
        active = f"every {feed.interval} min, next {_moment(feed.next_poll_at)}" if feed.active else "not active"
        self.stdout.write(f"    {active}; last success {_moment(feed.last_success_at)}")
        if run := feed.last_run:
            counts = f"{run.stored:,} stored, {run.unchanged:,} unchanged, {run.rejected:,} rejected"
            self.stdout.write(f"    import run {run.pk}: {counts}")
        if feed.last_error:
            self.stdout.write(f"    failed {feed.failures} times: {feed.last_error}")
        if feed.moved_to:
            self.stdout.write(f"    moved to {feed.moved_to}")

    def _poll(self, feed: Feed, progress: str) -> bool:
        self.stdout.write(f"{progress}  {feed.address}: ", ending="")
        self.stdout.flush()
        polled = poll(feed.pk)
        self.stdout.write(str(polled))
        return polled.became != Became.FAILED


def _moment(when: Any) -> str:
    return f"{timezone.localtime(when):%Y-%m-%d %H:%M}" if when else "never"
