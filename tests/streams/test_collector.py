"""Python's collector looks less often, and still finds what is to be found."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from streams.collector import OFTEN, spare_collector


class Knot:
    """Holds itself."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


def test_what_was_there_is_passed_over_and_new_cycles_are_found() -> None:
    spare_collector()
    assert gc.get_freeze_count() > OFTEN
    gone = weakref.ref(Knot())
    kept: list[object] = []
    while gone() is not None and len(kept) < 3 * OFTEN:
        kept.append([kept])
    assert gone() is None
