import json

import pytest

from archive.extraction import neural
from archive.extraction.neural import SHIPPED, Installed, Ours, model
from archive.extraction.tokens import sentences

LIMIT = 10 * 2**20  # bytes


@pytest.fixture(scope="module")
def ours():
    return Ours()


def read(found_by, text):
    split = list(sentences(text))
    return [
        (" ".join(sentence.words[first:last]), kind)
        for sentence, names in zip(split, found_by.names([(split, text)])[0], strict=True)
        for first, last, kind in names
    ]


def test_our_model_finds_people_places_and_organisations_that_no_list_knows(ours):
    text = "Ardita Kelmendi of the Zelbria Workers Party arrived in Vushtrri on Monday.\n\nKelmendi spoke."
    assert ("Ardita Kelmendi", "person") in read(ours, text)
    assert ("Zelbria Workers Party", "organisation") in read(ours, text)


def test_a_sentence_without_capitals_or_without_words_is_no_trouble(ours):
    assert read(ours, "it rained.\n\n…\n\n") == []
    assert ours.names([([], "")]) == [[]]


def test_texts_read_together_are_read_as_each_by_itself(ours):
    texts = ["Ardita Kelmendi arrived in Vushtrri.", "It rained.", "Mr Kelmendi spoke. So did Anna Lindqvist of Oslo."]
    split = [(list(sentences(text)), text) for text in texts]
    assert ours.names(split) == [ours.names([one])[0] for one in split]


def test_it_is_small_and_has_a_card_with_its_data_terms_figures_date_and_command():
    assert sum(path.stat().st_size for path in SHIPPED.rglob("*")) <= LIMIT
    card = (SHIPPED / "README.md").read_text()
    for said in ("CoNLL-2003", "Reuters", "research", "F1", "train_entities", "2026", "GeoNames", "CC BY"):
        assert said in card, said
    assert json.loads((SHIPPED / "meta.json").read_text())["pipeline"] == ["tok2vec", "ner"]


def test_none_is_rules_alone(tmp_path):
    assert model("none", tmp_path) is None


def test_what_the_archive_trained_itself_takes_the_place_of_what_came_along(tmp_path, monkeypatch):
    monkeypatch.setattr(neural, "Ours", lambda folder: folder)
    model.cache_clear()
    assert model("", tmp_path / "entities") == SHIPPED
    (tmp_path / "entities").mkdir()
    (tmp_path / "entities" / "config.cfg").touch()
    model.cache_clear()
    assert model("", tmp_path / "entities") == tmp_path / "entities"
    model.cache_clear()


def test_another_pipeline_takes_its_place_by_name(monkeypatch):
    import spacy

    other = spacy.blank("en")
    other.add_pipe("entity_ruler").add_patterns(
        [{"label": "GPE", "pattern": "Herat"}, {"label": "DATE", "pattern": "Monday"}]
    )
    monkeypatch.setattr(neural.spacy, "load", lambda name, exclude: other)
    found = read(Installed("en_core_web_trf"), "He left.\n\nIn Herat’s streets on Monday, Herat fell.")
    assert found == [("Herat", "place"), ("Herat", "place")]
