"""Phrases: what digests, silences and groups say in each language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from alerts.digest import Cause
from alerts.wording import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """One language; `{}` are filled by name."""

    digest: str
    digest_lead: str
    digest_now: str
    digest_over: str
    left_out: str
    feed: str
    still_open: str
    over: str
    times: str
    causes: Mapping[Cause, str]
    silence: str
    silence_lead: str
    silence_now: str
    silence_reason: str
    silence_withheld: str
    further_feeds: str
    pierced: str
    after_silence: str


_EN: Final = Phrases(
    digest="Digest: {count} not told by themselves",
    digest_lead="From {since} to {until}",
    digest_now="Do now: look at what is still open; crisis incidents shows it",
    digest_over="Do now: nothing; all of it is over",
    left_out="and {count} more",
    feed="dead feed {source}",
    still_open="still open",
    over="over",
    times="{count} messages",
    causes={
        Cause.BUDGET: "the day's pages were used up",
        Cause.SILENCE: "silenced",
        Cause.COOLDOWN: "soon after another",
        Cause.GROUP: "told together",
    },
    silence="A silence ends soon",
    silence_lead="{owner}'s silence ends at {until}; so far it kept {withheld} messages",
    silence_now="Do now: leave it to end, or renew it: crisis silence add",
    silence_reason="Its reason: {reason}",
    silence_withheld="What is still open when it ends is told then",
    further_feeds="Also without a word: {feeds}",
    pierced="Told although {owner} silenced it ({reason}): SEV1",
    after_silence="Not told before: silenced ({reason})",
)

_ZH_HANT: Final = Phrases(
    digest="彙整：{count} 則未逐一通知",
    digest_lead="自 {since} 至 {until}",
    digest_now="現在要做：查看仍未結束的事件（crisis incidents）",
    digest_over="現在要做：無；皆已結束",
    left_out="另有 {count} 則",
    feed="來源 {source} 中斷",
    still_open="尚未結束",
    over="已結束",
    times="{count} 則訊息",
    causes={
        Cause.BUDGET: "當日呼叫次數已用完",
        Cause.SILENCE: "已設靜音",
        Cause.COOLDOWN: "與前一則間隔太短",
        Cause.GROUP: "合併通知",
    },
    silence="靜音即將結束",
    silence_lead="{owner} 設定的靜音將於 {until} 結束；至今攔下 {withheld} 則訊息",
    silence_now="現在要做：讓它結束，或重新設定：crisis silence add",
    silence_reason="原因：{reason}",
    silence_withheld="結束時仍未了結的事件會在當下通知",
    further_feeds="另外也沒有消息：{feeds}",
    pierced="雖由 {owner} 設為靜音（{reason}），仍予通知：SEV1",
    after_silence="先前未通知：已設靜音（{reason}）",
)

PHRASES: Final[Mapping[Language, Phrases]] = {Language.EN: _EN, Language.ZH_HANT: _ZH_HANT}
