"""Promises that every form of every playbook keeps, in every language, whatever people typed before."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alerts.action import ActionKind
from alerts.channels.slack.press import Press, handle_of
from alerts.channels.slack.text import inline
from alerts.desk.answer import Answer
from alerts.desk.case import Case
from alerts.desk.forms.registry import FORMS
from alerts.desk.gesture import Submission
from alerts.desk.roster import Person, Roster
from alerts.guidance import list_facts, list_steps, write_copies
from alerts.incident import Incident
from alerts.playbook import Role
from alerts.registry import PLAYBOOKS
from alerts.words.language import Language
from deploy.slack_rules import find_fault
from tests.alerts.channels.slack.rules import PINGS, leaves, load_schema
from tests.alerts.channels.slack.test_message import HOSTILE
from tests.alerts.examples import LIBRARY, at, incident_of, spike

MEI = Person(name="Mei Lin", slack="U0000MEI", roles=frozenset({Role.PR_LEAD}))
BEN = Person(name="Ben", slack="U0000BEN")


def case_of(name: str, language: Language, incident: Incident | None = None, what: str = "") -> Case:
    incident = incident or replace(incident_of(spike()), playbook=name)
    return Case(
        incident=incident,
        playbook=LIBRARY[name],
        books=tuple(LIBRARY.values()),
        person=MEI,
        roster=Roster((MEI, BEN)),
        language=language,
        handle=handle_of(incident).on(what),
        now=at(200),
    )


def states_of(name: str) -> Iterator[Incident]:
    """The incident at its beginning, and with every answer and every fact there is."""
    plain = replace(incident_of(spike()), playbook=name)
    book = LIBRARY[name]
    facts = {fact.key(language): fact.example[language] for fact in book.facts for language in Language}
    yield plain
    for number in (0, -1):
        answers = {one.id: one.options[number].id for one in book.questions}
        yield replace(plain, answers=answers, facts=facts)


def things_of(press: Press, name: str, incident: Incident) -> list[str]:
    """What a form can be about."""
    book = LIBRARY[name]
    if press is Press.STEP:
        return [step.id for step in list_steps(book, incident)]
    if press is Press.DRAFT:
        return [copy.id for draft in book.drafts for copy in write_copies(draft, book, incident)]
    return [""]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", PLAYBOOKS)
def test_every_form_is_one_that_slack_takes(name: str, language: Language, shared: Path) -> None:
    schema = load_schema(shared)
    seen: set[str] = set()
    for incident in states_of(name):
        for press, form in FORMS.items():
            for what in things_of(press, name, incident):
                view = form.write(case_of(name, language, incident, what))
                assert not find_fault(dict(view)), (press, what)
                for block in view["blocks"]:
                    if (shown := str(block)) not in seen:
                        seen.add(shown)
                        assert not list(schema.iter_errors(block)), block


@pytest.mark.parametrize("language", Language)
def test_a_draft_on_a_closed_branch_is_one_line_that_says_why(language: Language) -> None:
    book = LIBRARY["ai-content-backlash"]
    view = FORMS[Press.STEP].write(case_of(book.id, language, incident_of(spike()), "explain"))
    said = "\n".join(texts_of(view))
    for name in ("explain-ai", "no-ai", "apology", "stand-firm"):
        draft = book.find_draft(name)
        assert draft
        assert draft.locked
        assert said.count(draft.title[language]) == 1
        assert inline(draft.locked[language]) in said
    assert not any("accessory" in block for block in view["blocks"])


def test_a_draft_that_waits_says_for_what_before_anybody_opens_it() -> None:
    view = FORMS[Press.STEP].write(
        case_of("general-negative-spike", Language.EN, incident_of(spike()), "keep-the-hour")
    )
    assert any("Missing: What do we know for sure" in said for said in texts_of(view))


def test_a_step_that_is_done_can_be_opened_again_to_correct_it() -> None:
    book = LIBRARY["general-negative-spike"]
    first, second = book.steps[0].id, book.steps[1].id
    incident = replace(incident_of(spike()), ticked=(first,), skipped={second: "none are scheduled"})
    view = FORMS[Press.BOOK].write(case_of(book.id, Language.EN, incident))
    opened = [str(block["accessory"]["value"]) for block in view["blocks"] if "accessory" in block]
    assert any(first in value for value in opened)
    assert any(second in value for value in opened)


def texts_of(view: Any) -> Iterator[str]:
    for block in view["blocks"]:
        if block["type"] in ("section", "context"):
            yield from (said for key, said in leaves(block) if key == "text")


@given(st.sampled_from(HOSTILE) | st.text(max_size=200))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_people_typed_cannot_ping_link_or_break_a_form(text: str) -> None:
    name = "ai-content-backlash"
    book = LIBRARY[name]
    facts = {fact.key(language): text for fact in book.facts for language in Language}
    skipped = {"explain": text or "x"}
    incident = replace(
        incident_of(spike()), facts=facts, skipped=skipped, owner=text, answers={"ai_use": "made"}
    )
    for press, form in FORMS.items():
        for what in things_of(press, name, incident)[:3]:
            view = form.write(case_of(name, Language.EN, incident, what))
            assert not find_fault(dict(view))
            for said in texts_of(view):
                assert not PINGS.search(said)


answers = st.dictionaries(st.text(max_size=20), st.text(max_size=40), max_size=6)


@given(
    press=st.sampled_from(sorted(FORMS)),
    name=st.sampled_from(PLAYBOOKS),
    given_answers=answers,
    what=st.text(max_size=30),
)
@settings(max_examples=150, deadline=None)
def test_whatever_is_sent_is_answered_with_errors_or_with_actions_of_that_person(
    press: Press, name: str, given_answers: dict[str, str], what: str
) -> None:
    case = case_of(name, Language.EN, what=what)
    sent = Submission(
        user=MEI.slack,
        form=press,
        handle=case.handle,
        view="V1",
        answers=given_answers,
        blocks=frozenset(given_answers),
    )
    answer = FORMS[press].read(case, sent)
    assert not (answer.errors and answer.actions)
    assert all(action.by == "Mei Lin" and action.incident == case.incident.id for action in answer.actions)
    assert not any(action.kind is ActionKind.APPROVE for action in answer.actions)


def approve(case: Case, person: Person, words: str) -> Answer:
    case = replace(case, person=person)
    sent = Submission(
        user=person.slack,
        form="draft",
        handle=case.handle,
        view="V1",
        answers={"words": words, "verdict": "approve"},
        blocks=frozenset({"words", "verdict"}),
    )
    return FORMS[Press.DRAFT].read(case, sent)


@pytest.mark.need("000-24", "001-21")
@pytest.mark.parametrize("name", PLAYBOOKS)
def test_every_draft_is_approved_by_its_approver_word_for_word_and_by_nobody_else(name: str) -> None:
    count = 0
    for incident in states_of(name):
        for draft in LIBRARY[name].drafts:
            for copy in write_copies(draft, LIBRARY[name], incident):
                case = case_of(name, Language.EN, incident, copy.id)
                refused = approve(case, BEN, copy.text or "anything")
                assert not refused.actions
                answer = approve(case, MEI, copy.text or "anything")
                if not copy.text:
                    assert not answer.actions, "what is locked or has a blank cannot be approved"
                    continue
                (action,) = answer.actions
                assert (action.kind, action.by, action.text) == (ActionKind.APPROVE, "Mei Lin", copy.text)
                count += 1
    assert count


@pytest.mark.need("000-24")
@pytest.mark.parametrize("length", [300, 500])
@pytest.mark.parametrize("name", PLAYBOOKS)
def test_words_too_long_for_the_field_are_not_approved_by_their_beginning(name: str, length: int) -> None:
    """Facts as long as the form takes (300), or a terminal (500): what is approved is what was shown, whole."""
    for incident in states_of(name):
        long = replace(incident, facts=dict.fromkeys(incident.facts, "x" * length))
        for draft in LIBRARY[name].drafts:
            for copy in write_copies(draft, LIBRARY[name], long):
                if not copy.text:
                    continue
                case = case_of(name, Language.EN, long, copy.id)
                view = FORMS[Press.DRAFT].write(case)
                if "submit" in view:
                    field = next(block for block in view["blocks"] if block.get("block_id") == "words")
                    assert field["element"]["initial_value"] == copy.text
                else:
                    assert f"{len(copy.text)} characters" in str(view["blocks"])
                    assert not approve(case, MEI, copy.text[:1_500]).actions
                assert ("submit" in view) is (len(copy.text) <= 3_000)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", PLAYBOOKS)
def test_a_locked_option_is_not_offered_and_not_taken(name: str, language: Language) -> None:
    case = case_of(name, language)
    for step in list_steps(case.playbook, case.incident):
        if "strategy" not in step.asks:
            continue
        case = case_of(name, language, what=step.id)
        strategy = case.playbook.find_question("strategy")
        assert strategy
        closed = {option.id for option in strategy.options if option.when}
        view = FORMS[Press.STEP].write(case)
        offered = {
            option["value"]
            for block in view["blocks"]
            if block.get("block_id") == "question.strategy"
            for option in block["element"]["options"]
        }
        assert offered == {option.id for option in strategy.options} - closed
        assert "🔒" in str(view["blocks"])
        for option in closed:
            sent = Submission(
                user=MEI.slack,
                form="step",
                handle=case.handle,
                view="V1",
                answers={"question.strategy": option, "outcome": "done"},
            )
            assert FORMS[Press.STEP].read(case, sent).errors


def send_step(case: Case, step: str, given: dict[str, str]) -> Answer:
    """Send a step's form as Slack does: with every block it shows, also those left blank."""
    case = replace(case, handle=case.handle.on(step))
    shown = FORMS[Press.STEP].write(case)["blocks"]
    sent = Submission(
        user=MEI.slack,
        form="step",
        handle=case.handle,
        view="V1",
        answers=given,
        blocks=frozenset(block["block_id"] for block in shown if block["type"] == "input"),
    )
    return FORMS[Press.STEP].read(case, sent)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", PLAYBOOKS)
