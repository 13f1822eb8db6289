"""What every scorer in the registry promises, whatever it is given."""

import time
from collections.abc import Callable
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.language import Language
from streams.reading import Label
from streams.sentiment.registry import SCORERS
from streams.sentiment.scorer import Feeling, Scorer

BUILT = {language: factory() for language, factory in SCORERS.items()}

HOSTILE = {
    "5,000 emoji": "😡" * 5_000,
    "5,000 emoji that differ": "😡😂💔🤡" * 1_250,
    "100,000 characters": "this is bad, 糟糕, rossz. " * 4_000,
    "100,000 letters without a space": "a" * 100_000,
    "100,000 different Han characters": "".join(chr(0x4E00 + n % 20_000) for n in range(100_000)),
    "zalgo": ("b" + "\u0301\u0323\u0316" * 60) * 300,
    "one letter under 50,000 marks": "b" + "\u0301\u0323" * 25_000,
    "lone punctuation": "!?" * 20_000,
    "right to left": "\u202eמודעה נוראית\u202c " * 2_000,
    "nothing but spaces": " \u3000\t\n" * 10_000,
    "every word negated": "not " * 10_000,
    "lone surrogates": "\ud83d" * 3_000,
    "zero width": "b\u200ba\u200dd\ufe0f" * 5_000,
}


@pytest.fixture(params=BUILT, ids=str)
def scorer(request: pytest.FixtureRequest) -> Scorer:
    return BUILT[request.param]


def check(feeling: Feeling) -> None:
    assert feeling.label in Label
    assert -1 <= feeling.valence <= 1
    assert 0 <= feeling.confidence <= 1
    assert len(feeling.because) <= 8
    assert all(feeling.because)
    assert all(len(reason) <= 80 for reason in feeling.because)
    if feeling.label is Label.NEGATIVE:
        assert feeling.valence < 0
    if feeling.label is Label.POSITIVE:
        assert feeling.valence > 0


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_gets_a_valid_feeling(scorer: Scorer, text: str) -> None:
    check(scorer.score(text))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_costs_no_more_than_prose_of_the_longest_size_scored(
    scorer: Scorer, text: str
) -> None:
    # Words nobody has met: what a scorer remembers of words must not make prose look cheap.
    new = count()
    proses = iter([" ".join(f"bad{next(new)} 很糟糕{next(new)}" for _ in range(220)) for _ in range(3)])
    assert fastest(lambda: scorer.score(text)) < 10 * fastest(lambda: scorer.score(next(proses))) + 0.002


def fastest(action: Callable[[], object]) -> float:
    """The least of a few runs: noise only ever adds."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return min(times)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(BUILT)), st.text(st.characters(), max_size=400))
def test_any_text_gets_a_valid_feeling_and_always_the_same(language: Language, text: str) -> None:
    feeling = BUILT[language].score(text)
    check(feeling)
    assert BUILT[language].score(text) == feeling


def test_the_empty_text_is_neutral_and_unsure(scorer: Scorer) -> None:
    feeling = scorer.score("")
    assert feeling.label is Label.NEUTRAL
    assert feeling.confidence <= 0.6
    assert feeling.because == ()
