import pytest

from archive.extraction.entities import EntityFinder
from archive.extraction.known import KnownEntity, KnownNames

BIDEN = KnownEntity(1, "person", "Joe Biden", ("Biden",), description="President of the United States.")
BUSH = KnownEntity(2, "person", "George W. Bush", ("Bush",))
MAY = KnownEntity(3, "person", "Theresa May", ("May",))
READING = KnownEntity(4, "place", "Reading", (), "GB", "Town in England.")
HERAT = KnownEntity(5, "place", "Herat", ("Herat city",), "AF", "City in western Afghanistan.")
PROVINCE = KnownEntity(6, "place", "Herat province", (), "AF")
MINISTRY = KnownEntity(7, "organisation", "Afghan Defence Ministry", ("Defence Ministry",))
OTHER_MINISTRY = KnownEntity(8, "organisation", "British Defence Ministry", ("Defence Ministry",))
TALIBAN = KnownEntity(9, "organisation", "Taliban", ("the Taliban",))
WHO = KnownEntity(10, "organisation", "World Health Organization", ("WHO",))
SHARIF = KnownEntity(11, "place", "Mazār-e-Sharīf", ("Mazar-e Sharif",), "AF")
FINDER = EntityFinder(
    KnownNames.of([BIDEN, BUSH, MAY, READING, HERAT, PROVINCE, MINISTRY, OTHER_MINISTRY, TALIBAN, WHO, SHARIF])
)


def find(text, **parts):
    return FINDER.find({"text": text, **parts})


def meant(text, **parts):
    return [(it.surface, it.entity) for it in find(text, **parts) if it.entity]


def test_a_known_name_is_found_whole_and_with_its_possessive():
    assert meant("Joe Biden's plan for Herat’s gates.") == [("Joe Biden", 1), ("Herat", 5)]
    assert meant("Bidenesque Heratis.") == []


def test_the_longest_of_overlapping_names_counts():
    assert meant("In Herat province, near Herat city and Herat.") == [
        ("Herat province", 6),
        ("Herat city", 5),
        ("Herat", 5),
    ]


def test_case_counts_except_in_capitals_throughout():
    assert meant("who said that the taliban left?") == []
    assert meant("The WHO said so.") == [("WHO", 10)]
    assert meant("TALIBAN TAKE THE GATES OF HERAT") == [("TALIBAN", 9), ("HERAT", 5)]
    assert meant("HERAT (AP) - It fell.") == [("HERAT", 5)]


def test_accents_and_typographic_marks_do_not_matter():
    assert meant("In Mazar-e-Sharif.") == [("Mazar-e-Sharif", 11)]
    assert [entity for _, entity in meant("In Mazār-e-Sharīf.")] == [11]


@pytest.mark.parametrize(
    "text", ["May comes after April.", "They may go. May we?", "Reading is fun.", "He likes Reading books."]
)
def test_a_name_that_is_a_common_word_needs_more_than_its_spelling(text):
    assert meant(text) == []


@pytest.mark.parametrize(
    ("text", "entity"),
    [("Mrs May resigned.", 3), ("Theresa May came. Later May resigned.", 3), ("They live in Reading, near London.", 4)],
)
def test_and_is_taken_with_it(text, entity):
    assert entity in [found for _, found in meant(text)]


def test_a_surname_alias_is_not_somebody_else_of_that_surname():
    assert meant("Bush spoke.") == [("Bush", 2)]
    assert meant("He met Laura Bush there.") == []


def test_of_several_that_bear_a_name_the_words_around_decide():
    assert meant("The Afghan Defence Ministry spoke.") == [("Afghan Defence Ministry", 7)]
    assert meant("Britain had none. The British Defense Ministry spoke.") == [("British Defense Ministry", 8)]


def test_and_where_they_do_not_the_name_stays_unresolved_with_its_candidates():
    (name,) = find("The Defence Ministry spoke.")
    assert name.entity is None
    assert {candidate.entity for candidate in name.candidates} == {7, 8}
    assert name.reason == "several bear this name"


def test_a_surname_is_who_was_named_in_full():
    found = find("Zabihullah Mujahid came. Mr Mujahid smiled. Mujahid left.")
    assert [(it.surface, it.full) for it in found] == [
        ("Zabihullah Mujahid", "Zabihullah Mujahid"),
        ("Mujahid", "Zabihullah Mujahid"),
        ("Mujahid", "Zabihullah Mujahid"),
    ]


def test_a_surname_of_two_people_is_neither():
    found = find("Jane Smith met Robert Smith. Smith left.")
    assert [it.full for it in found if it.surface == "Smith"] in ([], ["Smith"])


def test_an_acronym_is_its_long_form():
    found = find("The National Resistance Front (NRF) fought on. Later the NRF fled.")
    assert [it.full for it in found if it.surface == "NRF"] == ["National Resistance Front"] * 2


def test_a_name_has_one_kind_in_an_article_and_what_leaves_no_doubt_decides():
    found = find("The fall of Torghundi came late. Torghundi crossing is small. Nobody stayed in Torghundi, he said.")
    assert [(it.surface, it.kind) for it in found] == [("Torghundi", "place")] * 3


def test_a_known_name_keeps_its_kind():
    assert {it.kind for it in find("Mr Herat went to Herat province and Herat.") if it.entity} == {"place"}


def test_every_name_says_where_it_stands_and_why():
    parts = {"headline": "Biden speaks", "text": "In Herat, Jane Doe said no.", "caption": "A road in Herat."}
    for name in FINDER.find(parts):
        assert parts[name.field][name.start : name.end] == name.surface
        assert name.reason
        assert 0 < name.score < 1


def test_no_two_names_overlap():
    found = find("President Joe Biden of the United States met the Afghan Defence Ministry in Herat province (AP).")
    assert all(one.end <= other.start for one, other in zip(found, found[1:], strict=False))
