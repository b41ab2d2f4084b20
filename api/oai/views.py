"""The six verbs."""

import datetime
import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from archive import queries

from .arguments import PREFIX, Asked, OAIError, read
from .documents import DC_SCHEMA, OAI_DC, Document, add, add_header, add_record, add_resumption, stamp

# Records an answer, at most.
AT_A_TIME = 100
SET_KINDS = ("source", "event")


@csrf_exempt  # it only reads, and harvesters have no cookies
@require_http_methods(["GET", "HEAD", "POST"])
def oai(request: HttpRequest) -> HttpResponse:
    """Answer a harvester; what is wrong is said in the protocol's own way, with 200."""
    moment = queries.listed_until()
    address = request.build_absolute_uri(request.path)
    harvest = Harvest(request)
    try:
        asked = read(request.POST if request.method == "POST" else request.GET)
    except OAIError as error:
        document = Document(address, moment, {})
        document.error(error.code, str(error))
        return _answer(document)
    document = Document(address, moment, {"verb": asked.verb, **asked.arguments})
    try:
        harvest.answer(asked, document)
    except OAIError as error:
        document.error(error.code, str(error))
    return _answer(document)


def _answer(document: Document) -> HttpResponse:
    return HttpResponse(document.content(), content_type="text/xml; charset=utf-8")


class Harvest:
    """What the verbs need to know of the request."""

    def __init__(self, request: HttpRequest) -> None:
        """Remember the host, which names the records."""
        self.host = request.build_absolute_uri("/").removesuffix("/")
        self.domain = request.get_host().partition(":")[0]

    def answer(self, asked: Asked, document: Document) -> None:
        """Add what the verb asks for. Raises `OAIError`."""
        verbs: dict[str, Callable[[Asked, Document], None]] = {
            "Identify": self.identify,
            "ListMetadataFormats": self.formats,
            "ListSets": self.sets,
            "GetRecord": self.record,
            "ListIdentifiers": self.records,
            "ListRecords": self.records,
        }
        verbs[asked.verb](asked, document)

    def identify(self, asked: Asked, document: Document) -> None:
        """Who we are."""
        earliest = queries.earliest_change() or datetime.datetime.now(datetime.UTC)
        part = document.part(asked.verb)
        for name, value in (
            ("repositoryName", settings.SITE_NAME),
            ("baseURL", f"{self.host}/oai"),
            ("protocolVersion", "2.0"),
            ("adminEmail", settings.DEFAULT_FROM_EMAIL),
            ("earliestDatestamp", stamp(earliest)),
            ("deletedRecord", "persistent"),
            ("granularity", "YYYY-MM-DDThh:mm:ssZ"),
        ):
            add(part, name, value)

    def formats(self, asked: Asked, document: Document) -> None:
        """The one form that records come in."""
        if "identifier" in asked.arguments:
            self._found(asked.arguments["identifier"])
        one = add(document.part(asked.verb), "metadataFormat")
        add(one, "metadataPrefix", PREFIX)
        add(one, "schema", DC_SCHEMA)
        add(one, "metadataNamespace", OAI_DC)

    def sets(self, asked: Asked, document: Document) -> None:
        """Sources, then events."""
        rows: list[tuple[str, int, str]] = []
        after = asked.place[1]
        for kind in SET_KINDS[SET_KINDS.index(asked.set_kind) :]:
            found = queries.harvest_sets(kind, after, AT_A_TIME + 1 - len(rows))
            rows += [(kind, pk, name) for pk, name in found]
            after = 0
        if not rows:
            raise OAIError("noSetHierarchy", "There are no sets yet.")
        part, listed = document.part(asked.verb), rows[:AT_A_TIME]
        for kind, pk, name in listed:
            one = add(part, "set")
            add(one, "setSpec", f"{kind}:{pk}")
            add(one, "setName", name)
        kind, pk, _ = listed[-1]
        self._go_on(asked, part, (0, pk), len(listed), len(rows) > AT_A_TIME, kind)

    def record(self, asked: Asked, document: Document) -> None:
        """One record."""
        identifier = asked.arguments["identifier"]
        add_record(document.part(asked.verb), self._found(identifier), identifier, self.host)

    def records(self, asked: Asked, document: Document) -> None:
        """Records, or their headers alone."""
        found = queries.harvest(asked.wanted, asked.place, AT_A_TIME + 1)
        listed = found[:AT_A_TIME]
        if not listed:
            raise OAIError("noRecordsMatch", "Nothing matches.")
        part = document.part(asked.verb)
        for one in listed:
            if asked.verb == "ListRecords":
                add_record(part, one, self._identifier(one.pk), self.host)
            else:
                add_header(part, one, self._identifier(one.pk))
        self._go_on(asked, part, listed[-1].place, len(listed), len(found) > AT_A_TIME)

    def _go_on(
        self, asked: Asked, part: Any, place: queries.Place, listed: int, more: bool, kind: str = "source"
    ) -> None:
        if more:
            add_resumption(part, asked.token(place, asked.listed + listed, kind), asked.listed)
        elif asked.listed:
            add_resumption(part, "", asked.listed)

    def _identifier(self, pk: int) -> str:
        return f"oai:{self.domain}:{pk}"

    def _found(self, identifier: str) -> queries.Harvested:
        match = re.fullmatch(rf"oai:{re.escape(self.domain)}:([0-9]{{1,18}})", identifier)
        found = queries.harvested(int(match[1])) if match else None
        if found is None:
            raise OAIError("idDoesNotExist", "There is no such record.")
        return found
