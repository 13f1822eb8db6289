"""Noise: whether something is told now, later or only in the digest; decided in event time.

SEV1 is always told. What people did, and the end of what was told, are always told. A page that calls the
next person because nobody has an incident is always told: whoever is spared would leave it to nobody.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from alerts.casebook import Telling
from alerts.digest import Cause, Line
from alerts.exhibit import list_shown
from alerts.incident import ENDED, Incident
from alerts.ledger import WAITING_KEPT, Entry, Ledger
from alerts.notice import PAGES, Reason
from alerts.silence import Silence
from alerts.words.language import Language
from alerts.words.registry import VOCABULARIES
from streams.spike import FeedAlarm, FeedState, Severity

MACHINES: Final = frozenset({"detector", "clock"})
"""Names in `changed_by` that are no person's."""
FEED: Final = "feed"
_BUDGETED: Final = frozenset({Reason.OPENED, Reason.WORSENED, Reason.REOPENED, Reason.BREACHED})
"""Pages that the day's budget may keep; the others call somebody because nobody has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a telling is weighed by."""

    cooldown: timedelta
    group_for: timedelta
    pages: int | None
    """Most pages of the person on call for this brand in a day; none is no limit."""
    person: str
    """Who is on call; for what names nobody itself."""
    language: Language = Language.EN


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What became of a telling."""

    ledger: Ledger
    telling: Telling | None = None
    """What to tell now."""
    kept: Cause | None = None
    """Why it is not told now, or wakes nobody."""


def weigh(ledger: Ledger, telling: Telling, limits: Limits) -> Weighed:
    """Decide about one telling; digests and warnings of silences are always told."""
    if telling.incident:
        return _weigh_incident(ledger, telling, telling.incident, limits)
    if telling.feed:
        return _weigh_feed(ledger, telling, telling.feed, limits)
    return Weighed(ledger=ledger, telling=telling)


def _weigh_incident(ledger: Ledger, telling: Telling, incident: Incident, limits: Limits) -> Weighed:
    entry = ledger.find(incident.id)
    if incident.severity is Severity.SEV1 or _is_always_told(entry, telling, incident):
        return _tell(ledger, entry, _explain(ledger, telling, incident, limits), limits)
    silence = find_silence(ledger, incident.kind, incident.severity, telling.at)
    if silence:
        ledger = ledger.put_silence(silence.count_one())
        return _keep(ledger, entry, telling, Cause.SILENCE, silence=silence.id)
    may_be_spared = telling.reason in _BUDGETED
    if entry.kept and (incident.state in ENDED or not may_be_spared):
        return _keep(ledger, entry, telling, entry.kept)
    if may_be_spared and _is_spent(ledger, _find_person(telling, limits), limits):
        return _spare(ledger, entry, telling, limits)
    if _is_only_numbers(entry, telling, incident, limits):
        return Weighed(ledger=ledger.put(replace(entry, is_held=True)), kept=Cause.COOLDOWN)
    return _tell(ledger, entry, telling, limits)


def _is_always_told(entry: Entry, telling: Telling, incident: Incident) -> bool:
    """Whether people did it, or it ends what was told; of what nobody was told, nobody is told the end."""
    is_ended = incident.state in ENDED
    if entry.kept and is_ended:
        return False
    is_end = bool(entry.channels) and (telling.reason is Reason.CLOSED or is_ended)
    return is_end or incident.changed_by not in MACHINES


def _explain(ledger: Ledger, telling: Telling, incident: Incident, limits: Limits) -> Telling:
    """Say of a SEV1 that a silence would have kept why it is told even so."""
    silence = find_silence(ledger, incident.kind, None, telling.at)
    if incident.severity is not Severity.SEV1 or silence is None or telling.reason not in PAGES:
        return telling
    why = VOCABULARIES[limits.language].phrases.pierced.format(owner=silence.owner, reason=silence.reason)
    return replace(telling, why=telling.why or why)


def _spare(ledger: Ledger, entry: Entry, telling: Telling, limits: Limits) -> Weighed:
    """Wake nobody: what is new goes into the digest, what was told goes on without a page."""
    if not entry.channels:
        return _keep(ledger, entry, telling, Cause.BUDGET)
    ledger = ledger.add_line(_write_line(telling, Cause.BUDGET))
    quiet = replace(telling, reason=Reason.CHANGED)
    return replace(_tell(ledger, entry, quiet, limits), kept=Cause.BUDGET)


def _weigh_feed(ledger: Ledger, telling: Telling, feed: FeedAlarm, limits: Limits) -> Weighed:
    entry = ledger.find(feed.id)
    is_back = feed.state is FeedState.BACK
    if is_back and (entry.kept or not entry.channels):
        waiting = tuple(other for other in ledger.waiting if other.id != feed.id)
        ledger = replace(ledger, waiting=waiting)
        return Weighed(ledger=ledger.put(replace(entry, feed=None)), kept=entry.kept or Cause.GROUP)
    silence = None if is_back else find_silence(ledger, FEED, None, telling.at)
    if silence:
        ledger = ledger.put_silence(silence.count_one())
        return _keep(ledger, replace(entry, feed=feed), telling, Cause.SILENCE, silence=silence.id)
    since = ledger.grouped.get(feed.state)
    if since and telling.at < since + limits.group_for and len(ledger.waiting) < WAITING_KEPT:
        return Weighed(ledger=replace(ledger, waiting=(*ledger.waiting, feed)), kept=Cause.GROUP)
    if not is_back and _is_spent(ledger, limits.person, limits):
        return _keep(ledger, replace(entry, feed=feed), telling, Cause.BUDGET)
    ledger = replace(ledger, grouped={**ledger.grouped, feed.state: telling.at})
    for other in telling.also:
        ledger = ledger.put(replace(ledger.find(other.id), told_at=telling.at))
    return _tell(ledger, entry, telling, limits)


def find_silence(ledger: Ledger, kind: str, severity: Severity | None, at: datetime) -> Silence | None:
    """Find the silence that keeps such a thing from being told at that time."""
    return next((one for one in ledger.silences if one.covers(kind, severity, at)), None)


def _tell(ledger: Ledger, entry: Entry, telling: Telling, limits: Limits) -> Weighed:
    incident = telling.incident
    told = replace(
        entry,
        told_at=telling.at,
        standing=_stand(incident) if incident else "",
        shown=list_shown(incident) if incident else (),
        is_held=False,
        kept=None,
        silence="",
        feed=None,
    )
    ledger = ledger.put(told)
    if telling.reason in PAGES or telling.reason is Reason.FEED_SILENT:
        ledger = ledger.count_call(_find_person(telling, limits), telling.at)
    return Weighed(ledger=ledger, telling=telling)


def _keep(ledger: Ledger, entry: Entry, telling: Telling, cause: Cause, *, silence: str = "") -> Weighed:
    """Keep it for the digest; what was told before stays told."""
    entry = replace(entry, is_held=False)
    if not entry.channels:
        entry = replace(entry, kept=cause, silence=silence or entry.silence)
    ledger = ledger.put(entry).add_line(_write_line(telling, cause))
    return Weighed(ledger=ledger, kept=cause)


def _write_line(telling: Telling, cause: Cause) -> Line:
    incident, feed = telling.incident, telling.feed
    if incident:
        return Line(
            about=incident.id, kind=incident.kind, at=telling.at, cause=cause, severity=incident.severity
        )
    return Line(
        about=feed.id if feed else "",
        kind=FEED,
        at=telling.at,
        cause=cause,
        source=feed.source if feed else "",
    )


def _find_person(telling: Telling, limits: Limits) -> str:
    return (telling.incident.called if telling.incident else "") or limits.person


def _is_spent(ledger: Ledger, person: str, limits: Limits) -> bool:
    return limits.pages is not None and ledger.count_calls(person) >= limits.pages


def _stand(incident: Incident) -> str:
    return f"{incident.state} {incident.severity} {incident.kind} {incident.owner}"


def _is_only_numbers(entry: Entry, telling: Telling, incident: Incident, limits: Limits) -> bool:
    """Whether an update soon after another brings nothing but numbers; a quote taken down is not only that."""
    if telling.reason is not Reason.CHANGED or entry.told_at is None or entry.standing != _stand(incident):
        return False
    if not set(entry.shown) <= set(list_shown(incident)):
        return False
    return telling.at < entry.told_at + limits.cooldown
