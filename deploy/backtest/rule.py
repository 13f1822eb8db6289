"""A rule: which detector is tried, with which of its settings changed.

What may be set is read from where it is kept: from `[streams]`, as a worker reads it, and from the numbers of
a published rule. A setting that a detector gets tomorrow can be tried without a change here.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final, get_type_hints

from pydantic import create_model

from connectors.config import ConfigurationError, Section, build_section
from deploy.backtest.errors import BadRuleError
from streams.detector import DetectorFactory
from streams.detectors.glr import GlrFactory
from streams.detectors.reference import ReferenceFactory
from streams.detectors.registry import DEFAULT, DETECTORS
from streams.settings import Settings, Streams
from streams.window import Patience

_NOT_A_RULE: Final = frozenset(
    {"detector", "tick_every", "max_unreadable", "store", "weights", "scoring_processes", "expect"}
)
"""Of `[streams]`: how a worker runs, and how it scores."""
_OF_THE_WINDOW: Final = frozenset({"silent_after"})
"""Of `[streams]`: what changes the minutes that every detector is given."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What is tried."""

    detector: str
    factory: DetectorFactory
    patience: Patience
    """As the window of a drill lane has it."""
    changed: Mapping[str, str]
    """As asked for."""

    @property
    def title(self) -> str:
        said = ", ".join(f"{key}={value}" for key, value in self.changed.items())
        return f"{self.detector} ({said})" if said else self.detector


def build_rule(
    detector: str | None = None, assignments: Sequence[str] = (), *, brands: Iterable[str] = ()
) -> Rule:
    """Build a rule from the command line's words.

    Args:
        detector: by its name in the configuration; the default if not given.
        assignments: each `key=value`; the value as in TOML, where quotation marks may be left out.
        brands: those it is tried on, for which events may be planned.

    Raises:
        BadRuleError: with everything that is wrong, and what there is.
    """
    name = detector or DEFAULT
    if name not in DETECTORS:
        raise BadRuleError(f"no detector `{name}`; there are: {', '.join(sorted(DETECTORS))}")
    changed = dict(map(_split, assignments))
    own = _read_own(name)
    known = {*own, *_list_shared(name)}
    if unknown := sorted(changed.keys() - known):
        raise BadRuleError(
            f"detector `{name}` has no setting {', '.join(f'`{key}`' for key in unknown)};"
            f" --set allows: {', '.join(sorted(known))}"
        )
    try:
        shared = {key: _read_value(value) for key, value in changed.items() if key not in own}
        settings = _read_settings(name, shared, brands)
        numbers = {key: value for key, value in changed.items() if key in own}
        factory = _change(name, own, numbers) if numbers else settings.detectors
    except ConfigurationError as exc:
        raise BadRuleError(f"detector `{name}`:\n{exc}") from exc
    return Rule(name, factory, settings.patience, changed)


def _split(assignment: str) -> tuple[str, str]:
    key, sign, value = assignment.partition("=")
    if not sign or not key.strip():
        raise BadRuleError(f"`--set {assignment}`: write it as key=value")
    return key.strip(), value.strip()


def _read_value(text: str) -> object:
    """As TOML has it, so that planned events can be given; anything else is a word."""
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _list_shared(name: str) -> frozenset[str]:
    """Keys of `[streams]` that change what a detector finds; words, pagers and plans are known to ours alone."""
    if isinstance(DETECTORS[name], GlrFactory):
        return frozenset(Streams.model_fields) - _NOT_A_RULE
    return _OF_THE_WINDOW


def _read_settings(name: str, streams: Mapping[str, object], brands: Iterable[str]) -> Settings:
    """What a worker of a drill lane would make of these values; one brand a person, unless they say otherwise."""
    document = {
        "kafka": {"lane": "drill-backtest"},
        "brands": [{"name": brand} for brand in sorted(brands)] or [{"name": "any"}],
        "streams": {"brands_per_person": 1, **streams, "detector": name},
    }
    return Settings.from_document(document, {}, file="--set")


def _read_own(name: str) -> Mapping[str, Any]:
    """The numbers of a published rule, with their types and bounds."""
    factory = DETECTORS[name]
    if not isinstance(factory, ReferenceFactory):
        return {}
    kind: Any = type(factory.rule)
    hints = get_type_hints(kind, include_extras=True)
    return {field.name: hints[field.name] for field in fields(kind) if hints[field.name] is not str}


def _change(name: str, own: Mapping[str, Any], values: Mapping[str, str]) -> DetectorFactory:
    factory = DETECTORS[name]
    assert isinstance(factory, ReferenceFactory)  # noqa: S101 - only such have numbers of their own.
    numbers: dict[str, Any] = {key: (own[key], ...) for key in values}
    section = create_model("Numbers", __base__=Section, **numbers)
    chosen = build_section(section, values, file="--set")
    rule: Any = factory.rule
    return ReferenceFactory(replace(rule, **chosen.model_dump()))
