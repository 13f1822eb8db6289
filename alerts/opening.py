"""Opening: how spikes and feed alarms open, worsen and close incidents."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from alerts.casebook import FEEDS_KEPT, Casebook, Mark, Outcome, Telling, record_change
from alerts.choice import choose_playbook
from alerts.clock import call_again, forget, note_last, reach, set_targets, start_clock
from alerts.escalation import rest
from alerts.exhibit import cap, merge_quotes, renumber
from alerts.house import UNCONFIGURED, HouseRules
from alerts.incident import ENDED, ONGOING, Incident, IncidentState, Milestone, Verdict, revise
from alerts.joining import find_case, find_resolved
from alerts.notice import Reason
from streams.said import forget_said
from streams.spike import FeedAlarm, FeedState, Severity, Spike, SpikeKind, SpikePhase, derive_id

DETECTOR: Final = "detector"
SPIKES_KEPT: Final = 32

_WHAT: Final = {
    SpikeKind.BACKLASH: "backlash against AI-made content",
    SpikeKind.NEGATIVE: "negative mentions",
    SpikeKind.VOLUME: "mentions",
    SpikeKind.BOT_UNDER_ATTACK: "attempts to trick the bot",
    SpikeKind.BOT_SPEAKS_HATE: "hateful messages by the brand's own bot",
}
FOUND: Final = frozenset(f"A rise of {what} was found." for what in _WHAT.values())
"""What an opening says where there is nothing more to say than what rose."""


def apply_spike(
    book: Casebook, spike: Spike, rules: HouseRules = UNCONFIGURED, *, now: datetime | None = None
) -> Outcome:
    """Take a spike's record into its brand's casebook.

    A rise in volume alone pages nobody, and neither does what begins as SEV4: that is something to look at by
    day, and must not open an incident for the real spike to join. A spike that begins while an incident of the
    brand and theme is open joins it: one crisis is one incident, however many of its numbers rise.

    Args:
        book: the brand's.
        spike: the record.
        rules: what it is judged by.
        now: when the detector spoke by the clock of the lane; the spike's own time when it says nothing.
    """
    mark = book.find_mark(spike.id)
    is_quiet = spike.kind is SpikeKind.VOLUME or (mark is None and spike.severity is Severity.SEV4)
    if is_quiet or not _is_news(book, mark, spike):
        return Outcome(casebook=book)
    incident = book.find_incident(mark.incident) if mark else find_case(book, spike)
    at = max(now or spike.at, spike.at)
    if incident and incident.state in ENDED:
        ended = _take_down(_note(book, spike, incident.id), incident, spike, at)
        return _outlive(ended, spike, at, rules) if _goes_on(incident, spike) else ended
    about = incident.id if incident else derive_id("incident", spike.id)
    return _take(_note(book, spike, about), incident, spike, about=about, at=at, rules=rules)


def _note(book: Casebook, spike: Spike, about: str) -> Casebook:
    return book.with_mark(
        Mark(spike=spike.id, incident=about, kind=spike.kind, phase=spike.phase, at=spike.at)
    )


def _take(
    book: Casebook, incident: Incident | None, spike: Spike, *, about: str, at: datetime, rules: HouseRules
) -> Outcome:
    """Let an incident that nobody has ended, or a new one, take the record in."""
    if incident is None:
        return record_change(book, _open(about, spike, at, rules, find_resolved(book, spike)), Reason.OPENED)
    if spike.phase is not SpikePhase.CLOSED:
        return _go_on(book, incident, spike, at, rules)
    if incident.state in ONGOING:
        return _close(book, incident, spike, at)
    return _take_down(book, incident, spike, at)


def _goes_on(ended: Incident, spike: Spike) -> bool:
    """Whether the spike of an incident that people resolved flares up again, or grew worse than they knew.

    The detector lets what rises after a *resolve* be a spike of its own, but may have spoken before it heard of that.
    Of a false alarm people said that it is nothing; what outgrows it comes as a spike of its own, too.
    """
    if ended.verdict is Verdict.BENIGN or spike.phase is SpikePhase.CLOSED:
        return False
    is_worse = spike.severity < (ended.found or ended.severity)
    return spike.severity is not Severity.SEV4 and (is_worse or not spike.removed)


def _outlive(ended: Outcome, spike: Spike, at: datetime, rules: HouseRules) -> Outcome:
    """Give a spike that outlived its incident to another: only a person opens again what a person ended."""
    book = ended.casebook
    incident = find_case(book, spike)
    about = incident.id if incident else derive_id("incident", spike.id, spike.at.isoformat())
    return _take(_note(book, spike, about), incident, spike, about=about, at=at, rules=rules).after(ended)


def _is_news(book: Casebook, mark: Mark | None, spike: Spike) -> bool:
    if mark is not None:
        return mark.is_before(spike.at, spike.phase)
    is_forgotten = book.forgotten is not None and spike.at <= book.forgotten
    return not is_forgotten and spike.phase is not SpikePhase.CLOSED


def apply_feed(book: Casebook, alarm: FeedAlarm) -> Outcome:
    """Take a feed alarm: silence is told once, and so is the return."""
    known = book.feeds.get(alarm.id)
    if known is alarm.state or known is FeedState.BACK:
        return Outcome(casebook=book)
    feeds = {**book.feeds, alarm.id: alarm.state}
    if len(feeds) > FEEDS_KEPT:
        feeds.pop(next(iter(feeds)))
    reason = Reason.FEED_BACK if alarm.state is FeedState.BACK else Reason.FEED_SILENT
    telling = Telling(reason=reason, at=alarm.at, feed=alarm)
    return Outcome(casebook=replace(book, feeds=feeds), tellings=(telling,))


def _open(about: str, spike: Spike, at: datetime, rules: HouseRules, resolved: datetime | None) -> Incident:
    blank = Incident(
        id=about,
        brand=spike.brand,
        state=IncidentState.OPEN,
        severity=spike.severity,
        kind=spike.kind,
        playbook=choose_playbook(spike.kind, spike.themes),
        revision=0,
        changed_at=at,
        changed_by=DETECTOR,
        change=_say_found(spike, at, resolved),
        cause=spike.id,
        onset=spike.onset,
        detected_at=spike.at,
        observed=spike.observed,
        expected=spike.expected,
        evidence=spike.evidence,
        threshold=spike.threshold,
        spikes=(spike.id,),
        lane=spike.lane,
    )
    found = _grade(renumber(blank, spike), spike, rules)
    return note_last(start_clock(found, at, rules))


def _say_found(spike: Spike, at: datetime, resolved: datetime | None) -> str:
    found = f"A rise of {_WHAT[spike.kind]} was found"
    if resolved is None:
        return f"{found}."
    hours, minutes = divmod(max(at - resolved, timedelta(0)) // timedelta(minutes=1), 60)
    ago = f"{hours} h {minutes} min" if hours else f"{minutes} min"
    return f"{found}, {ago} after the last one was resolved."


def _go_on(book: Casebook, incident: Incident, spike: Spike, at: datetime, rules: HouseRules) -> Outcome:
    renewed = _join(incident, spike)
    renewed = _grade(renewed, spike, rules)
    is_worse = renewed.severity is not incident.severity
    is_own = spike.kind is SpikeKind.BOT_SPEAKS_HATE and spike.id not in incident.spikes
    is_back = incident.state is IncidentState.RECOVERING
    what = _WHAT[spike.kind]
    # However bad it was: that our own bot adds to it is told at once.
    reason = Reason.WORSENED if is_worse or is_own else Reason.REOPENED if is_back else Reason.CHANGED
    if is_worse:
        change = f"Severity went from {incident.severity} to {renewed.severity}: more {what}."
    elif spike.id not in incident.spikes:
        change = f"A rise of {what} has joined it."
    elif is_back:
        change = f"The rise of {what} has flared up again."
    elif spike.removed:
        change = "A quoted mention was taken down by its author or platform."
    else:
        change = "The numbers were brought up to date."
    renewed = revise(renewed, at=at, by=DETECTOR, change=change, cause=spike.id)
    if reason is not Reason.CHANGED:
        renewed = call_again(_resume(renewed), reason, at, rules)
    if is_worse:
        renewed = set_targets(renewed, at, rules)
    if reason is not Reason.CHANGED:
        renewed = note_last(renewed)
    return record_change(book, renewed, reason)


def _join(incident: Incident, spike: Spike) -> Incident:
    """Put the spike among the incident's; backlash leads, and so does whatever is worst.

    What our own bot says leads when it joins, and until the public's backlash has new numbers.
    """
    is_new = spike.id not in incident.spikes
    is_own = spike.kind is SpikeKind.BOT_SPEAKS_HATE
    leads = (
        spike.severity < incident.severity
        or (is_own and is_new)
        or (spike.kind is SpikeKind.BACKLASH and incident.kind is not SpikeKind.BACKLASH)
    )
    joined = replace(
        incident,
        onset=min(incident.onset, spike.onset),
        spikes=_add(incident.spikes, spike.id) if is_new else incident.spikes,
    )
    if leads:
        others = tuple(other for other in joined.spikes if other != spike.id)
        is_backlash = SpikeKind.BACKLASH in (spike.kind, incident.kind) and not is_own
        kind = SpikeKind.BACKLASH if is_backlash else spike.kind
        # Who has begun to work through a playbook keeps it; people change it themselves.
        playbook = joined.playbook if joined.ticked else choose_playbook(kind, spike.themes)
        joined = replace(joined, kind=kind, playbook=playbook, spikes=(spike.id, *others))
    if joined.spikes[0] == spike.id:
        joined = renumber(joined, spike)
    return replace(
        joined,
        quotes=merge_quotes(incident.quotes, spike),
        said=forget_said(joined.said, spike.removed),
        silent=cap(spike.silent),
        untrusted=spike.untrusted,
    )


def _add(spikes: tuple[str, ...], new: str) -> tuple[str, ...]:
    """The first leads and stays; of the others the latest are kept."""
    return (*spikes[:1], *spikes[1:][-(SPIKES_KEPT - 2) :], new)


def _grade(incident: Incident, spike: Spike, rules: HouseRules) -> Incident:
    """Ask the matrix; an incident never becomes less severe."""
    found = worst(incident.found or incident.severity, spike.severity)
    grade = rules.grade(incident, found)
    is_no_worse = incident.revision > 0 and grade.severity > incident.severity
    severity = worst(incident.severity, grade.severity) if incident.revision else grade.severity
    return replace(
        incident,
        found=found,
        severity=severity,
        because=incident.because if is_no_worse else grade.because,
        matrix=rules.matrix.version if rules.matrix else 0,
    )


def _resume(incident: Incident) -> Incident:
    """What is worse, or back, is neither contained nor recovering any more."""
    if incident.state in (IncidentState.OPEN, IncidentState.ACKNOWLEDGED):
        return incident
    state = IncidentState.ACKNOWLEDGED if incident.owner else IncidentState.OPEN
    return replace(incident, state=state, reached=forget(incident.reached, {Milestone.RECOVERED}))


def _take_down(book: Casebook, incident: Incident, spike: Spike, at: datetime) -> Outcome:
    """What is over pages nobody; but a mention taken down vanishes from it even so."""
    quotes = tuple(quote for quote in incident.quotes if quote.identity not in spike.removed)
    said = forget_said(incident.said, spike.removed)
    if (quotes, said) == (incident.quotes, incident.said):
        return Outcome(casebook=book)
    change = "A quoted mention was taken down by its author or platform."
    renewed = revise(incident, at=at, by=DETECTOR, change=change, cause=spike.id)
    return record_change(book, replace(renewed, quotes=quotes, said=said), Reason.CHANGED)


def _close(book: Casebook, incident: Incident, spike: Spike, at: datetime) -> Outcome:
    marks = [mark for mark in book.marks if mark.incident == incident.id]
    is_over = all(mark.phase is SpikePhase.CLOSED for mark in marks)
    what = _WHAT[spike.kind]
    change = f"The rise of {what} is over" + ("." if is_over else "; another rise goes on.")
    renewed = revise(incident, at=at, by=DETECTOR, change=change, cause=spike.id)
    renewed = replace(
        renewed,
        quotes=merge_quotes(incident.quotes, spike),
        said=forget_said(incident.said, spike.removed),
        silent=cap(spike.silent),
        untrusted=spike.untrusted,
    )
    if is_over:
        renewed = rest(reach(replace(renewed, state=IncidentState.RECOVERING), Milestone.RECOVERED, at))
    if renewed.spikes[0] == spike.id:
        renewed = replace(renumber(renewed, spike), quotes=renewed.quotes)
    return record_change(book, renewed, Reason.CLOSED if is_over else Reason.CHANGED)


def worst(one: Severity, other: Severity) -> Severity:
    """SEV1 is worst."""
    return min(one, other)
