"""The summary of a report: what a busy reader must know, also what the numbers cannot tell."""

from functools import partial
from html import unescape

import pytest

from alerts.action import ActionKind
from alerts.figures import stamp
from alerts.report.markdown import write_markdown
from alerts.report.page import write_page
from alerts.report.summary import summarize
from alerts.words.language import Language
from streams.quality import Flaws
from streams.spike import SpikePhase
from tests.alerts.examples import at, spike
from tests.alerts.report.test_report import story
from tests.alerts.test_clock import deed

WHEN = stamp(at(40))


@pytest.mark.need("004-02")
@pytest.mark.parametrize(
    ("language", "opening", "rest"),
    [
        (
            Language.EN,
            "The numbers may be off: ",
            f"of what came in the hour up to {WHEN}, 45% was bad (30 copies, 10 stale, 5 incomplete, of 100).",
        ),
        (
            Language.ZH_HANT,
            "數字可能不準：",
            f"{WHEN} 之前一小時收到的資料有 45% 有問題（重複 30、過時 10、不完整 5，共 100 筆）。",
        ),
    ],
)
def test_the_worst_hour_whose_data_was_not_to_be_trusted_is_told_though_it_is_over(
    language: Language, opening: str, rest: str
) -> None:
    worse = partial(spike, phase=SpikePhase.WORSENED)
    told = story(
        spike(),
        worse(at=at(30), untrusted=Flaws(received=100, copies=35)),
        worse(at=at(40), untrusted=Flaws(received=100, copies=30, stale=10, incomplete=5)),
        deed(ActionKind.ACKNOWLEDGE, 45, by="Ben"),  # The record keeps the hour; it does not move it.
        worse(at=at(60), untrusted=Flaws(received=100, stale=31)),
        spike(phase=SpikePhase.CLOSED, at=at(330)),
        language=language,
    )
    assert told.incident.untrusted is None
    assert opening + rest in summarize(told)
    assert opening + rest in unescape(write_page(told))
    assert opening + rest in write_markdown(told).replace("\\", "")


@pytest.mark.parametrize("language", Language)
def test_of_data_that_was_good_nothing_is_said(language: Language) -> None:
    told = story(language=language)
    (opening, _, _) = told.words.untrusted.partition("{")
    assert told.doubt is None
    assert not any(line.startswith(opening[:7]) for line in summarize(told))
