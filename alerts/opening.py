"""Opening: how spikes and feed alarms open, worsen and close incidents."""

from dataclasses import replace
from typing import Final

from alerts.casebook import FEEDS_KEPT, ONGOING, Casebook, Mark, Outcome, Telling
from alerts.excerpt import cut
from alerts.incident import Incident, IncidentState
from alerts.notice import Reason
from alerts.playbook import PLAYBOOK_FOR
from streams.minute import Quote
from streams.spike import FeedAlarm, FeedState, Severity, Spike, SpikeKind, SpikePhase, derive_id

DETECTOR: Final = "detector"
QUOTES_KEPT: Final = 8
TERMS_KEPT: Final = 16
SPIKES_KEPT: Final = 32
EXCERPT_KEPT: Final = 600
NAMES_KEPT: Final = 24

_WHAT: Final = {
    SpikeKind.BACKLASH: "backlash against AI-made content",
    SpikeKind.NEGATIVE: "negative mentions",
    SpikeKind.VOLUME: "mentions",
}


def apply_spike(book: Casebook, spike: Spike) -> Outcome:
    """Take a spike's record into its brand's casebook.

    A rise in volume alone pages nobody, and neither does what begins as SEV4: that is something to look at by
    day, and must not open an incident for the real spike to join. A spike that begins while an incident of the brand is open joins
    it: one crisis is one incident, however many of its numbers rise.
    """
    mark = book.find_mark(spike.id)
    is_quiet = spike.kind is SpikeKind.VOLUME or (mark is None and spike.severity is Severity.SEV4)
    if is_quiet or not _is_news(book, mark, spike):
        return Outcome(casebook=book)
    incident = book.find_incident(mark.incident) if mark else book.ongoing
    about = incident.id if incident else derive_id("incident", spike.id)
    book = book.with_mark(
        Mark(spike=spike.id, incident=about, kind=spike.kind, phase=spike.phase, at=spike.at)
    )
    if incident is None:
        return _tell(book, _open(about, spike), Reason.OPENED)
    if spike.phase is SpikePhase.CLOSED and incident.state in ONGOING:
        return _close(book, incident, spike)
    is_flare = incident.state is IncidentState.RECOVERING and spike.phase is SpikePhase.WORSENED
    if incident.state in ONGOING or is_flare:
        return _go_on(book, incident, spike)
    return _take_down(book, incident, spike)


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
    return Outcome(casebook=replace(book, feeds=feeds), telling=telling)


def _tell(book: Casebook, incident: Incident, reason: Reason) -> Outcome:
    telling = Telling(reason=reason, at=incident.changed_at, incident=incident)
    return Outcome(casebook=book.with_incident(incident), incident=incident, telling=telling)


def _open(about: str, spike: Spike) -> Incident:
    blank = Incident(
        id=about,
        brand=spike.brand,
        state=IncidentState.OPEN,
        severity=spike.severity,
        kind=spike.kind,
        playbook=PLAYBOOK_FOR[spike.kind],
        revision=0,
        changed_at=spike.at,
        changed_by=DETECTOR,
        change=f"A rise of {_WHAT[spike.kind]} was found.",
        onset=spike.onset,
        detected_at=spike.at,
        observed=spike.observed,
        expected=spike.expected,
        evidence=spike.evidence,
        threshold=spike.threshold,
        spikes=(spike.id,),
        lane=spike.lane,
    )
    return _renumber(blank, spike)


def _go_on(book: Casebook, incident: Incident, spike: Spike) -> Outcome:
    severity = worst(incident.severity, spike.severity)
    is_worse = severity is not incident.severity
    is_new = spike.id not in incident.spikes
    leads = is_worse or (spike.kind is SpikeKind.BACKLASH and incident.kind is not SpikeKind.BACKLASH)
    if is_worse:
        change = f"Severity went from {incident.severity} to {severity}: more {_WHAT[spike.kind]}."
    elif is_new:
        change = f"A rise of {_WHAT[spike.kind]} has joined it."
    elif incident.state is IncidentState.RECOVERING:
        change = f"The rise of {_WHAT[spike.kind]} has flared up again."
    elif spike.removed:
        change = "A quoted mention was taken down by its author or platform."
    else:
        change = "The numbers were brought up to date."
    renewed = replace(
        incident,
        state=_resume(incident),
        severity=severity,
        onset=min(incident.onset, spike.onset),
        revision=incident.revision + 1,
        changed_at=spike.at,
        changed_by=DETECTOR,
        change=change,
        spikes=incident.spikes if not is_new else (*incident.spikes, spike.id)[:SPIKES_KEPT],
    )
    if leads:
        others = tuple(other for other in renewed.spikes if other != spike.id)
        kind = SpikeKind.BACKLASH if SpikeKind.BACKLASH in (spike.kind, incident.kind) else spike.kind
        renewed = replace(renewed, kind=kind, playbook=PLAYBOOK_FOR[kind], spikes=(spike.id, *others))
    if renewed.spikes[0] == spike.id:
        renewed = _renumber(renewed, spike)
    renewed = replace(renewed, quotes=_merge_quotes(incident.quotes, spike), silent=_cap(spike.silent))
    return _tell(book, renewed, Reason.WORSENED if is_worse else Reason.CHANGED)


