"""Traditional Chinese: what people are against, as the on-call person reads it."""

from collections.abc import Mapping
from typing import Final

from streams.backlash.theme import Theme

THEMES: Final[Mapping[str, str]] = {
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
}
