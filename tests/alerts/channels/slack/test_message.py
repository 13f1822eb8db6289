"""The Slack message: what a phone shows first, what follows, and that strangers' words can do nothing."""

import re
import unicodedata
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.channels.slack.message import EXCERPT_SHOWN, Message, write_message
from alerts.channels.slack.text import FIELD_LIMIT, escape, fit, inline, join_within, measure
from alerts.incident import IncidentState
from alerts.letter import Duty, Letter
from alerts.notice import Notice, Reason
from alerts.words.language import Language
from connectors.mention import Platform
from streams.asks.kind import AskKind
from streams.minute import Counts, Crowd, Engagement
from streams.said import Ask, Keyword, Said
from streams.spike import FeedState, Severity, Term
from tests.alerts.channels.slack.rules import PINGS, check_message, leaves, links_of, load_schema, mrkdwn_of
from tests.alerts.examples import (
    alarm,
    at,
    digest,
    incident_of,
    letter,
    notice,
    quote,
    remark,
    silence,
    spike,
)

HOSTILE = [
    "<!channel> <!here> <!everyone> <@U1> <#C1> <!subteam^S1|@team>",
    "<https://evil.example|Acknowledge here>",
    "&lt;!channel&gt; &amp;lt;",
    "x" * 40_000,
    "&" * 40_000,
    "\u202egnp.exe\u202c \u2066abc\u2069 \u200b\u200f\ufeff",
    "line one\nline two\r\n\n\n```code``` *bold* _it_ ~strike~ `x` > quote",
    "Z\u0335\u0321\u0337" * 500,
    "😡🤮" * 3_000,
    "\x00\x1b[31mred\x07",
    "https://evil.example/login?acme www.evil.com evil.com/x mailto:a@b.c",
    "@channel @here @everyone :rotating_light: <!date^0^{date}|now>",
    "",
    " \t ",
]
hostile = st.sampled_from(HOSTILE) | st.text(max_size=300)


HOSTILE_CROWD = Crowd(
    sampled=2**53,
    hollow=2**53,
    copies=2**53,
    signed=2**53,
    voices=tuple(range(1_000)),
    told=2**53,
    once=2**53,
    probing=2**53,
    angry=Engagement(mentions=20, interactions=2**53),
    others=Engagement(mentions=20),
)


def hostile_said(text: str) -> Said:
    remarks = tuple(remark(n, text, mentions=2**53) for n in range(9))
    return Said(
        heard=2**53,
        words=tuple(Keyword(word=text + str(n), mentions=2**53, holders=(text,) * 50) for n in range(20)),
        questions=remarks,
        asks=tuple(Ask(kind=kind, mentions=2**53, quotes=remarks) for kind in AskKind),
    )


def hostile_letter(text: str, *, reason: Reason = Reason.OPENED, lane: str = "live") -> Letter:
    """A letter where a stranger's words stand wherever anything but our own wording may."""
    record = spike(
        brand=text[:200] or "acme",
        quotes=tuple(quote(n, text, because=(text,), url=text, identity=f"r/{n}") for n in range(4)),
        terms=tuple(Term(name=text, value=1e300, unit=text, note=text) for _ in range(20)),
        themes={text + str(n): n for n in range(30)},
        silent=tuple(text + str(n) for n in range(30)),
        crowd=HOSTILE_CROWD,
        mix=Counts(negative=2**53, neutral=2**53, positive=2**53, backlash=2**53, impartial=2**53),
        said=hostile_said(text),
        lane=lane,
    )
    incident = replace(incident_of(record), change=text, changed_by=text, owner=text)
    told = notice(incident, reason=reason, lane=lane, id=text[:200] or "n")
    return letter(told, duty=Duty(name=text or "x", slack="U0123456789"))


@given(hostile, st.sampled_from([Reason.OPENED, Reason.WORSENED, Reason.CLOSED]), st.booleans())
@settings(max_examples=150, deadline=None)
def test_hostile_words_cannot_ping_link_or_break_the_layout(
    text: str,
    reason: Reason,
    is_answer: bool,  # noqa: FBT001 - hypothesis gives it by place.
) -> None:
    message = write_message(hostile_letter(text, reason=reason), is_answer=is_answer)
    check_message(message)
    for markup in (*mrkdwn_of(message), message.without_blocks().text):
        assert not PINGS.search(markup.replace("<@U0123456789>", ""))
        assert re.sub(r"<!date\^\d+\^[^<>|]*\|[^<>|]*>|<@U0123456789>", "", markup).count("<") == 0
    assert links_of(message) == []
    for key, value in leaves(list(message.blocks)):
        if key == "text":
            assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in value.replace("\n", ""))
            assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f\ufeff]", value)


