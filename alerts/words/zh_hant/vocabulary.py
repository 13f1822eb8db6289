"""Traditional Chinese: all of it."""

from typing import Final

from alerts.words.vocabulary import Vocabulary
from alerts.words.zh_hant.arithmetic import NUMBERS, UNITS
from alerts.words.zh_hant.change import CHANGES
from alerts.words.zh_hant.crowd import CROWD
from alerts.words.zh_hant.desk import TERMS
from alerts.words.zh_hant.digest import PHRASES
from alerts.words.zh_hant.message import WORDS
from alerts.words.zh_hant.pieces import PIECES
from alerts.words.zh_hant.refusals import REFUSALS
from alerts.words.zh_hant.report import REPORT_WORDS
from alerts.words.zh_hant.said import SAID
from alerts.words.zh_hant.themes import THEMES
from alerts.words.zh_hant.tone import TONE

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
    numbers=NUMBERS,
    units=UNITS,
)
