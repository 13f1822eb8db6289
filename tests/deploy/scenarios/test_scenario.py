"""A scenario file that cannot be told says why."""

import tomllib
from copy import deepcopy
from importlib.resources import files
from typing import Any

import pytest

from connectors.config import ConfigurationError, build_section
from deploy.scenarios.scenario import Scenario


@pytest.fixture
def document() -> dict[str, Any]:
    text = (files("deploy.scenarios") / "ai-holiday-film.toml").read_text(encoding="utf-8")
    return deepcopy(tomllib.loads(text))


def problems(document: dict[str, Any]) -> str:
    with pytest.raises(ConfigurationError) as caught:
        build_section(Scenario, document, file="x.toml")
    return str(caught.value)


def test_the_shipped_one_is_sound(document: dict[str, Any]) -> None:
    assert build_section(Scenario, document, file="x.toml").brand.key == "pellimoor"


def test_a_phase_that_ends_before_it_begins(document: dict[str, Any]) -> None:
    document["phases"][0]["end"] = -1
    assert "phases.0.end" in problems(document)
    document["phases"][0] |= {"begin": 5.0, "end": 4.0}
    assert "phase 'calm' must begin before it ends" in problems(document)


def test_a_phase_after_the_end(document: dict[str, Any]) -> None:
    document["phases"][0]["end"] = 99.0
    assert "within 36.0 hours" in problems(document)


def test_a_strand_under_nothing(document: dict[str, Any]) -> None:
    document["phases"][0]["strands"][0]["under"] = {"teaser": 1.0}
    assert "unknown events: ['teaser']" in problems(document)


def test_an_event_in_a_language_nobody_speaks(document: dict[str, Any]) -> None:
    document["events"][0]["places"]["fi"] = ["instagram"]
    assert "event 'autumn_post' is too late or in a language" in problems(document)


def test_an_end_before_the_onset(document: dict[str, Any]) -> None:
    document["truth"]["end"] = 1.0
    assert "its onset before its end" in problems(document)


def test_a_short_day(document: dict[str, Any]) -> None:
    document["day"] = [1.0] * 23
    assert "day" in problems(document)


def test_all_wrong_keys_are_named_at_once(document: dict[str, Any]) -> None:
    document["tittle"] = document.pop("title")
    document["languages"]["en"]["platforms"]["myspace"] = 0.1
    text = problems(document)
    assert "tittle" in text
    assert "title: is missing" in text
    assert "myspace" in text
