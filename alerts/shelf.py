"""The shelf: how a playbook is read from TOML, with the parts that several of them share."""

import tomllib
from collections.abc import Mapping
from typing import Any

from alerts.errors import PlaybookError
from alerts.playbook import Playbook
from connectors.config import ConfigurationError, build_section


def read_playbook(text: str, *, name: str, parts: Mapping[str, str]) -> Playbook:
    """Read a playbook from TOML.

    Args:
        text: the file.
        name: the file's name, which is the playbook's id.
        parts: text of the files that `parts` of a playbook may name; their lists come before its own.

    Raises:
        PlaybookError: not TOML, a part that is not there, or against the schema; every fault is listed.
    """
    values = _parse(text, f"{name}.toml")
    for part in values.pop("parts", ()):
        if part not in parts:
            raise PlaybookError(
                f"{name}.toml: parts: there is no part `{part}`; there are: {', '.join(parts)}"
            )
        for kind, entries in _parse(parts[part], f"parts/{part}.toml").items():
            values[kind] = [*entries, *values.get(kind, ())]
    try:
        book = build_section(Playbook, values, file=f"{name}.toml")
    except ConfigurationError as exc:
        raise PlaybookError(str(exc)) from exc
    if book.id != name:
        raise PlaybookError(f"{name}.toml: id: is `{book.id}`, must be the file's name")
    return book


def _parse(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        raise PlaybookError(f"{file}: {exc}") from exc
