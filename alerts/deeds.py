"""Deeds: what people may do about an incident in each of its states, and what becomes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from alerts.action import Action, ActionKind, is_service_account
from alerts.casebook import DEEDS_KEPT, Casebook, Outcome, record_change
from alerts.clock import call_again, call_next, note_last
from alerts.effects import EFFECTS
from alerts.escalation import ask, call, hold, make_page, rest
from alerts.excerpt import clean_excerpt
from alerts.house import UNCONFIGURED, HouseRules
from alerts.incident import Incident, IncidentState, Role, Verdict, revise
from alerts.named import refuse_named
from alerts.notice import PAGES, Reason
from alerts.words.language import Language
from alerts.words.registry import VOCABULARIES
from streams.ruling import Ruling
from streams.spike import Severity

NOTE_KEPT: Final = 500
NAME_KEPT: Final = 80

_OPEN: Final = IncidentState.OPEN
_HELD: Final = IncidentState.ACKNOWLEDGED
_CONTAINED: Final = IncidentState.CONTAINED
_RECOVERING: Final = IncidentState.RECOVERING
_RESOLVED: Final = IncidentState.RESOLVED
_REVIEWED: Final = IncidentState.REVIEWED
_FALSE: Final = IncidentState.FALSE_ALARM

_ACTIVE: Final = frozenset({_OPEN, _HELD, _CONTAINED, _RECOVERING})
_ANY: Final = frozenset(IncidentState)


@dataclass(frozen=True, slots=True)
class _Rule:
    allowed: frozenset[IncidentState]
    becomes: IncidentState | None
    """None leaves the state as it is."""
    said: str
    reason: Reason = Reason.CHANGED
    needs: tuple[str, ...] = ()
    """Fields of the action that must not be empty."""


_RULES: Final[Mapping[ActionKind, _Rule]] = {
    ActionKind.ACKNOWLEDGE: _Rule(frozenset({_OPEN, _HELD, _RECOVERING}), _HELD, "acknowledged it"),
    ActionKind.STILL_ON_IT: _Rule(frozenset({_HELD}), None, "is still on it"),
    ActionKind.TAKE_OVER: _Rule(_ACTIVE, _HELD, "took over"),
    ActionKind.HAND_OVER: _Rule(_ACTIVE, _HELD, "handed it over to", Reason.HANDED_OVER, needs=("value",)),
    ActionKind.ESCALATE: _Rule(_ACTIVE, None, "asked for the next person", Reason.ESCALATED),
    ActionKind.TICK: _Rule(_ANY - {_REVIEWED}, None, "ticked a step", needs=("step",)),
    ActionKind.SKIP: _Rule(_ANY - {_REVIEWED}, None, "skipped a step", needs=("step", "text")),
    ActionKind.ANSWER: _Rule(_ACTIVE, None, "answered", needs=("step", "value")),
    ActionKind.FACT: _Rule(_ACTIVE, None, "gave a fact", needs=("step",)),
    ActionKind.APPROVE: _Rule(_ACTIVE, None, "approved a draft", needs=("step",)),
    ActionKind.NOTE: _Rule(_ANY, None, "noted", needs=("text",)),
    ActionKind.REPLIED: _Rule(_ACTIVE, None, "answered in public"),
    ActionKind.BOT_REPLIED: _Rule(_ACTIVE, None, "reported an automatic answer, which does not count"),
    ActionKind.CONTAIN: _Rule(frozenset({_OPEN, _HELD}), _CONTAINED, "marked it contained"),
    ActionKind.RECOVERING: _Rule(
        frozenset({_OPEN, _HELD, _CONTAINED}), _RECOVERING, "began to watch its recovery"
    ),
    ActionKind.RESOLVE: _Rule(_ACTIVE, _RESOLVED, "resolved it", Reason.CLOSED),
    ActionKind.REOPEN: _Rule(
        frozenset({_CONTAINED, _RECOVERING, _RESOLVED, _REVIEWED, _FALSE}),
        _HELD,
        "opened it again",
        Reason.REOPENED,
        needs=("text",),
    ),
    ActionKind.FALSE_ALARM: _Rule(_ACTIVE, _FALSE, "called it a false alarm", Reason.CLOSED, needs=("text",)),
    ActionKind.CRISIS: _Rule(_ANY - {_FALSE}, None, "says that this is real"),
    ActionKind.REVIEW: _Rule(frozenset({_RESOLVED, _FALSE}), _REVIEWED, "closed the review", needs=("text",)),
    # A silence is about no incident (`rationing.py`).
    ActionKind.SILENCE: _Rule(frozenset(), None, "asked for silence"),
    ActionKind.END_SILENCE: _Rule(frozenset(), None, "ended a silence"),
}

SAID: Final = frozenset(rule.said for rule in _RULES.values())
"""What a record says that somebody did, after who it was."""

_RENEWING: Final = frozenset(ActionKind) - {ActionKind.NOTE, ActionKind.BOT_REPLIED, ActionKind.ESCALATE}
"""Deeds that show that somebody is at work, so that nobody need be asked."""


def refuse_action(
    incident: Incident, action: Action, rules: HouseRules = UNCONFIGURED, *, language: Language = Language.EN
) -> str:
    """Say why a deed would have no effect on an incident, in words for who did it; empty when it fits."""
    rule, said = _RULES[action.kind], VOCABULARIES[language].refusals
    if incident.state not in rule.allowed:
        # English names the state as the commands do.
        state = (
            incident.state if language is Language.EN else VOCABULARIES[language].words.states[incident.state]
        )
        return said.not_now.format(deed=action.kind, state=state)
    if missing := [name for name in rule.needs if not getattr(action, name)]:
        return said.lacks.format(deed=action.kind, what=said.needed[missing[0]])
    if action.kind is not ActionKind.BOT_REPLIED and is_service_account(action.by):
        return said.not_human.format(who=action.by)
    return _refuse_kind(incident, action, rules, language)


def _refuse_kind(incident: Incident, action: Action, rules: HouseRules, language: Language) -> str:
    said = VOCABULARIES[language].refusals
    match action.kind:
        case ActionKind.ACKNOWLEDGE if incident.owner and not rules.is_same(incident.owner, action.by):
            return said.has_it.format(who=incident.owner)
        case ActionKind.STILL_ON_IT if not rules.is_same(incident.owner, action.by):
            return said.has_it.format(who=incident.owner)
        case ActionKind.APPROVE if not rules.knows(action.by):
            return said.not_listed.format(who=action.by)
        case ActionKind.RESOLVE if steps := rules.list_open_steps(incident):
            return said.open_steps.format(steps=", ".join(steps))
    return refuse_named(incident, action, rules, language)


def apply_action(book: Casebook, action: Action, rules: HouseRules = UNCONFIGURED) -> Outcome:
    """Take one deed of one person into the brand's casebook; the same deed again changes nothing."""
    if action.id in book.deeds:
        return Outcome(casebook=book)
    book = replace(book, deeds=(*book.deeds, action.id)[-DEEDS_KEPT:])
    incident = book.find_incident(action.incident)
    if incident is None:
        return Outcome(casebook=book, refused="there is no such incident, or it is long over")
    action = replace(
        action, by=clean_excerpt(action.by, limit=NAME_KEPT), at=place_deed(book, incident, action)
    )
    if refused := refuse_action(incident, action, rules):
        return Outcome(casebook=book, refused=refused)
    rule = _RULES[action.kind]
    said = revise(incident, at=action.at, by=action.by, change=_say(action, rule), cause=action.id)
    renewed = replace(said, state=_next_state(incident, action, rule))
    if effect := EFFECTS.get(action.kind):
        renewed = effect(renewed, action, rules)
    renewed = _watch(renewed, action, rule, rules)
    renewed, reason = _grade(renewed, rule.reason, action, rules)
    outcome = record_change(book, renewed, reason)
    is_over = action.kind is ActionKind.RESOLVE
    is_judged = renewed.verdict is not incident.verdict and renewed.verdict is not Verdict.UNDECIDED
    if is_judged or is_over:
        return replace(outcome, rulings=(_rule_on(renewed, is_over=is_over),))
    return outcome


