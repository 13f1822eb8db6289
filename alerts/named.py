"""Named: whether what a deed names is there, in words for who named it: a step, an answer, a fact, a draft, a person."""

from typing import Final

from alerts.action import Action, ActionKind
from alerts.excerpt import clean_excerpt
from alerts.guidance import (
    SWITCH,
    Copy,
    find_lock,
    find_open_steps,
    find_unanswered,
    playbook_of,
    write_copies,
)
from alerts.house import HouseRules
from alerts.incident import Incident
from alerts.playbook import Playbook
from alerts.words.language import Language
from alerts.words.refusals import Refusals
from alerts.words.registry import VOCABULARIES

NAME_SHOWN: Final = 80
NONE: Final = "–"


def refuse_named(incident: Incident, action: Action, rules: HouseRules, language: Language) -> str:
    """Refuse a name that the playbook or the on-call list does not have; of a playbook we do not know, all is taken."""
    said = VOCABULARIES[language].refusals
    playbook = rules.books.get(playbook_of(incident))
    match action.kind:
        case ActionKind.HAND_OVER:
            return _refuse_person(action, rules, said)
        case ActionKind.ANSWER:
            return _refuse_answer(incident, action, playbook, rules, language)
        case ActionKind.TICK | ActionKind.SKIP if playbook:
            return _refuse_step(incident, action, playbook, said)
        case ActionKind.FACT if playbook:
            return _refuse_fact(incident, action, playbook, said)
        case ActionKind.APPROVE if playbook:
            return _refuse_draft(incident, action, playbook, rules, said)
        case _:
            return ""


def _refuse_person(action: Action, rules: HouseRules, said: Refusals) -> str:
    """Refuse to hand it over to somebody who cannot be called."""
    if not rules.people or rules.knows(action.value):
        return ""
    people = ", ".join(one.name for one in rules.people)
    return said.no_person.format(person=_quote(action.value), people=people)


def _refuse_step(incident: Incident, action: Action, playbook: Playbook, said: Refusals) -> str:
    """Refuse a step that is not there, and one that cannot be done before its questions are answered."""
    step = playbook.find_step(action.step or "")
    if step is None:
        steps = ", ".join(one.id for one in find_open_steps(playbook, incident)) or NONE
        return said.no_step.format(step=_quote(action.step), steps=steps)
    asked = find_unanswered(step, playbook, incident) if action.kind is ActionKind.TICK else ()
    if not asked:
        return ""
    return said.unanswered.format(step=step.id, questions=", ".join(one.id for one in asked))


def _refuse_answer(
    incident: Incident, action: Action, playbook: Playbook | None, rules: HouseRules, language: Language
) -> str:
    """Refuse a question that is not asked, an answer that it does not take, and one that is locked as yet."""
    said = VOCABULARIES[language].refusals
    if action.step == SWITCH:
        known = tuple(rules.books)
        return "" if action.value in known or not known else _list_answers(SWITCH, known, said)
    if playbook is None:
        return ""
    question = playbook.find_question(action.step or "")
    if question is None:
        asked = ", ".join([*(one.id for one in playbook.questions), SWITCH])
        return said.no_question.format(question=_quote(action.step), questions=asked)
    option = question.find(action.value)
    if option is None:
        return _list_answers(question.id, tuple(one.id for one in question.options), said)
    lock = find_lock(option, playbook, incident)
    return said.locked.format(answer=option.id, why=lock[language]) if lock else ""


def _list_answers(question: str, answers: tuple[str, ...], said: Refusals) -> str:
    return said.no_answer.format(question=question, answers=", ".join(answers))


def _refuse_fact(incident: Incident, action: Action, playbook: Playbook, said: Refusals) -> str:
    """Refuse a fact that no draft would use; one of an earlier playbook can still be taken back."""
    name = action.step or ""
    keys = {fact.id: dict.fromkeys(map(fact.key, Language)) for fact in playbook.facts}
    known = [key for of_fact in keys.values() for key in of_fact]
    wordings = {copy.words_key for copy in _list_copies(playbook, incident)}
    if name in known or name in wordings or (name in incident.facts and not action.value):
        return ""
    return said.no_fact.format(fact=_quote(name), facts=", ".join(keys.get(name, known)) or NONE)


def _refuse_draft(
    incident: Incident, action: Action, playbook: Playbook, rules: HouseRules, said: Refusals
) -> str:
    """Refuse what is not exactly one text that is whole, and whoever is not its approver."""
    ready = {copy.id: copy for copy in _list_copies(playbook, incident) if copy.text}
    copy = ready.get(action.step or "")
    if copy is None:
        return said.no_draft.format(draft=_quote(action.step), drafts=", ".join(ready) or NONE)
    approvers = rules.list_approvers(copy.draft.approver)
    if any(rules.is_same(action.by, one) for one in approvers):
        return ""
    return said.not_approver.format(who=", ".join(approvers))


def _list_copies(playbook: Playbook, incident: Incident) -> tuple[Copy, ...]:
    return tuple(copy for draft in playbook.drafts for copy in write_copies(draft, playbook, incident))


def _quote(typed: str | None) -> str:
    return clean_excerpt(typed or "", limit=NAME_SHOWN)
