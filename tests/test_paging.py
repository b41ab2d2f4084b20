from datetime import date

import pytest
from django.core import signing
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from archive.models import Event
from archive.paging import SALT, BadCursor, page
from tests.factories import EventFactory

ORDERINGS = [("-sort_on", "-id"), ("sort_on", "id"), ("title", "id")]
DAYS = st.one_of(st.none(), st.dates(date(2021, 7, 1), date(2021, 7, 4)))


def walk(ordering, size, back=False):
    """All rows, page by page; backwards from the last page where `back`."""
    cursor, pages = "", []
    while True:
        current = page(Event.objects.all(), ordering, cursor, size)
        pages.append(current)
        if current.next is None:
            break
        cursor = current.next
    if back:
        pages = pages[-1:]
        while pages[0].previous:
            pages.insert(0, page(Event.objects.all(), ordering, pages[0].previous, size))
    return [row.pk for current in pages for row in current.rows]


class PagingProperties(TestCase):
    @settings(max_examples=25, deadline=None)
    @given(days=st.lists(DAYS, max_size=12), size=st.integers(1, 5), ordering=st.sampled_from(ORDERINGS))
    def test_every_row_comes_once_and_in_order_both_ways(self, days, size, ordering):
        for day in days:
            EventFactory(starts_on=day, date_precision="day" if day else "unknown", title="Same")
        everything = list(Event.objects.order_by(*ordering).values_list("pk", flat=True))
        assert walk(ordering, size) == everything
        assert walk(ordering, size, back=True) == everything


@pytest.mark.django_db
def test_rows_added_meanwhile_shift_nothing():
    old = EventFactory.create_batch(4, starts_on=date(2021, 7, 8))
    first = page(Event.objects.all(), ORDERINGS[0], "", 2)
    EventFactory(starts_on=date(2022, 1, 1))
    second = page(Event.objects.all(), ORDERINGS[0], first.next, 2)
    assert {row.pk for row in (*first.rows, *second.rows)} == {row.pk for row in old}


@pytest.mark.django_db
def test_a_full_last_page_has_no_next():
    EventFactory.create_batch(4)
    first = page(Event.objects.all(), ORDERINGS[0], "", 2)
    assert page(Event.objects.all(), ORDERINGS[0], first.next, 2).next is None
    assert first.previous is None


@pytest.mark.django_db
@pytest.mark.parametrize("cursor", ["x", "a:b:c", "\x00", "é"])
def test_a_forged_cursor_is_refused(cursor):
    with pytest.raises(BadCursor):
        page(Event.objects.all(), ORDERINGS[0], cursor)


@pytest.mark.django_db
@pytest.mark.parametrize("content", [["title,id", False, ["a", 1]], [1], "text"])
def test_a_cursor_of_another_ordering_or_form_is_refused(content):
    with pytest.raises(BadCursor):
        page(Event.objects.all(), ORDERINGS[0], signing.dumps(content, salt=SALT))
