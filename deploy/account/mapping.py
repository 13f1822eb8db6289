"""A mapping: which column of a platform's export is which figure. Read from a TOML file."""

from enum import StrEnum
from pathlib import Path

from pydantic import Field

from connectors.config import Section
from connectors.mention import Platform
from connectors.settings import Name
from connectors.table.mapping import Columns, Form, Layout, Meanings


class Mark(StrEnum):
    """What stands before the decimals of a number."""

    POINT = "."
    COMMA = ","


class Measure(StrEnum):
    """How a completion is written where no % stands beside it."""

    SHARE = "share"
    """0 to 1."""
    PERCENT = "percent"
    """0 to 100."""


class Counts(Section):
    """Columns that figures of an account and of a post share."""

    brand: Columns = ("brand",)
    platform: Columns = ("platform",)
    reach: Columns = ("reach",)
    likes: Columns = ("likes",)
    comments: Columns = ("comments",)
    shares: Columns = ("shares",)
    interactions: Columns = ("interactions",)
    completion: Columns = ("completion",)


class AccountFields(Counts):
    """`[fields]`: columns of the file with the account's figures; of several the first that is not empty counts."""

    date: Columns = ("date",)
    hostile: Columns = ("hostile",)
    gained: Columns = ("gained",)
    lost: Columns = ("lost",)
    followers: Columns = ("followers",)


class PostFields(Counts):
    """`[posts]`: columns of the file with posts."""

    id: Columns = ("id",)
    published: Columns = ("published",)
    ai: Columns = ("ai",)
    format: Columns = ("format",)


class Values(Section):
    """`[values.*]`: what a value in the file means to us; compared without case."""

    platform: Meanings[Platform] = Field(default_factory=dict)
    brand: Meanings[Name] = Field(default_factory=dict)
    ai: Meanings[bool] = Field(default_factory=dict)


class Defaults(Section):
    """`[defaults]`: where the file has no such column, or nothing in it."""

    brand: Name | None = None
    platform: Platform | None = None


class AccountMapping(Layout):
    """A mapping file. What is left out is as in our own files: columns of the names above."""

    decimal: Mark = Mark.POINT
    """In `1.234,5` it is the comma."""
    completion: Measure = Measure.SHARE
    fields: AccountFields = AccountFields()
    posts: PostFields = PostFields()
    values: Values = Values()
    defaults: Defaults = Defaults()


def find_form(path: Path, mapping: AccountMapping) -> AccountMapping:
    """The mapping for one file: where it does not say which form, the file's name does."""
    if "form" in mapping.model_fields_set:
        return mapping
    names = {".jsonl", ".ndjson", ".json"}
    return mapping.model_copy(update={"form": Form.JSONL}) if names & set(path.suffixes) else mapping
