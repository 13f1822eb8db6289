"""The report: it says what happened and what was late, and strangers' words stay words."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from itertools import pairwise
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.action import ActionKind
from alerts.casebook import Casebook
from alerts.incident import Incident, Milestone
from alerts.report.chart import draw_bars, draw_talk
from alerts.report.markdown import write_markdown
from alerts.report.page import write_page
from alerts.report.story import BUCKETS, Story, say_span, tell_story
from alerts.report.summary import list_decisions
from alerts.respond import Record, apply_record
from alerts.words.language import Language
from connectors.mention import Platform
from streams.minute import Counts, Minute
from streams.spike import SpikePhase
from tests.alerts.examples import LIBRARY, action, at, quote, spike
from tests.alerts.test_clock import TEAM, deed, run, tick

VOID = {"meta", "br", "hr", "img", "line", "rect"}


def live(*history: Record) -> list[Incident]:
    return [incident for outcome in run(*history) for incident in outcome.incidents]


def minutes(count: int = 120) -> list[Minute]:
    def one(number: int) -> Minute:
        angry = max(0, 12 - abs(number - 60) // 4)
        counts = Counts(mentions=angry + 5, negative=angry, neutral=5, backlash=angry // 2)
        return Minute(brand="acme", start=at(number - 30), counts=counts, sources=1)

    return [one(number) for number in range(count)]


CRISIS: Sequence[Record] = (
    spike(),
    tick(23),
    deed(ActionKind.ACKNOWLEDGE, 26, by="Ben"),
    deed(ActionKind.TICK, 31, by="Ben", step="pause-scheduled"),
    deed(ActionKind.SKIP, 32, by="Ben", step="read-the-quotes", text="the agency has read them"),
    deed(ActionKind.ANSWER, 33, by="Ben", step="ai_use", value="partly"),
    deed(ActionKind.APPROVE, 40, by="Dora", step="first-reply"),
    deed(ActionKind.BOT_REPLIED, 41, by="Ben", value="https://social.example/bot"),
    tick(80),
    deed(ActionKind.REPLIED, 85, by="Dora", value="https://social.example/1"),
    deed(ActionKind.CONTAIN, 200, by="Ben"),
    spike(phase=SpikePhase.CLOSED, at=at(330)),
    deed(ActionKind.RESOLVE, 400, by="Ben"),
    deed(ActionKind.REVIEW, 500, by="Dora", text="Label every film."),
)


def story(*history: Record, language: Language = Language.EN, count: int = 120) -> Story:
    life = live(*(history or CRISIS))
    playbook = LIBRARY[life[-1].playbook]
    return tell_story(life, minutes(count), playbook, now=at(500), language=language)


class Tags(HTMLParser):
    """Checks that every tag is closed, and remembers which there were."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        assert not any(name.startswith("on") or name in ("src", "href") for name, _ in attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in VOID
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def read_tags(page: str) -> set[str]:
    tags = Tags()
    tags.feed(page)
    assert tags.open == []
    return tags.seen


@pytest.mark.need("001-14")
def test_a_report_says_how_long_it_took_what_was_late_and_who_did_what() -> None:
    page, text = write_page(story()), write_markdown(story())
    for written in (page, text.replace("\\", "")):
        for words in (
            "At its worst (2026-03-02 14:50 UTC): 63 mentions against AI-made content, counted over 45 min",
            "First human answer: 7 min late (was due by 2026-03-02 15:50 UTC)",
            "Acknowledged: 3 min late (was due by 2026-03-02 14:55 UTC)",
            "skipped, because the agency has read them",
            "First human answer by Dora, 1 h 7 min after the first call: breached",
            "Back to the baseline 5.5 hours after the onset",
            "1 automatic answers were reported",
            "Dora approved a draft: first-reply",
            "Nobody has acknowledged it: calling Ben (backup), call 2.",
            "Partly: some parts by AI, some by people",
            "Label every film.",
            "partition 3, offset 1000, line 0",
        ):
            assert words in written, words
    assert text.startswith("# Incident report")


def test_a_page_is_whole_and_needs_nothing_from_outside() -> None:
    page = write_page(story())
    seen = read_tags(page)
    assert "svg" in seen
    assert not seen & {"script", "img", "iframe", "link", "a", "form", "object"}
    assert "default-src 'none'" in page
    for drawn in re.findall(r"<svg.*?</svg>", page, flags=re.DOTALL):
        ET.fromstring(drawn)  # noqa: S314 - of our own making.


def test_a_report_is_in_the_readers_language_and_a_drill_is_marked() -> None:
    chinese = write_page(story(language=Language.ZH_HANT))
    assert 'lang="zh-Hant"' in chinese
    assert "首次真人回應：遲了 7 min" in chinese
    drill = story(spike(lane="drill-1"))
    assert "[DRILL]" in write_page(drill)
    assert "[DRILL]" in write_markdown(drill)


