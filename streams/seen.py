"""Seen: which mentions a brand has counted in the last 24 hours, so that a copy counts once.

One value for each minute of event time: groups of 8-byte hashes, each with the page that brought them. A
hash brought by the very page at hand is no copy: that page is being repeated after a crash. A copy has the
time of publication of its original; what has another time is a new version and says so (`Mention.edited`).
"""

import struct
from collections.abc import Callable
from hashlib import blake2b
from typing import Final

_GROUP: Final = struct.Struct("<iqI")
_HASH_BYTES: Final = 8

PageRef = tuple[int, int]
"""Partition and offset of a page."""


class SeenMinutes:
    """What was seen, for the time of a batch of pages: in a storm each brings something to the same minutes.

    Args:
        page: the page at hand, until `turn`.
        load: gives the stored value of a minute (epoch minutes), or None.
    """

    def __init__(self, page: PageRef, load: Callable[[int], bytes | None]) -> None:
        self._page = page
        self._load = load
        self._known: dict[int, dict[bytes, PageRef]] = {}
        self._taken: set[bytes] = set()
        self._changed: set[int] = set()
        self._forgotten: set[int] = set()

    def turn(self, page: PageRef) -> None:
        """Go on to another page."""
        self._page = page
        self._taken.clear()

    def is_first(self, minute: int, identity: str) -> bool:
        """Whether this mention is to be counted; from now on it is known.

        Args:
            minute: of its publication, in epoch minutes.
            identity: of the mention, the same for every copy.
        """
        digest = blake2b(identity.encode(), digest_size=_HASH_BYTES).digest()
        if digest in self._taken:
            return False
        known = self._minute(minute)
        page = known.get(digest)
        if page is not None and page != self._page:
            return False
        self._taken.add(digest)
        if page is None:
            known[digest] = self._page
            self._changed.add(minute)
            self._forgotten.discard(minute)
        return True

    def forget(self, minute: int) -> None:
        """Drop a minute that is too old to matter."""
        self._changed.discard(minute)
        if minute in self._known or self._load(minute) is not None:
            self._known[minute] = {}
            self._forgotten.add(minute)

    def changes(self) -> dict[int, bytes | None]:
        """What to store: a value for each minute that changed, None for one to delete."""
        stored: dict[int, bytes | None] = {
            minute: _pack(self._known[minute]) for minute in sorted(self._changed)
        }
        return stored | dict.fromkeys(sorted(self._forgotten))

    def _minute(self, minute: int) -> dict[bytes, PageRef]:
        if minute not in self._known:
            self._known[minute] = _unpack(self._load(minute) or b"")
        return self._known[minute]


def _pack(known: dict[bytes, PageRef]) -> bytes:
    groups: dict[PageRef, list[bytes]] = {}
    for digest, page in known.items():
        groups.setdefault(page, []).append(digest)
    return b"".join(
        _GROUP.pack(partition, offset, len(digests)) + b"".join(digests)
        for (partition, offset), digests in groups.items()
    )


def _unpack(raw: bytes) -> dict[bytes, PageRef]:
    known: dict[bytes, PageRef] = {}
    position = 0
    while position < len(raw):
        partition, offset, count = _GROUP.unpack_from(raw, position)
        position += _GROUP.size
        for start in range(position, position + count * _HASH_BYTES, _HASH_BYTES):
            known[raw[start : start + _HASH_BYTES]] = (partition, offset)
        position += count * _HASH_BYTES
    return known
