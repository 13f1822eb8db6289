"""Memory: what was worked out for single words, kept for the next text, bounded whatever people write."""

from collections.abc import Callable
from typing import Final, Generic, TypeVar

MOST: Final = 32_768
"""Words kept before starting afresh."""

LONGEST: Final = 40
"""Characters; a longer word is worked out each time."""

Known = TypeVar("Known")


class WordMemory(dict[str, Known], Generic[Known]):
    """A word's entry is worked out when first asked for with `[]`; must follow from the word alone."""

    def __init__(self, work_out: Callable[[str], Known]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, word: str) -> Known:
        known = self._work_out(word)
        if len(word) <= LONGEST:
            if len(self) >= MOST:
                self.clear()
            self[word] = known
        return known
