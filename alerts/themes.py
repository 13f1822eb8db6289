"""Themes: what people are against, as the on-call person reads it; the words are no quotes and no identifiers."""

from collections.abc import Mapping
from typing import Final

from alerts.wording import Language
from streams.backlash.theme import Theme

THEMES: Final[Mapping[Language, Mapping[str, str]]] = {
    Language.EN: {
        Theme.SLOP: "AI slop, no effort",
        Theme.SOULLESS: "soulless",
        Theme.UNDISCLOSED: "not labelled as AI",
        Theme.JOBS: "artists' jobs",
        Theme.THEFT: "stolen work",
        Theme.WRONG_FACTS: "wrong facts",
        Theme.BIAS: "biased or hateful",
        Theme.SAMENESS: "all the same",
        Theme.ROBOTIC_SERVICE: "a bot instead of a person",
        Theme.LEAVING: "leaving, boycott",
        Theme.ENVIRONMENT: "water and energy",
        Theme.PRIVACY: "people's data or faces",
    },
    Language.ZH_HANT: {
        Theme.SLOP: "AI 粗製濫造",
        Theme.SOULLESS: "沒靈魂",
        Theme.UNDISCLOSED: "沒標示是 AI",
        Theme.JOBS: "搶走創作者工作",
        Theme.THEFT: "盜用他人作品",
        Theme.WRONG_FACTS: "內容錯誤",
        Theme.BIAS: "偏見或仇恨",
        Theme.SAMENESS: "千篇一律",
        Theme.ROBOTIC_SERVICE: "只有機器人回應",
        Theme.LEAVING: "退追、抵制",
        Theme.ENVIRONMENT: "耗水耗電",
        Theme.PRIVACY: "個資或肖像",
    },
}


def name_themes(counts: Mapping[str, int], language: Language) -> dict[str, int]:
    """Put themes into a language; a name that is none of ours, from a record of another version, stays."""
    names = THEMES[language]
    return {names.get(theme, theme): count for theme, count in counts.items()}
