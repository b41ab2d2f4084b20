"""What a page says to programs, read by extruct as they read it."""

from types import SimpleNamespace
from typing import Any

import extruct


def test_pages_of_records_tell_programs_what_they_are(read: Any, newsroom: SimpleNamespace) -> None:
    host = "http://testserver"
    expected: dict[Any, dict[str, Any]] = {
        newsroom.lead: {
            "@type": "NewsArticle", "headline": "Crossing captured", "datePublished": "2021-07-08", "inLanguage": "en",
            "publisher.name": "Continental Press Agency", "publisher.@type": "NewsMediaOrganization",
            "mentions.0.name": "Islam Qala", "about.0.@id": host + newsroom.event.get_absolute_url(),
        },
        newsroom.rewrite: {
            "@type": "NewsArticle", "author.0.name": "A. Writer", "sourceOrganization.0.name": newsroom.agency.name,
        },
        newsroom.event: {
            "@type": "Event", "name": "Capture of the crossing", "description": "The crossing fell.",
            "startDate": newsroom.event.starts_on.isoformat(), "location.name": "Islam Qala",
            "superEvent.name": "Summer offensive", "contributor.0.name": "Taliban",
        },
        newsroom.place: {
            "@type": "Place", "name": "Islam Qala", "alternateName.0": "Eslam Qaleh", "address.addressCountry": "AF",
            "sameAs.0": "https://www.wikidata.org/entity/Q1000", "geo.latitude": 34.66, "geo.longitude": 61.07,
        },
        newsroom.movement: {"@type": "Organization", "name": "Taliban"},
        newsroom.agency: {"@type": "NewsMediaOrganization", "name": "Continental Press Agency"},
    }  # fmt: skip
    for record, facts in expected.items():
        address = host + record.get_absolute_url()
        html = read(record.get_absolute_url())
        found = extruct.extract(html, base_url=address, syntaxes=["json-ld", "opengraph"], uniform=True)
        [told], [graph] = found["json-ld"], found["opengraph"]
        assert told["@context"] == "https://schema.org"
        assert told["@id"] == told["url"] == graph["og:url"] == address
        assert {path: _at(told, path) for path in facts} == facts
        assert graph["og:title"] in (told.get("name"), told.get("headline"))


def test_lists_and_searches_claim_to_be_no_record(read: Any, newsroom: SimpleNamespace) -> None:
    for address in ("/", "/events/", "/sources/", "/search/?q=crossing", newsroom.story.get_absolute_url()):
        assert extruct.extract(read(address), syntaxes=["json-ld"], uniform=True) == {"json-ld": []}, address


def _at(told: Any, path: str) -> Any:
    """The fact at the end of a path such as "mentions.0.name"."""
    for step in path.split("."):
        told = told[int(step)] if isinstance(told, list) else told.get(step)
    return told
