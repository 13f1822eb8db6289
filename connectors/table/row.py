"""A row becomes a mention. Pure: the mapping says which column is what."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar

from connectors.author import AuthorKey, is_hashed
from connectors.errors import UnreadableError
from connectors.matching import Matcher
from connectors.mention import MAX_AHEAD, Mention, Platform
from connectors.table.mapping import Columns, TableMapping, find_value, read_date
from connectors.text import cut_text, digest_text, strip_markup, tidy

_MOST: Final = 2**53
_LONGEST_ID: Final = 500
_PLATFORMS: Final = frozenset(platform.value for platform in Platform)
_SHORTEST_LANGUAGE, _LONGEST_LANGUAGE = 2, 35
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class RowReader:
    """Reads rows of one file.

    Args:
        source: of the mentions; names the file's origin, so that importing it again counts nothing twice.
        matcher: finds the brands that may be meant.
    """

    mapping: TableMapping
    source: str
    lane: str
    matcher: Matcher
    authors: AuthorKey

    def read_row(self, row: dict[str, Any], *, now: datetime, written_at: datetime) -> tuple[Mention, ...]:
        """Read one row: a mention for each brand it is about; none when it is skipped or about nobody.

        Args:
            row: columns to values.
            now: nothing is published later.
            written_at: when the file was; what is dated well after that is misread, and refused.

        Raises:
            UnreadableError: a field that must be there is not, or cannot be read; the text names its column.
            ValueError: a value that no mention may have.
        """
        mapping, fields = self.mapping, self.mapping.fields
        if any(find_value(row, name).casefold() in _folded(values) for name, values in mapping.skip.items()):
            return ()
        published_at = self._read_time(row)
        if published_at - max(now, written_at) > MAX_AHEAD:
            raise UnreadableError(
                f"`{fields.published_at[0]}` is in the future: are `dates` and `zone` right?"
            )
        raw = "\n".join(_distinct(row, fields.text))
        text, cut = cut_text(strip_markup(raw) if mapping.html else tidy(raw))
        platform = self._find_platform(row)
        native_id = _first(row, fields.native_id)
        if not native_id:
            raise UnreadableError(f"`{fields.native_id[0]}` is empty or no column of the file")
        return tuple(
            Mention(
                source=self.source,
                native_id=native_id if len(native_id) <= _LONGEST_ID else f"digest:{digest_text(native_id)}",
                brand=brand,
                platform=platform,
                kind=_meant(mapping.values.kind, _first(row, fields.kind)) or mapping.defaults.kind,
                published_at=min(published_at, now),
                text=text,
                author=self._hash_author(_first(row, fields.author), platform),
                language=self._read_language(row),
                url=_read_url(_first(row, fields.url)),
                parent_id=_first(row, fields.parent_id) or None,
                family=_first(row, fields.family) or None,
                group=mapping.defaults.group,
                interactions=_add_up(row, fields.interactions),
                cut=cut,
                lane=self.lane,
            )
            for brand in self._find_brands(row, text)
        )

    def _read_time(self, row: dict[str, Any]) -> datetime:
        fields = self.mapping.fields
        text = " ".join(filter(None, (_first(row, fields.published_at), _first(row, fields.time))))
        if not text:
            raise UnreadableError(f"`{fields.published_at[0]}` is empty or no column of the file")
        at = read_date(text, self.mapping.dates, self.mapping.zone)
        if at is None:
            raise UnreadableError(f"`{fields.published_at[0]}` fits none of `dates`")
        return at

    def _find_platform(self, row: dict[str, Any]) -> Platform:
        mapping = self.mapping
        for name in mapping.fields.platform or ():
            said = find_value(row, name)
            meant = _meant(mapping.values.platform, said)
            if meant is not None:
                return meant
            if said.casefold() in _PLATFORMS:
                return Platform(said.casefold())
        return mapping.defaults.platform

    def _find_brands(self, row: dict[str, Any], text: str) -> tuple[str, ...]:
        known = self.matcher.brands
        said = _first(row, self.mapping.fields.brand)
        named = self.mapping.values.brand.get(said.casefold(), said if said in known else None)
        brand = named or self.mapping.defaults.brand
        if brand is None:
            return self.matcher.find_brands(text)
        if brand not in known:
            raise UnreadableError(f"the mapping names a brand that is not configured: {brand}")
        return (brand,)

    def _hash_author(self, name: str, platform: Platform) -> str | None:
        if not name or is_hashed(name):
            return name or None
        return self.authors.hash_author(platform, name)

    def _read_language(self, row: dict[str, Any]) -> str | None:
        said = _first(row, self.mapping.fields.language)
        meant = self.mapping.values.language.get(said.casefold(), said)
        return meant if _SHORTEST_LANGUAGE <= len(meant) <= _LONGEST_LANGUAGE else None


def _first(row: dict[str, Any], columns: Columns | None) -> str:
    return next((value for name in columns or () if (value := find_value(row, name))), "")


def _meant(meanings: Mapping[str, V], said: str) -> V | None:
    """What a value means; of a list the last item that means something, since lists go from broad to narrow."""
    parts = [said, *reversed(re.split(r"[|,;]", said))]
    return next((meanings[key] for part in parts if (key := part.strip().casefold()) in meanings), None)


def _distinct(row: dict[str, Any], columns: Columns) -> Iterator[str]:
    """Values of all columns, without those that only repeat what another one holds, shortened or whole."""
    values = [value for name in columns if (value := find_value(row, name))]
    bare = [" ".join(value.rstrip(".… ").split()) for value in values]
    for number, value in enumerate(values):
        longer = (other for at, other in enumerate(bare) if len(other) > len(bare[number]) or at < number)
        if not any(bare[number] in other for other in longer):
            yield value


def _folded(values: tuple[str, ...]) -> set[str]:
    return {value.casefold() for value in values}


def _read_url(value: str) -> str | None:
    return value if value.startswith(("http://", "https://")) and len(value) <= 2_000 else None  # noqa: PLR2004


def _add_up(row: dict[str, Any], columns: Columns | None) -> int | None:
    numbers = [
        number for name in columns or () if (number := _read_number(find_value(row, name))) is not None
    ]
    return max(-_MOST, min(sum(numbers), _MOST)) if numbers else None


def _read_number(value: str) -> int | None:
    try:
        return int(float(value.replace(",", "").replace("\u00a0", "")))
    except (ValueError, OverflowError):
        return None
