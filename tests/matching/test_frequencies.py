"""In how many articles each term stands, as one process sees it while others count, too."""

import numpy as np
import pytest
from django.db import transaction

from archive.matching.frequencies import Frequencies

pytestmark = pytest.mark.django_db
ONE, TWO = np.array([3, 7], np.int32), np.array([7, 9], np.int32)
EVERY = np.array([3, 7, 9, 11], np.int32)


def test_what_a_process_counts_it_knows_without_asking(django_assert_num_queries):
    known = Frequencies()
    known.fetch([EVERY])
    known.count([ONE, TWO])
    with django_assert_num_queries(0):
        assert known.counts(EVERY).tolist() == [1, 2, 1, 0]
        assert known.articles() == 2


def test_what_others_count_is_seen_from_the_next_renewal_on():
    known = Frequencies()
    known.count([ONE])
    known.fetch([EVERY])
    Frequencies().count([TWO])
    assert known.counts(EVERY).tolist() == [1, 1, 0, 0]
    known.renew()
    assert known.counts(EVERY).tolist() == [1, 2, 1, 0]


def test_what_is_counted_after_others_is_added_to_theirs():
    known = Frequencies()
    known.count([ONE])
    Frequencies().count([TWO])
    known.count([ONE])
    assert known.counts(EVERY).tolist() == [2, 3, 1, 0]


def test_a_count_that_was_rolled_back_is_not_kept_beyond_the_next_renewal():
    known = Frequencies()
    known.count([ONE])
    with transaction.atomic():
        known.count([TWO])
        transaction.set_rollback(True)
    known.renew()
    assert known.counts(EVERY).tolist() == [1, 1, 0, 0]
    assert known.articles() == 1


def test_what_is_taken_out_is_no_longer_counted():
    known = Frequencies()
    known.count([ONE, TWO])
    known.count([TWO], sign=-1)
    assert known.counts(EVERY).tolist() == [1, 1, 0, 0]
