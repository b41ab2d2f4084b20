"""Whether two names may be one's."""

import pytest

from archive.matching.names import compare, consonants, keys, read


def likeness(kind, one, other):
    found, turned = compare(read(one, kind), read(other, kind)), compare(read(other, kind), read(one, kind))
    assert (found and found.score) == (turned and turned.score)
    return found


@pytest.mark.parametrize(
    ("kind", "one", "other", "said"),
    [
        ("person", "Joe Biden", "joe biden", "both are called"),
        ("person", "President Joe Biden", "Joe Biden", "without titles"),
        ("person", "Martin Luther King Jr.", "Martin Luther King", "without titles"),
        ("person", "Biden Joe", "Joe Biden", "another order"),
        ("person", "J. Biden", "Joe Biden", "initial fits"),
        ("person", "Joe R. Biden", "Joe Biden", "middle names"),
        ("person", "Muammar Gaddafi", "Moammar Kadhafi", "spellings"),
        ("person", "Muhammad al-Sharif", "Mohammed Al Shareef", "spellings"),
        ("organisation", "Carrow Grain Company", "Carrow Grain", "legal form"),
        ("organisation", "World Health Organization", "WHO", "first letters"),
        ("place", "Kandahar", "Qandahar", "spellings"),
        ("source", "The Herald", "Herald Online", "web edition"),
        ("source", "NYT", "The New York Times", "first letters"),
    ],
)
def test_names_that_may_be_one(kind, one, other, said):
    found = likeness(kind, one, other)
    assert found is not None
    assert said in found.reason
    assert 0 < found.score < 1


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("person", "Joe Biden", "Hunter Biden"),
        ("person", "J. Biden", "Hunter Biden"),
        ("person", "Joe R. Biden", "Joe S. Biden"),
        ("person", "Stephen King", "Stephen"),
        ("person", "George Bush", "George Busch-Meyer"),
        ("organisation", "Bank of Lestria", "Bank of Velmora"),
        ("place", "North Velmora", "South Velmora"),
        ("place", "Iran", "Iraq"),
        ("place", "Austria", "Australia"),
        ("source", "Morning Herald", "Evening Herald"),
    ],
)
def test_names_that_are_two(kind, one, other):
    assert likeness(kind, one, other) is None


def test_names_that_may_be_one_share_a_key():
    for kind, one, other in (
        ("person", "Muammar Gaddafi", "Moammar Kadhafi"),
        ("person", "J. Biden", "Joe Biden"),
        ("organisation", "World Health Organization", "WHO"),
    ):
        assert set(keys(read(one, kind))) & set(keys(read(other, kind)))


def test_consonants_are_what_transliterations_have_in_common():
    assert consonants("gaddafi") == consonants("kadhafi") == consonants("qadhdhafi")
    assert consonants("biden") != consonants("baker")
