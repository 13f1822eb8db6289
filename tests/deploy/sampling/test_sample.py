"""The daily ten: the same ten for the same seed, each with the same chance, and what comes of the judging."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry

from connectors.mention import ChannelKind, Mention, Platform
from connectors.page import join_lines
from deploy.cli import main
from deploy.commands.sample import ask_opinions
from deploy.sampling.draw import draw_mentions
from deploy.sampling.metrics import SampleMetrics
from deploy.sampling.opinion import Opinion, count_opinions, write_judged
from streams.learning.judged import Stance, read_lines
from streams.reading import Label, Scored
from tests.streams.scored import score_as

DAY = date(2026, 4, 28)
NOON = datetime(2026, 4, 28, 12, tzinfo=UTC)


def mention(number: int, **changed: object) -> Mention:
    usual = Mention(
        source="mastodon",
        native_id=str(number),
        brand="acme",
        platform=Platform.MASTODON,
        kind=ChannelKind.POST,
        published_at=NOON + timedelta(seconds=number),
        text=f"text {number}",
        author="0123456789abcdef",
        url="https://mastodon.example/@jane/1",
    )
    return replace(usual, **changed)  # type: ignore[arg-type]


def scored(said: Mention, label: Label = Label.NEGATIVE, *, backlash: bool = False) -> Scored:
    return score_as(said, label, confidence=0.7, language="en", backlash=backlash)


@pytest.mark.need("002-25")
@settings(max_examples=40, deadline=None)
@given(st.integers(0, 300), st.integers(0, 2**16), st.integers(1, 12))
def test_the_same_seed_draws_the_same_in_whatever_order_they_come(
    size: int, shuffle: int, count: int
) -> None:
    said = [mention(number) for number in range(size)]
    copies = said + said[: size // 3]
    random.Random(shuffle).shuffle(copies)
    drawn = draw_mentions(copies, DAY, seed="x", count=count)
    assert drawn == draw_mentions(said, DAY, seed="x", count=count)
    assert len({one.identity for one in drawn}) == len(drawn) == min(size, count)


def test_each_has_the_same_chance() -> None:
    said = [mention(number) for number in range(50)]
    drawn: Counter[str] = Counter()
    for seed in range(600):
        drawn.update(one.native_id for one in draw_mentions(said, DAY, seed=str(seed)))
    assert sum(drawn.values()) == 6_000
    assert all(70 < drawn[str(number)] < 180 for number in range(50)), "120 are expected; four sd are 39"


def test_only_what_was_said_that_day_about_the_brand_and_still_stands_is_drawn() -> None:
    stream = [
        mention(1),
        mention(2, published_at=NOON + timedelta(days=1)),
        mention(3, brand="globex"),
        mention(4),
        mention(4, deleted=True, text=""),
        mention(5, text="  "),
        mention(6, edited=True),
    ]
    assert [one.native_id for one in draw_mentions(stream, DAY, brand="acme")] == ["1"]
    assert {one.native_id for one in draw_mentions(stream, DAY)} == {"1", "3"}


def test_taken_down_after_it_was_drawn_another_takes_its_place() -> None:
    said = [mention(number) for number in range(100)]
    first = draw_mentions(said, DAY)
    later = [*said, *(replace(one, deleted=True, text="") for one in first[:5])]
    second = draw_mentions(later, DAY)
    assert len(second) == 10
    assert not set(first[:5]) & set(second)


def opinion(label: Label, said: Label, *, backlash: bool = False, says: bool = False) -> Opinion:
    one = mention(1)
    return Opinion(mention=one, scored=scored(one, said, backlash=says), label=label, is_backlash=backlash)


def test_disagreement_is_counted_and_the_unscored_are_no_disagreement() -> None:
    tally = count_opinions(
        [
            opinion(Label.NEGATIVE, Label.NEGATIVE),
            opinion(Label.NEGATIVE, Label.POSITIVE, backlash=True),
            opinion(Label.POSITIVE, Label.POSITIVE, says=True),
            opinion(Label.NEGATIVE, Label.UNSCORED, backlash=True),
        ]
    )
    assert (tally.judged, tally.unscored, tally.label, tally.backlash, tally.either) == (4, 1, 1, 2, 2)
    assert tally.share == pytest.approx(2 / 3)
    assert count_opinions([]).share is None


def test_what_was_judged_can_be_learned_from_and_leads_to_nobody() -> None:
    line = write_judged(opinion(Label.NEGATIVE, Label.POSITIVE, backlash=True))
    (judged,) = read_lines([line])
    assert (judged.text, judged.label, judged.stance) == ("text 1", Label.NEGATIVE, Stance.AGAINST)
    for trace in ("jane", "0123456789abcdef"):
        assert trace not in line


def test_the_metric_is_written_for_the_node_exporter(tmp_path: Path) -> None:
    metrics = SampleMetrics(CollectorRegistry(), brands=["acme"])
    metrics.note("acme", count_opinions([opinion(Label.NEGATIVE, Label.POSITIVE)]), DAY)
    metrics.write(tmp_path / "sample.prom")
    text = (tmp_path / "sample.prom").read_text()
    assert 'crisis_sample_disagreed_mentions{brand="acme",lane="live"} 1.0' in text
    assert 'crisis_sample_judged_mentions{brand="acme",lane="live"} 1.0' in text


def answers(*said: str) -> Iterator[str]:
    yield from said


def score_plainly(mention: Mention, line: int) -> Scored:
    return replace(scored(mention), line=line, language="en", because=("tex",))


def test_a_person_judges_before_they_see_the_score_and_may_skip_and_stop(
    capsys: pytest.CaptureFixture[str],
) -> None:
    seen: list[str] = []
    said = answers("what?", "n", "y", "s", "p", "n", "q")

    def ask(_: str) -> str:
        seen.append(capsys.readouterr().out)
        return next(said)

    opinions = ask_opinions(
        [mention(number) for number in range(5)],
        score_plainly,
        ask,
    )
    assert [(one.mention.native_id, one.label, one.is_backlash) for one in opinions] == [
        ("0", Label.NEGATIVE, True),
        ("2", Label.POSITIVE, False),
    ]
    before_first_answer = "".join(seen[:3])
    assert "text 0" in before_first_answer
    assert "scorer:" not in before_first_answer
    assert "scorer: negative" in seen[3]
    assert "because of: text" in seen[3]


def test_the_command_reads_a_recording_asks_and_keeps_what_was_said(tmp_path: Path) -> None:
    recording = tmp_path / "april.jsonl"
    lines = [mention(number, text=f"what a nice day \x1b[2J {number}").to_json() for number in range(30)]
    recording.write_bytes(join_lines(lines))
    command = ["sample", "--recording", str(recording), "--day", "2026-04-28", "--data-dir", str(tmp_path)]
    shown = CliRunner().invoke(main, [*command, "--show"])
    assert shown.exit_code == 0, shown.output
    assert shown.output.count("scorer:") == 10
    assert "\x1b" not in shown.output
    judged = CliRunner().invoke(main, command, input="n\nn\n" * 10)
    assert judged.exit_code == 0, judged.output
    assert "10 judged" in judged.output
    assert len((tmp_path / "sample" / "2026-04-28.jsonl").read_text().splitlines()) == 10
    nothing = CliRunner().invoke(main, [*command[:-3], "2026-04-29", *command[-2:]])
    assert nothing.exit_code == 1
    assert "nothing was said on 2026-04-29" in nothing.output
