"""What happened is told in the reader's language, with titles instead of ids."""

import re
from dataclasses import replace

import pytest

from alerts.action import ActionKind
from alerts.casebook import Casebook
from alerts.change import tell_change
from alerts.clock import _LATE, pass_time
from alerts.deeds import _RULES, _say, apply_action
from alerts.house import HouseRules
from alerts.opening import apply_spike
from alerts.sections import OnCall
from alerts.words.language import Language
from streams.spike import Severity, SpikeKind, SpikePhase
from tests.alerts.examples import LIBRARY, action, at, incident_of, spike

CHINESE = re.compile(r"[\u4e00-\u9fff]")
PEOPLE = HouseRules(people=(OnCall(name="Ana"), OnCall(name="Ben")))


def changes_of_a_life() -> set[str]:
    """Every sentence of incidents that rise, flare up, are called out, lapse, and end."""
    said = set()
    for rules in (PEOPLE, HouseRules()):
        for kind in SpikeKind:
            first = spike(kind=kind, severity=Severity.SEV3)
            worse = replace(first, phase=SpikePhase.WORSENED, at=at(60), severity=Severity.SEV1)
            other = spike(id="another", at=at(65), severity=Severity.SEV3)
            gone = replace(worse, at=at(70), removed=(first.quotes[0].identity,))
            book = Casebook()
            for record in (
                first,
                worse,
                other,
                gone,
                replace(worse, at=at(75)),
                replace(worse, phase=SpikePhase.CLOSED, at=at(80)),
                replace(other, phase=SpikePhase.CLOSED, at=at(81)),
                replace(worse, id="back", phase=SpikePhase.OPENED, at=at(90)),
            ):
                for outcome in (pass_time(book, record.at, rules), apply_spike(book, record, rules)):
                    book = outcome.casebook
                    said |= {one.change for one in outcome.incidents}
            ended = apply_action(apply_spike(Casebook(), first, rules).casebook, action(ActionKind.RESOLVE))
            for minutes in (60, 400):
                again = apply_spike(ended.casebook, spike(id="again", kind=kind, at=at(minutes)), rules)
                said |= {one.change for one in again.incidents}
            for minutes in (100, 160, 200, 400, 900, 4_000, 20_000):
                outcome = apply_action(book, action(id=f"ack-{minutes}", at=at(minutes)), rules)
                said |= {one.change for one in outcome.incidents}
                for later in (119, 121, 137, 200):
                    outcome = pass_time(outcome.casebook, at(minutes + later), rules)
                    said |= {one.change for one in outcome.incidents}
                book = outcome.casebook
    return said


def test_nothing_that_a_record_says_stays_english_for_a_chinese_reader() -> None:
    said = changes_of_a_life() | set(_LATE.values())
    said |= {_say(action(kind, value="Mei Lin"), rule) for kind, rule in _RULES.items() if rule.allowed}
    assert len(said) > 30
    for change in said:
        told = tell_change(change, Language.ZH_HANT)
        assert CHINESE.search(told), change
        assert not re.search(r"\b(the|it|was|is|has)\b", told), told
        assert tell_change(change, Language.EN) == change


@pytest.mark.parametrize(
    ("change", "english", "chinese"),
    [
        (
            "Mei Lin ticked a step: pause-scheduled – Ads: Paused",
            "Mei Lin ticked a step: Pause scheduled posts, ads and auto-replies – Ads: Paused",
            "Mei Lin 完成步驟：暫停所有排程貼文、廣告與自動回覆 – Ads: Paused",
        ),
        (
            "Ana answered: ai_use – partly",
            "Ana answered: Was it made with AI? – Partly: some parts by AI, some by people",
            "Ana 回答：這是用 AI 做的嗎？ – 部分使用：有些是 AI，有些是人",
        ),
        ("Ana noted: is over", "Ana noted: is over", "Ana 備註：is over"),
    ],
)
def test_steps_questions_and_answers_have_their_titles(change: str, english: str, chinese: str) -> None:
    book = LIBRARY["ai-content-backlash"]
    assert tell_change(change, Language.EN, book) == english
    assert tell_change(change, Language.ZH_HANT, book) == chinese


def test_what_no_table_knows_stays_as_it_is() -> None:
    assert tell_change("Something of a later version.", Language.ZH_HANT) == "Something of a later version."


def test_the_kinds_of_deeds_that_have_a_sentence_are_all_of_them() -> None:
    assert set(_RULES) == set(ActionKind)
    assert incident_of(spike()).change == "A rise of backlash against AI-made content was found."
