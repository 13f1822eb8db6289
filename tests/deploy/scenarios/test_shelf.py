"""What ships is found, and all of it can be told."""

from importlib.resources import files
from pathlib import Path

import pytest

from deploy.scenarios import shelf
from deploy.scenarios.errors import BrokenScenarioError, UnknownScenarioError
from deploy.scenarios.generator import rival_storms, storms, tell_shipped
from deploy.scenarios.shelf import list_scenarios, load_phrasebook, load_scenario


def test_the_demo_scenario_ships() -> None:
    assert "ai-holiday-film" in list_scenarios()


@pytest.mark.parametrize("name", list_scenarios())
def test_each_scenario_can_be_told(name: str) -> None:
    scenario = load_scenario(name)
    assert scenario.title
    assert all(found.brand == scenario.brand.key for found in storms(name))
    told = tell_shipped(name, size=0.3)
    assert {item.language for item in told} == set(scenario.languages)


def test_a_rivals_storm_is_true_of_the_rival_and_not_of_the_brand() -> None:
    (found,) = rival_storms("rival-crisis")
    scenario = load_scenario("rival-crisis")
    assert found.brand == scenario.rival.key
    assert found.onset > scenario.starts
    assert storms("rival-crisis") == ()


def test_an_unknown_scenario_is_refused() -> None:
    with pytest.raises(UnknownScenarioError) as caught:
        load_scenario("phrases")
    assert caught.value.known == list_scenarios()


def test_a_language_without_phrases_is_refused() -> None:
    with pytest.raises(FileNotFoundError):
        load_phrasebook("fi")


def test_two_stories_cannot_name_a_slot_alike(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "phrases" / "xx"
    folder.mkdir(parents=True)
    slots = (files("deploy.scenarios") / "phrases" / "en" / "slots.toml").read_text(encoding="utf-8")
    (folder / "slots.toml").write_text(slots, encoding="utf-8")
    (folder / "a.toml").write_text('story = "a"\ngroups = []\n[slots]\ncity = ["Ys"]\n', encoding="utf-8")
    monkeypatch.setattr(shelf, "_ROOT", tmp_path)
    with pytest.raises(BrokenScenarioError, match="city"):
        load_phrasebook("xx")
