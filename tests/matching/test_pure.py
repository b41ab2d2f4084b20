from datetime import date

import numpy as np
import pytest

from archive.comparison.passages import READ_CHARACTERS, Words, passages
from archive.matching import context, grouping, measures, proper
from archive.matching.frequencies import Frequencies
from archive.matching.sentences import Aligned, Sentence, disagreements, read
from archive.matching.shingles import Shingled, anchors, shared
from archive.matching.terms import digest, word_terms
from archive.matching.weekdays import NOTHING_SAID, alike, weekdays
from archive.models.matching import UNKNOWN_DAY
from tests.matching.texts import REPORT, UNRELATED, filler

NONE = np.empty(0, np.int64)


def of(text: str) -> Shingled:
    return Shingled.of(word_terms(text))


class EachTermWeighsTheSame(Frequencies):
    def idf(self, terms: np.ndarray) -> np.ndarray:
        return np.ones(len(terms), np.float32)


def sentence(text: str) -> Sentence:
    return read(text, EachTermWeighsTheSame()).sentences[0]


class TestTerms:
    def test_possessive_plural_and_capital_make_no_difference(self) -> None:
        assert word_terms("Renn's workers, the Worker").tolist() == word_terms("renn worker the workers").tolist()

    def test_names_are_written_with_a_capital_and_never_without(self) -> None:
        found = digest("", "The crane fell. Crane driver Marwick saw the crane.").names
        assert found.tolist() == sorted(word_terms("Marwick"))

    def test_thousands_separators_make_no_difference(self) -> None:
        assert digest("", "1,200 dead").numbers.tolist() == digest("", "1200 dead").numbers.tolist()

    def test_scripts_without_blanks_are_read_by_the_character(self) -> None:
        assert len(word_terms("星期四夺取")) == 5

    def test_only_the_beginning_of_an_endless_text_is_read(self) -> None:
        assert len(digest("", "word " * 500_000).words) <= READ_CHARACTERS // 5 + 1

    @pytest.mark.parametrize("text", ["", "...", "  \n", "´`"])
    def test_texts_without_words_have_no_terms(self, text: str) -> None:
        assert len(digest(text, text).words) == 0


class TestShingles:
    def test_a_cut_is_contained_in_the_whole(self) -> None:
        whole = REPORT + filler(1, 700)
        both = shared(of(REPORT), of(whole), NONE)
        assert both.containment == 1
        assert both.jaccard < 0.5

    def test_a_cut_shares_an_anchor_with_the_whole(self) -> None:
        whole = filler(1, 700) + " " + REPORT
        assert set(anchors(of(REPORT).hashes)) & set(anchors(of(whole).hashes))

    def test_other_texts_share_nothing(self) -> None:
        assert shared(of(REPORT), of(UNRELATED), NONE).containment == 0

    def test_a_passage_with_a_common_shingle_in_it_does_not_count(self) -> None:
        one, other = of(f"{filler(1)} {REPORT}"), of(f"{REPORT} {filler(2)}")
        common = of(REPORT).hashes[40:41]
        assert shared(one, other, NONE).containment > 0.5
        assert shared(one, other, common).containment == 0

    def test_texts_too_short_for_a_shingle_share_nothing(self) -> None:
        assert shared(of("three words only"), of("three words only"), NONE).containment == 0


class TestEvidence:
    def test_passages_stand_where_their_offsets_say(self) -> None:
        left, right = f"Before it. {REPORT[:200]}", f"{REPORT[:200]} And after."
        (found,) = passages(Words(left), Words(right))
        assert left[slice(*found.left)] == right[slice(*found.right)]

    def test_figures_that_disagree_are_named_with_what_they_count(self) -> None:
        left, right = (
            "At least 20 soldiers fled on Monday night.",
            "Officials said that thirty-one or 35 soldiers fled.",
        )
        pair = Aligned(sentence(left), sentence(right), 0.5)
        (found,) = disagreements([pair], left, right)
        assert (found.counted, found.left, found.right) == ("soldier", "20", "35")

    def test_a_figure_that_the_other_text_has_elsewhere_does_not_disagree(self) -> None:
        left, right = (
            "At least 20 soldiers fled on Monday night.",
            "Officials said that 35 soldiers and 20 guards fled.",
        )
        assert not disagreements([Aligned(sentence(left), sentence(right), 0.5)], left, right)


