"""Lines come out in the order of time, whatever their number, and nothing is left on the disk."""

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import deploy.recordings.order
from deploy.recordings.order import sort_lines

START = datetime(2026, 1, 1, tzinfo=UTC)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 30), max_size=60), st.integers(1, 7))
def test_lines_are_sorted_by_time_and_equal_times_keep_their_order(seconds: list[int], run: int) -> None:
    lines = [(START + timedelta(seconds=at), b"%d/%d" % (at, place)) for place, at in enumerate(seconds)]
    expected = [line for _, line in sorted(lines, key=lambda pair: pair[0])]
    assert list(sort_lines(lines, run=run)) == expected


def test_many_runs_are_merged_in_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deploy.recordings.order, "FILES", 3)
    lines = [(START + timedelta(seconds=-at), b"%d" % at) for at in range(100)]
    assert list(sort_lines(lines, run=4)) == [b"%d" % at for at in reversed(range(100))]


def test_nothing_is_left_when_the_reader_stops_early(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    lines = sort_lines(((START, b"x") for _ in range(20)), run=4)
    assert next(iter(lines)) == b"x"
    assert list(tmp_path.iterdir())
    lines.close()
    assert not list(tmp_path.iterdir())
