"""Guidance: what a playbook says about an incident as it stands."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.guidance import (
    Copy,
    Ripeness,
    find_blockers,
    find_due,
    find_lock,
    find_next_update,
    find_open_steps,
    find_unanswered,
    list_steps,
    playbook_of,
    write_copies,
)
from alerts.incident import Incident, Milestone
from alerts.playbook import BLANK, Outlet, Playbook
from alerts.registry import PLAYBOOKS
from alerts.words.language import Language
from tests.alerts.examples import LIBRARY, at, incident_of, spike

BOOK = LIBRARY["ai-content-backlash"]


def incident(**changes: Any) -> Incident:
    return replace(incident_of(spike()), **changes)


def copy_of(draft: str, case: Incident, outlet: Outlet = Outlet.REPLY, *, book: Playbook = BOOK) -> Copy:
    found = book.find_draft(draft)
    assert found
    copies = write_copies(found, book, case)
    return next(one for one in copies if one.outlet is outlet and one.language is Language.EN)


def facts(book: Playbook = BOOK) -> dict[str, str]:
    return {fact.key(language): fact.example[language] for fact in book.facts for language in Language}


def test_the_next_step_is_the_first_that_is_neither_ticked_nor_skipped() -> None:
    assert find_open_steps(BOOK, incident())[0].id == "pause-scheduled"
    worked = incident(ticked=("pause-scheduled",), skipped={"read-the-quotes": "we know it already"})
    assert find_open_steps(BOOK, worked)[0].id == "name-one-voice"


def test_a_step_on_a_branch_appears_only_when_its_questions_are_answered() -> None:
    def shown(**answers: str) -> bool:
        return "label-every-copy" in {step.id for step in list_steps(BOOK, incident(answers=answers))}

    assert not shown()
    assert not shown(ai_use="made")
    assert not shown(ai_use="made", disclosed="in_content")
    assert not shown(ai_use="unknown", disclosed="nowhere")
    assert shown(ai_use="partly", disclosed="nowhere")


@pytest.mark.parametrize("answers", [{}, {"ai_use": "unknown"}, {"ai_use": "made"}, {"ai_use": "nonsense"}])
def test_nobody_may_deny_before_it_is_established_that_no_ai_was_used(answers: dict[str, str]) -> None:
    copy = copy_of("no-ai", incident(answers=answers, facts=facts()))
    assert (copy.ripeness, copy.text) == (Ripeness.LOCKED, "")


def test_to_deny_opens_once_it_is_established() -> None:
    copy = copy_of("no-ai", incident(answers={"ai_use": "not"}, facts=facts()))
    assert copy.ripeness is Ripeness.FILLED
    assert "without generative AI" in copy.text


def test_standing_firm_is_locked_until_use_and_disclosure_are_known() -> None:
    strategy = BOOK.find_question("strategy")
    assert strategy
    option = strategy.find("stand_firm")
    assert option

    def is_locked(**answers: str) -> bool:
        return find_lock(option, BOOK, incident(answers=answers)) is not None

    assert is_locked()
    assert is_locked(ai_use="unknown", disclosed="in_content")
    assert is_locked(ai_use="made", disclosed="nowhere")
    assert not is_locked(ai_use="made", disclosed="in_content")
    assert not is_locked(ai_use="not")


def test_a_draft_with_an_open_blank_shows_no_words_and_names_what_is_missing() -> None:
    known = {key: value for key, value in facts().items() if key != "next-update"}
    copy = copy_of("holding", incident(facts=known))
    assert (copy.ripeness, copy.text, copy.missing) == (Ripeness.BLANK, "", ("next-update",))


def test_only_facts_fill_a_draft_and_each_language_has_its_own() -> None:
    english = {key: value for key, value in facts().items() if not key.endswith("zh-Hant")}
    case = incident(facts=english)
    copies = write_copies(BOOK.drafts[0], BOOK, case)
    assert {one.ripeness for one in copies if one.language is Language.EN} == {Ripeness.FILLED}
    assert {one.ripeness for one in copies if one.language is Language.ZH_HANT} == {Ripeness.BLANK}


def test_an_approval_holds_for_exactly_the_words_that_were_approved() -> None:
    case = incident(facts=facts())
    copy = copy_of("holding", case)
    approved = replace(case, approved={copy.id: "Anna"})
    assert copy_of("holding", approved).approver == "Anna"
    changed = replace(approved, facts={**facts(), "next-update": "20:00 (Taipei)"})
    assert copy_of("holding", changed).ripeness is Ripeness.FILLED


def test_the_teams_own_wording_takes_the_place_of_the_drafts() -> None:
    case = incident(facts=facts())
    own = copy_of("holding", case).words_key
    assert (
        copy_of("holding", replace(case, facts={**facts(), own: "We hear you. – Mei"})).text
        == "We hear you. – Mei"
    )


@given(
    name=st.sampled_from(PLAYBOOKS),
    known=st.dictionaries(st.sampled_from(sorted(facts())), st.text(max_size=40)),
    data=st.data(),
)
def test_no_draft_is_ever_ready_with_a_blank_or_on_a_closed_branch(
    name: str, known: dict[str, str], data: st.DataObject
) -> None:
    book = LIBRARY[name]
    options = {question.id: [option.id for option in question.options] for question in book.questions}
    answers = {
        question: data.draw(st.sampled_from(["", *ids]), label=question) for question, ids in options.items()
    }
    case = incident(facts=known, answers={key: value for key, value in answers.items() if value})
    for draft in book.drafts:
        for copy in write_copies(draft, book, case):
            if copy.text:
                used = BLANK.findall(draft.words[copy.language][copy.outlet])
                keys = {fact.id: fact.key(copy.language) for fact in book.facts}
                assert all(known.get(keys[blank], "").strip() for blank in used)
                for when in draft.when[:1] if len(draft.when) == 1 else ():
                    assert all(answers[question] in allowed for question, allowed in when.items())


@pytest.mark.need("000-23")
def test_closing_steps_block_until_each_is_ticked_or_skipped_with_a_reason() -> None:
    assert [step.id for step in find_blockers(BOOK, incident())] == [
        "explain",
        "admit-limits",
        "promise-better",
    ]
    half = incident(ticked=("explain",), skipped={"admit-limits": "nothing went wrong"})
    assert [step.id for step in find_blockers(BOOK, half)] == ["promise-better"]
    assert not find_blockers(BOOK, replace(half, ticked=("explain", "promise-better")))


def test_a_step_waits_for_its_questions() -> None:
    step = BOOK.find_step("establish-ai-use")
    assert step
    assert find_unanswered(step, BOOK, incident())
    assert find_unanswered(step, BOOK, incident(answers={"ai_use": "unknown"}))
    assert not find_unanswered(step, BOOK, incident(answers={"ai_use": "made"}))


def test_deadlines_count_from_the_first_page() -> None:
    step = BOOK.steps[0]
    assert find_due(step, incident()) == at(18) + timedelta(minutes=10)
    assert find_due(step, incident(reached={Milestone.PAGED: at(20)})) == at(30)


def test_the_next_update_is_due_in_rounds_from_the_first_answer() -> None:
    assert find_next_update(BOOK, incident()) is None
    answered = incident(reached={Milestone.REPLIED: at(60)}, changed_at=at(61))
    assert find_next_update(BOOK, answered) == at(60) + timedelta(hours=4)
    later = replace(answered, changed_at=at(60 + 4 * 60 + 1))
    assert find_next_update(BOOK, later) == at(60) + timedelta(hours=8)


def test_people_may_change_the_playbook() -> None:
    assert playbook_of(incident()) == "ai-content-backlash"
    assert playbook_of(incident(answers={"playbook": "undisclosed-ai"})) == "undisclosed-ai"
