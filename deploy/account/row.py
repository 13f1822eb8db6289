"""A row becomes a bucket or a post. Pure: the mapping says which column is what."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final
from zoneinfo import ZoneInfo

from connectors.errors import UnreadableError
from connectors.mention import MAX_AHEAD, Platform
from connectors.settings import NAME
from connectors.table.mapping import Columns, find_value, read_date
from deploy.account.mapping import AccountMapping, Counts, Mark, Measure
from streams.account.figures import Bucket, Post

LONGEST: Final = 15
"""Digits of a count."""
_OLDEST: Final = datetime(2000, 1, 1, tzinfo=UTC)
_ABSENT: Final = frozenset({"", "-", "–", "—", "--", "n/a", "na", "null", "none"})
"""How exports write that there is no figure."""
_AI: Final = {"yes": True, "true": True, "1": True, "y": True, "ai": True}
_AI_NOT: Final = {"no": False, "false": False, "0": False, "n": False, "human": False}
_LONGEST_TEXT: Final = 200
_HUNDRED: Final = 100


class RowReader:
    """Reads rows of one file.

    Args:
        mapping: says which column is what.
        now: nothing happened later; what is dated so is misread, and refused.
    """

    def __init__(self, mapping: AccountMapping, now: datetime) -> None:
        self._mapping = mapping
        self._now = now
        self._zone = ZoneInfo(mapping.zone)
        self._ai = {**_AI, **_AI_NOT, **mapping.values.ai}

    def read_bucket(self, row: dict[str, Any]) -> Bucket:
        """Raises UnreadableError: a field that must be there is not, or cannot be read; names its column."""
        fields = self._mapping.fields
        return Bucket(
            brand=self._read_brand(row, fields),
            platform=self._read_platform(row, fields),
            at=self._read_time(row, fields.date),
            reach=self._read_count(row, fields.reach),
            likes=self._read_count(row, fields.likes),
            comments=self._read_count(row, fields.comments),
            shares=self._read_count(row, fields.shares),
            interactions=self._read_count(row, fields.interactions),
            hostile=self._read_count(row, fields.hostile),
            completion=self._read_completion(row, fields.completion),
            gained=self._read_count(row, fields.gained),
            lost=self._read_count(row, fields.lost),
            followers=self._read_count(row, fields.followers),
        )

    def read_post(self, row: dict[str, Any]) -> Post:
        """Raises as `read_bucket`."""
        fields = self._mapping.posts
        _, identity = find_first(row, fields.id)
        if not identity:
            raise UnreadableError(f"`{fields.id[0]}` is empty or no column of the file")
        return Post(
            brand=self._read_brand(row, fields),
            platform=self._read_platform(row, fields),
            id=identity,
            published_at=self._read_time(row, fields.published),
            reach=self._read_count(row, fields.reach),
            likes=self._read_count(row, fields.likes),
            comments=self._read_count(row, fields.comments),
            shares=self._read_count(row, fields.shares),
            interactions=self._read_count(row, fields.interactions),
            completion=self._read_completion(row, fields.completion),
            is_ai=self._read_ai(row, fields.ai),
            format=find_first(row, fields.format)[1][:_LONGEST_TEXT],
        )

    def _read_time(self, row: dict[str, Any], columns: Columns) -> datetime:
        name, text = find_first(row, columns)
        if not text:
            raise UnreadableError(f"`{name}` is empty or no column of the file")
        at = read_date(text, self._mapping.dates, self._mapping.zone)
        if at is None:
            raise UnreadableError(f"`{name}` fits none of `dates` in the mapping")
        if at < _OLDEST:
            raise UnreadableError(f"`{name}` is before the year 2000: do `dates` of the mapping fit?")
        if at > self._now + MAX_AHEAD:
            raise UnreadableError(f"`{name}` is in the future: are `dates` and `zone` of the mapping right?")
        there = at.astimezone(self._zone)
        # A fixed offset: days are told as the brand counts them, and no hour is there twice.
        return there.replace(tzinfo=timezone(there.utcoffset() or timedelta(0)), fold=0)

    def _read_brand(self, row: dict[str, Any], fields: Counts) -> str:
        name, said = find_first(row, fields.brand)
        key = said.casefold()
        meant = self._mapping.values.brand.get(key, key) if said else self._mapping.defaults.brand
        if not meant:
            raise UnreadableError(
                f"`{name}` is empty or no column of the file: say whose figures with --brand"
            )
        if not NAME.fullmatch(meant):
            raise UnreadableError(
                f"`{name}` is {said[:40]!r}, no brand's name (a-z, 0-9, - and _): say which brand it is under"
                " [values.brand] in the mapping"
            )
        return meant

    def _read_platform(self, row: dict[str, Any], fields: Counts) -> Platform:
        name, said = find_first(row, fields.platform)
        if not said:
            if self._mapping.defaults.platform is None:
                raise UnreadableError(f"`{name}` is empty or no column of the file: name it with --platform")
            return self._mapping.defaults.platform
        key = said.casefold()
        meant = self._mapping.values.platform.get(key) or next((one for one in Platform if one == key), None)
        if meant is None:
            raise UnreadableError(
                f"`{name}` is {said[:40]!r}, which is no platform we know: say what it means under"
                " [values.platform] in the mapping"
            )
        return meant

    def _read_count(self, row: dict[str, Any], columns: Columns) -> int | None:
        name, text = find_first(row, columns)
        if text.casefold() in _ABSENT:
            return None
        number = read_number(text, self._mapping.decimal)
        if number is None or number != int(number) or number < 0 or len(str(int(number))) > LONGEST:
            raise UnreadableError(f"`{name}` is no whole number such as 1234{_hint(text)}")
        return int(number)

    def _read_completion(self, row: dict[str, Any], columns: Columns) -> float | None:
        name, text = find_first(row, columns)
        if text.casefold() in _ABSENT:
            return None
        number = read_number(text.removesuffix("%").strip(), self._mapping.decimal)
        is_percent = text.endswith("%") or self._mapping.completion is Measure.PERCENT
        share = None if number is None else number / _HUNDRED if is_percent else number
        if share is None or not 0 <= share <= 1:
            raise UnreadableError(
                f"`{name}` is no share such as 0.55 or 55%; where 55 means 55 %, the mapping needs"
                ' completion = "percent"'
            )
        return share

    def _read_ai(self, row: dict[str, Any], columns: Columns) -> bool | None:
        name, text = find_first(row, columns)
        if text.casefold() in _ABSENT:
            return None
        meant = self._ai.get(text.casefold())
        if meant is None:
            raise UnreadableError(f"`{name}` is neither yes nor no: say what it means under [values.ai]")
        return meant


def find_first(row: dict[str, Any], columns: Sequence[str]) -> tuple[str, str]:
    """The first column with something in it, and what; else the first column and nothing."""
    for name in columns:
        value = row.get(name)
        text = str(value).lower() if isinstance(value, bool) else find_value(row, name)
        if text:
            return name, text
    return columns[0], ""


def read_number(text: str, decimal: Mark) -> float | None:
    """A number with or without signs between its thousands; None where it is none, or could be meant otherwise.

    `1,5` is not 15: signs between thousands stand where thousands are.
    """
    point, comma = (r"\.", ",") if decimal is Mark.POINT else (",", r"\.")
    digits = rf"\d+|\d{{1,3}}(?:{comma}\d{{3}})+|\d{{1,3}}(?:[ \u00a0\u202f'’]\d{{3}})+"
    if not re.fullmatch(rf"-?(?:{digits})(?:{point}\d+)?", text, flags=re.ASCII) or len(text) > LONGEST * 3:
        return None
    bare = re.sub(rf"{comma}|[ \u00a0\u202f'’]", "", text)
    return float(bare.replace(",", "."))


def list_columns(fields: Counts) -> Iterable[tuple[str, Columns]]:
    """Each figure with the columns it may stand in."""
    return ((name, getattr(fields, name)) for name in type(fields).model_fields)


def _hint(text: str) -> str:
    if re.fullmatch(r"\d+(?:[.,]\d+)?\s*[KkMm]", text, flags=re.ASCII):
        return "; rounded ones such as 1.2K are too rough to judge"
    if re.search("[.,]", text):
        return '; where 1.234 means 1234, the mapping needs decimal = ","'
    return ""