def place_deed(book: Casebook, incident: Incident, action: Action) -> datetime:
    """Say when a deed was done.

    Live: when its writer says, yet not before the first call. In a drill people act by the wall
    clock and the drill has a time of its own: a deed that is not between the page and the drill's now is done
    now.
    """
    began = incident.paged_at
    if incident.lane == "live":
        return max(action.at, began)
    now = max(book.clock or began, began)
    return action.at if began <= action.at <= now else now


def _next_state(incident: Incident, action: Action, rule: _Rule) -> IncidentState:
    if rule.becomes is _HELD and action.kind is not ActionKind.REOPEN and incident.state is not _OPEN:
        return incident.state  # Who takes over what is contained does not undo that.
    return rule.becomes or incident.state


def _watch(incident: Incident, action: Action, rule: _Rule, rules: HouseRules) -> Incident:
    """What a deed does to who is called."""
    escalation = rules.escalation
    if action.kind is ActionKind.ESCALATE:
        return note_last(call_next(incident, Reason.ESCALATED, action.at, rules))
    if incident.state is not _HELD and incident.state is not _OPEN:
        incident = rest(incident)
    if rule.reason in PAGES:
        page = make_page(rule.reason, _last_role(incident), incident.owner, action.at)
        incident = call(incident, page)
    if incident.state is not _HELD:
        return incident
    if action.kind is ActionKind.HAND_OVER:
        return ask(incident, action.at, escalation)
    return hold(incident, action.at, escalation) if action.kind in _RENEWING else incident


def _last_role(incident: Incident) -> Role:
    return incident.watch.pages[-1].role if incident.watch.pages else Role.PRIMARY


def _grade(incident: Incident, reason: Reason, action: Action, rules: HouseRules) -> tuple[Incident, Reason]:
    """An answer may show that it is worse than the numbers say."""
    if action.kind is not ActionKind.ANSWER:
        return incident, reason
    grade = rules.grade(incident, incident.found or incident.severity)
    if grade.severity >= incident.severity:
        return incident, reason
    change = f"{incident.change} Severity went from {incident.severity} to {grade.severity}."
    worse = replace(incident, severity=Severity(grade.severity), because=grade.because, change=change)
    return note_last(call_again(worse, Reason.WORSENED, action.at, rules)), Reason.WORSENED


def _rule_on(incident: Incident, *, is_over: bool) -> Ruling:
    return Ruling(
        brand=incident.brand,
        spikes=incident.spikes,
        is_crisis=incident.verdict is Verdict.CRISIS,
        is_over=is_over,
        by=incident.changed_by,
        at=incident.changed_at,
        lane=incident.lane,
    )


def _say(action: Action, rule: _Rule) -> str:
    parts = (action.step or "", action.value, action.text)
    detail = clean_excerpt(" – ".join(part for part in parts if part), limit=NOTE_KEPT)
    if action.kind is ActionKind.HAND_OVER:
        return f"{action.by} {rule.said} {detail}."
    return f"{action.by} {rule.said}: {detail}" if detail else f"{action.by} {rule.said}."
