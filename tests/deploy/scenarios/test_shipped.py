"""What every shipped scenario promises: enough talk, varied as people's, the same each time, true to its files."""

import re
from collections import Counter
from functools import cache

import pytest

from connectors.mention import Platform
from deploy.scenarios.errors import CalmScenarioError
from deploy.scenarios.generator import storms, tell_shipped, truth
from deploy.scenarios.phrases import Form, Kind
from deploy.scenarios.shelf import list_scenarios, load_scenario
from deploy.scenarios.telling import Told

CALM = ("football-final", "goose-meme", "holiday-sale", "product-launch-joy", "rival-crisis")
CRISES: dict[str, set[str]] = {
    "ai-art-denied": {"en"},
    "ai-holiday-film": {"en", "zh-Hant", "zh-Hans", "hu"},
    "ai-first-memo": {"en"},
    "magazine-model": {"en"},
    "chatbot-turns-hateful": {"en"},
    "line-sticker-exodus": {"zh-Hant"},
    "news-comment-storm": {"hu"},
    "order-machine": {"en"},
}
ANGRY = {Kind.BACKLASH, Kind.SARCASM}
PASTED = {Form.ARTICLE, Form.BOT, Form.COPYPASTA, Form.OWN, Form.THREAD}


@cache
def fresh(name: str) -> list[Told]:
    """Each thing said once, as it was first seen; told once for all tests."""
    return [item for item in tell_shipped(name) if not item.repeat]


def typed(name: str) -> list[str]:
    return [item.mention.text for item in fresh(name) if item.form not in PASTED]


def bare(text: str) -> str:
    """Without what makes two copies differ: signs, spaces and capitals."""
    return "".join(char for char in text.casefold() if char.isalnum())


def angry(name: str) -> list[Told]:
    brand = load_scenario(name).brand.key
    return [item for item in fresh(name) if item.kind in ANGRY and item.mention.brand == brand]


def test_these_ship() -> None:
    assert set(list_scenarios()) == {*CALM, *CRISES}


@pytest.mark.parametrize("name", list_scenarios())
def test_there_are_at_least_two_thousand_mentions(name: str) -> None:
    assert 2_000 <= len(fresh(name)) <= 5_000


@pytest.mark.parametrize("name", list_scenarios())
def test_people_hardly_ever_say_the_same(name: str) -> None:
    texts = typed(name)
    assert len(set(texts)) / len(texts) > 0.97
    long = [bare(text) for text in texts if len(text) > 25]
    assert len(set(long)) / len(long) > 0.85


@pytest.mark.parametrize("name", list_scenarios())
def test_lengths_spread_as_peoples_do(name: str) -> None:
    lengths = sorted(len(text) for text in typed(name))
    assert lengths[0] <= 5
    assert lengths[len(lengths) // 10] < 30
    assert lengths[-len(lengths) // 20] > lengths[len(lengths) // 2] * 1.6
    assert 80 < lengths[-1] <= 700


@pytest.mark.parametrize("name", list_scenarios())
def test_a_seed_tells_the_same_story_and_another_one_another(name: str) -> None:
    first, again, other = (
        [item.mention for item in tell_shipped(name, seed=seed, size=0.1)] for seed in (7, 7, 8)
    )
    assert first == again
    assert {mention.text for mention in first} != {mention.text for mention in other}


@pytest.mark.parametrize("name", list_scenarios())
def test_size_is_how_much_is_said(name: str) -> None:
    small = [item for item in tell_shipped(name, size=0.2) if not item.repeat]
    assert len(small) / len(fresh(name)) == pytest.approx(0.2, abs=0.05)


@pytest.mark.parametrize("name", list_scenarios())
def test_every_language_and_platform_of_the_file_is_heard(name: str) -> None:
    spoken = Counter(item.language for item in fresh(name))
    languages = load_scenario(name).languages
    assert set(spoken) == set(languages)
    for language, tongue in languages.items():
        heard = {item.mention.platform for item in fresh(name) if item.language == language}
        known = {*tongue.platforms, Platform.NEWS}
        own = {at for event in load_scenario(name).events for at in event.places.get(language, ())}
        boards = {Platform.PTT, Platform.DCARD}
        assert heard <= known | own | boards
        assert len(heard & known) >= len(tongue.platforms) - 1


@pytest.mark.parametrize("name", list_scenarios())
def test_nothing_of_the_template_is_left_in_a_text(name: str) -> None:
    for item in fresh(name):
        assert not re.search(r"[{}]|\[[^\]]*\||\\n", item.mention.text), item.mention.text


@pytest.mark.parametrize("name", list_scenarios())
def test_bots_and_questions_and_traps_are_among_them(name: str) -> None:
    forms = Counter(item.form for item in fresh(name))
    kinds = Counter(item.kind for item in fresh(name))
    assert forms[Form.BOT] >= 3
    assert forms[Form.ARTICLE] >= 3
    for kind in (Kind.PRAISE, Kind.NEUTRAL, Kind.COMPLAINT, Kind.QUESTION):
        assert kinds[kind] >= 20, kind


@pytest.mark.parametrize("name", CALM)
def test_a_calm_one_holds_nothing_to_find(name: str) -> None:
    assert storms(name) == ()
    assert angry(name) == []
    with pytest.raises(CalmScenarioError, match=name):
        truth(name)


@pytest.mark.parametrize(("name", "languages"), CRISES.items())
def test_a_crisis_is_told_in_the_languages_of_its_story(name: str, languages: set[str]) -> None:
    assert set(load_scenario(name).languages) == languages


@pytest.mark.parametrize("name", CRISES)
def test_a_crisis_rages_between_its_onset_and_its_end(name: str) -> None:
    (found,) = storms(name)
    assert found == truth(name)
    lines = [item for item in angry(name) if item.form is Form.LINE]
    before = [item for item in lines if item.mention.published_at < found.onset]
    after = [item for item in lines if item.mention.published_at >= found.end]
    assert len(lines) > 500
    assert len(before) < len(lines) * 0.05
    assert len(after) < len(lines) * 0.1
    assert {theme for item in lines for theme in item.themes} >= set(found.themes)
