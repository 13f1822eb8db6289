"""The words of a report in each language, apart from what people wrote and said."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from alerts.incident import Milestone, Verdict
from alerts.targets import Standing
from alerts.wording import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportWords:
    """One language; `{}` are filled by name."""

    title: str
    drill: str
    summary: str
    onset: str
    detected: str
    milestones: Mapping[Milestone, str]
    standings: Mapping[Standing, str]
    verdicts: Mapping[Verdict, str]
    numbers: str
    recovery: str
    no_recovery: str
    bots: str
    first_reply: str
    clock: str
    reached: str
    target: str
    after: str
    late: str
    nothing_late: str
    late_by: str
    never: str
    step_late: str
    step_skipped: str
    step_open: str
    talk: str
    talk_note: str
    no_minutes: str
    negative: str
    backlash: str
    mentions: str
    where: str
    about: str
    steps: str
    step: str
    done: str
    by: str
    due: str
    skipped: str
    open: str
    timeline: str
    when: str
    who: str
    what: str
    severity: str
    matrix: str
    quotes: str
    no_quotes: str
    checked: str
    decided: str
    answers: str
    facts: str
    approved: str
    reason: str
    lessons: str
    no_lessons: str
    written: str


_EN: Final = ReportWords(
    title="Incident report",
    drill="This was a drill. No public, no journalist and no live channel had any part in it.",
    summary="In short",
    onset="Onset",
    detected="Detected",
    milestones={
        Milestone.PAGED: "First person called",
        Milestone.ACKNOWLEDGED: "Acknowledged",
        Milestone.REPLIED: "First human answer",
        Milestone.CONTAINED: "Contained",
        Milestone.RECOVERED: "Back to the baseline",
        Milestone.RESOLVED: "Resolved",
        Milestone.REVIEWED: "Reviewed",
    },
    standings={
        Standing.NONE: "",
        Standing.RUNNING: "running",
        Standing.MET: "met",
        Standing.BREACHED: "breached",
    },
    verdicts={
        Verdict.UNDECIDED: "Nobody has said yet whether it was real.",
        Verdict.CRISIS: "People say: it was real.",
        Verdict.BENIGN: "People say: a false alarm.",
    },
    numbers="At its worst ({when} UTC) {observed} such mentions where {expected} are normal; in all {negative} of {mentions} mentions were negative.",
    recovery="Back to the baseline {hours} hours after the onset.",
    no_recovery="Not back to the baseline by the time of this report.",
    bots="{count} automatic answers were reported; none of them counts as an answer.",
    first_reply="First human answer by {who}, {after} after the first call: {verdict}.",
    clock="The clock",
    reached="reached",
    target="target",
    after="after",
    late="What was late",
    nothing_late="Nothing was late.",
    late_by="{what}: {by} late (target {target}).",
    never="{what}: not reached (target {target}).",
    step_late="Step “{step}”: {by} late.",
    step_skipped="Step “{step}”: skipped, because {why}.",
    step_open="Step “{step}”: neither done nor skipped.",
    talk="What people said, over time",
    talk_note="Mentions per {bucket}, in event time (UTC).",
    no_minutes="The minutes of this time are no longer kept.",
    negative="negative",
    backlash="against AI-made content",
    mentions="mentions",
    where="Where",
    about="What about",
    steps="The playbook",
    step="step",
    done="done",
    by="by",
    due="due",
    skipped="skipped: {why}",
    open="open",
    timeline="Timeline",
    when="when (UTC)",
    who="who",
    what="what",
    severity="Why this severe",
    matrix="Severity matrix, version {version}.",
    quotes="Quotes",
    no_quotes="No quotes are kept, or all were taken down.",
    checked="partition {partition}, offset {offset}, line {line}",
    decided="What was decided",
    answers="Answers",
    facts="Facts",
    approved="Drafts approved",
    reason="Reason",
    lessons="What was learned",
    no_lessons="The review has not been closed.",
    written="Written from {count} records of incident {id}; every number can be read again in Kafka.",
)

_ZH_HANT: Final = ReportWords(
    title="事件報告",
    drill="這是一場演練，未涉及任何公眾、記者或正式頻道。",
    summary="摘要",
    onset="開始",
    detected="偵測到",
    milestones={
        Milestone.PAGED: "呼叫第一人",
        Milestone.ACKNOWLEDGED: "接手",
        Milestone.REPLIED: "首次真人回應",
        Milestone.CONTAINED: "控制住",
        Milestone.RECOVERED: "回到平常水準",
        Milestone.RESOLVED: "解決",
        Milestone.REVIEWED: "檢討完成",
    },
    standings={
        Standing.NONE: "",
        Standing.RUNNING: "進行中",
        Standing.MET: "達標",
        Standing.BREACHED: "逾時",
    },
    verdicts={
        Verdict.UNDECIDED: "尚無人判定是否為真。",
        Verdict.CRISIS: "人員判定：確有其事。",
        Verdict.BENIGN: "人員判定：誤報。",
    },
    numbers="最嚴重時（{when} UTC）這類留言 {observed} 則，平常 {expected} 則；全部 {mentions} 則提及中有 {negative} 則負面。",
    recovery="自開始起 {hours} 小時回到平常水準。",
    no_recovery="撰寫本報告時尚未回到平常水準。",
    bots="有 {count} 則自動回覆，均不算回應。",
    first_reply="首次真人回應者 {who}，距第一次呼叫 {after}：{verdict}。",
    clock="時程",
    reached="時間",
    target="目標",
    after="經過",
    late="哪些遲了",
    nothing_late="沒有任何一項遲了。",
    late_by="{what}：遲了 {by}（目標 {target}）。",
    never="{what}：未達成（目標 {target}）。",
    step_late="步驟「{step}」：遲了 {by}。",
    step_skipped="步驟「{step}」：略過，原因：{why}。",
    step_open="步驟「{step}」：既未完成也未略過。",
    talk="聲量走勢",
    talk_note="每 {bucket} 的提及數，依發文時間（UTC）。",
    no_minutes="這段時間的分鐘資料已不再保存。",
    negative="負面",
    backlash="針對 AI 生成內容",
    mentions="提及",
    where="平台",
    about="主題",
    steps="處理手冊",
    step="步驟",
    done="完成",
    by="執行者",
    due="期限",
    skipped="略過：{why}",
    open="未完成",
    timeline="時間軸",
    when="時間（UTC）",
    who="誰",
    what="做了什麼",
    severity="為何是這個等級",
    matrix="等級判定表第 {version} 版。",
    quotes="引述",
    no_quotes="沒有保留引述，或已全數撤下。",
    checked="分割區 {partition}、位移 {offset}、第 {line} 行",
    decided="做了哪些決定",
    answers="回答",
    facts="事實",
    approved="核准的文稿",
    reason="原因",
    lessons="學到什麼",
    no_lessons="檢討尚未完成。",
    written="依事件 {id} 的 {count} 筆紀錄寫成；每個數字都能在 Kafka 中重讀。",
)

REPORT_WORDS: Final[Mapping[Language, ReportWords]] = {Language.EN: _EN, Language.ZH_HANT: _ZH_HANT}
