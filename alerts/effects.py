"""Effects: which fields of an incident each kind of deed changes, apart from its state and who is called."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from alerts.action import Action, ActionKind
from alerts.clock import forget, reach
from alerts.excerpt import clean_excerpt, cut, keep_line
from alerts.guidance import WORDS
from alerts.house import HouseRules
from alerts.incident import Incident, Milestone, Verdict

NAMES_KEPT: Final = 200
"""Of steps, answers, facts and drafts each: more than a playbook may have."""
NAME_KEPT: Final = 100
WORDS_KEPT: Final = 500
LESSONS_KEPT: Final = 4_000
FACTS_KEPT: Final = 60
WORDING_KEPT: Final = 3_000
"""Of a draft in the team's own words, which goes out whole or not at all: as much as a field of Slack's takes."""

Effect = Callable[[Incident, Action, HouseRules], Incident]


def _own(incident: Incident, action: Action, rules: HouseRules) -> Incident:
    del rules
    return reach(replace(incident, owner=action.by), Milestone.ACKNOWLEDGED, action.at)


def _hand_over(incident: Incident, action: Action, rules: HouseRules) -> Incident:
    del rules
    owner = clean_excerpt(action.value, limit=80)
    return reach(replace(incident, owner=owner), Milestone.ACKNOWLEDGED, action.at)


def _tick(incident: Incident, action: Action, rules: HouseRules) -> Incident:
    del rules
    step = _name(action)
    skipped = {name: why for name, why in incident.skipped.items() if name != step}
    if step in incident.ticked:
        return replace(incident, skipped=skipped)
    return replace(incident, ticked=(*incident.ticked, step)[:NAMES_KEPT], skipped=skipped)


def _skip(incident: Incident, action: Action, rules: HouseRules) -> Incident:
    del rules
    ticked = tuple(step for step in incident.ticked if step != _name(action))
    return replace(incident, ticked=ticked, skipped=_put(incident.skipped, _name(action), action.text))


def _answer(incident: Incident, action: Action, rules: HouseRules) -> Incident:
    del rules
    return replace(incident, answers=_put(incident.answers, _name(action), action.value))


def _fact(incident: Incident, action: Action, rules: HouseRules) -> Incident:
    del rules
    name = _name(action)
    others = {key: value for key, value in incident.facts.items() if key != name}
    said = cut(keep_line(action.value), WORDING_KEPT if name.startswith(f"{WORDS}.") else WORDS_KEPT)
    if not said or len(others) >= FACTS_KEPT:
        return replace(incident, facts=others)
    return replace(incident, facts={**others, name: said})


def _approve(incident: Incident, action: Action, rules: HouseRules) -> Incident:
    del rules
    return replace(incident, approved=_put(incident.approved, _name(action), action.by))


def _reply(incident: Incident, action: Action, rules: HouseRules) -> Incident:
    del rules
    if Milestone.REPLIED in incident.reached:
        return incident
    url = action.value if len(action.value) <= 1_000 else ""  # noqa: PLR2004 - longer than any permalink
    return reach(replace(incident, replied_by=action.by, reply_url=url), Milestone.REPLIED, action.at)


def _count_bot(incident: Incident, action: Action, rules: HouseRules) -> Incident:
    del action, rules
    return replace(incident, bot_replies=incident.bot_replies + 1)


def _contain(incident: Incident, action: Action, rules: HouseRules) -> Incident:
    del rules
    return reach(_see(incident, action), Milestone.CONTAINED, action.at)


def _recover(incident: Incident, action: Action, rules: HouseRules) -> Incident:
    del rules
    return _see(incident, action)


def _resolve(incident: Incident, action: Action, rules: HouseRules) -> Incident:
    """Who resolves it has treated it as real, unless they said that it was not."""
    resolved = reach(_see(incident, action), Milestone.RESOLVED, action.at)
    review = rules.find_due(resolved, Milestone.REVIEWED, action.at)
    due = {**resolved.due, Milestone.REVIEWED: review} if review else resolved.due
    return replace(resolved, due=due, verdict=Verdict.CRISIS)


def _reopen(incident: Incident, action: Action, rules: HouseRules) -> Incident:
    """What had ended begins anew: its end is to be reached again, with a deadline of its own."""
    again = frozenset({Milestone.RECOVERED, Milestone.RESOLVED, Milestone.REVIEWED})
    due = forget(incident.due, again)
    resolve = rules.find_due(incident, Milestone.RESOLVED, action.at)
    return replace(
        incident,
        owner=action.by,
        reason=clean_excerpt(action.text, limit=WORDS_KEPT),
        verdict=Verdict.UNDECIDED if incident.verdict is Verdict.BENIGN else incident.verdict,
        reached=forget(incident.reached, again),
        due={**due, Milestone.RESOLVED: resolve} if resolve else due,
        late=tuple(milestone for milestone in incident.late if milestone not in again),
        watch=replace(incident.watch, news=action.at),
    )


def _dismiss(incident: Incident, action: Action, rules: HouseRules) -> Incident:
    del rules
    return replace(
        _see(incident, action),
        verdict=Verdict.BENIGN,
        reason=clean_excerpt(action.text, limit=WORDS_KEPT),
    )


def _confirm(incident: Incident, action: Action, rules: HouseRules) -> Incident:
    del action, rules
    return replace(incident, verdict=Verdict.CRISIS)


def _review(incident: Incident, action: Action, rules: HouseRules) -> Incident:
    del rules
    lessons = clean_excerpt(action.text, limit=LESSONS_KEPT)
    return reach(replace(incident, lessons=lessons), Milestone.REVIEWED, action.at)


EFFECTS: Final[Mapping[ActionKind, Effect]] = {
    ActionKind.ACKNOWLEDGE: _own,
    ActionKind.TAKE_OVER: _own,
    ActionKind.HAND_OVER: _hand_over,
    ActionKind.TICK: _tick,
    ActionKind.SKIP: _skip,
    ActionKind.ANSWER: _answer,
    ActionKind.FACT: _fact,
    ActionKind.APPROVE: _approve,
    ActionKind.REPLIED: _reply,
    ActionKind.BOT_REPLIED: _count_bot,
    ActionKind.CONTAIN: _contain,
    ActionKind.RECOVERING: _recover,
    ActionKind.RESOLVE: _resolve,
    ActionKind.REOPEN: _reopen,
    ActionKind.FALSE_ALARM: _dismiss,
    ActionKind.CRISIS: _confirm,
    ActionKind.REVIEW: _review,
}


def _see(incident: Incident, action: Action) -> Incident:
    """Who ends something has seen it: it is theirs if nobody had it, and acknowledged."""
    seen = replace(incident, owner=incident.owner or action.by)
    if Milestone.ACKNOWLEDGED in seen.reached:
        return seen
    return reach(seen, Milestone.ACKNOWLEDGED, action.at)


def _name(action: Action) -> str:
    return clean_excerpt(action.step or "", limit=NAME_KEPT)


def _put(known: Mapping[str, str], name: str, words: str) -> dict[str, str]:
    """Set an entry, or take it out when there are no words for it; bounded."""
    others = {key: value for key, value in known.items() if key != name}
    said = clean_excerpt(words, limit=WORDS_KEPT)
    if not said:
        return others
    return others if len(others) >= NAMES_KEPT else {**others, name: said}
