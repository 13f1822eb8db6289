"""Material: what is replayed or back-tested, a shipped scenario or a recording, as one stream in order of time."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from connectors.archive import read_lines
from connectors.author import AuthorKey
from connectors.mention import Mention
from connectors.recording import list_sources, read_mentions
from connectors.wire import decode
from deploy.recordings.errors import EmptyError, UnfitError
from deploy.recordings.manifest import Manifest, Storm
from deploy.recordings.order import sort_lines
from deploy.recordings.taped import Taped, read_taped
from deploy.recordings.writing import name_of, read_manifest
from deploy.scenarios.generator import generate, rival_storms, storms
from deploy.scenarios.shelf import list_scenarios, load_scenario

_LANE: Final = "file"
"""Of mentions before they are given to a lane."""
Authors = Callable[[], AuthorKey]


@dataclass(frozen=True, slots=True)
class Material:
    """A stream that can be read any number of times."""

    name: str
    sources: Mapping[str, tuple[str, ...]]
    begins: datetime
    ends: datetime
    mentions: int
    storms: tuple[Storm, ...] | None
    """The ground truth; none when nobody knows it."""
    is_scored: bool
    is_redacted: bool
    _read: Callable[[], Iterator[Mention]] = field(repr=False)
    _read_scored: Callable[[], Iterator[Taped]] = field(repr=False)

    @property
    def brands(self) -> tuple[str, ...]:
        return tuple(sorted({brand for brands in self.sources.values() for brand in brands}))

    def read(self, lane: str) -> Iterator[Mention]:
        """Every mention in order of time.

        Raises:
            UnfitError: their text was removed.
        """
        if self.is_redacted:
            raise UnfitError(f"{self.name} is redacted: without text it can be back-tested, and nothing else")
        return (replace(mention, lane=lane) for mention in self._read())

    def read_scored(self) -> Iterator[Taped]:
        """Every line with its score, in order of time; only where `is_scored`."""
        return self._read_scored()


def open_material(
    what: str, *, authors: Authors, brand: str | None = None, storms: tuple[Storm, ...] | None = None
) -> Material:
    """Open a file, or the shipped scenario of that name.

    Args:
        what: a path, or a scenario's name.
        authors: called only for recordings that hold names.
        brand: instead of the recorded ones.
        storms: the ground truth, when the recording does not bring it.

    Raises:
        UnknownScenarioError: it is neither.
        UnfitError, BadManifestError, EmptyError, ConnectorError: the recording cannot be used.
    """
    path = Path(what)
    opened = _open_file(path, authors, brand) if path.exists() else _open_scenario(what)
    return opened if storms is None else replace(opened, storms=storms)


def open_shipped() -> Iterator[Material]:
    """Every shipped scenario, in order."""
    return (_open_scenario(name) for name in list_scenarios())


def list_shipped_brands() -> set[str]:
    """Every brand of the shipped scenarios."""
    scenarios = map(load_scenario, list_scenarios())
    return {brand.key for scenario in scenarios for brand in (scenario.brand, scenario.rival)}


def _open_scenario(name: str) -> Material:
    told = tuple(generate(name))
    true = (*storms(name), *rival_storms(name))
    known = tuple(Storm(brand=it.brand, onset=it.onset, end=it.end, about=it.about) for it in true)
    return Material(
        name=name,
        sources=list_sources(told),
        begins=told[0].published_at,
        ends=told[-1].published_at,
        mentions=len(told),
        storms=known,
        is_scored=False,
        is_redacted=False,
        _read=lambda: iter(told),
        _read_scored=lambda: _not_scored(name),
    )


def _open_file(path: Path, authors: Authors, brand: str | None) -> Material:
    manifest = read_manifest(path)
    if brand is not None and manifest.scored:
        raise UnfitError(f"{path}: it carries scores for its own brands; leave out --brand")

    def read() -> Iterator[Mention]:
        lines = read_mentions(read_lines(path), lane=_LANE, authors=authors, brand=brand)
        return _checked(lines, path) if manifest.in_order else _sorted(lines)

    if not manifest.in_order or brand is not None:
        manifest = _survey(manifest, read())
    if manifest.begins is None or manifest.ends is None or not manifest.sources:
        raise EmptyError(f"{path}: there is no mention in it")
    return Material(
        name=manifest.name or name_of(path),
        sources=manifest.sources,
        begins=manifest.begins,
        ends=manifest.ends,
        mentions=manifest.mentions,
        storms=manifest.storms,
        is_scored=manifest.scored and manifest.in_order,
        is_redacted=manifest.redacted,
        _read=read,
        _read_scored=lambda: _tapes(path),
    )


def _checked(mentions: Iterator[Mention], path: Path) -> Iterator[Mention]:
    last = datetime.min.replace(tzinfo=UTC)
    for mention in mentions:
        if mention.published_at < last:
            raise UnfitError(f"{path}: its manifest says that it is in order, and it is not")
        last = mention.published_at
        yield mention


def _sorted(mentions: Iterable[Mention]) -> Iterator[Mention]:
    lines = ((mention.published_at, mention.to_json()) for mention in mentions)
    with closing(sort_lines(lines)) as ordered:
        for line in ordered:
            yield decode(line, Mention)


def _survey(manifest: Manifest, mentions: Iterable[Mention]) -> Manifest:
    """Read it once, to learn what a manifest would say."""
    survey = Survey()
    for mention in mentions:
        survey.add(mention)
    return survey.complete(manifest)


class Survey:
    """Counts what goes by, for a manifest; bounded by the number of sources and brands."""

    def __init__(self) -> None:
        self.mentions = 0
        self.brands: dict[str, int] = {}
        self.platforms: dict[str, int] = {}
        self._pairs: dict[str, set[str]] = {}
        self._begins: datetime | None = None
        self._ends: datetime | None = None

    def add(self, mention: Mention) -> None:
        at = mention.published_at
        self.mentions += 1
        self.brands[mention.brand] = self.brands.get(mention.brand, 0) + 1
        platform = mention.platform.value
        self.platforms[platform] = self.platforms.get(platform, 0) + 1
        self._pairs.setdefault(mention.source, set()).add(mention.brand)
        self._begins = at if self._begins is None else min(self._begins, at)
        self._ends = at if self._ends is None else max(self._ends, at)

    def complete(self, manifest: Manifest) -> Manifest:
        return replace(
            manifest,
            begins=self._begins,
            ends=self._ends,
            mentions=self.mentions,
            brands=dict(sorted(self.brands.items())),
            platforms=dict(sorted(self.platforms.items())),
            sources={source: tuple(sorted(names)) for source, names in sorted(self._pairs.items())},
        )


def _tapes(path: Path) -> Iterator[Taped]:
    for number, line in enumerate(read_lines(path), start=1):
        if line:
            yield read_taped(line, number)


def _not_scored(name: str) -> Iterator[Taped]:
    raise UnfitError(f"{name} carries no scores")
