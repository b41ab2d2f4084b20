"""What a harvester asks, read as strictly as the protocol wants it, and the tokens that go on."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.http import QueryDict

from archive import queries

PREFIX = "oai_dc"
SALT = "api.oai"
# How long a token can be used, in seconds.
TOKEN_LASTS = 24 * 60 * 60
ONE_DAY, ONE_SECOND = datetime.timedelta(days=1), datetime.timedelta(seconds=1)
# Verbs with the arguments that they need and those that they take. A token stands alone.
VERBS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "Identify": (frozenset(), frozenset()),
    "ListMetadataFormats": (frozenset(), frozenset({"identifier"})),
    "ListSets": (frozenset(), frozenset()),
    "GetRecord": (frozenset({"identifier", "metadataPrefix"}), frozenset()),
    "ListIdentifiers": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"})),
    "ListRecords": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"})),
}
RESUMABLE = {"ListSets", "ListIdentifiers", "ListRecords"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SECOND = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII)
_SET = re.compile(r"(source|event):([0-9]{1,18})")


class OAIError(Exception):
    """An error of the protocol, with its code."""

    def __init__(self, code: str, message: str) -> None:
        """Remember code and message."""
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Asked:
    """A request: its verb, its arguments as given, those of the list's first request, and where it goes on."""

    verb: str
    arguments: Mapping[str, str]
    kept: Mapping[str, str]
    wanted: queries.Wanted
    set_kind: str = "source"
    place: queries.Place = queries.START
    listed: int = 0

    def token(self, place: queries.Place, listed: int, set_kind: str = "source") -> str:
        """The token that goes on behind `place`, when `listed` are listed."""
        return signing.dumps([self.verb, self.kept, list(place), listed, set_kind], salt=SALT)


def read(given: QueryDict) -> Asked:
    """The request of a query string or form. Raises `OAIError`."""
    verbs = given.getlist("verb")
    if len(verbs) != 1 or verbs[0] not in VERBS:
        raise OAIError("badVerb", f"Exactly one verb is needed, one of {', '.join(VERBS)}.")
    verb = verbs[0]
    arguments = _arguments(verb, given)
    if "resumptionToken" in arguments:
        return _resumed(verb, arguments)
    return Asked(verb, arguments, arguments, _wanted(arguments))


def _arguments(verb: str, given: QueryDict) -> dict[str, str]:
    needed, taken = VERBS[verb]
    resumes = verb in RESUMABLE and "resumptionToken" in given
    allowed = {"resumptionToken"} if resumes else needed | taken
    found: dict[str, str] = {}
    for name, values in given.lists():
        if name == "verb":
            continue
        if name not in allowed:
            raise OAIError("badArgument", f"{verb} does not take “{name[:100]}” here.")
        if len(values) != 1 or not values[0].strip():
            raise OAIError("badArgument", f"“{name}” is given once, and not empty.")
        found[name] = str(values[0])
    missing = set() if resumes else needed - found.keys()
    if missing:
        raise OAIError("badArgument", f"{verb} needs {' and '.join(sorted(missing))}.")
    return found


def _wanted(arguments: Mapping[str, str]) -> queries.Wanted:
    """Raises `OAIError` for a format, date or set that there is not."""
    if arguments.get("metadataPrefix", PREFIX) != PREFIX:
        raise OAIError("cannotDisseminateFormat", f"Records come as {PREFIX} alone.")
    since, until = (_moment(name, arguments.get(name, "")) for name in ("from", "until"))
    if since and until:
        if since[1] != until[1]:
            raise OAIError("badArgument", "“from” and “until” are both days or both moments.")
        if since[0] > until[0]:
            raise OAIError("badArgument", "“from” lies after “until”.")
    chosen = _set(arguments.get("set", ""))
    before = until[0] + until[1] if until and until[0].year < 9999 else None
    return queries.Wanted(since[0] if since else None, before, chosen.get("source"), chosen.get("event"))


def _moment(name: str, value: str) -> tuple[datetime.datetime, datetime.timedelta] | None:
    """The moment, and how long what it names lasts."""
    if not value:
        return None
    lasts = ONE_DAY if _DAY.fullmatch(value) else ONE_SECOND if _SECOND.fullmatch(value) else None
    if lasts is None:
        raise OAIError("badArgument", f"“{name}” is written YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ.")
    try:
        return datetime.datetime.fromisoformat(value.removesuffix("Z")).replace(tzinfo=datetime.UTC), lasts
    except ValueError as error:
        raise OAIError("badArgument", f"“{name}” is no moment that there is.") from error


def _set(spec: str) -> dict[str, int]:
    if not spec:
        return {}
    match = _SET.fullmatch(spec)
    if match is None or not queries.is_set(match[1], int(match[2])):
        raise OAIError("badArgument", "There is no such set.")
    return {match[1]: int(match[2])}


def _resumed(verb: str, arguments: Mapping[str, str]) -> Asked:
    try:
        of, kept, place, listed, set_kind = _loaded(arguments["resumptionToken"])
        position, pk = place
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise OAIError("badResumptionToken", "The token is not one of ours, or has expired.") from error
    if of != verb:
        raise OAIError("badResumptionToken", f"The token belongs to {of}.")
    return Asked(verb, arguments, kept, _wanted(kept), set_kind, (position, pk), listed)


def _loaded(token: str) -> Any:
    return signing.loads(token, salt=SALT, max_age=TOKEN_LASTS)