@given(hostile)
@settings(deadline=None)
def test_a_quote_is_one_short_line_of_rich_text(text: str) -> None:
    rich = next(block for block in write_message(hostile_letter(text)).blocks if block["type"] == "rich_text")
    said = [part for part in rich["elements"] if part["type"] == "rich_text_quote"]
    assert len(said) == 3
    for part in said:
        assert len(part["elements"]) == 1
        assert "\n" not in part["elements"][0]["text"]
        assert 1 <= len(part["elements"][0]["text"]) <= EXCERPT_SHOWN


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("language", Language)
def test_hostile_messages_pass_slacks_schema(text: str, language: Language, shared: Path) -> None:
    schema = load_schema(shared)
    for reason in (Reason.OPENED, Reason.CLOSED):
        check_message(write_message(replace(hostile_letter(text, reason=reason), language=language)), schema)
    feed = alarm(source=text[:200] or "x", brand=text[:200] or "acme")
    check_message(write_message(letter(notice(feed=feed))), schema)


@given(st.text(max_size=5_000) | st.sampled_from(HOSTILE), st.integers(2, 3_000))
def test_a_fitted_text_is_within_its_limit_after_escaping_and_cuts_no_escape(text: str, limit: int) -> None:
    fitted = fit(text, limit)
    assert measure(fitted) <= limit
    assert not re.search(r"&(?!amp;|lt;|gt;)", fitted)
    assert measure(inline(text, limit=limit)) <= limit


def test_escaping_is_done_once_and_in_slacks_order() -> None:
    assert escape("<&>") == "&lt;&amp;&gt;"


def test_joined_lines_leave_out_what_does_not_fit() -> None:
    assert join_within(["a" * 10, "b" * 10], 15) == "a" * 10


def first_two_lines(message: Message) -> list[str]:
    return message.text.split("\n")[:2]


@pytest.mark.need("002-29")
def test_the_first_two_lines_say_brand_what_how_bad_since_when_and_what_to_do() -> None:
    headline, second = first_two_lines(write_message(letter()))
    assert headline == "🟠 SEV2 · acme · Backlash against AI-made content"
    assert second == (
        "63 mentions against AI-made content, counted over 45 min; normal is about 4 · it began 2026-03-02 14:32 UTC (18 min ago)"
        " · Do now: acknowledge it, then Pause scheduled posts, ads and auto-replies"
    )
    blocks = write_message(letter()).blocks
    assert blocks[0]["text"]["text"] == headline
    assert (
        "*Do now: acknowledge it, then Pause scheduled posts, ads and auto-replies*"
        in blocks[1]["text"]["text"]
    )


def test_the_first_two_lines_in_chinese() -> None:
    headline, second = first_two_lines(write_message(letter(language=Language.ZH_HANT)))
    assert "反彈" in headline
    assert "暫停所有排程貼文" in second


@pytest.mark.need("002-26")
@pytest.mark.need("000-18", "000-22")
def test_the_first_message_says_the_mood_the_words_the_questions_and_the_asks_in_four_lines() -> None:
    rich = next(block for block in write_message(letter()).blocks if block["type"] == "rich_text")
    told = rich["elements"][0]
    assert told["type"] == "rich_text_section"
    assert "".join(part["text"] for part in told["elements"]).split("\n") == [
        "Mood: of 135 scored: 47% negative, 37% neutral, 16% positive · of 40 about AI: 31 against, 6 neutral, 3 for",
        "They say: soulless 14 · slop 9",
        "They ask: “who drew this?” ×4 · “AI 畫的嗎？”",
        "They want: people instead of AI 12 “bring back the artists” · label AI 5 “標示一下很難嗎”",
    ]


def test_the_reasons_the_quotes_and_the_steps_follow() -> None:
    record = spike(silent=("mastodon#0",), crowd=Crowd(sampled=30, copies=12))
    shown = "\n".join(
        value for _, value in leaves(list(write_message(letter(notice(incident_of(record)))).blocks))
    )
    for expected in (
        "12.3 (5)",
        "47% of 135 scored",
        "12% of 153 mentions: mood unknown, not calm",
        "reddit 40, x 23",
        "soulless 41, artists' jobs 12",
        "mastodon#0: we are blind there",
        "looks copied: 40% of 30 sampled are near-copies of others",
        "window: 30 min (sliding)",
        "share: 0.41",
        "soulless AI slop, unfollowed",
        "你們的 AI 廣告沒靈魂",
        "fired your artists for this?",
        "low confidence 40%",
        "3:1001:1",
        "1. Pause scheduled posts",
        "2. Read twenty mentions",
        "3. Call the PR lead and name one voice",
        "playbook ai-content-backlash",
        record.id,
    ):
        assert expected in shown


def test_ticked_steps_make_room_for_the_next() -> None:
    incident = replace(incident_of(spike()), ticked=("pause-scheduled",))
    message = write_message(letter(notice(incident)))
    assert "Do now: acknowledge it, then Read twenty mentions" in message.text
    shown = "\n".join(mrkdwn_of(message))
    assert "3. Find out how AI was really used" in shown


