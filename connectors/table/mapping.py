"""A mapping: which column of somebody's export is which field of a mention. Read from a TOML file.

Columns are named as in the file's header; of several, the first that is not empty counts. In JSON lines a dot
leads into an object: `author.name`.
"""

import codecs
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any, Final, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field

from connectors.config import Section
from connectors.mention import ChannelKind, Platform
from connectors.settings import Name


class Form(StrEnum):
    """What sort of file it is."""

    CSV = "csv"
    JSONL = "jsonl"


V = TypeVar("V")


def _listed(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _fold_keys(values: dict[str, V]) -> dict[str, V]:
    return {key.casefold(): value for key, value in values.items()}


def _check_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError) as exc:
        raise ValueError('no such time zone; write it like "UTC" or "Europe/Budapest"') from exc
    return value


def _check_encoding(value: str) -> str:
    try:
        codecs.lookup(value)
    except LookupError as exc:
        raise ValueError('no such encoding; usual ones are "utf-8-sig", "utf-16" and "cp1252"') from exc
    return value


Columns = Annotated[tuple[str, ...], BeforeValidator(_listed), Field(min_length=1)]
"""One name or several."""

NAMED_DATES: Final = frozenset({"iso", "epoch", "epoch_ms"})
MAX_COLUMNS: Final = 500


class Fields(Section):
    """`[fields]`: columns of each field; those left out are not in the file."""

    native_id: Columns
    published_at: Columns
    text: Columns
    """All of these that are not empty, one after the other; a column that repeats an earlier one is left out."""
    time: Columns | None = None
    """The time of day, when it stands in a column of its own."""
    brand: Columns | None = None
    platform: Columns | None = None
    kind: Columns | None = None
    author: Columns | None = None
    language: Columns | None = None
    url: Columns | None = None
    parent_id: Columns | None = None
    family: Columns | None = None
    interactions: Columns | None = None
    """Numbers in all of these, added up."""


Meanings = Annotated[dict[str, V], AfterValidator(_fold_keys)]


class Values(Section):
    """`[values.*]`: what a value in the file means to us; compared without case."""

    platform: Meanings[Platform] = Field(default_factory=dict)
    kind: Meanings[ChannelKind] = Field(default_factory=dict)
    brand: Meanings[Name] = Field(default_factory=dict)
    language: Meanings[str] = Field(default_factory=dict)


class Defaults(Section):
    """`[defaults]`: where the file has no column, or one without a meaning to us."""

    platform: Platform = Platform.OTHER
    kind: ChannelKind = ChannelKind.POST
    brand: Name | None = None
    """None: found by the keywords of the brands."""
    group: bool = False
    """All of it was said among the members of a group."""


class Layout(Section):
    """How a file is written, whatever its columns mean."""

    form: Form = Form.CSV
    encoding: Annotated[str, AfterValidator(_check_encoding)] = "utf-8-sig"
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = ","
    header: str | None = None
    """A column's name by which the header line is known where other lines stand above it."""
    dates: Annotated[tuple[str, ...], BeforeValidator(_listed), Field(min_length=1)] = ("iso",)
    """Tried in turn: `iso`, `epoch`, `epoch_ms`, or a pattern like "%d-%b-%Y %I:%M%p"."""
    zone: Annotated[str, AfterValidator(_check_zone)] = "UTC"
    """Of times that name none."""


class TableMapping(Layout):
    """A mapping file."""

    html: bool = False
    """The text has markup, which is taken out."""
    skip: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Rows whose column has one of these values are passed over; compared without case."""
    fields: Fields
    values: Values = Values()
    defaults: Defaults = Defaults()

    @property
    def known_by(self) -> str:
        """A column that every header of such a file has."""
        return self.fields.published_at[0]


def read_date(text: str, dates: tuple[str, ...], zone: str) -> datetime | None:
    """Read a time; None when no pattern fits.

    Args:
        text: as it stands in the file.
        dates: see `TableMapping.dates`.
        zone: of times that name none.
    """
    for pattern in dates:
        try:
            at = _read_date(text, pattern)
            return (at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)
        except (ValueError, OverflowError, OSError):
            continue  # Also year 1 east of Greenwich, which UTC does not have.
    return None


def _read_date(text: str, pattern: str) -> datetime:
    match pattern:
        case "iso":
            return datetime.fromisoformat(text)
        case "epoch":
            return datetime.fromtimestamp(float(text), UTC)
        case "epoch_ms":
            return datetime.fromtimestamp(float(text) / 1000, UTC)
    return datetime.strptime(text, pattern)  # noqa: DTZ007 - the caller adds the zone.


def find_value(row: dict[str, Any], name: str) -> str:
    """A row's value under a column's name, as text; empty when there is none."""
    value: Any = row.get(name)
    if value is None and "." in name:
        value = row
        for part in name.split("."):
            value = value.get(part) if isinstance(value, dict) else None
    if value is None or isinstance(value, dict | list | bool):
        return ""
    return str(value).strip()
