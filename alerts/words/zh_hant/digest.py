"""Traditional Chinese: digests, silences and groups."""

from typing import Final

from alerts.digest import Cause
from alerts.words.digest import Phrases

PHRASES: Final = Phrases(
    digest="彙整：{count} 則未逐一通知",
    digest_lead="自 {since} 至 {until}",
    digest_now="現在要做：查看仍未結束的事件。請在電腦上輸入：{command}",
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
    silence_now="現在要做：若可結束則無需處理；要延長，請在電腦上輸入：{command}",
    silence_reason="原因：{reason}",
    silence_withheld="結束時仍未了結的事件會在當下通知",
    further_feeds="另外也沒有消息：{feeds}",
    pierced="雖由 {owner} 設為靜音（{reason}），仍予通知：SEV1",
    after_silence="先前未通知：已設靜音（{reason}）",
)
