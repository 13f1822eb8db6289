"""The draw: ten mentions of a day, at random, and the same ten for everybody who asks with the same seed."""

import heapq
from collections.abc import Iterable
from datetime import date
from hashlib import blake2b

from connectors.mention import Mention


def draw_mentions(
    mentions: Iterable[Mention], day: date, *, seed: str = "", brand: str | None = None, count: int = 10
) -> tuple[Mention, ...]:
    """Draw from a stream of any length, holding only what is drawn.

    Each mention of the day has the same chance, whatever the order in which they come and however often one
    comes; of a post that was edited the first version counts, and what was taken down is never shown.

    Args:
        mentions: in any order, also of other days.
        day: in UTC.
        seed: another one draws others.
        brand: only its mentions; all if not given.
        count: how many.
    """
    drawn: dict[str, tuple[bytes, Mention]] = {}
    gone: set[str] = set()
    for mention in mentions:
        if mention.deleted:
            gone.add(mention.identity)
            drawn.pop(mention.identity, None)
        if mention.identity in gone or mention.edited or not mention.text.strip():
            continue
        if mention.published_at.date() != day or brand not in {None, mention.brand}:
            continue
        lot = blake2b(
            f"{seed}\x1f{mention.identity}".encode("utf-8", "surrogatepass"), digest_size=16
        ).digest()
        drawn[mention.identity] = (lot, mention)
        # Twice as many as wanted: something drawn may still be taken down.
        if len(drawn) > 4 * count:
            kept = heapq.nsmallest(2 * count, drawn.items(), key=lambda item: item[1][0])
            drawn = dict(kept)
    chosen = sorted(drawn.values(), key=lambda pair: pair[0])[:count]
    return tuple(mention for _, mention in chosen)
