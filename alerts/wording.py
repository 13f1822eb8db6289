"""Wording: what every message says in each language, apart from playbooks and the words of strangers."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from alerts.incident import IncidentState
from alerts.notice import Reason
from streams.spike import SpikeKind


class Language(StrEnum):
    """A language the on-call person may be written to in."""

    EN = "en"
    ZH_HANT = "zh-Hant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language; `{}` are filled in order or by name."""

    kinds: Mapping[SpikeKind, str]
    states: Mapping[IncidentState, str]
    reasons: Mapping[Reason, str]
    roles: Mapping[str, str]
    rise: str
    since: str
    do_now: str
    do_now_over: str
    on_call: str
    why: str
    observed: str
    expected: str
    evidence: str
    share: str
    share_value: str
    unscored: str
    unscored_value: str
    platforms: str
    themes: str
    dead_feeds: str
    dead_feeds_value: str
    severity_terms: str
    quotes: str
    no_quotes: str
    confidence: str
    low_confidence: str
    moved_by: str
    open_original: str
    steps: str
    within: str
    check: str
    state: str
    repeat: str
    feed_silent: str
    feed_back: str
    feed_do: str
    unknown: str
    minutes: str
    hours: str
    days: str


_EN: Final = Words(
    kinds={
        SpikeKind.BACKLASH: "Backlash against AI-made content",
        SpikeKind.NEGATIVE: "Sudden negative talk",
        SpikeKind.VOLUME: "Unusually much talk",
    },
    states={
        IncidentState.OPEN: "Open, nobody has it",
        IncidentState.ACKNOWLEDGED: "Acknowledged",
        IncidentState.CONTAINED: "Contained",
        IncidentState.RECOVERING: "The rise is over, watching recovery",
        IncidentState.RESOLVED: "Resolved",
        IncidentState.REVIEWED: "Reviewed",
        IncidentState.FALSE_ALARM: "False alarm",
    },
    reasons={
        Reason.OPENED: "New",
        Reason.WORSENED: "Getting worse",
        Reason.CHANGED: "Update",
        Reason.CLOSED: "Over",
        Reason.ESCALATED: "Calling the next person",
        Reason.REOPENED: "Open again",
        Reason.HANDED_OVER: "Handed over",
        Reason.LAPSING: "Still on it?",
        Reason.LAPSED: "No answer, open again",
        Reason.BREACHED: "First answer is late",
        Reason.FEED_SILENT: "Blind spot",
        Reason.FEED_BACK: "Seeing again",
        Reason.DIGEST: "Digest",
        Reason.SILENCE_ENDING: "A silence ends soon",
    },
    roles={
        "on_call": "on call",
        "pr_lead": "PR lead",
        "community": "community",
        "legal": "legal",
        "content_owner": "content owner",
    },
    rise="{observed} such mentions where {expected} are normal",
    since="since {when} ({how_long})",
    do_now="Do now: {step}",
    do_now_over="Do now: nothing new; keep watching and finish the steps",
    on_call="On call: {who}",
    why="Why we think so",
    observed="Observed",
    expected="Expected",
    evidence="Evidence (threshold)",
    share="Negative share",
    share_value="{percent} of {count} mentions",
    unscored="Not scored",
    unscored_value="{percent}: mood unknown, not calm",
    platforms="Where",
    themes="What about",
    dead_feeds="Dead feeds",
    dead_feeds_value="{feeds}: we are blind there",
    severity_terms="How {severity} came about",
    quotes="What people say",
    no_quotes="No quotes were kept; read the platforms themselves.",
    confidence="confidence {percent}",
    low_confidence="low confidence {percent}",
    moved_by="because of: {words}",
    open_original="open",
    steps="Next steps: {title}",
    within="within {how_long}",
    check="Done when: {check}",
    state="State",
    repeat="(repeat)",
    feed_silent="No word from {source} since {when}: this is not calm, we cannot see",
    feed_back="{source} is back; it had been silent since {when}",
    feed_do="Do now: look at the platform by hand, and tell the engineer",
    unknown="unknown",
    minutes="{} min",
    hours="{} h",
    days="{} d",
)

_ZH_HANT: Final = Words(
    kinds={
        SpikeKind.BACKLASH: "AI 生成內容引發反彈",
        SpikeKind.NEGATIVE: "負面聲量突然上升",
        SpikeKind.VOLUME: "聲量異常升高",
    },
    states={
        IncidentState.OPEN: "未處理，尚無人接手",
        IncidentState.ACKNOWLEDGED: "已接手",
        IncidentState.CONTAINED: "已控制",
        IncidentState.RECOVERING: "升勢已過，觀察恢復中",
        IncidentState.RESOLVED: "已解決",
        IncidentState.REVIEWED: "已檢討",
        IncidentState.FALSE_ALARM: "誤報",
    },
    reasons={
        Reason.OPENED: "新事件",
        Reason.WORSENED: "情況惡化",
        Reason.CHANGED: "更新",
        Reason.CLOSED: "結束",
        Reason.ESCALATED: "呼叫下一位值班人員",
        Reason.REOPENED: "重新開啟",
        Reason.HANDED_OVER: "已移交",
        Reason.LAPSING: "仍在處理嗎？",
        Reason.LAPSED: "未回應，重新開啟",
        Reason.BREACHED: "首次回應已逾時",
        Reason.FEED_SILENT: "監看中斷",
        Reason.FEED_BACK: "監看恢復",
        Reason.DIGEST: "彙整",
        Reason.SILENCE_ENDING: "靜音即將結束",
    },
    roles={
        "on_call": "值班人員",
        "pr_lead": "公關主管",
        "community": "社群人員",
        "legal": "法務",
        "content_owner": "內容負責人",
    },
    rise="這類留言 {observed} 則，平常 {expected} 則",
    since="自 {when} 起（已 {how_long}）",
    do_now="現在要做：{step}",
    do_now_over="現在要做：無新增事項，持續觀察並完成各步驟",
    on_call="值班：{who}",
    why="判斷依據",
    observed="觀察值",
    expected="預期值",
    evidence="證據（門檻）",
    share="負面比例",
    share_value="{count} 則中的 {percent}",
    unscored="未評分",
    unscored_value="{percent}：情緒不明，不等於平靜",
    platforms="平台",
    themes="主題",
    dead_feeds="中斷的來源",
    dead_feeds_value="{feeds}：目前看不到",
    severity_terms="{severity} 的依據",
    quotes="大家怎麼說",
    no_quotes="沒有保留引述，請直接查看各平台。",
    confidence="信心 {percent}",
    low_confidence="信心偏低 {percent}",
    moved_by="判斷字詞：{words}",
    open_original="開啟",
    steps="接下來的步驟：{title}",
    within="{how_long}內",
    check="完成標準：{check}",
    state="狀態",
    repeat="(repeat) 重複",
    feed_silent="自 {when} 起沒有 {source} 的消息：這不代表平靜，而是看不到",
    feed_back="{source} 已恢復；先前自 {when} 起中斷",
    feed_do="現在要做：人工查看該平台，並通知工程師",
    unknown="不明",
    minutes="{} 分鐘",
    hours="{} 小時",
    days="{} 天",
)

WORDS: Final[Mapping[Language, Words]] = {Language.EN: _EN, Language.ZH_HANT: _ZH_HANT}
