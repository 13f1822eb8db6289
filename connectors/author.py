"""Authors: nobody's name leaves the connectors, only a keyed hash of it.

The key belongs to the installation. With it, "delete what this author said" can be answered; without it, the
hash cannot be tried against a list of names.
"""

import re
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

from connectors.mention import Platform


@dataclass(frozen=True, slots=True, repr=False)
class AuthorKey:
    """The installation's secret; it is never shown."""

    key: bytes

    def hash_author(self, platform: Platform, name: str) -> str | None:
        """Hash a name; the same name on two platforms gives two hashes. An empty name is nobody."""
        cleaned = name.strip()
        if not cleaned:
            return None
        return self._hash(f"{platform}/{cleaned}")

    def hash_words(self, words: str) -> str:
        """Hash anything else that could be tried against a list; it never equals an author's hash."""
        return self._hash(f"/{words}")

    def _hash(self, value: str) -> str:
        digest = blake2b(digest_size=16, key=self.key)
        digest.update(value.encode("utf-8", "surrogatepass"))
        return digest.hexdigest()


_HASHED: Final = re.compile(r"[0-9a-f]{12,64}")


def is_hashed(author: str) -> bool:
    """Tell whether this can only be a hash already, as recordings hold it."""
    return _HASHED.fullmatch(author) is not None
