import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest.cleaning import clean


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("Le poste Ã©tait fermÃ©.", "Le poste était fermé."),
        ("It\u00e2\u20ac\u2122s \u00e2\u20ac\u0153shut\u00e2\u20ac\u009d.", "It’s “shut”."),
        ("РџСЂРёРІРµС‚ РјРёСЂ", "Привет мир"),
        ("Où ça?\n\nFermÃ© jeudi.", "Où ça?\n\nFermé jeudi."),
    ],
)
def test_text_that_was_decoded_wrongly_is_repaired_and_told(broken: str, whole: str) -> None:
    assert clean(broken) == (whole, True)


@pytest.mark.parametrize(
    "text",
    [
        "SÃO PAULO", "L’Ãle était fermée…", "« voilà »", "Таможня была закрыта.", "Ångström", "木曜日", "ﬁn", "½ & ² ™",
        "“Curly” quotes — stay", "&amp; stays", "A café’s “été”", "ＷＩＤＥ", "\x1b[1m stays",
    ],
)  # fmt: skip
def test_text_as_it_should_be_is_not_touched(text: str) -> None:
    assert clean(text) == (text, False)


def test_accents_are_composed() -> None:
    assert clean("e\u0301te\u0301") == ("été", False)


def test_soft_hyphens_and_zero_width_characters_go() -> None:
    assert clean("\ufeffcus\u00adtoms\u200b post\u2060 a\u200cb c\u200d").text == "customs post ab c"


@pytest.mark.parametrize(
    "text",
    ["می\u200cخواهم", "👨\u200d👩\u200d👧", "❤\ufe0f\u200d🔥", "क\u094d\u200dष", "ภาษา\u200bไทย", "\u200fשלום"],
)
def test_they_stay_where_a_script_needs_them(text: str) -> None:
    assert clean(text).text == text


def test_line_ends_of_every_system_are_one_and_paragraphs_stay() -> None:
    assert clean("One.\r\n\r\nTwo.\rThree.\u2028Four.\u2029Five.").text == "One.\n\nTwo.\nThree.\nFour.\n\nFive."


def test_half_a_character_becomes_the_mark_of_a_missing_one() -> None:
    assert clean("a\ud800b \ud83d\ude00").text == "a\ufffdb 😀"


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_any_text_can_be_stored_when_it_is_clean_and_cleaning_again_changes_nothing(text: str) -> None:
    once = clean(text).text
    once.encode()
    if not clean(once).repaired:
        assert clean(once).text == once
