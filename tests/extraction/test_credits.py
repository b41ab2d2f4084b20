import pytest

from archive.extraction.credits import CreditFinder, Sources

FINDER = CreditFinder(
    Sources(
        agencies={"Transworld News Service": "Transworld News Service", "TNS": "Transworld News Service"},
        photo_agencies={"Lumen Photos": "Lumen Photos"},
        others={"zabihullah mujahid": "Zabihullah Mujahid"},
    )
)


def found(text, **parts):
    return FINDER.find({"text": text, **parts})


def cited(text, headline=""):
    return [(it.named_as, it.words) for it in found(text, headline=headline) if it.kind == "cited"]


def owed(text, **parts):
    return [(it.source, it.words, it.field) for it in found(text, **parts) if it.kind == "wire"]


@pytest.mark.parametrize(
    ("text", "source", "words"),
    [
        ("KABUL (AP) - The city fell.", "Associated Press", "(AP)"),
        ("KABUL (TNS) - The city fell.", "Transworld News Service", "(TNS)"),
        ("The city fell, according to the Associated Press.", "Associated Press", "according to the Associated Press"),
        ("The city fell, Reuters reported.", "Reuters", "Reuters reported"),
        (
            "An aide who spoke with the Associated Press confirmed it.",
            "Associated Press",
            "spoke with the Associated Press",
        ),
        ("A guard told TNS that it fell.", "Transworld News Service", "A guard told TNS"),
        ("The city fell. TNS", "Transworld News Service", "TNS"),
        (
            "It fell. Agence France-Presse contributed to this report.",
            "Agence France-Presse",
            "Agence France-Presse contributed to this report",
        ),
    ],
)
def test_an_agency_is_owed_where_the_text_says_so(text, source, words):
    assert owed(text) == [(source, words, "text")]


def test_a_byline_names_agencies_or_says_that_there_were_some():
    assert owed("It fell.", byline="TNS and staff") == [("Transworld News Service", "TNS and staff", "byline")]
    assert owed("It fell.", byline="By Jane Doe, Associated Press") == [
        ("Associated Press", "Associated Press", "byline")
    ]
    assert owed("It fell.", byline="With agencies") == [("", "With agencies", "byline")]
    assert owed("It fell.", byline="Jane Doe") == []


def test_the_letters_of_an_agency_inside_other_words_owe_nothing():
    assert owed("The APPLE store in TNSVILLE closed. AP Photo") == []


@pytest.mark.parametrize(
    ("text", "named", "words"),
    [
        ("The post fell, an Afghan official said.", "an Afghan official", "an Afghan official said"),
        ("President Joe Biden said he would go.", "Joe Biden", "President Joe Biden said"),
        (
            "Secretary of State Antony Blinken had said so.",
            "Antony Blinken",
            "Secretary of State Antony Blinken had said",
        ),
        (
            "Jilani Farhad, the governor's spokesman, said it fell.",
            "Jilani Farhad",
            "Jilani Farhad, the governor's spokesman, said",
        ),
        (
            "The governor's spokesman, Jilani Farhad, said it fell.",
            "Jilani Farhad",
            "The governor's spokesman, Jilani Farhad, said",
        ),
        (
            '"It fell," said a trader reached by telephone.',
            "a trader reached by telephone",
            "said a trader reached by telephone",
        ),
        ("It fell, according to a doctor.", "a doctor", "according to a doctor"),
        (
            "Taliban spokesman Zabihullah Mujahid tweeted that it fell.",
            "Zabihullah Mujahid",
            "Taliban spokesman Zabihullah Mujahid tweeted",
        ),
        ("The Interior Ministry denied it.", "Interior Ministry", "The Interior Ministry denied"),
        ("In a statement the ministry said nothing.", "the ministry", "the ministry said"),
        ("By the Taliban's own account it fell.", "Taliban", "By the Taliban's own account"),
    ],
)
def test_whoever_says_something_is_cited_with_the_words_that_show_it(text, named, words):
    (only,) = cited(text)
    assert only[1] == words
    assert only[0] in named


def test_two_who_say_the_same_are_two():
    assert [name for name, _ in cited("Residents and a border official said so.")] == ["Residents", "a border official"]


@pytest.mark.parametrize(
    "text",
    [
        "He said it fell.",
        "They had told her.",
        "The commander was told to go.",
        "Friday said nothing.",
        "The United States left.",
        "No group claimed the attack.",
        "The reports lay on the table.",
    ],
)
def test_pronouns_days_and_the_passive_cite_nobody(text):
    assert cited(text) == []


def test_who_is_unnamed_on_purpose_stays_so():
    (credit,) = found("An official said it fell, speaking on condition of anonymity.")
    assert (credit.named_as, credit.anonymous, credit.source) == ("An official", True, "")


def test_a_known_source_is_recognised_and_the_statement_kept():
    (credit,) = found("Zabihullah Mujahid said the town was theirs. It rained.")
    assert credit.source == "Zabihullah Mujahid"
    assert credit.statement == "Zabihullah Mujahid said the town was theirs."


def test_the_place_of_each_is_exact():
    text = "It fell.\n\nA “teacher” said so, and Reuters reported it."
    for credit in found(text):
        assert text[credit.start : credit.end] == credit.words


def test_the_end_of_a_caption_is_a_photo_credit():
    (credit,) = found("", caption="A road. Photo: Lumen Photos")
    assert (credit.kind, credit.words, credit.named_as) == ("photo", "Photo: Lumen Photos", "Lumen Photos")
