"""What a deed names has to be there: who mistypes a step, a fact, a draft or a person is told what there is."""

from dataclasses import replace

import pytest

from alerts.action import Action, ActionKind
from alerts.casebook import Casebook
from alerts.deeds import apply_action, refuse_action
from alerts.guidance import Copy, write_copies
from alerts.house import HouseRules
from alerts.playbook import Role
from alerts.sections import OnCall
from alerts.words.language import Language
from tests.alerts.examples import LIBRARY, action, incident_of, spike
from tests.alerts.test_deeds import opened

BOOKS = HouseRules(
    books=LIBRARY, people=(OnCall(name="anna"), OnCall(name="Dora", slack="U0DORA", roles=(Role.PR_LEAD,)))
)


@pytest.mark.parametrize(
    ("deed", "said"),
    [
        (
            action(ActionKind.TICK, step="nonsense"),
            "there is no step `nonsense`; open steps: pause-scheduled, ",
        ),
        (
            action(ActionKind.SKIP, step="nonsense"),
            "there is no step `nonsense`; open steps: pause-scheduled, ",
        ),
        (
            action(ActionKind.ANSWER, step="ai_use", value="maybe"),
            "`ai_use` takes made, partly, not, unknown",
        ),
        (
            action(ActionKind.ANSWER, step="ai", value="made"),
            "there is no question `ai`; questions: ai_use, ",
        ),
        (action(ActionKind.ANSWER, step="playbook", value="none"), "`playbook` takes ai-content-backlash, "),
        (action(ActionKind.FACT, step="nonsense", value="x"), "there is no fact `nonsense`; facts: "),
        (
            action(ActionKind.FACT, step="ai-part", value="the sky"),
            "there is no fact `ai-part`; facts: ai-part.en, ai-part.zh-Hant",
        ),
        (action(ActionKind.APPROVE, step="holding"), "there is no draft `holding` with all its facts; "),
        (
            action(ActionKind.ANSWER, step="strategy", value="stand_firm"),
            "`stand_firm` cannot be chosen yet: ",
        ),
        (
            action(ActionKind.TICK, step="establish-ai-use"),
            "`establish-ai-use` is not done before these questions are answered: ai_use",
        ),
        (
            action(ActionKind.HAND_OVER, value="Bem"),
            "`Bem` does not stand in [[oncall]], so nobody would be called; there are: anna, Dora",
        ),
    ],
)
def test_what_the_playbook_does_not_have_is_refused_with_what_it_has(deed: Action, said: str) -> None:
    book = opened()
    outcome = apply_action(book, deed, BOOKS)
    assert outcome.refused.startswith(said)
    assert (outcome.incident, outcome.casebook.incidents) == (None, book.incidents)
    assert refuse_action(incident_of(spike()), deed, BOOKS, language=Language.ZH_HANT).find("there") < 0


def give(*facts: tuple[str, str], book: Casebook | None = None) -> Casebook:
    book = book or opened()
    for name, value in facts:
        given = action(ActionKind.FACT, id=f"{name}={value}", step=name, value=value)
        outcome = apply_action(book, given, BOOKS)
        assert not outcome.refused
        book = outcome.casebook
    return book


def find_ready(book: Casebook) -> list[Copy]:
    incident, playbook = book.incidents[-1], LIBRARY["ai-content-backlash"]
    copies = (copy for draft in playbook.drafts for copy in write_copies(draft, playbook, incident))
    return [copy for copy in copies if copy.text]


def test_an_approval_names_exactly_one_text_that_is_whole_and_comes_from_its_approver() -> None:
    facts = [
        (key, "something true")
        for fact in LIBRARY["ai-content-backlash"].facts
        for key in dict.fromkeys(map(fact.key, Language))
    ]
    book = give(*facts)
    ready = find_ready(book)
    assert ready
    mistyped = apply_action(book, action(ActionKind.APPROVE, step="holding"), BOOKS).refused
    assert all(copy.id in mistyped for copy in ready)
    approve = action(ActionKind.APPROVE, step=ready[0].id)
    assert (
        apply_action(book, replace(approve, by="anna"), BOOKS).refused == "only Dora may approve this draft"
    )
    for by in ("Dora", "U0DORA"):
        approved = apply_action(book, replace(approve, by=by), BOOKS)
        assert approved.incident
        assert approved.incident.approved == {ready[0].id: by}
    reworded = give(facts[0], (facts[0][0], "something else"), book=book)
    assert not {copy.id for copy in find_ready(reworded)} >= {copy.id for copy in ready}


def test_a_teams_own_wording_is_taken_and_a_fact_of_another_playbook_can_be_taken_back() -> None:
    book = give(("words.holding.en.reply", "We are looking into it. Anna"))
    assert "We are looking into it. Anna" in [copy.text for copy in find_ready(book)]
    old = replace(book.incidents[-1], facts={"of-before": "x"})
    assert not refuse_action(old, action(ActionKind.FACT, step="of-before"), BOOKS)
    assert refuse_action(old, action(ActionKind.FACT, step="of-before", value="y"), BOOKS)


def test_of_a_playbook_that_nobody_knows_every_step_and_answer_is_taken() -> None:
    old = replace(incident_of(spike()), playbook="of-last-year")
    for deed in (
        action(ActionKind.TICK, step="call-the-agency"),
        action(ActionKind.ANSWER, step="agency", value="asleep"),
        action(ActionKind.ANSWER, step="playbook", value="follower-exodus"),
    ):
        assert not refuse_action(old, deed, BOOKS)


def test_after_a_change_of_playbook_its_own_steps_count() -> None:
    changed = action(ActionKind.ANSWER, step="playbook", value="general-negative-spike")
    book = apply_action(opened(), changed, BOOKS).casebook
    general = next(step.id for step in LIBRARY["general-negative-spike"].steps if not step.asks)
    assert not apply_action(book, action(ActionKind.TICK, step=general), BOOKS).refused