def test_a_step_is_not_done_while_a_fact_it_demands_is_blank(name: str, language: Language) -> None:
    case = case_of(name, language)
    for step in list_steps(case.playbook, case.incident):
        demanded = {f"fact.{one.id}" for one in list_facts(step, case.playbook) if not one.when}
        faults = set(send_step(case, step.id, {"outcome": "done"}).errors)
        assert {fault for fault in faults if fault.startswith("fact.")} == demanded
        assert not send_step(case, step.id, {"outcome": "later"}).errors
        said = send_step(case, step.id, {"outcome": "done", "note": "nobody can say before Monday"})
        assert not {fault for fault in said.errors if fault.startswith("fact.")}


def test_what_is_demanded_follows_the_answer_given_in_the_same_form() -> None:
    case = case_of("ai-content-backlash", Language.EN)

    def lacks(use: str) -> set[str]:
        answer = send_step(case, "establish-ai-use", {"outcome": "done", "question.ai_use": use})
        return set(answer.errors)

    assert lacks("partly") == {"fact.tool", "fact.ai-part", "fact.human-part"}
    assert lacks("not") == {"fact.human-part"}


def test_what_stops_first_stands_first() -> None:
    view = FORMS[Press.STEP].write(case_of("brand-ai-output-harm", Language.EN, what="switch-it-off"))
    stops = [block["block_id"] for block in view["blocks"] if block.get("block_id", "").startswith("stop.")]
    assert stops[0] == "stop.chatbots"


def test_every_answer_that_can_be_chosen_leads_to_words_for_the_public() -> None:
    """Of the two playbooks on what was told: made, told where seen, and stood by has a draft of its own."""
    told = {"ai_use": "made", "disclosed": "in_caption"}
    for name in ("undisclosed-ai", "follower-exodus"):
        book = LIBRARY[name]
        facts = {fact.key(language): fact.example[language] for fact in book.facts for language in Language}
        strategy = book.find_question("strategy")
        assert strategy
        for option in strategy.options:
            incident = replace(
                incident_of(spike()), answers={**told, "strategy": option.id}, facts=facts, playbook=name
            )
            step = book.find_step("explain")
            assert step
            drafts = [book.find_draft(one) for one in step.drafts]
            copies = [copy for one in drafts if one for copy in write_copies(one, book, incident)]
            assert any(copy.text for copy in copies), (name, option.id)
