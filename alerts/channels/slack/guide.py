"""The guide: what a message shows of the playbook: the next steps, what is known, when the next update is due."""

from typing import Any

from alerts.channels.slack.text import SECTION_LIMIT, clock, context, escape, inline, join_within, section
from alerts.guidance import find_due, find_next_update, find_open_steps, fits, list_steps
from alerts.incident import Incident
from alerts.letter import STEPS_SHOWN, Letter
from alerts.playbook import Playbook, Question
from alerts.words.language import Language
from alerts.words.registry import VOCABULARIES

Block = dict[str, Any]


def write_guide(letter: Letter, incident: Incident) -> list[Block]:
    """Write the next steps with their deadlines, what was answered, and the next update; nothing when all is done."""
    book = letter.playbook
    if book is None:
        return []
    blocks = _write_steps(letter, book, incident)
    known = [_write_answer(one, book, incident, letter.language) for one in book.questions]
    if known and incident.answers:
        terms = VOCABULARIES[letter.language].terms
        blocks.append(section(join_within([f"*{escape(terms.questions)}*", *known], SECTION_LIMIT)))
    due = find_next_update(book, incident)
    if due is not None and blocks:
        terms = VOCABULARIES[letter.language].terms
        said = f"{escape(terms.updates)}: {terms.next_update.format(when=clock(due, letter.zone))}"
        blocks.append(context(f"{said} · {inline(book.updates.says[letter.language])}"))
    return blocks


def _write_steps(letter: Letter, book: Playbook, incident: Incident) -> list[Block]:
    steps = find_open_steps(book, incident)
    if not steps:
        return []
    words, terms = VOCABULARIES[letter.language].words, VOCABULARIES[letter.language].terms
    every = list_steps(book, incident)
    progress = terms.progress.format(done=len(every) - len(steps), all=len(every))
    title = words.steps.format(title=book.title[letter.language])
    blocks = [section(f"*{escape(title)}* · {escape(progress)}")]
    for number, step in enumerate(steps[:STEPS_SHOWN], start=1):
        said = step.words[letter.language]
        due = find_due(step, incident)
        when = (terms.overdue if due < incident.changed_at else terms.due).format(
            when=clock(due, letter.zone)
        )
        lines = [
            f"*{number}. {inline(said.title)}* ({escape(words.roles[step.role])}, {when})",
            inline(said.do, limit=800),
            "☐ " + inline(words.check.format(check=said.check)),
        ]
        blocks.append(section(join_within(lines, SECTION_LIMIT)))
    return blocks


def _write_answer(question: Question, book: Playbook, incident: Incident, language: Language) -> str:
    terms = VOCABULARIES[language].terms
    option = question.find(incident.answers.get(question.id, ""))
    said = option.label[language] if option else terms.no_answer
    line = f"• {inline(question.asks[language])} *{inline(said)}*"
    closed = [
        f"🔒 {inline(draft.title[language])}"
        for draft in book.drafts
        if draft.when and not fits(draft.when, book, incident) and _hangs_on(draft.when, question)
    ]
    is_open = option is None or option.open
    return f"{line} · {', '.join(closed)}" if closed and is_open else line


def _hangs_on(when: tuple[dict[str, tuple[str, ...]], ...], question: Question) -> bool:
    return any(question.id in alternative for alternative in when)
