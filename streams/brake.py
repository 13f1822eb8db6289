"""A brake on dead letters: when nothing can be read any more, stop instead of emptying the topic into them.

After arroyo's `DlqLimit`.
"""


class Brake:
    """Counts unreadable lines since the last mention that could be read.

    Heartbeats and ticks neither count nor release it: they come from elsewhere, and always.

    Args:
        limit: how many in a row are taken for a broken writer or reader instead of bad luck.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._in_a_row = 0

    def note(self, *, readable: int, dead: int) -> bool:
        """Take in one page; return whether the limit is reached."""
        self._in_a_row = 0 if readable else self._in_a_row + dead
        return self._in_a_row >= self._limit
