"""The form of a step: what to stop, to answer, to find out and to check, and whether it is done."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from alerts.action import Action, ActionKind
from alerts.channels.slack.press import Press, button
from alerts.channels.slack.text import SECTION_LIMIT, clock, context, escape, inline, join_within, section
from alerts.desk.answer import Answer
from alerts.desk.case import Case
from alerts.desk.forms.form import Form
from alerts.desk.forms.parts import Block, ask_choice, ask_text, is_reason, make_form
from alerts.desk.forms.reason import REASON_LONGEST
from alerts.desk.gesture import Submission
from alerts.excerpt import keep_line
from alerts.guidance import Copy, Ripeness, find_due, find_lock, fits, list_facts, write_copies
from alerts.playbook import Fact, Question, Rule, Step, Stop

OUTCOME: Final = "outcome"
DONE: Final = "done"
LATER: Final = "later"
SKIPPED: Final = "skip"
NOTE: Final = "note"
FACT_LONGEST: Final = 300


def _write(case: Case) -> Mapping[str, Any]:
    step, terms = _find_step(case), case.terms
    if step is None:
        return make_form(Press.STEP, terms.step, [section(escape(terms.gone))], case.handle, terms)
    blocks = [
        _write_lead(case, step),
        *(_ask_stop(case, stop) for stop in _stops(case, step)),
        *(block for question in _questions(case, step) for block in _ask_question(case, question)),
        *(_ask_fact(case, fact) for fact in list_facts(step, case.playbook)),
        *(block for rule in _rules(case, step) for block in _ask_rule(case, rule)),
        *_show_drafts(case, step),
        ask_choice(OUTCOME, terms.outcome, _outcomes(case), known=DONE),
        ask_text(NOTE, terms.note_or_reason, lines=True, optional=True, longest=REASON_LONGEST),
    ]
    return make_form(Press.STEP, terms.step, blocks, case.handle, terms, submit=terms.save)


def _write_lead(case: Case, step: Step) -> Block:
    said = step.words[case.language]
    when = case.terms.due.format(when=clock(find_due(step, case.incident), case.zone))
    lines = [
        f"*{inline(said.title)}* ({escape(case.words.roles[step.role])}, {when})",
        inline(said.do, limit=800),
        "☐ " + inline(case.words.check.format(check=said.check)),
    ]
    return section(join_within(lines, SECTION_LIMIT))


def _ask_stop(case: Case, stop: Stop) -> Block:
    terms, language = case.terms, case.language
    options = (("paused", terms.paused), ("unused", terms.not_in_use))
    return ask_choice(
        f"stop.{stop.id}", stop.title[language], options, hint=stop.how[language], optional=True
    )


def _ask_question(case: Case, question: Question) -> Iterator[Block]:
    language, known = case.language, case.incident.answers.get(question.id, "")
    meanings, closed, options = [], [], []
    for option in question.options:
        lock = find_lock(option, case.playbook, case.incident)
        if lock:
            closed.append(case.terms.locked.format(label=option.label[language], why=lock[language]))
            continue
        meanings.append(f"• *{inline(option.label[language])}*: {inline(option.then[language])}")
        options.append((option.id, option.label[language]))
    yield ask_choice(f"question.{question.id}", question.asks[language], options, known=known, optional=True)
    yield section(join_within(meanings, SECTION_LIMIT))
    if closed:
        yield context(*(inline(line, limit=600) for line in closed))


def _ask_fact(case: Case, fact: Fact) -> Block:
    return ask_text(
        f"fact.{fact.id}",
        fact.asks[case.language],
        known=case.incident.facts.get(fact.key(case.language), ""),
        hint=case.terms.for_example.format(example=fact.example[case.language]),
        optional=True,
        longest=FACT_LONGEST,
    )


def _ask_rule(case: Case, rule: Rule) -> Iterator[Block]:
    terms, language = case.terms, case.language
    source = terms.rule_from.format(
        since=rule.since.isoformat(),
        basis=rule.basis,
        checked=rule.checked.isoformat(),
        source=rule.source,
    )
    yield section(f"{inline(rule.asks[language])}\n{inline(rule.check[language])}")
    yield context(escape(source))
    options = (("none", terms.rule_none), ("met", terms.rule_met), ("broken", terms.rule_broken))
    yield ask_choice(f"rule.{rule.id}", rule.law[language], options, optional=True)


def _show_drafts(case: Case, step: Step) -> Iterator[Block]:
    for name in step.drafts:
        draft = case.playbook.find_draft(name)
        if draft is None:
            continue
        title = inline(draft.title[case.language])
        copies = write_copies(draft, case.playbook, case.incident)
        if draft.locked and all(copy.ripeness is Ripeness.LOCKED for copy in copies):
            why = case.terms.locked.format(label=title, why=inline(draft.locked[case.language]))
            yield context(why)
            continue
        yield section(f"*{escape(case.terms.draft)}: {title}*")
        missing = {name for copy in copies for name in copy.missing}
        if missing:
            asks = [fact.asks[case.language] for fact in case.playbook.facts if fact.id in missing]
            yield context(inline(case.terms.missing.format(facts=" · ".join(asks)), limit=900))
        for copy in sorted(copies, key=lambda one: one.language is not case.language):
            yield _show_copy(case, copy)


def _show_copy(case: Case, copy: Copy) -> Block:
    terms = case.terms
    what = f"{terms.outlets[copy.outlet]}, {terms.languages[copy.language]}"
    shown = section(f"{escape(what)} · {escape(terms.ripeness[copy.ripeness])}")
    return {**shown, "accessory": button(Press.DRAFT, terms.open, case.handle.on(copy.id))}


def _outcomes(case: Case) -> tuple[tuple[str, str], ...]:
    terms = case.terms
    return ((DONE, terms.outcome_done), (LATER, terms.outcome_later), (SKIPPED, terms.outcome_skip))


def _read(case: Case, sent: Submission) -> Answer:
    step = _find_step(case)
    if step is None:
        return Answer(errors={NOTE: case.terms.gone})
    outcome, note = sent.answers.get(OUTCOME, ""), sent.answers.get(NOTE, "")
    errors = _find_faults(case, step, sent, outcome)
    if errors:
        return Answer(errors=errors)
    actions = [*_answers(case, step, sent), *_facts(case, step, sent)]
    if outcome == DONE:
        actions.append(case.act(sent, ActionKind.TICK, step=step.id, text=_account(case, step, sent, note)))
    elif outcome == SKIPPED:
        actions.append(case.act(sent, ActionKind.SKIP, step=step.id, text=note))
    elif note:
        actions.append(case.act(sent, ActionKind.NOTE, text=note))
    return Answer(actions=tuple(actions))


def _find_faults(case: Case, step: Step, sent: Submission, outcome: str) -> Mapping[str, str]:
    terms, answers = case.terms, sent.answers
    if outcome == SKIPPED:
        return {} if is_reason(answers.get(NOTE, "")) else {NOTE: terms.need_why}
    if outcome not in (DONE, LATER):
        return {OUTCOME: terms.need_answer}
    errors = {}
    for question in _questions(case, step):
        block = f"question.{question.id}"
        option = question.find(answers.get(block, ""))
        if (option and find_lock(option, case.playbook, case.incident)) or (
            outcome == DONE and option is None
        ):
            errors[block] = terms.need_answer
        elif outcome == DONE and option and option.open:
            errors[block] = terms.need_open
    if outcome == DONE:
        through = [f"stop.{one.id}" for one in _stops(case, step)]
        through += [f"rule.{one.id}" for one in _rules(case, step)]
        errors.update({block: terms.need_answer for block in through if not answers.get(block)})
        broken = any(answers.get(f"rule.{one.id}") == "broken" for one in _rules(case, step))
        if broken and not is_reason(answers.get(NOTE, "")):
            errors[NOTE] = terms.need_why
        if not is_reason(answers.get(NOTE, "")):
            errors.update(dict.fromkeys(_find_blank(case, step, sent), terms.need_fact))
    return errors


def _find_blank(case: Case, step: Step, sent: Submission) -> Iterator[str]:
    """Find what the step is not done without; a branch that is answered in the same form already counts."""
    said = {one.id: sent.answers.get(f"question.{one.id}", "") for one in _questions(case, step)}
    answered = replace(case.incident, answers={**case.incident.answers, **said})
    for fact in list_facts(step, case.playbook):
        block = f"fact.{fact.id}"
        is_asked = block in sent.blocks and fits(fact.when, case.playbook, answered)
        if is_asked and not keep_line(sent.answers.get(block, "")):
            yield block


def _answers(case: Case, step: Step, sent: Submission) -> Iterator[Action]:
    for question in _questions(case, step):
        said = sent.answers.get(f"question.{question.id}", "")
        if said and question.find(said) and said != case.incident.answers.get(question.id):
            yield case.act(sent, ActionKind.ANSWER, step=question.id, value=said)


def _facts(case: Case, step: Step, sent: Submission) -> Iterator[Action]:
    for fact in list_facts(step, case.playbook):
        key = fact.key(case.language)
        said = keep_line(sent.answers.get(f"fact.{fact.id}", ""))
        if f"fact.{fact.id}" in sent.blocks and said != case.incident.facts.get(key, ""):
            yield case.act(sent, ActionKind.FACT, step=key, value=said)


def _account(case: Case, step: Step, sent: Submission, note: str) -> str:
    """Write down what was gone through, for the record: what was paused and which rule was met."""
    terms, language = case.terms, case.language
    options = {
        "paused": terms.paused,
        "unused": terms.not_in_use,
        "none": terms.rule_none,
        "met": terms.rule_met,
        "broken": terms.rule_broken.partition(":")[0].partition("：")[0],
    }
    said = [
        f"{stop.title[language]}: {options[sent.answers[f'stop.{stop.id}']]}" for stop in _stops(case, step)
    ]
    said += [
        f"{rule.law[language]}: {options[sent.answers[f'rule.{rule.id}']]}" for rule in _rules(case, step)
    ]
    return "; ".join([*said, note] if note else said)


def _find_step(case: Case) -> Step | None:
    return case.playbook.find_step(case.handle.what)


def _stops(case: Case, step: Step) -> tuple[Stop, ...]:
    """The most urgent stands first: a step says in which order."""
    return tuple(one for name in step.stops for one in case.playbook.stops if one.id == name)


def _rules(case: Case, step: Step) -> tuple[Rule, ...]:
    return tuple(one for name in step.rules for one in case.playbook.rules if one.id == name)


def _questions(case: Case, step: Step) -> tuple[Question, ...]:
    return tuple(one for one in case.playbook.questions if one.id in step.asks)


STEP: Final = Form(_write, _read)
