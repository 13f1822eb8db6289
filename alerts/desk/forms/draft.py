"""The form of a draft's copy: why it is not ready, or its exact words for its approver."""

from collections.abc import Mapping
from typing import Any, Final

from alerts.action import Action, ActionKind
from alerts.channels.slack.press import Press
from alerts.channels.slack.text import escape, inline, measure, section
from alerts.desk.answer import Answer
from alerts.desk.case import Case
from alerts.desk.forms.form import Form
from alerts.desk.forms.parts import Block, ask_choice, ask_text, make_form, quote_words
from alerts.desk.gesture import Submission
from alerts.effects import WORDING_KEPT
from alerts.excerpt import keep_line
from alerts.guidance import Copy, Ripeness, write_copies
from alerts.playbook import BLANK

WORDS: Final = "words"
VERDICT: Final = "verdict"
APPROVE: Final = "approve"
KEEP: Final = "keep"


def _write(case: Case) -> Mapping[str, Any]:
    terms, copy = case.terms, find_copy(case)
    if copy is None:
        return make_form(Press.DRAFT, terms.draft, [section(escape(terms.old_words))], case.handle, terms)
    blocks = [_write_lead(case, copy)]
    match copy.ripeness:
        case Ripeness.LOCKED:
            why = copy.draft.locked[case.language] if copy.draft.locked else ""
            blocks.append(section(f"🔒 {inline(why)}"))
        case Ripeness.BLANK:
            asks = [fact.asks[case.language] for fact in case.playbook.facts if fact.id in copy.missing]
            blocks.append(section("✏️ " + inline(terms.missing.format(facts=" · ".join(asks)), limit=900)))
        case Ripeness.APPROVED:
            blocks += [quote_words(copy.text), section(inline(terms.approved_by.format(who=copy.approver)))]
        case Ripeness.FILLED if _is_long(copy):
            # A field would hold its beginning, and whoever approves would approve half a sentence.
            said = terms.too_long.format(count=measure(copy.text), most=WORDING_KEPT)
            blocks.append(section("✏️ " + inline(said)))
        case Ripeness.FILLED:
            verdicts = ((APPROVE, terms.approve), (KEEP, terms.keep_words))
            names = ", ".join(one.name for one in case.roster.list_approvers(copy.draft.approver))
            role = f"{case.words.roles[copy.draft.approver]} ({names})"
            blocks += [
                quote_words(copy.text),
                section(inline(terms.approver.format(role=role))),
                ask_text(
                    WORDS,
                    terms.words,
                    known=copy.text,
                    hint=terms.words_hint,
                    lines=True,
                    longest=WORDING_KEPT,
                ),
                ask_choice(VERDICT, terms.draft, verdicts),
            ]
            return make_form(Press.DRAFT, terms.draft, blocks, case.handle, terms, submit=terms.save)
    return make_form(Press.DRAFT, terms.draft, blocks, case.handle, terms)


def _write_lead(case: Case, copy: Copy) -> Block:
    terms = case.terms
    what = f"{terms.outlets[copy.outlet]}, {terms.languages[copy.language]}"
    title = inline(copy.draft.title[case.language])
    return section(f"*{title}* · {escape(what)} · {escape(terms.ripeness[copy.ripeness])}")


def _read(case: Case, sent: Submission) -> Answer:
    terms, copy = case.terms, find_copy(case)
    if copy is None or copy.ripeness is not Ripeness.FILLED or copy.id != case.handle.what or _is_long(copy):
        return Answer(errors={WORDS: terms.old_words})
    words, verdict = keep_line(sent.answers.get(WORDS, "")), sent.answers.get(VERDICT, "")
    if blanks := BLANK.findall(words):
        return Answer(errors={WORDS: terms.need_facts.format(blanks=", ".join(blanks))})
    if not words or verdict not in (APPROVE, KEEP):
        return Answer(errors={VERDICT if words else WORDS: terms.need_answer})
    approvers = case.roster.list_approvers(copy.draft.approver)
    if verdict == APPROVE and case.person not in approvers:
        names = ", ".join(one.name for one in approvers)
        return Answer(errors={VERDICT: terms.not_approver.format(who=names)})
    actions: list[Action] = []
    if words != copy.text:
        actions.append(case.act(sent, ActionKind.FACT, step=copy.words_key, value=words))
        copy = copy.reworded(words)
    if verdict == APPROVE:
        actions.append(case.act(sent, ActionKind.APPROVE, step=copy.id, text=words))
    return Answer(actions=tuple(actions))


def _is_long(copy: Copy) -> bool:
    return measure(copy.text) > WORDING_KEPT


def find_copy(case: Case) -> Copy | None:
    """Find the copy that a handle names; another text by now is still the same copy."""
    named = case.handle.what.rpartition(".")[0]
    for draft in case.playbook.drafts:
        for copy in write_copies(draft, case.playbook, case.incident):
            if copy.id.rpartition(".")[0] == named:
                return copy
    return None


DRAFT: Final = Form(_write, _read)
