"""When two records are the same article.

The identity of a record is the SHA-256 (64 hex digits) of the first of these that it has:

1. its id, within its scope;
2. its web address, as given;
3. the hash of its normalised text, within its scope.

The scope is the name of the source as given, normalised, so that two outlets may use the same id
and print the same text; a record that names no source has the domain of its address as scope, or
an empty one. A record that comes again with the same identity and another text is a revision.

The name counts as given and not the source it leads to: a merge of two sources afterwards must
not change what an article is.
"""

import hashlib

from archive.text import normalise_name

from .records import Record


def identity(record: Record) -> str:
    """The identity of `record`, 64 hex digits."""
    scope = normalise_name(record.source_name) or record.domain
    if record.external_id:
        parts = ("id", scope, record.external_id)
    elif record.url:
        parts = ("url", "", record.url)
    else:
        parts = ("text", scope, record.text_hash_and_length[0])
    # None of the parts but the last can hold a line break.
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
