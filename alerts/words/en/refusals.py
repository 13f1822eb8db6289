"""Refusals in English."""

from typing import Final

from alerts.words.refusals import Refusals

REFUSALS: Final = Refusals(
    not_now="`{deed}` does not fit an incident that is {state}",
    lacks="`{deed}`: {what}",
    needed={
        "step": "say which step, question, fact or draft",
        "value": "say what the answer is, or who it goes to",
        "text": "say why, in a few words",
    },
    not_human="`{who}` is a service account: only people act. Say who you are: --by NAME, or set CRISIS_BY.",
    has_it="{who} has it; take it over instead",
    not_listed="`{who}` does not stand in [[oncall]]: only who does may approve",
    open_steps="tick these steps first, or skip them with a reason: {steps}",
    no_step="there is no step `{step}`; open steps: {steps}",
    no_question="there is no question `{question}`; questions: {questions}",
    no_answer="`{question}` takes {answers}",
    locked="`{answer}` cannot be chosen yet: {why}",
    unanswered="`{step}` is not done before these questions are answered: {questions}",
    no_fact="there is no fact `{fact}`; facts: {facts}",
    no_draft="there is no draft `{draft}` with all its facts; an approval names exactly one of: {drafts}",
    not_approver="only {who} may approve this draft",
    no_person="`{person}` does not stand in [[oncall]], so nobody would be called; there are: {people}",
)
