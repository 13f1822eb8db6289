"""Deeds: what people's actions make of an incident."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from alerts.action import Action, ActionKind
from alerts.casebook import DEEDS_KEPT, Casebook, Outcome, Telling
from alerts.excerpt import clean_excerpt
from alerts.incident import Incident, IncidentState
from alerts.notice import Reason

TICKS_KEPT: Final = 200
NOTE_KEPT: Final = 500

_OPEN: Final = IncidentState.OPEN
_ACTIVE: Final = frozenset(
    {_OPEN, IncidentState.ACKNOWLEDGED, IncidentState.CONTAINED, IncidentState.RECOVERING}
)
_BEFORE_CONTAINED: Final = frozenset({_OPEN, IncidentState.ACKNOWLEDGED})
_ENDED: Final = frozenset({IncidentState.RESOLVED, IncidentState.FALSE_ALARM})

_OWNING: Final = frozenset({ActionKind.ACKNOWLEDGE, ActionKind.TAKE_OVER})


@dataclass(frozen=True, slots=True)
class _Rule:
    allowed: frozenset[IncidentState]
    becomes: IncidentState | None
    """None leaves the state as it is."""
    said: str
    reason: Reason = Reason.CHANGED


_RULES: Final[Mapping[ActionKind, _Rule]] = {
    ActionKind.ACKNOWLEDGE: _Rule(frozenset({_OPEN}), IncidentState.ACKNOWLEDGED, "acknowledged it"),
    ActionKind.TAKE_OVER: _Rule(_ACTIVE, None, "took over"),
    ActionKind.TICK: _Rule(_ACTIVE | _ENDED, None, "ticked a step"),
    ActionKind.NOTE: _Rule(frozenset(IncidentState), None, "noted"),
    ActionKind.REPLIED: _Rule(_ACTIVE, None, "answered in public"),
    ActionKind.CONTAIN: _Rule(_BEFORE_CONTAINED, IncidentState.CONTAINED, "marked it contained"),
    ActionKind.RESOLVE: _Rule(_ACTIVE, IncidentState.RESOLVED, "resolved it", Reason.CLOSED),
    ActionKind.FALSE_ALARM: _Rule(
        _ACTIVE, IncidentState.FALSE_ALARM, "called it a false alarm", Reason.CLOSED
    ),
    ActionKind.REVIEW: _Rule(_ENDED, IncidentState.REVIEWED, "closed the review"),
}


def apply_action(book: Casebook, action: Action) -> Outcome:
    """Take one deed of one person into the brand's casebook; the same deed again changes nothing."""
    if action.id in book.deeds:
        return Outcome(casebook=book)
    book = replace(book, deeds=(*book.deeds, action.id)[-DEEDS_KEPT:])
    incident = book.find_incident(action.incident)
    if incident is None:
        return Outcome(casebook=book, refused="there is no such incident, or it is long over")
    rule = _RULES[action.kind]
    if incident.state not in rule.allowed:
        return Outcome(
            casebook=book, refused=f"`{action.kind}` does not fit an incident that is {incident.state}"
        )
    if action.kind is ActionKind.TICK and not action.step:
        return Outcome(casebook=book, refused="a tick names its step")
    renewed = replace(
        incident,
        state=_next_state(incident, action, rule),
        revision=incident.revision + 1,
        changed_at=action.at,
        changed_by=action.by,
        change=_say(action, rule),
        ticked=_tick(incident, action),
        owner=clean_excerpt(action.by, limit=80) if action.kind in _OWNING else incident.owner,
    )
    telling = Telling(reason=rule.reason, at=action.at, incident=renewed)
    return Outcome(casebook=book.with_incident(renewed), incident=renewed, telling=telling)


def _next_state(incident: Incident, action: Action, rule: _Rule) -> IncidentState:
    if action.kind is ActionKind.TAKE_OVER and incident.state is _OPEN:
        return IncidentState.ACKNOWLEDGED  # Who takes over has seen it.
    return rule.becomes or incident.state


def _tick(incident: Incident, action: Action) -> tuple[str, ...]:
    if action.kind is not ActionKind.TICK or not action.step or action.step in incident.ticked:
        return incident.ticked
    return (*incident.ticked, clean_excerpt(action.step, limit=100))[:TICKS_KEPT]


def _say(action: Action, rule: _Rule) -> str:
    by = clean_excerpt(action.by, limit=80)
    detail = clean_excerpt(action.step or action.text, limit=NOTE_KEPT)
    return f"{by} {rule.said}: {detail}" if detail else f"{by} {rule.said}."
