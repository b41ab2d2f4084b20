import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.ingest.sources import Wanted, photographer, publisher, resolve
from archive.models import Redirect, Source, SourceDomain, SourceName
from tests.factories import SourceFactory

from .making import given

pytestmark = pytest.mark.django_db


def _source(name: str, domain: str = "") -> Source:
    wanted = Wanted(name, domain)
    return resolve([wanted])[wanted]


def test_a_name_leads_to_the_source_that_has_it_in_any_spelling() -> None:
    known = SourceFactory(name="The Pass Gazette")
    SourceName.objects.create(source=known, name="TPG")
    assert [_source(name).pk for name in ("pass gazette", "PASS  GAZETTE!", "tpg")] == [known.pk] * 3
    assert Source.objects.count() == 1


def test_an_unknown_name_becomes_a_suggested_outlet_that_is_found_again() -> None:
    made = _source("Pass Gazette")
    assert (made.name, made.slug, made.kind, made.verdict, made.known_by) == (
        "Pass Gazette", "pass-gazette", "outlet", "suggested", "rule",
    )  # fmt: skip
    assert made.evidence["rule"]
    assert SourceName.objects.get().normalised == "pass gazette"
    assert _source("The Pass Gazette").pk == made.pk


def test_spellings_in_one_batch_are_one_source() -> None:
    names = ["The Pass Gazette", "Pass Gazette", "PASS GAZETTE"]
    assert len({source.pk for source in resolve(map(Wanted, names)).values()}) == 1


def test_a_domain_leads_to_its_source_and_so_do_the_domains_below_it() -> None:
    known = SourceFactory()
    SourceDomain.objects.create(source=known, domain="gazette.example")
    record = given(url="https://news.gazette.example/1")
    wanted = publisher(record)
    assert wanted is not None
    assert resolve([wanted])[wanted] == known


def test_an_unknown_domain_becomes_a_source_that_has_it() -> None:
    made = _source("gazette.example", "gazette.example")
    assert [row.domain for row in made.domains.all()] == ["gazette.example"]
    assert _source("news.gazette.example", "news.gazette.example").pk == made.pk


def test_a_name_that_is_a_domain_is_one_with_and_without_www() -> None:
    found = {publisher(given(source=name)) for name in ("www.gazette.example", "gazette.example", "GAZETTE.example")}
    assert len({source.pk for source in resolve(found).values()}) == 1


def test_the_name_as_given_goes_before_the_domain_of_the_address() -> None:
    wanted = publisher(given(source="Transworld", url="https://gazette.example/1"))
    assert wanted == Wanted("Transworld")


def test_a_record_without_name_and_address_has_no_publisher() -> None:
    assert publisher(given()) is None


def test_a_photographer_is_a_photo_agency_unless_known() -> None:
    agency = SourceFactory(name="Transworld", kind="agency")
    wanted = photographer(given(caption="The gate at dawn on Thursday. Lumen Photos"))
    known = photographer(given(caption="The gate at dawn on Thursday. TRANSWORLD"))
    assert wanted is not None
    assert known is not None
    found = resolve([wanted, known])
    assert (found[wanted].kind, found[known]) == ("photo_agency", agency)
    assert photographer(given(caption="The gate at dawn.")) is None
    assert photographer(given(caption="The gate at dawn on Thursday. (Handout photo)")) is None


def test_slugs_never_collide_with_those_of_sources_or_of_their_old_addresses() -> None:
    SourceFactory(slug="gate-news", name="Another")
    kept = SourceFactory(slug="gate-news-2", name="Third")
    Redirect.objects.create(old_slug="gate-news-3", source=kept)
    Redirect.objects.create(old_slug="dorman-post", source=kept)
    names = ["Gate News", "Dorman Post", "x" * 299, "x" * 300]
    assert [source.slug for source in resolve(map(Wanted, names)).values()] == [
        "gate-news-4", "dorman-post-2", "x" * 90, "x" * 90 + "-2",
    ]  # fmt: skip


def test_names_that_no_slug_can_be_made_of_are_sources_too() -> None:
    found = resolve(map(Wanted, ["!!!", "???", "´"]))
    assert [source.slug for source in found.values()] == ["untitled", "untitled-2", "untitled-3"]


def test_the_number_of_queries_does_not_depend_on_the_number_of_names() -> None:
    def queries(count: int, prefix: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            resolve(Wanted(f"{prefix} {n}", f"{prefix}{n}.example") for n in range(count))
        return len(captured)

    assert queries(2, "few") == queries(200, "many") <= 7
    assert queries(200, "many") == 2
