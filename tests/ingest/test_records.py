import pytest

from archive.ingest.dates import parse_date
from archive.ingest.records import Invalid, Rejection, derived_headline, domain_of, make_record

from .making import TODAY, given


@pytest.mark.parametrize("text", ["", " \n\t ", "—", "… ! ?", "\u200b"])
def test_a_text_without_a_word_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="^no text$"):
        given(text=text)


@pytest.mark.parametrize(
    ("field", "longest", "what"),
    [("id", 200, "id"), ("title", 1000, "headline"), ("byline", 500, "byline"), ("source", 300, "source")],
)
def test_a_field_longer_than_its_column_is_refused(field: str, longest: int, what: str) -> None:
    given(**{field: "x" * longest})
    with pytest.raises(Invalid, match=f"^{what} too long: {longest + 1:,} characters, the limit is {longest:,}$"):
        given(**{field: "x" * (longest + 1)})


def test_a_source_is_measured_in_the_form_in_which_it_is_looked_up() -> None:
    with pytest.raises(Invalid, match="^source too long"):
        given(source="\ufdfa" * 100)  # one character that stands for eighteen


@pytest.mark.parametrize("field", ["text", "id", "title", "source", "byline", "caption", "change_note"])
def test_a_nul_character_is_refused_wherever_it_stands(field: str) -> None:
    with pytest.raises(Invalid, match="^a NUL character in the "):
        given(**{field: "a\x00b"})


@pytest.mark.parametrize("extra", [{"a": "\x00"}, {"\x00": 1}, {"a": [{"b": ["x", "\x00"]}]}])
def test_a_nul_character_is_refused_in_extra_data(extra: dict[str, object]) -> None:
    with pytest.raises(Invalid, match="^a NUL character in the extra data$"):
        given(extra=extra)


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "ftp://a.example/", "a.example/x", "http://", "http://[", "https://a b.example"],
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(Invalid, match="^not a web address: "):
        given(url=url)


def test_a_web_address_longer_than_its_column_is_refused() -> None:
    with pytest.raises(Invalid, match="^url too long: 2,001 characters"):
        given(url="https://a.example/" + "x" * 1983)


def test_of_a_language_code_the_language_is_kept() -> None:
    assert [given(language=code).language for code in ("en", "pt-BR", "zh_Hans", "")] == [
        "en",
        "pt",
        "zh",
        "",
    ]
    with pytest.raises(Invalid, match="^not a language code: English"):
        given(language="English")


def test_fields_of_one_line_are_put_on_one_line() -> None:
    record = given(title=" Gate\n changes\thands ", byline="By\r\nIlse Varga", id=" 7 ")
    assert (record.headline, record.byline, record.external_id) == (
        "Gate changes hands",
        "By Ilse Varga",
        "7",
    )


def test_line_ends_of_every_system_are_one() -> None:
    assert given(text="One.\r\n\r\nTwo.\rThree.").text == "One.\n\nTwo.\nThree."


def test_a_headline_is_derived_only_where_there_is_none() -> None:
    assert (given().headline, given().headline_derived) == (
        "The gate of Harrow Pass changed hands on Thursday",
        True,
    )
    assert (given(title="Gate").headline, given(title="Gate").headline_derived) == ("Gate", False)


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("It rained. Then it stopped.", "It rained"),
        ("Did it rain? It did.", "Did it rain?"),
        ("He moved to the U.S. Army.", "He moved to the U.S. Army"),
        ("Troops left the U.S.", "Troops left the U.S."),
        ("… It rained.", "It rained"),
        ("“—”\n\nIt rained.", "It rained"),
        ("word " * 100 + "end.", "word " * 30 + "word…"),
    ],
)
def test_a_derived_headline_is_the_first_sentence_cut_at_a_word(text: str, headline: str) -> None:
    assert derived_headline(text) == headline


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://www.Zollblatt.example:8080/x", "zollblatt.example"),
        ("http://www.www.a.example/", "a.example"),
        ("https://news.a.example./", "news.a.example"),
        ("http://localhost/", ""),
        ("http://[2001:db8::1]/", ""),
        ("http://[", ""),
        ("", ""),
    ],
)
def test_the_domain_of_an_address_is_bare(url: str, domain: str) -> None:
    assert domain_of(url) == domain


def test_a_rejection_is_shown_as_file_line_and_reason() -> None:
    rejection = Rejection("wire/a.txt", 3, "no such date: 2021-02-31")
    assert str(rejection) == "wire/a.txt:3: no such date: 2021-02-31"
    assert rejection.group == "no such date"


def test_nothing_that_a_terminal_obeys_reaches_a_message() -> None:
    with pytest.raises(Invalid) as caught:
        parse_date("2021\x1b[2J\n", TODAY)
    assert str(Rejection("a\nb\x1b.txt", 1, caught.value.reason)).isprintable()


def test_a_rejection_points_at_the_line_within_the_file() -> None:
    from archive.ingest.records import Given, Received

    received = Received("a.txt", 5, b"raw", "text/plain")
    assert received.rejected("why", line=3) == Rejection("a.txt", 7, "why", b"raw", 3)
    with pytest.raises(Invalid):
        make_record(received, Given(), TODAY)


def test_a_wrongly_decoded_text_is_repaired_and_its_record_says_so() -> None:
    record = given(text="Le poste Ã©tait fermÃ©.", title="FermÃ©")
    assert (record.text, record.headline) == ("Le poste était fermé.", "Fermé")
    assert record.extra == {"repaired": ["text", "headline"]}


def test_what_the_record_says_itself_under_our_names_stays() -> None:
    assert given(text="Ã©tÃ© Ã  Paris", extra={"repaired": "yes", "found": 1}).extra == {"repaired": "yes", "found": 1}


LONG = "Le poste de douane était fermé jeudi, a déclaré un officier de la province. " * 3


def test_the_language_is_detected_only_where_none_is_given_and_it_is_sure() -> None:
    assert (given(text=LONG).language, given(text=LONG).extra) == ("fr", {"found": {"language": "detected"}})
    assert (given(text=LONG, language="de").language, given(text=LONG, language="de").extra) == ("de", {})
    assert given(text="Le poste de douane était fermé jeudi.").language == ""
    assert given(text="qwe rty uio pas dfg hjk lzx cvb nmq wer tyu iop asd fgh jkl zxc vbn mqw ert yui").language == ""


def test_dates_in_many_forms_are_read_where_the_format_has_them_and_not_elsewhere() -> None:
    record = given(dates=[("json-ld", "Thu, 08 Jul 2021 23:30:00 +0430")])
    assert (str(record.published_on), record.extra) == ("2021-07-08", {"found": {"date": "json-ld"}})
    with pytest.raises(Invalid, match="^not a date"):
        given(date="8 July 2021")
