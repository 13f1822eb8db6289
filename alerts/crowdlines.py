"""Crowd lines: who seems to be behind a rise, in plain words; never a reason not to tell people of it."""

from collections.abc import Mapping
from typing import Final

from alerts.figures import write_count, write_percent
from alerts.wording import Language
from streams.crowd import CrowdSign, read_signs
from streams.minute import Crowd
from streams.voices import count_voices

TITLES: Final[Mapping[Language, str]] = {Language.EN: "Who is behind it", Language.ZH_HANT: "背後是誰"}

_SEPARATORS: Final[Mapping[Language, str]] = {Language.EN: "; ", Language.ZH_HANT: "；"}

_EN: Final[Mapping[CrowdSign, str]] = {
    CrowdSign.COPIED: "looks copied: {copied} of {sampled} sampled are near-copies of others",
    CrowdSign.FEW_VOICES: "few authors: about {voices} wrote {signed} negative mentions",
    CrowdSign.NEW_ACCOUNTS: "new accounts: {once} of {told} have a single post",
    CrowdSign.HOLLOW: "says little: {hollow} are only a word or two, or emoji",
    CrowdSign.PROBING: "people try out a bot: {probing} mentions test, trick or insult one",
    CrowdSign.STIRRED: "anger spreads: {angry} reactions to a negative mention, {others} to others",
}
_ZH_HANT: Final[Mapping[CrowdSign, str]] = {
    CrowdSign.COPIED: "疑似複製貼文：抽樣 {sampled} 則中有 {copied} 與其他內容幾乎相同",
    CrowdSign.FEW_VOICES: "發文者很少：{signed} 則負面留言約出自 {voices} 人",
    CrowdSign.NEW_ACCOUNTS: "新帳號：{told} 則中有 {once} 則來自只發過一則的帳號",
    CrowdSign.HOLLOW: "內容空洞：{hollow} 只有一兩個字或表情符號",
    CrowdSign.PROBING: "有人在試探機器人：{probing} 則在測試、誘騙或辱罵機器人",
    CrowdSign.STIRRED: "怒氣正在擴散：負面留言平均 {angry} 次互動，其他 {others} 次",
}
_WORDS: Final[Mapping[Language, Mapping[CrowdSign, str]]] = {
    Language.EN: _EN,
    Language.ZH_HANT: _ZH_HANT,
}


def tell_crowd(crowd: Crowd, language: Language) -> str:
    """What stands out in a crowd, as one line; empty where nothing does."""
    said: list[str] = [_WORDS[language][sign].format_map(_figures(crowd)) for sign in read_signs(crowd)]
    return _SEPARATORS[language].join(said)


def _figures(crowd: Crowd) -> dict[str, str]:
    return {
        "sampled": str(crowd.sampled),
        "copied": write_percent(crowd.copies, crowd.sampled),
        "hollow": write_percent(crowd.hollow, crowd.sampled),
        "voices": str(count_voices(crowd.voices)),
        "signed": str(crowd.signed),
        "once": str(crowd.once),
        "told": str(crowd.told),
        "probing": str(crowd.probing),
        "angry": write_count(crowd.angry.each),
        "others": write_count(crowd.others.each),
    }
