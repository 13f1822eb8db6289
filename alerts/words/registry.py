"""Every word we say ourselves, by language: adding a language is a folder beside `en` and a line in each table.

Playbooks, the matrix and the configuration keep their own words, each beside what it says.
"""

from collections.abc import Mapping
from typing import Final

from alerts.words.change import Changes
from alerts.words.crowd import CrowdWords
from alerts.words.desk import Terms
from alerts.words.digest import Phrases
from alerts.words.en import change as en_change
from alerts.words.en import crowd as en_crowd
from alerts.words.en import desk as en_desk
from alerts.words.en import digest as en_digest
from alerts.words.en import message as en_message
from alerts.words.en import refusals as en_refusals
from alerts.words.en import report as en_report
from alerts.words.en import themes as en_themes
from alerts.words.language import Language
from alerts.words.message import Words
from alerts.words.refusals import Refusals
from alerts.words.report import ReportWords
from alerts.words.zh_hant import arithmetic as zh_hant_arithmetic
from alerts.words.zh_hant import change as zh_hant_change
from alerts.words.zh_hant import crowd as zh_hant_crowd
from alerts.words.zh_hant import desk as zh_hant_desk
from alerts.words.zh_hant import digest as zh_hant_digest
from alerts.words.zh_hant import message as zh_hant_message
from alerts.words.zh_hant import refusals as zh_hant_refusals
from alerts.words.zh_hant import report as zh_hant_report
from alerts.words.zh_hant import themes as zh_hant_themes

WORDS: Final[Mapping[Language, Words]] = {
    Language.EN: en_message.WORDS,
    Language.ZH_HANT: zh_hant_message.WORDS,
}
TERMS: Final[Mapping[Language, Terms]] = {
    Language.EN: en_desk.TERMS,
    Language.ZH_HANT: zh_hant_desk.TERMS,
}
PHRASES: Final[Mapping[Language, Phrases]] = {
    Language.EN: en_digest.PHRASES,
    Language.ZH_HANT: zh_hant_digest.PHRASES,
}
REPORT_WORDS: Final[Mapping[Language, ReportWords]] = {
    Language.EN: en_report.REPORT_WORDS,
    Language.ZH_HANT: zh_hant_report.REPORT_WORDS,
}
CHANGES: Final[Mapping[Language, Changes]] = {
    Language.EN: en_change.CHANGES,
    Language.ZH_HANT: zh_hant_change.CHANGES,
}
THEMES: Final[Mapping[Language, Mapping[str, str]]] = {
    Language.EN: en_themes.THEMES,
    Language.ZH_HANT: zh_hant_themes.THEMES,
}
CROWD: Final[Mapping[Language, CrowdWords]] = {
    Language.EN: en_crowd.CROWD,
    Language.ZH_HANT: zh_hant_crowd.CROWD,
}
REFUSALS: Final[Mapping[Language, Refusals]] = {
    Language.EN: en_refusals.REFUSALS,
    Language.ZH_HANT: zh_hant_refusals.REFUSALS,
}
NUMBERS: Final[Mapping[Language, Mapping[str, str]]] = {
    Language.EN: {},
    Language.ZH_HANT: zh_hant_arithmetic.NUMBERS,
}
"""Names of the detectors' numbers, which come in English."""
UNITS: Final[Mapping[Language, Mapping[str, str]]] = {
    Language.EN: {},
    Language.ZH_HANT: zh_hant_arithmetic.UNITS,
}
