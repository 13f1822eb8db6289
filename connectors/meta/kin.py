"""Kin: which comments stand under which, so that what falls with a post or comment is taken down too.

Meta tells of a removed post, not of the comments that went with it. Bounded: the comment heard of longest ago is
forgotten first, and the sweep finds what this memory no longer knows.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

KEPT: Final = 20_000


@dataclass(slots=True)
class Kin:
    """Remembers what stands under what."""

    kept: int = KEPT
    _above: OrderedDict[str, tuple[str, ...]] = field(default_factory=OrderedDict)

    def note(self, native_id: str, *above: str | None) -> None:
        """Remember a comment with its post and the comment it answers."""
        self._above[native_id] = tuple(each for each in above if each and each != native_id)
        self._above.move_to_end(native_id)
        if len(self._above) > self.kept:
            self._above.popitem(last=False)

    def under(self, native_id: str) -> tuple[str, ...]:
        """What is known to stand under a post or comment, at any depth. Asking again gives the same."""
        found: dict[str, None] = {}
        wanted = {native_id}
        while wanted:
            wanted = {each for each, above in self._above.items() if wanted & set(above)} - found.keys()
            found |= dict.fromkeys(sorted(wanted))
        return tuple(found)
