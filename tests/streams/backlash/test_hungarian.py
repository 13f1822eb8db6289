"""What Hungarian posts by many people showed: the names they give AI, and words that are others' in another form."""

from collections import Counter

import pytest

from streams.backlash.classifier import BacklashClassifier
from streams.backlash.phrases import load_phrases, smooth
from streams.backlash.registry import CLASSIFIERS
from streams.backlash.theme import Theme
from streams.language import Language
from streams.learning.course import voices_lesson
from streams.learning.judged import Stance
from streams.sentiment.registry import SCORERS
from tests.streams.challenge import read_challenge

VOICES = voices_lesson(Language.HU).texts
FINDER = load_phrases(Language.HU)
SCORER = SCORERS[Language.HU]()


def test_the_sheet_of_voices_is_broad() -> None:
    against = [each for each in VOICES if each.stance is Stance.AGAINST]
    assert len(VOICES) >= 1_400
    assert 0.4 < len(against) / len(VOICES) < 0.6
    assert 0.4 < sum(each.under_ai for each in against) / len(against) < 0.6
    counts = Counter(theme for each in against for theme in each.themes)
    assert min(counts[theme] for theme in Theme) >= 45
    assert sum(not each.themes for each in against) >= 80
    assert len({each.text for each in VOICES}) == len(VOICES)


def test_no_voice_stands_in_the_challenge_set() -> None:
    challenge, voices = (
        {squeeze(each.text) for each in texts} for texts in (read_challenge(Language.HU), VOICES)
    )
    assert not [text for text in challenge & voices if len(text) > 12]


def squeeze(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


@pytest.mark.parametrize(
    "text",
    [
        "ezt a gpt írta",
        "Sorával csinálták",
        "a képgenerátor művei",
        "a csetbot válaszolt",
        "beszéltem a hangrobottal",
        "mesterséges arcok mindenhol",
        "ejáj ez is",
        "egy nyelvi modell szavai",
        "a Suno énekli",
    ],
)
def test_ai_is_known_by_other_names(text: str) -> None:
    assert FINDER.find(smooth(text, Language.HU)).keys() & {"ai", "machine"}


@pytest.mark.parametrize("text", ["az egész család", "csalódás volt", "a csaláncsípés", "csalogató illat"])
def test_a_family_is_no_cheat(text: str) -> None:
    assert "undisclosed" not in FINDER.find(smooth(text, Language.HU))


def test_what_is_without_fault_has_no_wrong_facts() -> None:
    assert "wrong_facts" not in FINDER.find(smooth("hibátlan volt a csapat", Language.HU))


@pytest.mark.parametrize(
    "text",
    [
        "elakadt a robotporszívó, vissza kell vinni",
        "a chatbot két perc alatt megoldotta, nagyon kedves volt, köszönöm",
        "lemondtam az előfizetést, mert drágább lett",
        "kirúgtak száz embert a gumigyárból",
        "hús-vér ember vette fel a telefont, imádom őket, nem chatbot",
    ],
)
def test_the_same_words_of_something_else_are_not_backlash(text: str) -> None:
    classifier: BacklashClassifier = CLASSIFIERS[Language.HU]()
    assert not classifier.classify(text, SCORER.score(text)).is_backlash
