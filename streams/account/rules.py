"""The rules: every number on which a warning depends."""

from dataclasses import dataclass, field
from datetime import timedelta

from streams.account.rate import Weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """As shipped. Shares and falls are between 0 and 1; widths are robust standard deviations."""

    weights: Weights = field(default_factory=Weights)
    baseline: timedelta = timedelta(days=28)
    """What is usual is learned from so long a time just before; four weeks hold each weekday as often."""
    needed: int = 14
    """Figures that must be in it; with fewer, nothing is said."""
    recent: timedelta = timedelta(days=7)
    """What is held against the baseline; a whole week, so that weekends weigh the same in both."""
    recent_needed: int = 4
    run: int = 3
    """Buckets in a row that must lie outside of what is usual."""
    calm: int = 7
    """Quiet buckets in a row that end a warning; with fewer one drop would be told as many."""
    settled: timedelta = timedelta(days=28)
    """A change that has lasted so long is the new usual."""
    width: float = 3.0
    """Of a band, to each side of its middle."""
    flat: float = 0.05
    """Reach that changed by no more than this has held."""
    fall: float = 0.40
    """Of the engagement rate, while the reach has held."""
    engaged: float = 3.0
    """Times the usual engagement rate from which many react."""
    hostile: float = 0.50
    """Of the comments, from which that is toxic."""
    videos: int = 3
    """Whose completion must have dropped."""
    video_width: float = 1.5
    """Of a band: each of them lies below it, and that chance puts three in a row there is rare (one in 3,000)."""
    video_span: timedelta = timedelta(days=28)
    """In which they were published."""
    videos_needed: int = 5
    """Earlier ones, from which the usual completion is learned."""
    video_memory: timedelta = timedelta(days=90)
    """How old they may be."""
    video_fall: float = 0.20
    """Of the completion, at least."""
    spike: float = 5.0
    """Width above which the gross loss of a single bucket is a spike."""
    spike_least: float = 2.0
    """Times the usual loss, at least."""
    decline: float = 0.02
    """Of the followers, since their highest number in the last eight weeks."""
    feared: float = 0.10
    """The loss of followers that should not be reached unwarned."""
