"""Why a record cannot be shown at the address asked for."""

from archive.models import Entity, Event, Source, Withdrawal


class Gone(Exception):
    """The article was withdrawn (410); `reason` is the public category."""

    def __init__(self, article_id: int, reason: Withdrawal.Reason) -> None:
        """Remember which article, and why."""
        super().__init__(f"Article {article_id} was withdrawn: {reason.label}.")
        self.article_id = article_id
        self.reason = reason


class Moved(Exception):
    """The record asked for lives at another address now (301): that of `target`."""

    def __init__(self, target: Source | Entity | Event) -> None:
        """Remember where it lives."""
        super().__init__(f"Moved to {target}.")
        self.target = target
