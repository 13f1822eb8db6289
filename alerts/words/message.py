"""The words of what every message says, apart from playbooks and the words of strangers: one language is one of these."""

from collections.abc import Mapping
from dataclasses import dataclass

from alerts.incident import IncidentState
from alerts.notice import Reason
from streams.spike import SpikeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language; `{}` are filled in order or by name."""

    kinds: Mapping[SpikeKind, str]
    states: Mapping[IncidentState, str]
    reasons: Mapping[Reason, str]
    roles: Mapping[str, str]
    counted: Mapping[SpikeKind, str]
    counted_one: Mapping[SpikeKind, str]
    rise: str
    rise_alone: str
    rise_untimed: str
    usual: str
    usual_under_one: str
    since: str
    do_now: str
    do_now_first: str
    do_now_nobody: str
    do_now_nobody_then: str
    do_now_over: str
    do_now_review: str
    do_now_closed: str
    ack_by_command: str
    """How to say that one has it where there is no button."""
    still_by_command: str
    on_call: str
    why: str
    count: str
    count_value: str
    normal: str
    evidence: str
    share: str
    share_value: str
    share_of_scored: str
    unscored: str
    unscored_value: str
    platforms: str
    themes: str
    dead_feeds: str
    dead_feeds_value: str
    untrusted: str
    untrusted_value: str
    severity_terms: str
    severity_why: str
    how_sure: str
    how_sure_value: str
    quotes: str
    no_quotes: str
    confidence: str
    low_confidence: str
    moved_by: str
    own_bot: str
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
