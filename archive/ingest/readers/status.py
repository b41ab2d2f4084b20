"""Whether a publisher lets an item be used: the IPTC's publishing status, and embargoes."""

from datetime import date

from archive.ingest.dates import read_date
from archive.ingest.invalid import Invalid, shown

_REFUSED = {
    "canceled": "cancelled by its publisher",
    "cancelled": "cancelled by its publisher",
    "killed": "cancelled by its publisher",
    "withheld": "withheld by its publisher",
    "embargoed": "under embargo by its publisher",
}


def check_usable(status: str, embargo: str, name: str, today: date) -> None:
    """Raises `Invalid` for the item called `name` where its status or its embargo say that it may not be used.

    An editor looks such an item up in the archive: the reason names it. An embargo that ends today may
    end tonight, so the item may come in from tomorrow on.
    """
    code = status.rpartition(":")[2].strip().lower()
    if code in _REFUSED:
        raise Invalid(f"{_REFUSED[code]}: {shown(name)}")
    if embargo.strip() and _ends_later(embargo, today):
        raise Invalid(f"under embargo by its publisher: {shown(name)} until {shown(embargo.strip())}")


def check_text(kind: str) -> None:
    """Raises `Invalid` where `kind`, the class of an item, is no text."""
    code = kind.rpartition(":")[2].strip().lower()
    if code and code not in ("text", "composite"):
        raise Invalid(f"not a text: {shown(kind)}")


def _ends_later(embargo: str, today: date) -> bool:
    try:
        end, _ = read_date(embargo, today)
    except Invalid:
        # In the future, or in no form that is known: then it is not sure to be over.
        return True
    return end is None or end >= today
