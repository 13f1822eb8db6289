"""The configuration file: read once, checked whole, every error reported together.

Each package has one `settings.py` with its sections of `crisis.toml`; this module turns a file and the
environment into them. Secrets never stand in the file: a section names the environment variable.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Final, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from connectors.errors import MisconfiguredError

UNITS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86400}
"""Of durations, in seconds, the shortest first."""
ENVIRONMENT: Final = "environment"
"""In a problem, in place of the file's name."""


class Section(BaseModel):
    """A table of `crisis.toml`: frozen, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


S = TypeVar("S", bound=Section)


def _parse_duration(value: object) -> object:
    match = re.fullmatch(r"(\d+)\s*([smhd])", value) if isinstance(value, str) else None
    if match:
        try:
            return timedelta(seconds=int(match[1]) * UNITS[match[2]])
        except OverflowError as exc:
            raise ValueError("no duration is as long as that") from exc
    if isinstance(value, timedelta):
        return value
    raise ValueError('a duration is a number and a unit: "90s", "5m", "2h" or "1d"')


Duration = Annotated[timedelta, BeforeValidator(_parse_duration)]
"""Written as `"90s"`, `"5m"`, `"2h"` or `"1d"`."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with the configuration."""

    file: str
    key: str
    what: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: {self.what}"


class ConfigurationError(MisconfiguredError):
    """Everything that is wrong, one line each."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def read_document(path: Path) -> dict[str, Any]:
    """Read a TOML file, with or without the byte-order mark that Notepad puts first.

    Raises:
        ConfigurationError: it is missing, not readable or not TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as exc:
        what = "there is no such file; `crisis init` writes one to start from"
        raise ConfigurationError((Problem(str(path), "(file)", what),)) from exc
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as exc:
        raise ConfigurationError((Problem(str(path), "(file)", str(exc)),)) from exc


def build_section(section: type[S], values: Mapping[str, Any], *, file: str, at: str = "") -> S:
    """Check values against a section.

    Args:
        section: the model to fill.
        values: as they stand in the file.
        file: for the error text.
        at: dotted key under which the values stand.

    Raises:
        ConfigurationError: with one problem for each wrong, missing or unknown key.
    """
    try:
        return section.model_validate(values)
    except ValidationError as exc:
        raise ConfigurationError(tuple(_problems(exc, section, file, at))) from exc


def _problems(exc: ValidationError, section: type[Section], file: str, at: str) -> list[Problem]:
    problems = []
    for error in exc.errors(include_url=False, include_input=False):
        path = ".".join(str(part) for part in error["loc"])
        what = error["msg"].removeprefix("Value error, ")
        if error["type"] == "extra_forbidden":
            known = _known_keys(section, error["loc"][:-1])
            what = f"unknown key; allowed here: {', '.join(known)}" if known else "unknown key"
        elif error["type"] == "missing":
            what = "is missing"
        problems.append(Problem(file, ".".join(part for part in (at, path) if part) or "(file)", what))
    return problems


def _known_keys(section: type[Section], path: tuple[int | str, ...]) -> list[str]:
    model: Any = section
    for part in path:
        if isinstance(part, int):
            continue
        field = (
            model.model_fields.get(part) if isinstance(model, type) and issubclass(model, BaseModel) else None
        )
        if field is None:
            return []
        model = field.annotation
        for argument in getattr(model, "__args__", ()):
            if isinstance(argument, type) and issubclass(argument, BaseModel):
                model = argument
    if isinstance(model, type) and issubclass(model, BaseModel):
        return sorted(model.model_fields)
    return []
