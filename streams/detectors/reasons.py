"""The reasons: a track for each theme of backlash, so that a new complaint stands out among the old ones.

"You fired your artists" may double while all backlash together hardly moves. Each theme has its own level,
windows and dispersions; hour and weekday are the brand's. With many themes one must be surer of each.
"""

from array import array
from base64 import b85decode, b85encode
from collections.abc import Mapping
from dataclasses import dataclass
from struct import calcsize, pack, unpack
from typing import Any, Final

from streams.detectors.baseline import SETTLED_AFTER, Baseline
from streams.detectors.ladder import DECAY, SPREAD_BYTES, TAUS, TOLERANCE
from streams.detectors.track import LEAST, Track
from streams.detectors.youth import forgive_errors
from streams.minute import Counts
from streams.sensitivity import find_handicap

KEPT: Final = 16
"""Themes followed at most; the rest count as backlash alone."""
SUPPORT: Final = 5.0
"""Mentions in the 45-minute window below which a theme is no spike."""
_HOUR_RUNG: Final = 2
_FORM: Final = "<12dI"


@dataclass(frozen=True, slots=True)
class Reason:
    """The theme that says most, with what it must do without."""

    theme: str
    evidence: float
    handicap: float
    """Nats taken off for the number of themes that each had a chance to err."""
    relief: tuple[float, ...]
    """For each window, a factor on what was tolerated."""

    @property
    def judged(self) -> float:
        return self.evidence - self.handicap


class Reasons:
    """One brand's themes."""

    def __init__(self, state: Mapping[str, Any] | None = None) -> None:
        self.tracks: dict[str, Track] = {}
        self._ages: dict[str, int] = {}
        """Minutes since each theme was first heard."""
        self._pending: tuple[Counts, float, float] | None = None
        self._before: dict[str, list[float]] = dict(state["before"]) if state else {}
        for theme, raw in (state["tracks"] if state else {}).items():
            self.tracks[theme], self._ages[theme] = _load(b85decode(raw))

    def push(self, counts: Counts, baseline: Baseline, *, missed: int, gain: float, is_settled: bool) -> None:
        """Move on by a minute.

        Args:
            counts: what it holds.
            baseline: of the brand as a whole, after the same minute.
            missed: minutes before it that nobody watched.
            gain: how much it may teach, from 0 to 1.
            is_settled: whether the brand's season is known.
        """
        self.absorb()
        for theme in counts.themes:
            if theme not in self.tracks and len(self.tracks) < KEPT:
                self.tracks[theme], self._ages[theme] = _make(), 0
        for theme, track in self.tracks.items():
            self._ages[theme] += 1 + missed
            if missed > 0:
                track.ladder.age(missed)
            count = counts.themes.get(theme, 0)
            track.push(count, baseline.factor, baseline.exposure, is_settled=is_settled)
        self._pending = (counts, baseline.factor, gain) if gain and self.tracks else None

    def absorb(self) -> None:
        """Learn from the last minute, put off so that its arithmetic can still be told."""
        if self._pending is None:
            return
        (counts, factor, gain), self._pending = self._pending, None
        for theme, track in self.tracks.items():
            track.learn(counts.themes.get(theme, 0), factor, gain)
            # A theme's first day is news: how far it strays then is ignorance, neither clumps nor restlessness.
            if self._ages[theme] > SETTLED_AFTER:
                track.ladder.learn_clump(gain)
                track.ladder.learn(gain)

    def find(
        self, baseline: Baseline, tolerance: float = TOLERANCE, youth: float = 0.0, trust: float = 1.0
    ) -> Reason | None:
        """Return the theme with the strongest evidence, if any has enough mentions.

        Args:
            baseline: of the brand as a whole.
            tolerance: how many times the expectation is still nothing.
            youth: of the brand's series.
            trust: of the person's pager in evidence of backlash.
        """
        best: Reason | None = None
        handicap = find_handicap(len(self.tracks))
        for theme, track in self.tracks.items():
            if track.ladder.observed[_HOUR_RUNG] < SUPPORT:
                continue
            relief = forgive_errors(track.ladder, baseline.scored, youth)
            evidence = trust * baseline.weigh_backlash(track, tolerance, relief, youth)
            if best is None or evidence > best.evidence:
                best = Reason(theme, evidence, handicap, relief)
        return best

    def add_late(self, counts: Counts, age: int, factor: float) -> None:
        """Count what was published `age` minutes ago and came only now."""
        for theme, count in counts.themes.items():
            if theme in self.tracks:
                self.tracks[theme].add_late(count, age, factor)

    def spare(self) -> None:
        """Let the long windows forget what people called over."""
        self.absorb()
        for track in self.tracks.values():
            track.ladder.spare()

    def remember(self, *, is_again: bool = False) -> None:
        """Keep the levels, in case a person calls what begins here a crisis, or its first rise if it is again."""
        self.absorb()
        levels = {theme: [track.seen, track.info] for theme, track in self.tracks.items()}
        self._before = (is_again and self._before) or levels

    def forget(self) -> None:
        """Let what was learned since `remember` stand."""
        self._before = {}

    def go_back(self) -> None:
        """Unlearn everything since `remember`; a theme that was new then is new again."""
        self.absorb()
        for theme, track in self.tracks.items():
            if self._before:
                track.seen, track.info = self._before.get(theme, [0.0, 0.0])
        self._before = {}

    def snapshot(self) -> dict[str, Any]:
        """Everything needed to go on; under 250 bytes of JSON a theme."""
        self.absorb()
        tracks = {
            theme: b85encode(_dump(track, self._ages[theme])).decode() for theme, track in self.tracks.items()
        }
        return {"tracks": tracks, "before": self._before}


def _make() -> Track:
    """Return the track of a theme first heard now: the least was expected all along."""
    track = Track()
    track.ladder.expected = [LEAST / (1 - d) for d in DECAY]
    return track


def _dump(track: Track, age: int) -> bytes:
    numbers = (*track.ladder.observed, *track.ladder.expected, track.seen, track.info)
    return pack(_FORM, *numbers, age) + track.ladder.spread.tobytes()


def _load(raw: bytes) -> tuple[Track, int]:
    track, head = Track(), raw[:-SPREAD_BYTES]
    if len(head) < calcsize(_FORM):
        # Written before ages were kept: the theme is an old one.
        head += pack("<I", SETTLED_AFTER)
    *windows, track.seen, track.info, age = unpack(_FORM, head)
    track.ladder.observed, track.ladder.expected = windows[: len(TAUS)], windows[len(TAUS) :]
    track.ladder.spread = array("f", raw[-SPREAD_BYTES:])
    return track, age
