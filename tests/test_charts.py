"""The geometry of the charts: everything counted has its place, whatever the dates and wherever the places."""

from datetime import date, timedelta
from math import dist

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.charts.bars import HEIGHT, MOST_BARS, bars
from archive.charts.lettering import NARROW, SHAPE, WIDE, around, covered
from archive.charts.network import MOST_ARCS, network
from archive.charts.spans import Span, Unit
from archive.charts.spreading import gathered, spread
from archive.charts.timeline import MOST_COLUMNS, MOST_ROWS, OTHERS, Telling, timeline
from archive.charts.worldmap import HEIGHT as MAP_HEIGHT
from archive.charts.worldmap import WIDTH as MAP_WIDTH
from archive.charts.worldmap import Place, numbered, worldmap
from archive.models.articles import Precision

DAYS = st.dates(date(1400, 1, 1), date(2100, 12, 31))


@st.composite
def dated(draw: st.DrawFn) -> tuple[date | None, str]:
    precision = draw(st.sampled_from(Precision.values))
    day = draw(DAYS)
    if precision == Precision.UNKNOWN:
        return None, precision
    if precision == Precision.YEAR:
        day = day.replace(month=1)
    return (day if precision == Precision.DAY else day.replace(day=1)), precision


@settings(max_examples=40)
@given(st.lists(st.tuples(dated(), st.integers(1, 10**6)), max_size=30))
def test_bars_count_everything_once_and_stay_within_the_picture(rows: list[tuple[tuple[date, str], int]]) -> None:
    drawn = bars([(day, precision, count) for (day, precision), count in rows])
    if drawn is None:
        assert all(day is None for (day, _), _ in rows)
        return
    assert sum(bar.count for bar in drawn.bars) + drawn.vague + drawn.undated == sum(count for _, count in rows)
    assert len(drawn.bars) <= MOST_BARS
    for bar, after in zip(drawn.bars, [*drawn.bars[1:], None], strict=True):
        assert 0 <= bar.x <= 100.01 - bar.width
        assert 0 < bar.height <= HEIGHT if bar.count else bar.height == 0
        assert after is None or after.span == bar.span.following


@given(DAYS, st.sampled_from(Unit))
def test_a_span_holds_its_days_and_ends_where_the_next_begins(day: date, unit: Unit) -> None:
    span = Span.of(day, unit)
    assert span.start <= day <= span.end
    assert span.following.start == span.end + timedelta(days=1)
    assert Span.of(span.end, unit) == span


def telling(outlet: str, day: date | None, report: object, begins: bool = True, precision: str = "day") -> Telling:
    return Telling(outlet, day, precision, "Headline", "/articles/1/", report, begins)


def test_copies_hang_on_a_line_from_where_their_report_begins() -> None:
    first, second = date(2021, 7, 8), date(2021, 7, 10)
    drawn = timeline(
        [
            telling("Agency", first, 1), telling("Herald", first, 1, begins=False), telling("Post", first, "alone"),
            telling("Courier", second, 1, begins=False),
        ]
    )  # fmt: skip
    assert drawn is not None
    # Those of one report stand together, though the Post was earlier than the Courier.
    assert drawn.rows == ["Agency", "Herald", "Courier", "Post"]
    agency, herald, post, courier = drawn.dots
    assert [(join.start, join.end) for join in drawn.joins] == [(agency, herald), (agency, courier)]
    assert agency.x == herald.x != post.x
    assert [column.after_a_gap for column in drawn.columns] == [False, True]
    assert [column.group for column in drawn.columns] == ["Jul 2021", ""]


@given(st.lists(st.tuples(dated(), st.integers(0, 40), st.integers(0, 8)), max_size=60))
def test_a_timetable_places_every_article_and_stays_small(rows: list[tuple[tuple[date, str], int, int]]) -> None:
    drawn = timeline([telling(f"Outlet {n}", day, report, precision=it) for (day, it), n, report in rows])
    if not rows:
        assert drawn is None
        return
    assert drawn is not None
    assert sum(len(dot.tellings) for dot in drawn.dots) == len(rows)
    assert len(drawn.columns) <= MOST_COLUMNS + 1
    assert len(drawn.rows) <= MOST_ROWS
    assert (OTHERS in drawn.rows) == (len({n for _, n, _ in rows}) > MOST_ROWS)
    assert all(0 < dot.x < 100 and 0 < dot.y < drawn.height for dot in drawn.dots)


PLACES = st.lists(st.tuples(st.floats(-90, 90), st.floats(-180, 180), st.integers(1, 10**6)), min_size=1, max_size=20)


@settings(max_examples=20)
@given(PLACES)
def test_every_place_is_on_the_map_and_no_word_covers_a_mark_or_a_word(places: list[tuple[float, float, int]]) -> None:
    drawn = worldmap([Place(*it) for it in places], [f"Place {n}" for n in range(len(places))])
    assert drawn is not None
    assert len(drawn.marks) == len(places)
    assert all(0 <= mark.x <= 100 and 0 <= mark.y <= 100 for mark in drawn.marks)
    for width in (NARROW, WIDE):
        marks = [around(mark.x, mark.y, mark.radius, mark.radius, width) for mark in drawn.marks]
        words = [covered(label, width) for label in drawn.labels if width == WIDE or not label.wide]
        for n, word in enumerate(words):
            assert word.inside
            assert not any(word.overlaps(other) for other in (*marks, *words[:n]))


@settings(max_examples=20)
@given(st.lists(st.tuples(st.floats(30, 38), st.floats(60, 70)), min_size=2, max_size=14), st.booleans())
def test_numbers_on_a_map_stand_beside_one_another(places: list[tuple[float, float]], same: bool) -> None:
    drawn = numbered([Place(*(places[0] if same else it)) for it in places])
    assert drawn is not None
    at = [(mark.at_x * NARROW / 100, mark.at_y * NARROW * SHAPE / 100) for mark in drawn.marks]
    # A hair of what two circles need may be missing where many were moved.
    assert min(dist(first, second) for n, first in enumerate(at) for second in at[:n]) > 2 * drawn.marks[0].radius - 1
    assert all(0 < x < NARROW and 0 < y < NARROW * SHAPE for x, y in at)


def test_marks_that_have_room_stay_where_they_are_and_near_ones_share_a_circle() -> None:
    assert spread([(50, 50), (80, 50)], 20, 320, 200) == [(50, 50), (80, 50)]
    assert gathered([(50, 50), (80, 50), (55, 50), (84, 50)], [6, 6, 6, 6]) == [[0, 2], [1, 3]]


def test_the_map_around_a_place_shows_its_country_and_little_else() -> None:
    drawn = worldmap([Place(34.66, 61.07)])
    assert drawn is not None
    assert (drawn.marks[0].x, drawn.marks[0].y) == (50, 50)
    assert 5 < drawn.land.count("M") < 40
    numbers = [int(it) for it in drawn.land.replace("M", " ").replace("Z", " ").split()]
    assert all(-100 < it < MAP_WIDTH + 100 for it in numbers[0::2])
    assert all(-100 < it < MAP_HEIGHT + 100 for it in numbers[1::2])
    assert worldmap([]) is None


def test_of_many_ties_the_strongest_are_drawn() -> None:
    ties = {(first, second): first + second + 1 for first in range(12) for second in range(first + 1, 12)}
    drawn = network(list(range(24, 12, -1)), ties)
    assert len(drawn.arcs) == MOST_ARCS
    assert min(arc.shared for arc in drawn.arcs) >= sorted(ties.values())[-MOST_ARCS]
    assert drawn.shares[0] == 100
    assert network([], {}).arcs == []
