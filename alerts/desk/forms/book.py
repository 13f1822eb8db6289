"""The playbook as a form: every step with its state, what is known, the drafts, how it ends."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from alerts.channels.slack.press import Press, button
from alerts.channels.slack.text import (
    SECTION_LIMIT,
    clock,
    context,
    escape,
    inline,
    join_within,
    section,
)
from alerts.desk.answer import Answer
from alerts.desk.case import Case
from alerts.desk.forms.form import Form
from alerts.desk.forms.parts import Block, make_form
from alerts.desk.gesture import Submission
from alerts.guidance import find_blockers, find_due, find_next_update, list_steps
from alerts.playbook import Step


def _write(case: Case) -> Mapping[str, Any]:
    book, language, terms = case.playbook, case.language, case.terms
    drill = "[DRILL] " if case.incident.lane != "live" else ""
    title = f"{drill}*{inline(book.title[language])}*\n{inline(book.fits[language])}"
    change = button(Press.SWITCH, terms.change_playbook, case.handle)
    blocks: list[Block] = [{**section(title), "accessory": change}]
    for number, step in enumerate(list_steps(book, case.incident), start=1):
        blocks.append(_write_step(case, step, number))
    blocks += _write_known(case)
    blocks += _write_frame(case)
    return make_form(Press.BOOK, terms.playbook, blocks, case.handle, terms)


def _write_step(case: Case, step: Step, number: int) -> Block:
    said, incident, terms = step.words[case.language], case.incident, case.terms
    who = escape(case.words.roles[step.role])
    due = find_due(step, incident)
    # What is done or skipped opens as well: a fact may have to be corrected, an hour to be promised anew.
    again = {"accessory": button(Press.STEP, terms.open, case.handle.on(step.id))}
    if step.id in incident.ticked:
        return {**section(f"☑ {number}. {inline(said.title)} ({who}, {escape(terms.ticked)})"), **again}
    if step.id in incident.skipped:
        why = terms.skipped.format(why=incident.skipped[step.id])
        return {**section(f"⏭ {number}. {inline(said.title)} ({who}, {inline(why)})"), **again}
    when = (terms.overdue if due < case.now else terms.due).format(when=clock(due, case.zone))
    lines = [f"☐ *{number}. {inline(said.title)}* ({who}, {when})", inline(said.do, limit=800)]
    lines.append("☐ " + inline(case.words.check.format(check=said.check)))
    return {**section(join_within(lines, SECTION_LIMIT)), **again}


def _write_known(case: Case) -> Iterator[Block]:
    language, terms = case.language, case.terms
    lines = [f"*{escape(terms.questions)}*"]
    for question in case.playbook.questions:
        option = question.find(case.incident.answers.get(question.id, ""))
        said = option.label[language] if option else terms.no_answer
        lines.append(f"• {inline(question.asks[language])} *{inline(said)}*")
    for fact in case.playbook.facts:
        value = case.incident.facts.get(fact.key(language))
        if value:
            lines.append(f"• {inline(fact.asks[language])} {inline(value)}")
    yield section(join_within(lines, SECTION_LIMIT))


def _write_frame(case: Case) -> Iterator[Block]:
    book, language, terms = case.playbook, case.language, case.terms
    due = find_next_update(book, case.incident)
    when = f" · {terms.next_update.format(when=clock(due, case.zone))}" if due else ""
    yield section(f"*{escape(terms.updates)}*{when}\n{inline(book.updates.says[language])}")
    blockers = find_blockers(book, case.incident)
    left = "".join(f"\n☐ {inline(step.words[language].title)}" for step in blockers)
    yield section(f"*{escape(terms.ends)}*\n{inline(book.ends.when[language])}{left}")
    within = terms.reviewed_within.format(how_long=case.words.days.format(book.review.within.days))
    asks = "".join(f"\n• {inline(one[language])}" for one in book.review.asks)
    yield section(f"*{escape(within)}*{asks}")
    yield context(inline(f"{book.id} v{book.version} · incident {case.incident.id}"))


def _read(case: Case, sent: Submission) -> Answer:
    del case, sent
    return Answer()  # It has nothing to send.


BOOK: Final = Form(_write, _read)
