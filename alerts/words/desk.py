"""The words of buttons and forms in Slack: one language is one of these."""

from collections.abc import Mapping
from dataclasses import dataclass

from alerts.guidance import Ripeness
from alerts.playbook import Outlet
from alerts.words.language import Language


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
    too_long: str
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
    need_fact: str
    need_url: str
    need_whom: str
    need_facts: str
    old_words: str