def test_an_answer_in_a_thread_leaves_out_what_the_first_message_has() -> None:
    incident = replace(
        incident_of(spike()), change="Severity went from SEV2 to SEV1.", severity=Severity.SEV1
    )
    message = write_message(letter(notice(incident, reason=Reason.WORSENED)), is_answer=True)
    assert len(message.blocks) == 3
    assert "Getting worse" in message.text
    assert "Severity went from SEV2 to SEV1." in message.blocks[1]["text"]["text"]


@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize("language", Language)
def test_a_drill_opens_every_message_with_its_mark(reason: Reason, language: Language) -> None:
    subject = notice(incident_of(spike(lane="d1")), reason=reason, lane="d1")
    if reason in (Reason.FEED_SILENT, Reason.FEED_BACK):
        state = FeedState.BACK if reason is Reason.FEED_BACK else FeedState.SILENT
        subject = notice(feed=alarm(lane="d1", state=state), reason=reason, lane="d1")
    for repeat in (False, True):
        message = write_message(letter(subject, language=language, is_repeat=repeat))
        assert message.text.startswith("[DRILL] ")
        assert message.blocks[0]["text"]["text"].startswith("[DRILL] ")
        assert "<@" not in str(message)


def test_a_repeat_is_marked_where_it_is_seen_first() -> None:
    message = write_message(letter(is_repeat=True))
    assert message.text.startswith("(repeat) ")
    assert message.blocks[0]["text"]["text"].startswith("(repeat) ")


@pytest.mark.parametrize(
    ("reason", "severity", "is_pinged"),
    [
        (Reason.OPENED, Severity.SEV1, True),
        (Reason.WORSENED, Severity.SEV3, True),
        (Reason.CHANGED, Severity.SEV1, False),
        (Reason.CLOSED, Severity.SEV1, False),
        (Reason.OPENED, Severity.SEV4, False),
    ],
)
def test_only_what_needs_a_person_now_pings(reason: Reason, severity: Severity, is_pinged: bool) -> None:  # noqa: FBT001
    told = notice(replace(incident_of(spike()), severity=severity), reason=reason)
    assert ("<@U0123456789>" in str(write_message(letter(told)))) == is_pinged


def test_what_a_person_ended_asks_for_nothing_new() -> None:
    incident = replace(incident_of(spike()), state=IncidentState.FALSE_ALARM)
    message = write_message(letter(notice(incident, reason=Reason.CLOSED)))
    assert message.text.startswith("✅")
    assert "Do now: nothing" in message.text


def test_only_the_platforms_own_address_becomes_a_link() -> None:
    quotes = (
        quote(0),
        quote(1, url="https://www.reddit.com.evil.example/r/acme"),
        quote(2, url="https://www.reddit.com@evil.example/"),
    )
    assert links_of(write_message(letter(notice(incident_of(spike(quotes=quotes)))))) == [quote(0).url]
    for url in (
        "http://www.reddit.com/x",
        "https://www.reddit.com:8443/x",
        "https://[::1",
        "https://reddit.com/\u202e",
    ):
        assert links_of(write_message(letter(notice(incident_of(spike(quotes=(quote(0, url=url),))))))) == []
    anywhere = quote(0, platform=Platform.MASTODON, url="https://mastodon.social/@a/1")
    assert links_of(write_message(letter(notice(incident_of(spike(quotes=(anywhere,))))))) == []


def test_without_quotes_it_says_so() -> None:
    assert "No quotes were kept" in str(write_message(letter(notice(incident_of(spike(quotes=()))))))


def test_the_limit_of_a_field_holds_after_escaping() -> None:
    themes = {"&" * 60 + str(number): number for number in range(24)}
    message = write_message(letter(notice(incident_of(spike(themes=themes)))))
    assert all(
        measure(part["text"]) <= FIELD_LIMIT for block in message.blocks for part in block.get("fields", ())
    )


TAIPEI = ZoneInfo("Asia/Taipei")


@pytest.mark.parametrize(
    "subject",
    [
        notice(),
        notice(feed=alarm(), reason=Reason.FEED_SILENT),
        notice(digest=digest(), reason=Reason.DIGEST),
        notice(silence=silence(), reason=Reason.SILENCE_ENDING),
    ],
    ids=lambda told: told.reason,
)
def test_where_slack_shows_no_zone_of_the_readers_own_the_teams_stands_with_its_name(subject: Notice) -> None:
    """On the lock screen, in quotes and in digests: at 3 a.m. nobody adds eight hours."""
    message = write_message(letter(subject, zone=TAIPEI), has_desk=True)
    shown = message.text + str(message.blocks)
    assert "CST" in message.text
    assert re.findall(r"\d\d:\d\d (\w+)", shown) == ["CST"] * len(re.findall(r"\d\d:\d\d ", shown))


def test_times_are_shown_in_each_readers_own_zone() -> None:
    assert f"<!date^{int(at(0).timestamp())}^" in str(write_message(letter()).blocks)
