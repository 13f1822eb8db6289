"""The weights that ship are what `streams.learning.shipping` makes of the texts they are said to be learned from."""

from pathlib import Path

import pytest

from streams.language import Language
from streams.learning.linear import LinearModel
from streams.learning.shipping import (
    KEPT_APART,
    LEARNED,
    PACKAGE,
    build_backlash,
    build_sentiment,
    scenario_lesson,
)

PHRASES = Path(__file__).parents[3] / "deploy" / "scenarios" / "phrases"


def test_hungarian_weights_are_built_again_byte_for_byte(shared: Path) -> None:
    sets = shared / "data" / "labelled"
    if not (sets / "hu_husst_train.jsonl.gz").is_file():
        pytest.skip(f"{sets} lacks HuSST")
    raw = build_sentiment(Language.HU, sets, PHRASES).to_bytes()
    assert raw == (PACKAGE / "sentiment" / "weights" / "hu.json.gz").read_bytes()
    backlash = build_backlash(Language.HU, LinearModel.from_bytes(raw), sets, PHRASES)
    assert backlash.to_bytes() == (PACKAGE / "backlash" / "weights" / "hu.json.gz").read_bytes()


@pytest.mark.parametrize("language", [Language.EN, Language.HU, Language.ZH_HANT, Language.ZH_HANS])
def test_phrases_kept_apart_are_not_learned_from(language: Language) -> None:
    learned, apart = (
        {each.text for each in scenario_lesson(language, PHRASES, names=names).texts}
        for names in (LEARNED, KEPT_APART)
    )
    assert len(apart) > 50
    assert not learned & apart
