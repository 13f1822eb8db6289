"""The same seed tells the same story; size and start change only what they say."""

import os
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploy.scenarios.errors import BrokenScenarioError, UnknownScenarioError
from deploy.scenarios.generator import generate, tell, tell_shipped, truth
from deploy.scenarios.phrases import Phrasebook
from deploy.scenarios.shelf import load_phrasebook, load_scenario

NAME = "ai-holiday-film"
_PRINT_DIGEST = (
    "import hashlib; from deploy.scenarios.generator import generate; "
    "print(hashlib.sha256(b''.join(m.to_json() for m in generate('ai-holiday-film'))).hexdigest())"
)


def digest_in_a_new_process(hash_seed: str) -> str:
    environ = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run(
        [sys.executable, "-c", _PRINT_DIGEST], env=environ, check=True, capture_output=True, text=True
    ).stdout


def test_every_process_tells_the_same_bytes() -> None:
    assert digest_in_a_new_process("1") == digest_in_a_new_process("2")


def test_another_seed_tells_it_otherwise() -> None:
    one = Counter(mention.text for mention in generate(NAME))
    other = Counter(mention.text for mention in generate(NAME, seed=7))
    assert (one & other).total() < one.total() / 3


@pytest.mark.parametrize("seed", range(3))
def test_every_seed_has_the_same_size_and_turn(seed: int) -> None:
    fact = truth(NAME)
    mentions = list(generate(NAME, seed=seed))
    assert 2_800 <= len(mentions) <= 3_400
    before = sum(fact.onset - timedelta(hours=5) <= m.published_at < fact.onset for m in mentions)
    after = sum(fact.onset <= m.published_at < fact.onset + timedelta(hours=5) for m in mentions)
    assert after > 2.5 * before


@settings(max_examples=5, deadline=None)
@given(start=st.datetimes(datetime(2001, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_another_start_moves_only_the_dates(start: datetime) -> None:
    scenario = load_scenario(NAME)
    moved = list(generate(NAME, start=start, size=0.1))
    usual = list(generate(NAME, size=0.1))
    assert [m.text for m in moved] == [m.text for m in usual]
    assert {a.published_at - b.published_at for a, b in zip(moved, usual, strict=True)} == {
        start - scenario.starts
    }
    assert truth(NAME, start=start).onset - truth(NAME).onset == start - scenario.starts


@pytest.mark.parametrize("size", [0.25, 2.0])
def test_size_multiplies_the_talk(size: float) -> None:
    assert len(list(generate(NAME, size=size))) == pytest.approx(size * len(list(generate(NAME))), rel=0.1)


def test_it_is_told_in_less_than_two_seconds() -> None:
    begin = time.process_time()  # Of this process: a busy machine is not our doing.
    tell_shipped(NAME, seed=1)
    assert time.process_time() - begin < 2


def test_the_truth_lies_within_the_story() -> None:
    scenario, fact = load_scenario(NAME), truth(NAME)
    assert fact.brand == "pellimoor"
    assert fact.kind == "ai_backlash"
    assert scenario.starts < fact.events["film"] < fact.onset < fact.end
    assert fact.end <= scenario.starts + timedelta(hours=scenario.hours)


def test_an_unknown_name_lists_the_known() -> None:
    with pytest.raises(UnknownScenarioError, match=f"'tea-party'.*{NAME}"):
        list(generate("tea-party"))
    with pytest.raises(UnknownScenarioError):
        truth("../secrets")


def test_a_start_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        list(generate(NAME, start=datetime(2025, 1, 1)))  # noqa: DTZ001


@pytest.mark.parametrize("size", [0.0, -1.0])
def test_a_size_of_nothing_is_refused(size: float) -> None:
    with pytest.raises(ValueError, match="size"):
        list(generate(NAME, size=size))


def test_an_empty_book_is_named() -> None:
    scenario = load_scenario(NAME)
    books = {}
    for language in scenario.languages:
        full = load_phrasebook(language)
        books[language] = Phrasebook(language, full.slots, full.emoji, full.noise, full.habits, phrases=())
    with pytest.raises(BrokenScenarioError, match="en has nothing of the story 'warm-goods'"):
        tell(scenario, books, "any", start=scenario.starts)
