import pytest

from archive.ingest.decoding import decode, marked_encoding
from archive.ingest.records import Invalid

FRENCH = "Le poste de douane de Harrow était fermé jeudi, a déclaré un officier. « Où sont passés les gardes ? »"
GERMAN = "Die Zöllner räumten am Donnerstag das Gebäude. Händler übernachteten auf der Straße, hieß es in Österreich."
RUSSIAN = "Таможня была закрыта в четверг, сообщил офицер. Грузовики стояли у ворот девять километров."
JAPANESE = "木曜日に税関は閉鎖されたと職員が述べた。トラックは門の前に九キロにわたって並んだ。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_read_with_its_mark_and_without(encoding: str) -> None:
    decoded = decode(FRENCH.encode(encoding))
    assert (decoded.text, decoded.guessed) == (FRENCH, False)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_either_byte_order_is_read(encoding: str) -> None:
    raw = ("\ufeff" + FRENCH).encode(encoding)
    assert marked_encoding(raw) == encoding
    assert decode(raw).text == FRENCH


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "cp1252"),
        (GERMAN, "cp1252"),
        (GERMAN, "latin-1"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        ("The trader’s café was shut.", "cp1252"),
        (" date 2021-07-08 Café crème était là.", "cp1252"),
    ],
)
def test_a_legacy_encoding_is_recognised_and_named(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.guessed) == (text, True)


def test_the_guess_looks_where_the_text_is_not_plain() -> None:
    text = "The gate was shut. " * 30_000 + "\n" + FRENCH
    assert decode(text.encode("cp1252")).text == text


@pytest.mark.parametrize("raw", [b"a\x00b", b"first\nsecond\n\x00", b"\x7fELF\x02\x01\x01\x00"])
def test_a_nul_byte_is_refused_with_its_line(raw: bytes) -> None:
    with pytest.raises(Invalid, match="^not text: a NUL byte$") as caught:
        decode(raw)
    assert caught.value.line == raw[: raw.index(b"\x00")].count(b"\n") + 1


def test_a_nul_character_is_refused_in_wide_encodings_too() -> None:
    with pytest.raises(Invalid, match="^not text: a NUL character$"):
        decode("a\n\x00".encode("utf-16"))


def test_damaged_utf_8_is_refused_and_not_read_as_something_else() -> None:
    raw = "Ein Zöllner\nräumte die Straße".encode()
    cut = raw.rindex(b"\xc3") + 1
    with pytest.raises(Invalid, match=rf"^damaged UTF-8: byte 0xc3 at offset {cut - 1}$") as caught:
        decode(raw[:cut])
    assert caught.value.line == 2


def test_damaged_utf_16_is_refused() -> None:
    with pytest.raises(Invalid, match="^damaged UTF-16-LE"):
        decode("\ufeffab".encode("utf-16-le") + b"\x00\xd8")


@pytest.mark.parametrize(
    "raw",
    [bytes(range(1, 256)) * 20, b"\x89PNG\r\n\x1a\n" + b"\xff\x81\x9d" * 50, b"\xff\xfe\xfd\xfc\x81" * 9],
)
def test_binary_data_is_refused(raw: bytes) -> None:
    with pytest.raises(Invalid, match="^(not text|damaged)"):
        decode(raw)


@pytest.mark.parametrize("raw", [b"A fire \xff\xfe\x80\x81 destroyed.", b"Nor\xff is a town by the sea."])
def test_noise_in_a_plain_text_is_no_encoding(raw):
    with pytest.raises(Invalid, match="neither UTF-8 nor surely"):
        decode(raw)
