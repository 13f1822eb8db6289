"""Who speaks: a crowd for each platform and language; some say more than one thing, a few are bots."""

from hashlib import blake2b
from random import Random
from typing import Final

from connectors.mention import Platform
from deploy.scenarios.phrases import Form

_AGAIN: Final = 0.3
"""Chance that somebody who spoke before speaks again."""
_BOTS: Final = 3


class Crowd:
    """Hands out keyed hashes of authors who do not exist."""

    __slots__ = ("_count", "_key", "_known", "_rng")

    def __init__(self, key: str, rng: Random) -> None:
        self._key = key
        self._rng = rng
        self._count = 0
        self._known: dict[tuple[Platform, str], list[str]] = {}

    def speaker(self, platform: Platform, language: str, form: Form) -> str | None:
        """Somebody who says a thing of this form there; newspapers have no author."""
        if form is Form.ARTICLE:
            return None
        if form is Form.OWN:
            return self._hash(f"{platform}/owner")
        if form is Form.BOT:
            return self._hash(f"{platform}/{language}/bot/{self._rng.randrange(_BOTS)}")
        known = self._known.setdefault((platform, language), [])
        if known and self._rng.random() < _AGAIN:
            return self._rng.choice(known)
        self._count += 1
        known.append(self._hash(f"{platform}/{self._count}"))
        return known[-1]

    def _hash(self, name: str) -> str:
        return blake2b(name.encode(), key=self._key.encode()[:64], digest_size=12).hexdigest()
