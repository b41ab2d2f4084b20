"""Old deliveries read again, and texts that changed back: see `archive/ingest/replays.py`."""

from collections.abc import Callable
from pathlib import Path

import pytest

from archive.ingest import reading, replays
from archive.ingest.run import ingest
from archive.models import Article, Revision

from .making import TODAY, line

pytestmark = pytest.mark.django_db
Deliver = Callable[..., tuple[int, int]]


@pytest.fixture
def deliver(tmp_path: Path) -> Deliver:
    """Ingest files that hold these texts of one article each; how many were revised, and unchanged."""

    def deliver(*files: str) -> tuple[int, int]:
        paths = []
        for number, texts in enumerate(files):
            path = tmp_path / f"{number}.jsonl"
            path.write_text("".join(line(id="1", text=f"Text {text}.") for text in texts))
            paths.append(path)
        report = ingest(paths, today=TODAY)
        return report.revised, report.unchanged

    return deliver


def _history() -> str:
    texts = [*Revision.objects.order_by("number").values_list("text", flat=True), Article.objects.get().text]
    return "".join(text[5] for text in texts)


@pytest.mark.parametrize("size", [1, 2, 500])
@pytest.mark.parametrize("files", [["AB"], ["A", "B"], ["ABA"], ["ABAC"], ["A", "B", "A", "C"], ["ABCABC"], ["AABBA"]])
def test_reading_the_same_files_again_changes_nothing(
    deliver: Deliver, monkeypatch: pytest.MonkeyPatch, files: list[str], size: int
) -> None:
    monkeypatch.setattr(reading, "PARCEL_ITEMS", size)
    deliver(*files)
    history = _history()
    assert deliver(*files) == (0, len("".join(files)))
    assert _history() == history
    delivered = [*"".join(files)]
    assert history == "".join(text for text, last in zip(delivered, [None, *delivered], strict=False) if text != last)


@pytest.mark.parametrize("size", [1, 500])
def test_a_text_that_changed_back_is_stored_at_the_end_of_the_run(
    deliver: Deliver, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(reading, "PARCEL_ITEMS", size)
    deliver("AB")
    assert deliver("A") == (1, 0)
    assert _history() == "ABA"


@pytest.mark.parametrize("size", [1, 500])
def test_a_text_that_changed_back_after_one_that_the_run_brought_is_stored_at_once(
    deliver: Deliver, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(reading, "PARCEL_ITEMS", size)
    deliver("AB")
    assert deliver("ABCAD") == (3, 2)
    assert _history() == "ABCAD"


def test_an_old_text_before_the_present_one_or_a_new_one_is_no_change(deliver: Deliver) -> None:
    deliver("AB")
    assert deliver("AB", "AC") == (1, 3)
    assert _history() == "ABC"


def test_of_several_old_texts_the_last_is_the_change(deliver: Deliver) -> None:
    deliver("ABC")
    assert deliver("BAB") == (1, 2)
    assert _history() == "ABCB"


def test_what_waits_is_limited(deliver: Deliver, monkeypatch: pytest.MonkeyPatch) -> None:
    deliver("AB")
    monkeypatch.setattr(replays, "LIMIT", 0)
    monkeypatch.setattr(reading, "PARCEL_ITEMS", 1)
    assert deliver("AB") == (2, 0)
    assert _history() == "ABAB"
