"""The severity matrix: which rules, of which version, make an incident how severe, in words a person can check."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Annotated, Final

from pydantic import Field, field_validator, model_validator

from alerts.arithmetic import name_number
from alerts.errors import MatrixError
from alerts.incident import Incident
from alerts.themes import name_themes
from alerts.words.language import Language
from connectors.config import ConfigurationError, Section, build_section
from connectors.settings import Name
from streams.spike import Severity, SpikeKind

SHIPPED: Final = "matrix.toml"
ON_A_PLATFORM: Final = 5
"""Mentions with which a platform counts."""

Count = Annotated[float, Field(ge=0)]
Share = Annotated[float, Field(ge=0, le=1)]


class When(Section):
    """Conditions, of which all must hold; `matrix.toml` says what each means."""

    detector: Severity | None = None
    kinds: Annotated[frozenset[SpikeKind], Field(min_length=1)] | None = None
    observed: Count | None = None
    times: Count | None = None
    evidence: Count | None = None
    share: Share | None = None
    platforms: Count | None = None
    themes: Annotated[frozenset[str], Field(min_length=1)] | None = None
    theme_share: Share | None = None
    answers: Mapping[Name, str] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "When":
        if not self.model_fields_set:
            raise ValueError("a rule without a condition fits everything")
        if (self.themes is None) != (self.theme_share is None):
            raise ValueError("`themes` and `theme_share` belong together")
        return self


class Rule(Section):
    """One line of the matrix."""

    id: Name
    severity: Severity
    says: dict[Language, Annotated[str, Field(min_length=3, max_length=120)]]
    when: When

    @field_validator("says")
    @classmethod
    def _has_every_language(cls, says: dict[Language, str]) -> dict[Language, str]:
        missing = [language.value for language in Language if language not in says]
        if missing:
            raise ValueError(f"no words in {', '.join(missing)}")
        return says


class Matrix(Section):
    """All rules, of one version."""

    version: Annotated[int, Field(ge=1)]
    rules: Annotated[tuple[Rule, ...], Field(min_length=1, max_length=60)]

    @model_validator(mode="after")
    def _hears_the_detector(self) -> "Matrix":
        ids = [rule.id for rule in self.rules]
        if len(set(ids)) < len(ids):
            raise ValueError("two rules have the same id")
        alone = {
            rule.severity
            for rule in self.rules
            if rule.when.model_fields_set == {"detector"} and rule.when.detector is rule.severity
        }
        missing = [severity.value for severity in Severity if severity not in alone]
        if missing:
            raise ValueError(f"no rule takes the detector's word alone for {', '.join(missing)}")
        return self


@dataclass(frozen=True, slots=True)
class Grade:
    """What the matrix makes of an incident."""

    severity: Severity
    because: tuple[str, ...]
    """The rules that gave it, each with its numbers."""


def read_matrix(text: str | None = None, *, name: str = SHIPPED) -> Matrix:
    """Read a matrix from TOML, or the shipped one.

    Raises:
        MatrixError: not TOML, or against the schema; every fault is listed.
    """
    if text is None:
        text = (files("alerts") / SHIPPED).read_text(encoding="utf-8")
    try:
        return build_section(Matrix, tomllib.loads(text), file=name)
    except tomllib.TOMLDecodeError as exc:
        raise MatrixError(f"{name}: {exc}") from exc
    except ConfigurationError as exc:
        raise MatrixError(str(exc)) from exc


def grade_incident(
    matrix: Matrix, incident: Incident, detector: Severity, *, language: Language = Language.EN
) -> Grade:
    """Ask the matrix how severe an incident is.

    Args:
        matrix: the rules.
        incident: with the numbers and answers it has now.
        detector: the worst the detector has said of it.
        language: of the words.
    """
    met = [
        (rule.severity, f"{rule.says[language]} ({', '.join(terms)})")
        for rule in matrix.rules
        if (terms := _hold(rule.when, incident, detector, language)) is not None
    ]
    severity = min((severity for severity, _ in met), default=detector)
    return Grade(severity, tuple(words for found, words in met if found is severity))


def _hold(when: When, incident: Incident, detector: Severity, language: Language) -> list[str] | None:
    """The terms of a rule whose conditions all hold; None when one does not."""
    terms = []
    for holds, term in _ask(when, incident, detector, language):
        if not holds:
            return None
        terms.append(term)
    return terms


def _ask(
    when: When, incident: Incident, detector: Severity, language: Language
) -> Iterator[tuple[bool, str]]:
    if when.detector is not None:
        yield detector <= when.detector, f"{name_number('detector', language)}: {detector}"
    if when.kinds is not None:
        yield incident.kind in when.kinds, f"{name_number('kind', language)}: {incident.kind}"
    for name, value, least in (
        ("observed", incident.observed, when.observed),
        ("times", _ratio(incident.observed, incident.expected), when.times),
        ("evidence", _ratio(incident.evidence, incident.threshold), when.evidence),
        ("share", _ratio(incident.negative, incident.mentions), when.share),
        ("platforms", _count_platforms(incident), when.platforms),
    ):
        if least is not None:
            yield value >= least, f"{name_number(name, language)} {value:.3g} ≥ {least:g}"
    if when.themes is not None and when.theme_share is not None:
        share = _theme_share(incident, when.themes)
        yield (
            share >= when.theme_share,
            f"{', '.join(sorted(name_themes(dict.fromkeys(when.themes, 1), language)))} {share:.0%} ≥ {when.theme_share:.0%}",
        )
    for question, wanted in (when.answers or {}).items():
        yield incident.answers.get(question) == wanted, f"{question}: {wanted}"


def _ratio(part: float, whole: float) -> float:
    """Of nothing expected even one is much; so nothing counts as one."""
    return part / max(whole, 1.0)


def _count_platforms(incident: Incident) -> int:
    return sum(count >= ON_A_PLATFORM for count in incident.platforms.values())


def _theme_share(incident: Incident, themes: frozenset[str]) -> float:
    named = sum(incident.themes.values())
    return _ratio(sum(incident.themes.get(theme, 0) for theme in themes), named)
