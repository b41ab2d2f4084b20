import pytest

from archive.ingest.captions import find_credit, is_caption

SCENE = "Drivers wait beside empty lorries at Harrow Pass on July 7."


@pytest.mark.parametrize(
    ("ending", "words", "named"),
    [
        ("Reuters", "Reuters", "Reuters"),
        ("REUTERS/Ilse Varga/File Photo", "REUTERS/Ilse Varga/File Photo", "REUTERS"),
        ("Lumen Photos", "Lumen Photos", "Lumen Photos"),
        ("LUMEN PHOTOS", "LUMEN PHOTOS", "LUMEN PHOTOS"),
        ("Lumen Photos.", "Lumen Photos", "Lumen Photos"),
        ("I. Varga", "I. Varga", "I. Varga"),
        ("Ilse von Berg", "Ilse von Berg", "Ilse von Berg"),
        ("Ilse Varga/AFP/Getty Images", "Ilse Varga/AFP/Getty Images", "AFP"),
        ("Ilse Varga, Lumen Photos", "Ilse Varga, Lumen Photos", "Lumen Photos"),
        ("(AP Photo/Ilse Varga)", "(AP Photo/Ilse Varga)", "AP"),
        ("(AP Photo/I. Scott Varga, File).", "(AP Photo/I. Scott Varga, File)", "AP"),
        ("(Ilse Varga/Pool via AP)", "(Ilse Varga/Pool via AP)", "AP"),
        ("[Photo: Lumen]", "[Photo: Lumen]", "Lumen"),
        ("Photo: Lumen Photos", "Photo: Lumen Photos", "Lumen Photos"),
        ("Photo by Ilse Varga / Lumen Photos", "Photo by Ilse Varga / Lumen Photos", "Lumen Photos"),
        ("Photograph: Ilse Varga", "Photograph: Ilse Varga", "Ilse Varga"),
        ("Photo courtesy of Ilse Varga.", "Photo courtesy of Ilse Varga", "Ilse Varga"),
        ("Credit: Lumen", "Credit: Lumen", "Lumen"),
        ("© 2021 Reuters", "© 2021 Reuters", "Reuters"),
        ("Handout via Lumen Photos", "Handout via Lumen Photos", "Lumen Photos"),
    ],
)
def test_a_caption_ends_in_a_credit_of_many_forms(ending: str, words: str, named: str) -> None:
    caption = f"{SCENE} {ending}"
    credit = find_credit(caption)
    assert credit is not None
    assert (credit.words, credit.named_as, credit.source_name) == (words, named, named)
    assert caption[credit.start : credit.end] == words
    assert is_caption(caption)


def test_a_credit_that_names_nobody_leads_to_no_source() -> None:
    credit = find_credit(f"{SCENE} (Handout photo)")
    assert credit is not None
    assert (credit.named_as, credit.source_name) == ("Handout photo", "")


@pytest.mark.parametrize(
    "paragraph",
    [
        "As the column entered Harrow Pass, the guards of the customs house withdrew to Dorman.",
        "The gate was taken on Thursday. Nobody was hurt.",
        "It was over within minutes. Silence.",
        "Who had given the order? Nobody.",
        "The guards met their commander, Gen. Ilse Varga",
        "The guards left the U.S. Embassy",
        "The gate will open at 9 p.m. Eastern Time",
        "The court will hear the case of Harrow v. Dorman",
        "“There was nobody at the gate at all. Not One Guard”",
        "The gate was closed for the day at noon. It Was Not",
        "The gate was closed for the day at noon. They're Back",
        "The gate was closed for the day at noon. By Ilse Varga",
        "The gate was closed for the day at noon. Images from the pass showed smoke.",
        "The gate was closed at noon. The Harrow Pass Customs House Was Empty At One",
        "The gate was closed at noon. On Thursday,",
        "The gate (which nobody guarded)",
        "The pass (Harrow Pass)",
        "Harrow Falls. Thousands Flee",
        "Reuters",
        "(AP Photo/Ilse Varga)",
        "",
    ],
)
def test_an_ordinary_first_paragraph_is_no_caption(paragraph: str) -> None:
    assert not is_caption(paragraph)


def test_a_long_first_paragraph_is_no_caption_whatever_it_ends_in() -> None:
    assert not is_caption(f"{SCENE} " * 20 + "Reuters")
