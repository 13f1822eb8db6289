"""What Hungarian posts by many people showed: the names they give AI, and words that are others' in another form."""

import pytest

from streams.backlash.classifier import BacklashClassifier
from streams.backlash.phrases import load_phrases, smooth
from streams.backlash.registry import CLASSIFIERS
from streams.language import Language
from streams.learning.lessons import voices_lesson
from streams.sentiment.registry import SCORERS

VOICES = voices_lesson(Language.HU).texts
FINDER = load_phrases(Language.HU)
SCORER = SCORERS[Language.HU]()


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
        "mesterseges intelligencia csinalta",
        "Mi-vel készült",
        "megint hallucinál",
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


@pytest.mark.parametrize(
    "text",
    [
        "lemondtam, mert kétezerrel drágább lett egyik hónapról a másikra",
        "késik a csomagom, intézkedjenek",
        "a konkurencia csokija gyenge, ez legalább finom",
        "melyik programmal készült?",
        "nem értek egyet veled, de értem, mire gondolsz",
    ],
)
def test_calm_talk_and_other_complaints_under_ai_content_are_not_backlash(text: str) -> None:
    classifier: BacklashClassifier = CLASSIFIERS[Language.HU]()
    assert not classifier.classify(text, SCORER.score(text), under_ai=True).is_backlash
