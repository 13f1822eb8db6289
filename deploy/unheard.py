"""Unheard brands: nothing that is said can ever be found to be about them."""

from collections.abc import Collection, Iterator
from typing import Final

from connectors.configured import Settings
from connectors.matching import Matcher
from connectors.settings import Brand

WITHOUT_WORDS: Final = frozenset({"appstore", "facebook", "file", "inbound", "instagram", "line"})
"""Kinds that may bring what names no brand: it comes from the brand's own place, or says whom it is about."""


def list_unheard(sources: Settings, expected: Collection[str]) -> tuple[str, ...]:
    """Names of brands for which no word, account or hashtag of theirs, said alone, is found.

    Args:
        sources: brands and connectors.
        expected: `[streams] expect`; who writes to Kafka says itself whom it is about.
    """
    if expected:
        return ()
    told = {
        brand.name
        for each in sources.connectors
        if each.kind in WITHOUT_WORDS
        for brand in sources.brands_of(each)
    }
    return tuple(brand.name for brand in sources.brands if brand.name not in told and not _is_heard(brand))


def _is_heard(brand: Brand) -> bool:
    matcher = Matcher([brand])
    return any(map(matcher.find_brands, _list_words(brand))) or any(
        matcher.find_brands("", handles=[handle]) for handle in brand.handles
    )


def _list_words(brand: Brand) -> Iterator[str]:
    """What people would have to write."""
    yield from (word.removesuffix("*") for word in (*brand.keywords, *brand.aliases))
    yield from (f"#{tag.lstrip('#＃')}" for tag in brand.hashtags)