class TestContext:
    days = {1: 10, 2: 10, 3: 10, 4: None, 5: 90}

    def test_a_third_that_is_mine_and_not_yours_contradicts(self) -> None:
        found = context.features([(1, 2), (1, 3)], np.array([1.0, 4.0]), [0, 1], self.days)
        assert found["contradiction"][0] > 0.9
        assert found["support"][0] == 0

    def test_a_third_that_is_both_supports(self) -> None:
        found = context.features([(1, 2), (1, 3), (2, 3)], np.array([1.0, 4.0, 4.0]), [0], self.days)
        assert found["support"][0] > 0.9
        assert found["contradiction"][0] < 0.1

    def test_an_undated_article_that_is_more_like_one_of_another_week_has_a_rival(self) -> None:
        found = context.features([(1, 4), (4, 5)], np.array([1.0, 3.0]), [0, 1], self.days)
        assert found["rival"].tolist() == [2.0, -2.0]

    def test_candidates_of_one_week_are_no_rivals(self) -> None:
        found = context.features([(1, 4), (2, 4)], np.array([1.0, 3.0]), [0, 1], self.days)
        assert found["rival"].tolist() == [-3.0, -3.0]


class TestWeekdays:
    def test_an_undated_article_that_names_the_day_of_a_dated_one_is_like_it(self) -> None:
        dated = weekdays(word_terms("The mayor resigned."), date(2021, 7, 6))  # a Tuesday
        fitting, other, silent = (
            weekdays(word_terms(text), UNKNOWN_DAY)
            for text in ("He left on Tuesday.", "He left on Saturday.", "He left.")
        )
        assert alike(dated, [fitting, other, silent]).tolist() == pytest.approx([0.894, 0, NOTHING_SAID], abs=0.001)


class TestGrouping:
    def test_one_strong_pair_does_not_join_two_groups(self) -> None:
        inside = [(1, 2), (1, 3), (2, 3), (4, 5), (4, 6), (5, 6)]
        assert grouping.groups({**dict.fromkeys(inside, 5.0), (3, 4): 2.0}, 0.0) == [[1, 2, 3], [4, 5, 6]]

    def test_the_order_of_the_pairs_makes_no_difference(self) -> None:
        odds = {(1, 2): 1.0, (2, 3): 1.0, (1, 3): 0.5, (3, 4): 0.9}
        assert grouping.groups(odds, 0.0) == grouping.groups(dict(reversed(odds.items())), 0.0)

    def test_an_endless_chain_is_grouped_in_bounded_time(self) -> None:
        odds = {(n, n + 1): 1.0 + n % 7 for n in range(3000)}
        assert grouping.groups(odds, 0.0)


class TestMeasures:
    clusters = {1: "a", 2: "a", 3: "b", 4: "b", 5: None}

    def test_unlabelled_articles_are_not_scored(self) -> None:
        assert measures.labelled({(1, 5), (2, 1)}, self.clusters) == {(1, 2)}

    def test_precision_and_recall(self) -> None:
        true = measures.true_pairs(self.clusters)
        assert measures.precision_recall_f1({(1, 2), (1, 3)}, true) == (0.5, 0.5, 0.5)
        assert measures.precision_recall_f1(set(), true) == (0, 0, 0)

    def test_b_cubed_of_the_truth_is_one_and_of_one_heap_is_less(self) -> None:
        assert measures.b_cubed_f1([[1, 2], [3, 4, 5]], self.clusters) == 1
        assert measures.b_cubed_f1([[1, 2, 3, 4]], self.clusters) == pytest.approx(2 / 3)


def test_names_are_no_days_months_numbers_or_common_words_that_begin_a_sentence():
    text = (
        "Fourteen men of the Taliban fled. Government forces held Kunduz on Sunday, Ghulam Rabani Rabani said in May. "
        "Security was poor, and security men left. “Herat’s governor stayed,” he said. Torghundi fell."
    )
    names, surely = proper.Names(text), ["Ghulam Rabani Rabani", "Kunduz", "Taliban"]
    assert names.shared_with(names) == surely
    other = "From the Taliban, Government, Torghundi, Kunduz, Herat, Security, Ghulam Rabani Rabani, on Sunday in May."
    assert names.shared_with(proper.Names(other)) == sorted([*surely, "Government", "Herat", "Torghundi"])
