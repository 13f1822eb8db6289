"""The streams' settings: `[streams]` of `crisis.toml`, and what a worker gets from its environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Final, Self

from pydantic import AfterValidator, AwareDatetime, Field, model_validator

from connectors.access import unlock
from connectors.ai_content import Contents
from connectors.config import ConfigurationError, Duration, Problem, Section, build_section
from connectors.measure import Measure
from connectors.settings import PROMISES_NOTHING, Brand, Kafka, Name
from streams.backlash.context import Registers, keep_register
from streams.calendar import Calendar, PlannedEvent
from streams.detector import DetectorFactory
from streams.detectors.registry import DEFAULT, DETECTORS, choose
from streams.quality import UNTRUSTED_FROM
from streams.sensitivity import Sensitivity
from streams.window import Patience, family
from streams.workplace import Workplace, build_parts, read_file


def _check_detector(name: str) -> str:
    if name not in DETECTORS:
        raise ValueError(f"unknown detector; known: {', '.join(sorted(DETECTORS))}")
    return name


class Planned(Section):
    """`[[streams.planned]]`: something that will be talked about, so that it does not page."""

    name: str
    start: AwareDatetime
    end: AwareDatetime
    brands: tuple[Name, ...] = ()
    """Whose; empty means every brand."""
    factor: Annotated[float, Field(ge=1, le=100)] = 3.0
    """How many times the usual talk is expected, at most."""

    @model_validator(mode="after")
    def _check_span(self) -> Self:
        if self.end <= self.start:
            raise ValueError("it ends before it starts")
        return self

    def to_event(self) -> PlannedEvent:
        return PlannedEvent(name=self.name, start=self.start, end=self.end, factor=self.factor)


class Streams(Section):
    """`[streams]`: how mentions become spikes."""

    detector: Annotated[str, AfterValidator(_check_detector)] = DEFAULT
    sensitivity: Sensitivity = Sensitivity.BALANCED
    """How soon to be woken: each word has a budget of false pages, see docs/detection.md."""
    brands_per_person: Annotated[int | None, Field(ge=1)] = None
    """How many brands page the same person, who has one budget for all; all but competitors if not given."""
    planned: tuple[Planned, ...] = ()
    silent_after: Duration = timedelta(minutes=4)
    """A source that says nothing for this long is a dead feed; sources asked rarely get 2.5 times their pause."""
    tick_every: Duration = timedelta(seconds=15)
    """How often a live worker sends the time; drills bring their own."""
    max_unreadable: Annotated[int, Field(ge=1)] = 10_000
    """Unreadable lines without one readable mention between them, after which a worker stops."""
    store: Annotated[str, Field(pattern=r"^(memory|rocksdb)://$")] = "rocksdb://"
    weights: Path | None = None
    """A directory that `crisis train` wrote; what is not there comes from the package."""
    compiled: bool = True
    """Score with the compiled part where it is installed; false compares, or rules it out when in doubt."""
    scoring_processes: Annotated[int | None, Field(ge=0, le=64)] = None
    """Processes that score beside the worker; one if not given, none where there is but one core."""
    untrusted_from: Annotated[float, Field(gt=0, le=1)] = UNTRUSTED_FROM
    """Share of an hour's data that must be bad (copies, stale, incomplete) before its numbers are not trusted."""
    expect: tuple[str, ...] = ()
    """Sources beyond `[[connectors]]` that must be heard, for teams with their own firehose."""


LIVE: Final = "live"
_OVERRIDES: Final = {
    "CRISIS_STORE": ("streams", "store"),
    "CRISIS_DETECTOR": ("streams", "detector"),
    "CRISIS_COMPILED": ("streams", "compiled"),
    "CRISIS_SCORING_PROCESSES": ("streams", "scoring_processes"),
}


