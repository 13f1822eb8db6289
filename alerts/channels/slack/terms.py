"""Terms: the words on buttons and in forms, in each language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from alerts.guidance import Ripeness
from alerts.playbook import Outlet
from alerts.wording import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """One language; `{}` are filled by name. A form's title has room for 24 characters, a button's for 75."""

    acknowledge: str
    still_on_it: str
    take_over: str
    done: str
    open_step: str
    open: str
    playbook: str
    replied: str
    contain: str
    false_alarm: str
    resolve: str
    escalate: str
    note: str
    hand_over: str
    reopen: str
    review: str
    confirm_contain: str
    confirm_escalate: str
    yes: str
    no: str
    save: str
    close: str
    step: str
    why: str
    why_hint: str
    note_or_reason: str
    outcome: str
    outcome_done: str
    outcome_later: str
    outcome_skip: str
    paused: str
    not_in_use: str
    rule_none: str
    rule_met: str
    rule_broken: str
    rule_from: str
    for_example: str
    locked: str
    drafts: str
    draft: str
    ripeness: Mapping[Ripeness, str]
    missing: str
    approved_by: str
    approver: str
    words: str
    words_hint: str
    approve: str
    keep_words: str
    outlets: Mapping[Outlet, str]
    languages: Mapping[Language, str]
    reply_url: str
    reply_who: str
    reply_human: str
    reply_bot: str
    blockers: str
    blocker_why: str
    no_blockers: str
    whom: str
    change_playbook: str
    progress: str
    ticked: str
    skipped: str
    due: str
    overdue: str
    questions: str
    no_answer: str
    updates: str
    next_update: str
    ends: str
    reviewed_within: str
    stands_on: str
    nothing_open: str
    nobody: str
    drills: str
    no_drills: str
    drill_begun: str
    help: str
    not_on_list: str
    not_approver: str
    gone: str
    other_lane: str
    not_recorded: str
    not_opened: str
    need_answer: str
    need_open: str
    need_why: str
    need_url: str
    need_whom: str
    need_facts: str
    old_words: str


_EN: Final = Terms(
    acknowledge="Acknowledge",
    still_on_it="Still on it",
    take_over="Take over",
    done="✔ Done: {step}",
    open_step="▶ {step}",
    open="Open",
    playbook="Playbook",
    replied="We replied…",
    contain="Mark contained",
    false_alarm="False alarm…",
    resolve="Resolve…",
    escalate="Escalate",
    note="Note…",
    hand_over="Hand over…",
    reopen="Reopen…",
    review="Review…",
    confirm_contain="The rise has stopped growing and the first answer is out. Deadlines go on.",
    confirm_escalate="The next person on call is paged now.",
    yes="Yes",
    no="Not yet",
    save="Save",
    close="Close",
    step="Step",
    why="Why",
    why_hint="One or two sentences; they stand in the record and in the report.",
    note_or_reason="Note, or why it is skipped",
    outcome="This step is",
    outcome_done="Done",
    outcome_later="Not done yet: only save what I filled in",
    outcome_skip="Skipped: say why in the note",
    paused="Paused",
    not_in_use="Not in use",
    rule_none="Does not apply",
    rule_met="Met",
    rule_broken="Broken: say since when in the note",
    rule_from="in force since {since} ({basis}; checked {checked}): {source}",
    for_example="For example: {example}",
    locked="🔒 {label}: {why}",
    drafts="Drafts",
    draft="Draft",
    ripeness={
        Ripeness.LOCKED: "🔒 locked",
        Ripeness.BLANK: "✏️ waits for facts",
        Ripeness.FILLED: "⏳ waits for approval",
        Ripeness.APPROVED: "✅ approved",
    },
    missing="Not ready. Missing: {facts}",
    approved_by="Approved word for word by {who}. A person posts it.",
    approver="Has to be approved by: {role}. Nothing is posted by this software.",
    words="Words",
    words_hint="Changed words have to be approved anew.",
    approve="Approve exactly these words",
    keep_words="Keep these words, approve later",
    outlets={
        Outlet.REPLY: "reply under the post",
        Outlet.POST: "own account",
        Outlet.PRESS: "press",
        Outlet.MAIL: "message to a customer",
        Outlet.STAFF: "staff",
    },
    languages={Language.EN: "English", Language.ZH_HANT: "Traditional Chinese"},
    reply_url="Address of the reply",
    reply_who="Who wrote it?",
    reply_human="A person, who signed it",
    reply_bot="A bot, a template or an automatic answer",
    blockers="Before it can be resolved, each of these is done or skipped with a reason.",
    blocker_why="Why “{step}” will not be done",
    no_blockers="Every closing step is done or skipped with a reason.",
    whom="To whom",
    change_playbook="Change playbook",
    progress="{done} of {all} steps done",
    ticked="done",
    skipped="skipped: {why}",
    due="by {when}",
    overdue="was due by {when}",
    questions="What we know",
    no_answer="open",
    updates="Updates",
    next_update="next one due by {when}",
    ends="How it ends",
    reviewed_within="Review within {how_long}",
    stands_on="Because {question} {answer}",
    nothing_open="No incident is open. That says nothing about feeds that are dead: look at the channel.",
    nobody="nobody",
    drills="Drills one can start here: `/crisis drill NAME`",
    no_drills="No drill can begin here: no channel in crisis.toml has `drill = true`. On a terminal: crisis drill run NAME --stand-in",
    drill_begun="The drill {name} begins: shortly before its storm, ten times as fast as life. Is it one that calls somebody, the call comes in ten to fifteen minutes, in the channels for drills; every message opens with [DRILL].",
    help="/crisis status · /crisis playbook · /crisis drill",
    not_on_list="You are not on the list of people who may do this: [[oncall]] in crisis.toml. Ask {who}.",
    not_approver="Only {who} may approve this.",
    gone="This incident is long over, or not known here yet. Try again in a moment.",
    other_lane="This message belongs to lane {lane}; this desk serves {own}.",
    not_recorded="Not recorded: Kafka did not answer in time. Press again; it counts once.",
    not_opened="The form could not be opened; press again.",
    need_answer="Choose one.",
    need_open="This answer leaves it open: save it with “Not done yet”.",
    need_why="Say why, in at least ten characters.",
    need_url="An address that begins with https://",
    need_whom="Somebody in [[oncall]].",
    need_facts="Still has an open blank: {blanks}",
    old_words="The facts have changed since you opened this. Close it and read the words anew.",
)

_ZH_HANT: Final = Terms(
    acknowledge="我來處理",
    still_on_it="仍在處理",
    take_over="接手",
    done="✔ 完成：{step}",
    open_step="▶ {step}",
    open="開啟",
    playbook="手冊",
    replied="已公開回覆…",
    contain="標記已控制",
    false_alarm="誤報…",
    resolve="結案…",
    escalate="往上通報",
    note="備註…",
    hand_over="交接…",
    reopen="重新開啟…",
    review="檢討…",
    confirm_contain="聲量已不再升高，且第一則回覆已發出。各項期限照常計算。",
    confirm_escalate="現在就會呼叫下一位值班人員。",
    yes="確定",
    no="還沒",
    save="儲存",
    close="關閉",
    step="步驟",
    why="原因",
    why_hint="一兩句話；會寫進紀錄與報告。",
    note_or_reason="備註，或略過的理由",
    outcome="這個步驟",
    outcome_done="已完成",
    outcome_later="還沒完成：只儲存填寫的內容",
    outcome_skip="略過：請在備註說明理由",
    paused="已暫停",
    not_in_use="未使用",
    rule_none="不適用",
    rule_met="已符合",
    rule_broken="違反：請在備註寫明自何時起",
    rule_from="自 {since} 起施行（{basis}；{checked} 查核）：{source}",
    for_example="例如：{example}",
    locked="🔒 {label}：{why}",
    drafts="草稿",
    draft="草稿",
    ripeness={
        Ripeness.LOCKED: "🔒 未開放",
        Ripeness.BLANK: "✏️ 等待事實",
        Ripeness.FILLED: "⏳ 等待核准",
        Ripeness.APPROVED: "✅ 已核准",
    },
    missing="尚未備妥。缺少：{facts}",
    approved_by="{who} 已逐字核准。由真人發布。",
    approver="須由{role}核准。本軟體不會發布任何內容。",
    words="文字",
    words_hint="修改後須重新核准。",
    approve="逐字核准這份文字",
    keep_words="先保留文字，稍後核准",
    outlets={
        Outlet.REPLY: "貼文下的回覆",
        Outlet.POST: "自家帳號",
        Outlet.PRESS: "媒體",
        Outlet.MAIL: "給顧客的訊息",
        Outlet.STAFF: "內部同仁",
    },
    languages={Language.EN: "英文", Language.ZH_HANT: "繁體中文"},
    reply_url="回覆的網址",
    reply_who="是誰寫的？",
    reply_human="有署名的真人",
    reply_bot="機器人、範本或自動回覆",
    blockers="結案前，以下各項須完成或寫明略過理由。",
    blocker_why="為何不做「{step}」",
    no_blockers="結案步驟皆已完成或寫明略過理由。",
    whom="交給誰",
    change_playbook="更換手冊",
    progress="已完成 {done}/{all} 步",
    ticked="已完成",
    skipped="略過：{why}",
    due="{when} 前",
    overdue="已逾期，原定 {when} 前",
    questions="目前所知",
    no_answer="未定",
    updates="更新",
    next_update="下次更新：{when} 前",
    ends="如何結束",
    reviewed_within="{how_long}內檢討",
    stands_on="因為{question}{answer}",
    nothing_open="目前沒有進行中的事件。這不代表中斷的來源也平靜，請查看頻道。",
    nobody="無人",
    drills="可在此開始的演練：`/crisis drill 名稱`",
    no_drills="這裡不能開始演練：crisis.toml 中沒有 `drill = true` 的頻道。請在終端機執行：crisis drill run 名稱 --stand-in",
    drill_begun="演練 {name} 開始：從風暴前不久演起，速度為十倍。若劇情會呼叫人，十到十五分鐘內會在演練頻道呼叫；每則訊息開頭都有 [DRILL]。",
    help="/crisis status · /crisis playbook · /crisis drill",
    not_on_list="你不在可操作名單中（crisis.toml 的 [[oncall]]）。請找{who}。",
    not_approver="只有{who}可以核准。",
    gone="這個事件早已結束，或這裡還不知道。請稍後再試。",
    other_lane="這則訊息屬於 {lane}；此處服務 {own}。",
    not_recorded="未記錄：Kafka 沒有及時回應。請再按一次，只會算一次。",
    not_opened="表單無法開啟，請再按一次。",
    need_answer="請選擇一項。",
    need_open="此答案仍屬未定：請用「還沒完成」儲存。",
    need_why="請說明原因，至少十個字元。",
    need_url="以 https:// 開頭的網址",
    need_whom="請填 [[oncall]] 中的人。",
    need_facts="仍有空格未填：{blanks}",
    old_words="開啟後事實已有變動。請關閉後重新閱讀。",
)

TERMS: Final[Mapping[Language, Terms]] = {Language.EN: _EN, Language.ZH_HANT: _ZH_HANT}