def _resume(incident: Incident) -> IncidentState:
    if incident.state is not IncidentState.RECOVERING:
        return incident.state
    return IncidentState.ACKNOWLEDGED if incident.owner else IncidentState.OPEN


def _take_down(book: Casebook, incident: Incident, spike: Spike) -> Outcome:
    """What people have ended pages nobody; but a mention taken down vanishes from it even so."""
    quotes = tuple(quote for quote in incident.quotes if quote.identity not in spike.removed)
    if quotes == incident.quotes:
        return Outcome(casebook=book)
    renewed = replace(
        incident,
        revision=incident.revision + 1,
        changed_at=spike.at,
        changed_by=DETECTOR,
        change="A quoted mention was taken down by its author or platform.",
        quotes=quotes,
    )
    return _tell(book, renewed, Reason.CHANGED)


def _close(book: Casebook, incident: Incident, spike: Spike) -> Outcome:
    marks = [mark for mark in book.marks if mark.incident == incident.id]
    is_over = all(mark.phase is SpikePhase.CLOSED for mark in marks)
    what = _WHAT[spike.kind]
    change = f"The rise of {what} is over" + ("." if is_over else "; another rise goes on.")
    renewed = replace(
        incident,
        state=IncidentState.RECOVERING if is_over else incident.state,
        revision=incident.revision + 1,
        changed_at=spike.at,
        changed_by=DETECTOR,
        change=change,
        quotes=_merge_quotes(incident.quotes, spike),
        silent=_cap(spike.silent),
    )
    if renewed.spikes[0] == spike.id:
        renewed = replace(_renumber(renewed, spike), quotes=renewed.quotes)
    return _tell(book, renewed, Reason.CLOSED if is_over else Reason.CHANGED)


def _renumber(incident: Incident, spike: Spike) -> Incident:
    """Show this spike's numbers: of an incident's spikes, the first leads."""
    return replace(
        incident,
        observed=spike.observed,
        expected=spike.expected,
        evidence=spike.evidence,
        threshold=spike.threshold,
        terms=tuple(
            replace(
                term,
                name=cut(term.name, 80),
                unit=cut(term.unit, 40),
                note=cut(term.note, 200),
            )
            for term in spike.terms[:TERMS_KEPT]
        ),
        mentions=spike.mentions,
        negative=spike.negative,
        unscored=spike.unscored,
        platforms=dict(spike.platforms),
        themes={cut(theme, 60): count for theme, count in list(spike.themes.items())[:NAMES_KEPT]},
        quotes=_merge_quotes((), spike),
        silent=_cap(spike.silent),
    )


def _merge_quotes(known: tuple[Quote, ...], spike: Spike) -> tuple[Quote, ...]:
    """Newest first, each once, and none that was taken down."""
    removed = frozenset(spike.removed)
    merged: dict[str, Quote] = {}
    for quote in (*spike.quotes, *known):
        if quote.identity not in removed and quote.identity not in merged:
            merged[quote.identity] = _bound(quote)
    return tuple(merged.values())[:QUOTES_KEPT]


def _bound(quote: Quote) -> Quote:
    url = quote.url if quote.url and len(quote.url) <= 1_000 else None  # noqa: PLR2004 - longer than any permalink
    return replace(
        quote,
        excerpt=cut(quote.excerpt, EXCERPT_KEPT),
        because=tuple(cut(word, 60) for word in quote.because[:8]),
        themes=tuple(cut(theme, 60) for theme in quote.themes[:8]),
        url=url,
    )


def _cap(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(cut(name, 120) for name in names[:NAMES_KEPT])


def worst(one: Severity, other: Severity) -> Severity:
    """SEV1 is worst."""
    return min(one, other)
