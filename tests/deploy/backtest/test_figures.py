"""The committed figures: no change may make recall, delay or false pages worse unnoticed."""

from functools import cache

import pytest

from deploy.backtest.comparison import Turn, compare
from deploy.backtest.result import Result
from deploy.backtest.rule import build_rule
from deploy.backtest.run import run_backtest
from deploy.backtest.saved import FIGURES, load_results
from deploy.recordings.material import Material, open_shipped
from deploy.scenarios.shelf import list_scenarios
from streams.score import ScoreMention
from streams.scorer import MentionScorer

HOW = "crisis backtest run --shipped --save deploy/backtest/figures.json"


@cache
def scorer(brands: tuple[str, ...]) -> ScoreMention:
    return MentionScorer(names={brand: (brand,) for brand in brands}).score_mention


@cache
def shipped() -> dict[str, Material]:
    return {material.name: material for material in open_shipped()}


def committed() -> dict[str, Result]:
    return {result.recording: result for result in load_results(FIGURES)}


def test_every_shipped_scenario_has_committed_figures() -> None:
    assert sorted(committed()) == sorted(list_scenarios()), f"run: {HOW}"


@pytest.mark.need("004-13")
@pytest.mark.parametrize("name", list_scenarios())
def test_a_shipped_scenario_is_found_as_well_as_before(name: str) -> None:
    result = run_backtest(shipped()[name], build_rule(), scorer)
    differences = list(compare([committed()[name]], [result]))
    worse = [one for one in differences if one.turn is Turn.WORSE]
    assert not worse, f"if it is meant, say why in the commit and run: {HOW}"


def test_the_committed_figures_miss_no_storm() -> None:
    for result in committed().values():
        assert all(found.is_found for found in result.storms or ()), result.recording


def test_the_committed_figures_page_nobody_falsely() -> None:
    assert {
        result.recording: result.false_pages for result in committed().values() if result.false_pages
    } == {}
