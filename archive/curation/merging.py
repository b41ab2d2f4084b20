"""Two records become one."""

from archive.models import Merge, User


def lost_name(merge: Merge) -> str:
    """The name of the record that was lost."""
    return str(merge.loser.get("title") or merge.loser.get("name"))


def kept_name(merge: Merge) -> str:
    """The name of the record that was kept."""
    return str(merge.keep_id)


def undo(merge: Merge, by: User) -> None:
    """Take the lost record out again."""
    raise NotImplementedError
