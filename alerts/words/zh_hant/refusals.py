"""Refusals in Traditional Chinese."""

from typing import Final

from alerts.words.refusals import Refusals

REFUSALS: Final = Refusals(
    not_now="事件目前的狀態是「{state}」，這個動作不適用。請看最新的訊息。",
    lacks="還缺內容：{what}。",
    needed={
        "step": "請指明步驟、問題、事實或草稿",
        "value": "請寫出答案，或交給誰",
        "text": "請簡短說明原因",
    },
    not_human="「{who}」是服務帳號，只有真人可以操作。請說明你是誰：加上 --by 姓名，或設定 CRISIS_BY。",
    has_it="目前由 {who} 處理；要改由你負責，請按「接手」。",
    not_listed="「{who}」不在值班名單中，不能核准。",
    open_steps="請先完成結案步驟，或寫明理由略過（見「手冊」）：{steps}",
    no_step="手冊中沒有「{step}」這個步驟；尚未完成的步驟：{steps}",
    no_question="手冊中沒有「{question}」這個問題；可回答的問題：{questions}",
    no_answer="「{question}」只接受這些答案：{answers}",
    locked="「{answer}」目前還不能選：{why}",
    unanswered="「{step}」要先回答這些問題才算完成：{questions}",
    no_fact="手冊中沒有「{fact}」這項事實；可填寫的事實：{facts}",
    no_draft="沒有「{draft}」這份事實齊全的文稿；核准時請指明下列其中一份：{drafts}",
    not_approver="只有 {who} 可以核准這份文稿。",
    no_person="「{person}」不在值班名單中，系統無法呼叫；名單：{people}",
)
