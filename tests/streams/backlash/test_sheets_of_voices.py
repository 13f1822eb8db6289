"""The sheets of posts of many voices: broad enough to learn from, in every language that has one of the first size."""

from collections import Counter

import pytest

from streams.backlash.theme import Theme
from streams.language import Language
from streams.learning.lessons import voices_lesson
from streams.reading import Stance


@pytest.mark.parametrize("language", [Language.EN, Language.ZH_HANT, Language.ZH_HANS, Language.HU])
def test_the_sheet_is_broad(language: Language) -> None:
    voices = voices_lesson(language).texts
    against = [each for each in voices if each.stance is Stance.AGAINST]
    assert len(voices) >= 1_400
    assert 0.4 < len(against) / len(voices) < 0.6
    assert 0.4 < sum(each.under_ai for each in against) / len(against) < 0.61
    counts = Counter(theme for each in against for theme in each.themes)
    assert min(counts[theme] for theme in Theme) >= 45
    assert sum(not each.themes for each in against) >= 80
    assert len({each.text for each in voices}) == len(voices)
