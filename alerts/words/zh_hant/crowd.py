"""Who is behind a rise, in Traditional Chinese."""

from collections.abc import Mapping
from typing import Final

from alerts.words.crowd import CrowdWords
from streams.crowd import CrowdSign

_SIGNS: Final[Mapping[CrowdSign, str]] = {
    CrowdSign.COPIED: "疑似複製貼文：抽樣 {sampled} 則中有 {copied} 與其他內容幾乎相同",
    CrowdSign.CHORUS: "同一段文字：一分鐘內最多有 {largest} 則幾乎相同",
    CrowdSign.FEW_VOICES: "發文者很少：{signed} 則負面留言約出自 {voices} 人",
    CrowdSign.MANY_VOICES: "發文者眾多：{signed} 則負面留言約出自 {voices} 人",
    CrowdSign.NEW_ACCOUNTS: "新帳號：{told} 則中有 {once} 則來自只發過一則的帳號",
    CrowdSign.HOLLOW: "內容空洞：{hollow} 只有一兩個字或表情符號",
    CrowdSign.THIN: "留言品質 {quality}（滿分 1）：空洞、複製或負面的越多，分數越低",
    CrowdSign.PROBING: "有人在試探機器人：{probing} 則在測試、誘騙或辱罵機器人",
    CrowdSign.TOXIC_ENGAGEMENT: "有毒互動，不是成功：聲量為平常的 {times} 倍，其中 {hostile} 為負面",
    CrowdSign.STIRRED: "怒氣正在擴散：不計互動最多的幾則，負面留言平均 {angry} 次互動，其他 {others} 次",
}

CROWD: Final = CrowdWords(title="背後是誰", signs=_SIGNS)