def test_quotes_that_were_taken_down_are_in_no_report() -> None:
    gone = "reddit/t3_1"
    takedown = spike(phase=SpikePhase.WORSENED, at=at(30), removed=(gone,), quotes=(quote(0),))
    life = live(spike(), takedown)
    told = tell_story(life, (), LIBRARY[life[-1].playbook], now=at(500))
    assert "你們的 AI 廣告沒靈魂" in write_page(tell_story(life[:1], (), None, now=at(500)))
    assert "你們的 AI 廣告沒靈魂" not in write_page(told)
    assert "你們的 AI 廣告沒靈魂" not in write_markdown(told)


def test_an_incident_that_was_never_answered_is_reported_as_it_stands() -> None:
    told = story(spike(), *(tick(minute) for minute in range(18, 500, 10)))
    assert "First human answer: not reached (was due by 2026-03-02 15:50 UTC)." in told.late
    assert "neither done nor skipped" in " ".join(told.late)
    assert told.calls == 7
    assert "No quotes" not in write_page(told)


def test_every_row_of_the_clock_counts_from_the_onset_and_from_the_first_call() -> None:
    rows = {passage.name: passage for passage in story().clock}
    detected, replied = rows["Detected"], rows["First human answer"]
    assert (detected.since_onset, detected.since_call) == (timedelta(minutes=18), None)
    assert (replied.since_onset, replied.since_call) == (timedelta(minutes=85), timedelta(minutes=67))
    assert rows["Back to the baseline"].since_onset == timedelta(minutes=330)
    assert "| reached (UTC) | after the onset | after the first call | due by |" in write_markdown(story())
    assert "<th>after the onset</th><th>after the first call</th>" in write_page(story())


def test_a_review_that_is_late_says_by_when_it_was_due() -> None:
    """It counts from the resolution: held against the first call it was a target of days more."""
    day = 24 * 60
    history = (
        spike(),
        deed(ActionKind.RESOLVE, day),
        deed(ActionKind.REVIEW, 9 * day, text="Label every film."),
    )
    assert "Reviewed: 1 d late (was due by 2026-03-10 14:32 UTC)." in story(*history).late


def test_times_stand_in_the_teams_zone_which_is_named() -> None:
    life = live(*CRISIS)
    told = tell_story(life, minutes(), LIBRARY[life[-1].playbook], now=at(500), zone=ZoneInfo("Asia/Taipei"))
    page, text = write_page(told), write_markdown(told)
    for written in (page, text):
        assert "reached (Asia/Taipei)" in written
        assert "when (Asia/Taipei)" in written
        assert "(Asia/Taipei)." in written
        assert "UTC" not in written
    assert '<td>Acknowledged</td><td class="n">2026-03-02 22:58</td>' in page
    assert "02 Mar 22:02</text>" in page, "the chart's edge"


def test_steps_of_a_branch_that_was_closed_or_not_due_yet_are_not_late() -> None:
    early = tell_story(live(spike()), (), LIBRARY["ai-content-backlash"], now=at(18 + 12))
    assert [line for line in early.late if "neither done" in line] == [
        "Step “Pause scheduled posts, ads and auto-replies”: neither done nor skipped."
    ]
    assert "Label every copy now" not in write_markdown(story(spike()))
    assert "Label every copy now" in write_markdown(
        story(
            spike(),
            deed(ActionKind.ANSWER, 20, step="ai_use", value="made"),
            deed(ActionKind.ANSWER, 21, step="disclosed", value="nowhere"),
        )
    )


def test_of_a_false_alarm_no_step_is_asked_for_afterwards() -> None:
    assert not any(
        "neither done" in line
        for line in story(spike(), deed(ActionKind.FALSE_ALARM, 22, text="a film of the same name")).late
    )


def test_whoever_has_a_slow_clock_acknowledges_at_the_first_call_and_not_before() -> None:
    book = apply_record(Casebook(), spike(), TEAM, now=at(21)).casebook
    slow = apply_record(book, deed(ActionKind.ACKNOWLEDGE, -40), TEAM, now=at(-40)).incident
    assert slow
    told = tell_story((slow,), (), None, now=at(500))
    acknowledged = next(one for one in told.clock if one.name == "Acknowledged")
    assert (acknowledged.reached, acknowledged.since_call) == (at(21), timedelta())


def test_every_call_is_marked_however_many_there_were() -> None:
    calls = (deed(ActionKind.ESCALATE, 20 + number) for number in range(30))
    told = story(spike(), *calls)
    assert sum(event.is_call for event in told.events) == told.calls == 31


def test_what_kafka_no_longer_keeps_is_said() -> None:
    told = story(count=0)
    assert "no longer kept" in write_page(told)
    assert "no longer kept" in write_markdown(told)


