"""Examples for the alerts' tests: a spike, an incident, a notice, a letter, each as things usually are."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from alerts.action import Action, ActionKind
from alerts.casebook import Casebook
from alerts.digest import Cause, Digest, Line
from alerts.incident import Incident
from alerts.letter import Duty, Letter
from alerts.library import read_library
from alerts.notice import Notice, Reason
from alerts.opening import apply_spike
from alerts.silence import Silence
from connectors.mention import Platform
from streams.asks.kind import AskKind
from streams.minute import Counts, Quote
from streams.said import Ask, Keyword, Remark, Said
from streams.spike import FeedAlarm, FeedState, PlainCount, Severity, Spike, SpikeKind, SpikePhase, Term

START = datetime(2026, 3, 2, 14, 32, tzinfo=UTC)
LIBRARY = read_library()
WORDY = (
    ActionKind.NOTE,
    ActionKind.SKIP,
    ActionKind.REOPEN,
    ActionKind.FALSE_ALARM,
    ActionKind.REVIEW,
)
"""Deeds that need words."""


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def quote(number: int = 0, excerpt: str = "soulless AI slop, unfollowed", **changes: Any) -> Quote:
    usual = Quote(
        partition=3,
        offset=1_000 + number,
        line=number,
        identity=f"reddit/t3_{number}",
        platform=Platform.REDDIT,
        published_at=at(number),
        valence=-0.8,
        confidence=0.9,
        language="en",
        excerpt=excerpt,
        backlash=True,
        themes=("soulless",),
        because=("soulless", "slop"),
        url=f"https://www.reddit.com/r/acme/comments/{number}",
    )
    return replace(usual, **changes)


def remark(number: int = 5, text: str = "who drew this?", **changes: Any) -> Remark:
    usual = Remark(
        partition=3,
        offset=1_000 + number,
        line=number,
        identity=f"reddit/t3_{number}",
        platform=Platform.REDDIT,
        text=text,
    )
    return replace(usual, **changes)


def said(**changes: Any) -> Said:
    usual = Said(
        heard=63,
        words=(
            Keyword(word="soulless", mentions=14, holders=("reddit/t3_0", "reddit/t3_5")),
            Keyword(word="slop", mentions=9, holders=("reddit/t3_0", "reddit/t3_6")),
        ),
        questions=(remark(5, mentions=4), remark(6, "AI 畫的嗎？")),
        asks=(
            Ask(
                kind=AskKind.PEOPLE, mentions=12, quotes=(remark(7, "bring back the artists", backlash=True),)
            ),
            Ask(kind=AskKind.LABEL, mentions=5, quotes=(remark(8, "標示一下很難嗎"),)),
        ),
    )
    return replace(usual, **changes)


def spike(**changes: Any) -> Spike:
    usual = Spike(
        id="5b1ce0000001",
        brand="acme",
        kind=SpikeKind.BACKLASH,
        phase=SpikePhase.OPENED,
        severity=Severity.SEV2,
        detector="robust",
        onset=at(0),
        at=at(18),
        observed=63,
        expected=4.1,
        evidence=12.3,
        threshold=5.0,
        terms=(Term(name="window", value=30, unit="min", note="sliding"), Term(name="share", value=0.41)),
        mentions=153,
        negative=63,
        unscored=18,
        platforms={Platform.REDDIT: 40, Platform.X: 23},
        themes={"soulless": 41, "jobs": 12},
        plain=PlainCount(kind=SpikeKind.BACKLASH, count=63, mentions=153, minutes=45, usual=4.1),
        mix=Counts(
            mentions=153,
            negative=63,
            neutral=50,
            positive=22,
            unscored=18,
            backlash=31,
            impartial=6,
            favour=3,
        ),
        said=said(),
        quotes=(
            quote(0),
            quote(1, "你們的 AI 廣告沒靈魂"),
            quote(2, "fired your artists for this?", confidence=0.4),
        ),
    )
    return replace(usual, **changes)


def alarm(**changes: Any) -> FeedAlarm:
    usual = FeedAlarm(
        id="feed00000001", brand="acme", source="mastodon#0", state=FeedState.SILENT, since=at(0), at=at(10)
    )
    return replace(usual, **changes)


def action(kind: ActionKind = ActionKind.ACKNOWLEDGE, **changes: Any) -> Action:
    incident = incident_of(spike()).id
    usual = Action(
        id=f"deed-{kind}",
        brand="acme",
        incident=incident,
        kind=kind,
        by="anna",
        at=at(20),
        text="a word on why" if kind in WORDY else "",
    )
    return replace(usual, **changes)


def incident_of(record: Spike) -> Incident:
    incident = apply_spike(Casebook(), record).incident
    assert incident
    return incident


def notice(
    incident: Incident | None = None,
    feed: FeedAlarm | None = None,
    digest: Digest | None = None,
    silence: Silence | None = None,
    **changes: Any,
) -> Notice:
    if not (incident or feed or digest or silence):
        incident = incident_of(spike())
    subject = incident or feed or digest or silence
    assert subject
    usual = Notice(
        id="90fee0000001",
        about=subject.id,
        brand=subject.brand,
        channel="pr-room",
        reason=Reason.OPENED if incident else Reason.FEED_SILENT,
        at=at(18),
        incident=incident,
        feed=feed,
        digest=digest,
        silence=silence,
    )
    return replace(usual, **changes)


def digest(**changes: Any) -> Digest:
    line = Line(
        about="c05e00000002",
        kind="negative",
        at=at(-300),
        cause=Cause.BUDGET,
        severity=Severity.SEV3,
        count=2,
    )
    usual = Digest(id="d19e57000001", brand="acme", since=at(-1_000), until=at(0), lines=(line,))
    return replace(usual, **changes)


def silence(**changes: Any) -> Silence:
    usual = Silence(
        id="511e0ce00001", brand="acme", owner="anna", reason="launch day", since=at(0), until=at(240)
    )
    return replace(usual, **changes)


def letter(told: Notice | None = None, **changes: Any) -> Letter:
    told = told or notice()
    playbook = LIBRARY[told.incident.playbook] if told.incident else None
    usual = Letter(notice=told, playbook=playbook, duty=Duty(name="Anna", slack="U0123456789"))
    return replace(usual, **changes)
