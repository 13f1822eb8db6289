"""The inbox: what may enter the response app, read and checked so that nothing behind it can choke on it."""

from datetime import UTC, datetime
from typing import Final

from alerts.action import Action
from alerts.incident import Incident
from alerts.notice import Notice, Nudge, read_notice
from connectors.errors import UnreadableError
from connectors.mention import EARLIEST, Tick
from streams.spike import FeedAlarm, Spike, read_spike

LATEST: Final = datetime(2200, 1, 1, tzinfo=UTC)
MOST: Final = 10**12
"""Of anything counted."""


def read_signal(raw: bytes | None, *, lane: str) -> Spike | FeedAlarm | Tick:
    """Read a record of `spikes`.

    Raises:
        UnreadableError: it breaks the contract, or is of another lane, or holds a number or a date that
            cannot be.
    """
    signal = read_spike(_require(raw))
    _check_lane(signal.lane, lane)
    _check_names(signal.brand if isinstance(signal, Tick) else signal.id, signal.brand)
    match signal:
        case Tick():
            _check_times(signal.at)
        case Spike():
            _check_times(signal.onset, signal.at, *(quote.published_at for quote in signal.quotes))
            _check_counts(signal)
        case FeedAlarm():
            _check_times(signal.since, signal.at)
    return signal


def read_action(raw: bytes | None, *, lane: str) -> Action:
    """Read a record of `actions`; see `read_signal`."""
    action = Action.from_json(_require(raw))
    _check_lane(action.lane, lane)
    _check_names(action.id, action.brand)
    _check_times(action.at)
    if not action.by:
        raise UnreadableError("`by` is empty: an action names its person")
    if action.silence:
        _check_times(action.silence.since, action.silence.until)
    return action


def read_tick(raw: bytes | None, *, lane: str) -> Tick | None:
    """Read a record of `ticks`; see `read_signal`. None when it is everybody's time and no brand's."""
    tick = Tick.from_json(_require(raw))
    _check_lane(tick.lane, lane)
    if not tick.brand:
        return None
    _check_names(tick.brand)
    _check_times(tick.at)
    return tick


def read_errand(raw: bytes | None, *, lane: str) -> Notice | Nudge:
    """Read a record of `notices`; see `read_signal`."""
    errand = read_notice(_require(raw))
    _check_lane(errand.lane, lane)
    if isinstance(errand, Nudge):
        _check_names(errand.about)
        return errand
    _check_names(errand.id, errand.about, errand.brand, errand.channel)
    subject = errand.incident or errand.feed or errand.digest or errand.silence
    if subject is None or subject.id != errand.about or subject.brand != errand.brand:
        raise UnreadableError("`about` or `brand` is not what the notice is about")
    _check_lane(subject.lane, lane)
    _check_times(errand.at)
    if errand.incident:
        incident = errand.incident
        quoted = (quote.published_at for quote in incident.quotes)
        _check_times(incident.onset, incident.detected_at, incident.changed_at, *quoted)
        _check_counts(incident)
    for feed in (errand.feed, *errand.also):
        if feed:
            _check_times(feed.since, feed.at)
    if errand.digest:
        _check_times(errand.digest.since, errand.digest.until, *(line.at for line in errand.digest.lines))
    if errand.silence:
        _check_times(errand.silence.since, errand.silence.until)
    return errand


def _require(raw: bytes | None) -> bytes:
    if not raw:
        raise UnreadableError("an empty record")
    return raw


def _check_lane(found: str, lane: str) -> None:
    if found != lane:
        raise UnreadableError("record of another lane")


def _check_names(*names: str) -> None:
    if not all(0 < len(name) <= 200 for name in names):  # noqa: PLR2004 - more than any id or name of ours.
        raise UnreadableError("an id or a name is empty or longer than 200 characters")


def _check_times(*times: datetime) -> None:
    for time in times:
        if not EARLIEST <= time < LATEST:
            raise UnreadableError(f"a date outside {EARLIEST.year} to {LATEST.year}")


def _check_counts(counted: Spike | Incident) -> None:
    counts = (
        counted.mentions,
        counted.negative,
        counted.unscored,
        *counted.platforms.values(),
        *counted.themes.values(),
    )
    if not all(0 <= count <= MOST for count in counts):
        raise UnreadableError(f"a count below 0 or above {MOST}")