@pytest.mark.parametrize("count", [1, 50, 500, 5_000])
def test_a_chart_has_a_readable_number_of_bars_and_loses_nothing(count: int) -> None:
    told = story(count=count)
    assert len(told.buckets) <= BUCKETS + 1
    assert sum(one.negative for one in told.buckets) == sum(m.counts.negative for m in minutes(count))


hostile = st.sampled_from(
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "](javascript:alert(1))",
        "| --- |",
        "</svg><style>*{display:none}",
        "# heading\n* list",
        "<!--",
        "\u202eevil",
        "&lt;b&gt;",
    ]
) | st.text(max_size=60)


@given(hostile, hostile, hostile)
@settings(deadline=None, max_examples=60)
def test_words_of_strangers_cannot_act_in_a_report(said: str, named: str, theme: str) -> None:
    history: list[Record] = [
        spike(quotes=(quote(0, said),), themes={theme or "x": 3}),
        action(ActionKind.NOTE, text=said or "x", by=named or "x"),
        action(ActionKind.FACT, step=named or "x", value=said or "x"),
    ]
    book = Casebook()
    life: list[Incident] = []
    for record in history:
        outcome = apply_record(book, record, TEAM, now=record.at)
        book, life = outcome.casebook, [*life, *outcome.incidents]
    told = tell_story(life, minutes(10), LIBRARY[life[-1].playbook], now=at(500))
    told = replace(told, late=(said,), headline=named or "x")
    page = write_page(told)
    assert not read_tags(page) & {"script", "img", "iframe", "b"}
    assert page.count("<style>") == 1
    assert not re.search(r"(?<!\\)[<\]]", write_markdown(told).replace("**[DRILL]**", ""))


def test_a_bar_chart_of_nothing_is_nothing() -> None:
    assert draw_bars({}, "where") == ""
    assert draw_talk((), timedelta(minutes=5), (), ("a", "b"), "talk") == ""


def test_marks_on_one_line_share_a_name_so_that_they_can_be_read() -> None:
    marks = [("resolved", at(5)), ("contained", at(5)), ("onset", at(0))]
    drawn = draw_talk(story().buckets, story().bucket, marks, ("a", "b"), "talk")
    assert "resolved, contained" in drawn
    assert drawn.count('class="mark"') == 2


def test_names_of_marks_close_together_do_not_stand_on_each_other() -> None:
    names = ("Onset", "First call decided", "Acknowledged", "First human answer", "Contained", "Reviewed")
    marks = list(zip(names, map(at, (0, 4, 10, 13, 16, 119)), strict=True))
    drawn = draw_talk(story().buckets, story().bucket, marks, ("a", "b"), "talk")
    rows: dict[str, list[tuple[float, float]]] = {}
    for x, y, anchor, name in re.findall(
        r'<text class="name" x="([\d.]+)" y="(\d+)" text-anchor="(\w+)">([^<]+)', drawn
    ):
        begin = float(x) - (6 * len(name) if anchor == "end" else 0)
        rows.setdefault(y, []).append((begin, begin + 6 * len(name)))
    assert sum(map(len, rows.values())) >= 5
    for spans in rows.values():
        spans.sort()
        assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_marks_outside_of_the_chart_are_left_out() -> None:
    drawn = draw_talk(
        story().buckets, story().bucket, [("inside", at(0)), ("outside", at(9_000))], ("a", "b"), "talk"
    )
    assert "inside" in drawn
    assert "outside" not in drawn


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, "0 min"), (59, "59 min"), (61, "1 h 1 min"), (60 * 24 * 3 + 125, "3 d 2 h")]
)
def test_spans_are_said_as_people_say_them(minutes: int, said: str) -> None:
    assert say_span(timedelta(minutes=minutes)) == said


def test_every_milestone_and_platform_has_its_place() -> None:
    page = write_page(story())
    for milestone in Milestone:
        assert story().words.milestones[milestone] in page
    assert Platform.REDDIT in page


def test_what_was_decided_is_told_by_questions_and_titles() -> None:
    life = live(spike())
    decided = replace(
        life[-1],
        answers={"ai_use": "partly", "gone": "x"},
        facts={"signer": "Mei Lin", "content.en": "our film"},
        approved={"holding.en.reply.12345678": "Mei Lin"},
    )
    told = tell_story((decided,), (), LIBRARY["ai-content-backlash"], now=at(500))
    assert list_decisions(told)[1:] == [
        "Answers: Was it made with AI? – Partly: some parts by AI, some by people",
        "Answers: gone – x",
        "Facts: Who signs, with name and job? – Mei Lin",
        "Facts: Which piece is it about? – our film",
        "Drafts approved: First reply, while we check (en.reply.12345678) – Mei Lin",
    ]
