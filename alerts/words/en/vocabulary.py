"""English: all of it."""

from typing import Final

from alerts.words.en.change import CHANGES
from alerts.words.en.crowd import CROWD
from alerts.words.en.desk import TERMS
from alerts.words.en.digest import PHRASES
from alerts.words.en.message import WORDS
from alerts.words.en.pieces import PIECES
from alerts.words.en.refusals import REFUSALS
from alerts.words.en.report import REPORT_WORDS
from alerts.words.en.said import SAID
from alerts.words.en.themes import THEMES
from alerts.words.en.tone import TONE
from alerts.words.vocabulary import Vocabulary

VOCABULARY: Final = Vocabulary(
    words=WORDS,
    terms=TERMS,
    phrases=PHRASES,
    report=REPORT_WORDS,
    changes=CHANGES,
    themes=THEMES,
    crowd=CROWD,
    tone=TONE,
    said=SAID,
    pieces=PIECES,
    refusals=REFUSALS,
    numbers={},
    units={},
)
