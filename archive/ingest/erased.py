"""Words that were erased by law, told by the hash of their text."""

from collections.abc import Iterable
from itertools import chain

from archive.models import Erasure

from .records import Record


def erased_texts(records: Iterable[Record]) -> frozenset[str]:
    """The text hashes of `records` under which words were erased."""
    hashes = {record.text_hash_and_length[0] for record in records}
    if not hashes:
        return frozenset()
    kept = Erasure.objects.filter(text_hashes__overlap=list(hashes)).values_list("text_hashes", flat=True)
    return frozenset(hashes.intersection(chain.from_iterable(kept)))
