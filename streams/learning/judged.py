"""Judged texts: what people say a text is, from JSON lines or from our own sheets.

A sheet has a line `== stance sentiment themes [under-ai]` above the texts it holds for. In training sheets
`[a|b]` and `{slot}` stand for alternatives, and `@slot = a|b` names a slot.
"""

import json
import random
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, TypeVar

from connectors.text import tidy
from streams.backlash.theme import Theme
from streams.learning.errors import BadLabelsError
from streams.reading import Label, Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One text and what people say of it; None where nobody said."""

    text: str
    label: Label | None = None
    stance: Stance | None = None
    themes: frozenset[Theme] = frozenset()
    under_ai: bool = False
    """Said under content known to be AI-made."""
    language: str | None = None
    """As people or a platform name it."""


Choice = TypeVar("Choice", bound=StrEnum)

_CHOICE: Final = re.compile(r"\[([^\[\]]*)\]")
_SLOT: Final = re.compile(r"\{(\w+)\}")
_MORE: Final = re.compile(r"\s*\{\+(\w+)\}$")


def read_sheet(lines: Iterable[str], variants: int = 0) -> Iterator[Judged]:
    """Read a sheet; with `variants`, expand each line's alternatives into at most that many texts.

    Raises:
        BadLabelsError: a head line is missing or names something unknown.
    """
    slots: dict[str, list[str]] = {}
    head: Judged | None = None
    for number, raw in enumerate(lines, 1):
        line = raw.rstrip("\n")
        if not line or line.startswith("# "):
            continue
        if line.startswith("== "):
            head = _read_head(line[3:].split(), number)
        elif variants and line.startswith("@") and " = " in line:
            name, _, choices = line[1:].partition(" = ")
            slots[name] = choices.split("|")
        elif head is None:
            raise BadLabelsError(f"line {number}: a text before any `==` line")
        else:
            more = _MORE.search(line)
            themes = head.themes | ({Theme(more[1])} if more else set())
            text = line[: more.start()] if more else line
            for variant in _vary(text, slots, variants) if variants else [text]:
                yield Judged(
                    text=variant, label=head.label, stance=head.stance, themes=themes, under_ai=head.under_ai
                )


def _read_head(words: list[str], number: int) -> Judged:
    try:
        stance, label, themes, *rest = words
        named = frozenset() if themes == "-" else frozenset(map(Theme, themes.split(",")))
        return Judged(
            text="", label=Label(label), stance=Stance(stance), themes=named, under_ai=rest == ["under-ai"]
        )
    except ValueError as exc:
        raise BadLabelsError(f"line {number}: want `== stance sentiment themes [under-ai]`: {exc}") from exc


def _vary(template: str, slots: Mapping[str, list[str]], most: int) -> list[str]:
    chance = random.Random(template)  # noqa: S311  # the same variants on every machine
    found: dict[str, None] = {}
    for _ in range(most):
        text = _SLOT.sub(lambda slot: chance.choice(slots[slot[1]]), template)
        text = _CHOICE.sub(lambda choice: chance.choice(choice[1].split("|")), text)
        found[text.strip()] = None
    return list(found)


def read_lines(raw: Iterable[str]) -> Iterator[Judged]:
    """Read JSON lines: `text` and any of `label`, `stance` or `backlash`, `themes`, `ai`, `language`.

    An empty string or null says nothing. Texts are tidied as connectors tidy what people say.

    Raises:
        BadLabelsError: a line is not JSON or a value is unknown; the text names the line.
    """
    for number, line in enumerate(raw, 1):
        if not line.strip():
            continue
        try:
            yield _read_row(json.loads(line))
        except ValueError as exc:
            raise BadLabelsError(f"line {number}: no JSON: {exc}") from exc
        except (BadLabelsError, RecursionError) as exc:
            raise BadLabelsError(f"line {number}: {exc}") from exc


def _read_row(row: Any) -> Judged:  # noqa: ANN401 - whatever people wrote.
    if not isinstance(row, dict):
        raise BadLabelsError('want an object, such as {"text": "…", "label": "negative"}')
    text = row.get("text")
    if not isinstance(text, str) or not (tidied := tidy(text)):
        raise BadLabelsError("`text` is missing or no text")
    backlash, stance = _read_flag(row, "backlash"), _choose(Stance, row.get("stance"), "stance")
    if stance is None and backlash is not None:
        stance = Stance.AGAINST if backlash else Stance.NEUTRAL
    return Judged(
        text=tidied,
        label=_choose(Label, row.get("label"), "label"),
        stance=stance,
        themes=_read_themes(row.get("themes")),
        under_ai=_read_flag(row, "ai") or False,
        language=_read_language(row.get("language")),
    )


def _read_flag(row: Mapping[str, object], field: str) -> bool | None:
    said = row.get(field)
    if said is not None and not isinstance(said, bool):
        raise BadLabelsError(f"`{field}` is {said!r}; want true, false or null, without quotes")
    return said


def _read_themes(said: object) -> frozenset[Theme]:
    if said is None or said == "":
        return frozenset()
    if isinstance(said, str):
        raise BadLabelsError(f"`themes` is a list: {json.dumps([said])}")
    if not isinstance(said, list):
        raise BadLabelsError(f'`themes` is {said!r}; want a list, such as ["slop"]')
    themes = [_choose(Theme, theme, "themes") for theme in said]
    return frozenset(theme for theme in themes if theme is not None)


def _read_language(said: object) -> str | None:
    if said is not None and not isinstance(said, str):
        raise BadLabelsError(f'`language` is {said!r}; want its tag, such as "en"')
    return said or None


def _choose(among: type[Choice], said: object, field: str) -> Choice | None:
    if said is None or said == "":
        return None
    known = {one.value: one for one in among if one is not Label.UNSCORED}
    if not isinstance(said, str) or said not in known:
        raise BadLabelsError(f"`{field}` is {said!r}; known: {', '.join(known)}")
    return known[said]
