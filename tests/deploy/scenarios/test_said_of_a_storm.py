"""A made-up storm from its mentions to the alert: the mood, the words, the questions and the asks."""

import random
from dataclasses import replace

import pytest

from connectors.recording import list_sources
from connectors.timetable import Timetable
from deploy.backtest.path import BrandPath
from deploy.backtest.readings import score_recording
from deploy.backtest.rule import build_rule
from deploy.scenarios.generator import generate, truth
from streams.asks.kind import AskKind
from streams.reading import Reading
from streams.scorer import MentionScorer
from streams.spike import Spike

NAME = "magazine-model"


def find_spikes(readings: list[Reading], brand: str) -> list[Spike]:
    path = BrandPath(brand, build_rule(brands=[brand]), lane="live")
    return [found for one in readings for found in path.take(one) if isinstance(found, Spike)]


@pytest.mark.need("000-18", "000-22")
def test_a_storm_is_told_in_peoples_own_words_the_same_in_any_order_within_a_page() -> None:
    brand = truth(NAME).brand
    mentions = list(generate(NAME))
    table = Timetable(list_sources(mentions), "live")
    readings = list(score_recording(mentions, table, brands=[brand], score=MentionScorer().score_mention))
    spikes = find_spikes(readings, brand)
    last = max(spikes, key=lambda spike: spike.mix.backlash if spike.mix else 0)
    assert last.mix
    assert last.plain
    assert last.mix.mentions == last.plain.mentions
    assert last.mix.backlash > last.mix.impartial + last.mix.favour
    assert last.said
    assert len(last.said.words) == 5
    assert 1 <= len(last.said.questions) <= 3
    assert AskKind.LABEL in [ask.kind for ask in last.said.asks]
    by_place = {(one.offset, said.line): said for one in readings for said in one.mentions}
    for quote in (*last.said.questions, *(quote for ask in last.said.asks for quote in ask.quotes)):
        assert by_place[quote.offset, quote.line].identity == quote.identity
    dice = random.Random(1)
    shuffled = [
        replace(one, mentions=tuple(dice.sample(one.mentions, len(one.mentions)))) for one in readings
    ]
    again = find_spikes(shuffled, brand)
    assert [(one.at, one.mix, one.said) for one in again] == [(one.at, one.mix, one.said) for one in spikes]
