from archive.ingest.identity import identity

from .making import given


def test_an_id_counts_within_its_source() -> None:
    assert identity(given(id="1", source="A")) == identity(
        given(id="1", source="A", text="Other text.", url="https://x.example/")
    )
    assert identity(given(id="1", source="A")) != identity(given(id="1", source="B"))
    assert identity(given(id="1", source="A")) != identity(given(id="2", source="A"))


def test_spellings_of_a_source_are_one_scope() -> None:
    assert identity(given(id="1", source="The Pass Gazette")) == identity(given(id="1", source="PASS  GAZETTE"))


def test_the_domain_is_the_scope_of_an_id_without_source() -> None:
    assert identity(given(id="1", url="https://a.example/x")) != identity(given(id="1", url="https://b.example/x"))
    assert identity(given(id="1", url="https://a.example/x")) == identity(given(id="1", url="https://www.a.example/y"))


def test_without_id_the_address_counts_whatever_the_source() -> None:
    assert identity(given(url="https://a.example/x", source="A")) == identity(
        given(url="https://a.example/x", text="Changed.")
    )
    assert identity(given(url="https://a.example/x")) != identity(given(url="https://a.example/y"))


def test_without_both_the_normalised_text_counts_within_its_source() -> None:
    assert identity(given(text="One two.")) == identity(given(text="ONE, two"))
    assert identity(given(text="One two.")) != identity(given(text="One three."))
    assert identity(given(text="One two.", source="A")) != identity(given(text="One two.", source="B"))


def test_an_id_is_never_taken_for_an_address() -> None:
    assert identity(given(id="https://a.example/x")) != identity(given(url="https://a.example/x"))
