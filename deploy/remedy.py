"""Remedies: a problem of the configuration in the words of who has to write something else."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from connectors.config import UNITS, Problem

_REMEDIES: Final[tuple[tuple[str, str], ...]] = (
    (r"Input should be a valid tuple", 'write a list: ["one", "two"]'),
    (r"Input should be a valid string", 'write it in quotation marks: "…"'),
    (r"Input should be a valid integer.*", "write a whole number, without quotation marks"),
    (r"Input should be a valid number.*", "write a number, without quotation marks"),
    (r"Input should be a valid boolean.*", "write true or false, without quotation marks"),
    (
        r"Input should be a valid (?:date|time).*",
        "write a time such as 2026-04-01T08:00:00Z, without quotation marks",
    ),
    (
        r"Input should have timezone info",
        "say the time zone, as in 2026-04-01T08:00:00Z or 2026-04-01T08:00:00+08:00",
    ),
    (r"Input should be greater than or equal to (.+)", r"write at least \1"),
    (r"Input should be less than or equal to (.+)", r"write at most \1"),
    (r"Input should be greater than (.+)", r"write more than \1"),
    (r"Input should be less than (.+)", r"write less than \1"),
    (r"Tuple should have at least 1 item.*", "name at least one, or leave the key out"),
    (r"Input should be ('.+)", r"write \1"),
)
"""What pydantic says, and what to do about it; the first that fits."""
_VARIABLE: Final = "name an environment variable here (A-Z, 0-9 and _), never the secret itself"
_FOLLOWS: Final = "Tuple should have at least 1 item"
"""Said of a list as well when nothing in it was right."""


def say_remedies(problems: Sequence[Problem], values: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Say of each problem where it stands, by name, and what to write.

    Args:
        problems: as the checks found them.
        values: the file, parsed.
    """
    return tuple(
        replace(one, key=_name_place(one.key, values), what=_say_what(one, values))
        for one in problems
        if not (
            one.what.startswith(_FOLLOWS) and any(other.key.startswith(f"{one.key}.") for other in problems)
        )
    )


def _name_place(key: str, values: Mapping[str, Any]) -> str:
    """`channels.1.to` is `channels.slack.to`; what has no name is counted from 1, as people do: `routes.#1`."""
    named = []
    here: Any = values
    for part in key.removesuffix(".[key]").split("."):
        if isinstance(here, list) and part.isdecimal() and int(part) < len(here):
            here = here[int(part)]
            names = map(here.get, ("name", "title")) if isinstance(here, dict) else ()
            name = next(filter(None, names), None)
            named.append(name if isinstance(name, str) and name else f"#{int(part) + 1}")
            continue
        here = _step(here, part)
        named.append(part)
    return ".".join(named)


def _step(here: object, part: str) -> object:
    if isinstance(here, dict):
        return here.get(part)
    if isinstance(here, list):  # Brands and connectors are told by their names.
        return next((one for one in here if isinstance(one, dict) and one.get("name") == part), None)
    return None


def _say_what(problem: Problem, values: Mapping[str, Any]) -> str:
    if problem.what.startswith("String should match pattern") and problem.key.endswith("_env"):
        return _VARIABLE
    if problem.what == "Input should be a valid tuple" and isinstance(values.get(problem.key), dict):
        return f"write each one as [[{problem.key}]]"
    for pattern, remedy in _REMEDIES:
        if found := re.fullmatch(pattern, problem.what):
            return _say_spans(found.expand(remedy))
    return problem.what


def _say_spans(text: str) -> str:
    """Write `datetime.timedelta(seconds=90)` as `"90s"`."""

    def write(found: re.Match[str]) -> str:
        parts = {name: int(count) for name, count in re.findall(r"(days|seconds)=(\d+)", found[0])}
        seconds = int(timedelta(**parts).total_seconds())
        unit, size = next(pair for pair in reversed(UNITS.items()) if seconds % pair[1] == 0)
        return f'"{seconds // size}{unit}"'

    return re.sub(r"datetime\.timedelta\([^)]*\)", write, text)