class _Document(Section):
    kafka: Kafka = Kafka()
    brands: Annotated[tuple[Brand, ...], Field(min_length=1)]
    streams: Streams = Streams()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All a sentiment worker needs to know; built by `from_env`, the only reader of the environment."""

    kafka: Kafka
    streams: Streams
    brands: tuple[str, ...]
    contents: Contents
    """What each brand made with AI."""
    ai_share_warn: Mapping[str, float]
    """By brand, where it wants to be warned."""
    north_stars: Mapping[str, Measure]
    """By brand."""
    categories: Mapping[str, str]
    """By brand, where it has one."""
    competitors: frozenset[str]
    """Brands whose spikes are nobody's crisis here."""
    names: Mapping[str, tuple[str, ...]]
    """By brand, all that people call it."""
    patience: Patience
    workplace: Workplace

    @property
    def lane(self) -> str:
        return self.kafka.lane

    @property
    def registers(self) -> Registers:
        """The same, as a scorer looks it up."""
        return {brand: keep_register(contents) for brand, contents in self.contents.items()}

    @property
    def detectors(self) -> DetectorFactory:
        """What makes each brand's detector."""
        streams = self.streams
        return choose(
            streams.detector,
            streams.sensitivity,
            brands=streams.brands_per_person or max(len(self.brands) - len(self.competitors), 1),
            calendars={brand: self._plan(brand) for brand in self.brands},
        )

    def _plan(self, brand: str) -> Calendar:
        planned = self.streams.planned
        return Calendar(each.to_event() for each in planned if not each.brands or brand in each.brands)

    @property
    def sends_ticks(self) -> bool:
        """A drill's replay brings its own time."""
        return self.lane == LIVE

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Self:
        """Read `CRISIS_CONFIG` and the overrides beside it.

        Raises:
            ConfigurationError: with everything that is wrong.
        """
        document, file = read_file(environ)
        return cls.from_document(document, environ, file=file)

    @classmethod
    def from_document(cls, document: Mapping[str, Any], environ: Mapping[str, str], *, file: str) -> Self:
        """Take the streams' parts of a document; see `from_env`."""
        checked = build_parts(_Document, document, environ, overrides=_OVERRIDES, file=file)
        _check_plans(checked, file)
        pauses = _pauses(document, file) if checked.kafka.lane == LIVE else {}
        floor = checked.streams.silent_after
        return cls(
            kafka=unlock(checked.kafka, environ, file=file),
            streams=checked.streams,
            brands=tuple(brand.name for brand in checked.brands),
            contents={brand.name: brand.ai_content for brand in checked.brands},
            ai_share_warn={
                brand.name: brand.ai_share_warn for brand in checked.brands if brand.ai_share_warn is not None
            },
            competitors=frozenset(brand.name for brand in checked.brands if brand.competitor),
            north_stars={brand.name: brand.north_star for brand in checked.brands},
            categories={brand.name: brand.category for brand in checked.brands if brand.category is not None},
            names={
                brand.name: (brand.name, *brand.keywords, *brand.aliases, *brand.handles, *brand.hashtags)
                for brand in checked.brands
            },
            patience=Patience(
                silent_after=floor,
                by_source={name: max(floor, pause * 2.5) for name, pause in pauses.items()},
                expected=frozenset(pauses) | frozenset(family(name) for name in checked.streams.expect),
            ),
            workplace=Workplace.from_env(environ, data_dir="data/sentiment"),
        )


def _check_plans(checked: _Document, file: str) -> None:
    """Refuse an event of a brand that nobody listens for: it would silently widen nothing."""
    known = {brand.name for brand in checked.brands}
    problems = tuple(
        Problem(
            file,
            f"streams.planned.{number}.brands",
            f"unknown brand `{name}`; known: {', '.join(sorted(known))}",
        )
        for number, planned in enumerate(checked.streams.planned)
        for name in planned.brands
        if name not in known
    )
    if problems:
        raise ConfigurationError(problems)


class _Pause(Section):
    """What the streams need to know of a connector: its name and how often it is asked."""

    name: str
    every: Duration = timedelta(minutes=1)


def _pauses(document: Mapping[str, Any], file: str) -> dict[str, timedelta]:
    pauses = {}
    for number, entry in enumerate(document.get("connectors", ())):
        if entry.get("kind") in PROMISES_NOTHING:
            continue
        known = {key: value for key, value in entry.items() if key in _Pause.model_fields}
        pause = build_section(_Pause, known, file=file, at=f"connectors.{number}")
        pauses[pause.name] = pause.every
    return pauses
