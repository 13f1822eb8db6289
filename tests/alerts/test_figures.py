from typing import Any

import pytest

from alerts.figures import write_rise
from alerts.words.language import Language
from alerts.words.registry import VOCABULARIES
from connectors.mention import Platform
from streams.spike import PlainCount, SpikeKind
from tests.alerts.examples import incident_of, spike

BACKLASH, NEGATIVE = SpikeKind.BACKLASH, SpikeKind.NEGATIVE


def rise(language: Language = Language.EN, **changes: Any) -> str:
    usual = {"kind": BACKLASH, "count": 5, "mentions": 16, "minutes": 45, "usual": 0.24}
    plain = PlainCount(**{**usual, **changes})
    weighted = spike(observed=10.528, expected=0.4789, plain=plain)
    return write_rise(incident_of(weighted), VOCABULARIES[language].words)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "5 mentions against AI-made content, counted over 45 min; normal is under 1"),
        ({"kind": NEGATIVE, "usual": 2.6}, "5 negative mentions, counted over 45 min; normal is about 3"),
        (
            {"count": 1, "minutes": 180},
            "1 mention against AI-made content, counted over 3 h; normal is under 1",
        ),
        ({"usual": None}, "5 mentions against AI-made content, counted over 45 min, of 16 in all"),
        ({"kind": NEGATIVE, "usual": 7.0}, "5 negative mentions, counted over 45 min, of 16 in all"),
    ],
)
def test_a_person_can_repeat_how_many_there_are_in_what_time(changes: dict[str, Any], said: str) -> None:
    assert rise(**changes) == said


def test_in_chinese() -> None:
    assert rise(Language.ZH_HANT) == "統計 45 分鐘：5 則反對 AI 生成內容的留言，平常不到 1 則"


def test_a_record_of_before_tells_what_was_counted_not_what_was_weighed() -> None:
    before = spike(observed=10.528, mentions=16, plain=None, platforms={Platform.X: 2, Platform.REDDIT: 3})
    said = write_rise(incident_of(before), VOCABULARIES[Language.EN].words)
    assert said == "5 mentions against AI-made content, of 16 in all"
