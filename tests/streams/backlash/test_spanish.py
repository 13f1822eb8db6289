"""Spanish talk about anything else: subtitles (XED) that no weights were learned from, as if under AI-made content."""

from pathlib import Path

import pytest

from streams.backlash.registry import CLASSIFIERS
from streams.language import Language
from streams.learning.portions import CHATTER, PORTIONS
from streams.learning.sources import MAY_SHIP, read_source, shuffled
from streams.sentiment.registry import SCORERS
from streams.sentiment.taming import tame

SET = "es_xed.jsonl.gz"


@pytest.mark.parametrize(("under_ai", "most"), [(True, 0.08), (False, 0.005)])
def test_little_of_other_talk_is_called_backlash(shared: Path, under_ai: bool, most: float) -> None:  # noqa: FBT001
    path = shared / "data" / "labelled" / SET
    if not path.is_file():
        pytest.skip(f"{path} is not there")
    learned, _ = PORTIONS[Language.ES][SET]
    assert all(chatter.most < learned for chatter in CHATTER[Language.ES])
    texts = [tame(each.text) for each in shuffled(read_source(path, MAY_SHIP[Language.ES][SET]))[learned:]]
    scorer, classifier = SCORERS[Language.ES](), CLASSIFIERS[Language.ES]()
    found = sum(
        classifier.classify(text, scorer.score(text), under_ai=under_ai).is_backlash for text in texts
    )
    assert len(texts) > 1_800
    assert found / len(texts) < most
