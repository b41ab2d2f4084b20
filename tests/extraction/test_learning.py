import pytest
from django.core.management import CommandError, call_command

from archive.extraction import learning, training
from archive.extraction.learning import Lesson, TooLittle, agreement, learn
from archive.models import Mention
from tests.factories import ArticleFactory, EntityFactory, MentionFactory

pytestmark = pytest.mark.django_db


class Finds:
    """A model that finds what it is told."""

    def __init__(self, *names):
        self.names = list(names)

    def names_of_words(self, sentences):
        return [self.names for _ in sentences]


def judged(text, surface, verdict="accepted", kind="person", article=None):
    article = article or ArticleFactory(text=text)
    start = text.index(surface)
    return MentionFactory(
        article=article,
        entity=EntityFactory(kind=kind),
        surface=surface,
        start=start,
        end=start + len(surface),
        verdict=verdict,
    )


def test_a_judged_mention_makes_its_sentence_a_lesson():
    text = "It rained. Jane Doe met Caravan members."
    one = judged(text, "Jane Doe")
    judged(text, "Caravan", "rejected", article=one.article)
    lessons = [lesson for part in learning._lessons() for lesson in part]
    assert lessons == [
        Lesson(["Jane", "Doe", "met", "Caravan", "members", "."], names={(0, 2, "person")}, no_names={(3, 4)})
    ]


def test_what_is_not_judged_keeps_the_models_own_opinion():
    lesson = Lesson(["Jane", "Doe", "met", "Caravan", "in", "Herat"], {(0, 2, "person")}, {(3, 4)})
    (marked,) = learning._marked([lesson], Finds((3, 4, "person"), (5, 6, "place"), (1, 2, "place")))
    assert marked[1] == ["B-PER", "I-PER", "O", "O", "O", "B-LOC"]


def test_agreement_asks_about_judged_names_alone():
    lesson = Lesson(["a"] * 9, {(0, 2, "person"), (5, 6, "place")}, {(3, 4)})
    score = agreement(Finds((0, 2, "person"), (3, 4, "place"), (7, 8, "place")), [lesson])
    assert (score.right, score.wrong, score.missed) == (1, 1, 1)


def test_too_little_is_said_in_a_line(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    with pytest.raises(CommandError, match="Editors have judged 0 mentions: at least 250 are needed"):
        call_command("train_entities")
    with pytest.raises(TooLittle):
        learn(tmp_path / "entities")


@pytest.mark.parametrize(("after", "kept"), [(0.0, False), (1.1, True)])
def test_a_model_is_kept_only_where_it_does_better_on_held_out_articles(monkeypatch, tmp_path, after, kept):
    monkeypatch.setattr(learning, "FEWEST", 1)
    for number in range(10):
        judged(f"Jane Doe spoke {number} times.", "Jane Doe")
    assert Mention.objects.count() == 10

    def trained(nlp, sentences, measure, output, **_):
        nlp.to_disk(output, exclude=["vocab"])
        assert all(tags[:2] == ["B-PER", "I-PER"] for _, tags in sentences)
        return training.Trained(after, 1)

    monkeypatch.setattr(training, "go_on", trained)
    output = tmp_path / "entities"
    assert learn(output).better is kept
    assert (output / "config.cfg").exists() is kept
    assert sorted(path.name for path in tmp_path.iterdir()) == (["entities"] if kept else [])


def test_a_trained_model_is_written_and_can_be_used(tmp_path):
    from archive.extraction.neural import Ours

    sentences = [(["Zorblax", "visited", "Quendor", "."], ["B-PER", "O", "B-LOC", "O"])] * 40
    told = []
    done = training.train(
        sentences, lambda nlp: 0.5, tmp_path / "new", steps=3, progress=lambda step, score: told.append((step, score))
    )
    assert (done.score, done.step, told) == (0.5, 3, [(3, 0.5)])
    assert len(Ours(tmp_path / "new").names_of_words([["Zorblax", "left", "."]])) == 1


def test_training_needs_its_files(tmp_path):
    with pytest.raises(CommandError, match=r"conll_train.jsonl cannot be read: No such file"):
        call_command("train_entities", "--data", str(tmp_path))
