"""The daily ten: the same ten for the same seed, each with the same chance, and what comes of the judging."""

import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry

from connectors.mention import ChannelKind, Mention, Platform
from connectors.page import join_lines
from connectors.text import tidy
from deploy.cli import main
from deploy.commands.sample import ask_opinions, say_score
from deploy.recordings.lane import LaneReader
from deploy.sampling.draw import draw_mentions
from deploy.sampling.metrics import SampleMetrics
from deploy.sampling.opinion import Opinion, count_opinions, write_judged
from streams.backlash.context import AiRegister
from streams.learning.judged import read_lines
from streams.reading import Label, Scored, Stance
from streams.scorer import MentionScorer
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


CONFIG = """
[kafka]
lane = "live"
[[brands]]
name = "acme"
[[brands.ai_content]]
title = "A film"
posts = ["film"]
"""
GRUMBLE = "no soul, just laziness"
"""Against AI-made content only where what it stands under is known to be."""


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
    config = ["--config", str(tmp_path / "crisis.toml")]
    day = ["--day", "2026-04-28", "--data-dir", str(tmp_path)]
    command = ["sample", *config, "--recording", str(recording), *day]
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
    assert "the recording goes from 2026-04-28 to 2026-04-28: choose with --day" in nothing.output


def test_a_recording_says_nothing_about_the_live_lane(tmp_path: Path) -> None:
    command = sample_recording(tmp_path, mention(1))
    judged = CliRunner().invoke(main, command, input="n\nn\n")
    assert judged.exit_code == 0, judged.output
    assert [path.name for path in (tmp_path / "sample").iterdir()] == ["2026-04-28.jsonl"]
    refused = CliRunner().invoke(main, [*command, "--lane", "live"])
    assert refused.exit_code == 2
    assert "a recording has no lane" in refused.output


def test_a_recording_is_scored_as_its_drill_would(tmp_path: Path) -> None:
    command = sample_recording(tmp_path, mention(1, text=GRUMBLE, language="en", parent_id="film"))
    as_shipped = CliRunner().invoke(main, [*command, "--show"])
    assert "against AI-made content" not in as_shipped.output
    guarded = CONFIG.replace('lane = "live"', 'security_protocol = "SASL_SSL"\npassword_env = "NOT_SET"')
    (tmp_path / "crisis.toml").write_text(guarded)
    as_configured = CliRunner().invoke(main, [*command, "--show"])
    assert as_configured.exit_code == 0, as_configured.output
    assert "against AI-made content" in as_configured.output


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("I love the AI film, great use of AI", ", for AI-made content"),
        ("Is the ad made with AI?", ", neutral on AI-made content"),
        ("my parcel is late", ""),
    ],
)
def test_the_stance_is_told(text: str, told: str) -> None:
    one = mention(1, text=text, language="en")
    said = say_score(MentionScorer().score_mention(one, 0), text)
    assert ("AI-made content" in said) is bool(told)
    assert told in said


def sample_recording(folder: Path, *said: Mention) -> list[str]:
    recording = folder / "april.jsonl"
    recording.write_bytes(join_lines([one.to_json() for one in said]))
    return sample_day(folder, "--recording", str(recording))


def sample_day(folder: Path, *options: str) -> list[str]:
    config = str(folder / "crisis.toml")
    return ["sample", "--day", "2026-04-28", "--data-dir", str(folder), "--config", config, *options]


@pytest.fixture
def kafka(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A lane that holds three mentions, one of them under a registered film; what is returned is who was asked."""
    asked: list[str] = []

    def read(reader: LaneReader, _: datetime) -> Iterator[Mention]:
        asked.append(reader.lane)
        yield mention(1, text=GRUMBLE, language="en", parent_id="film", lane=reader.lane)
        yield mention(2, text=GRUMBLE, language="en", lane=reader.lane)
        yield mention(3, text="Globex and its AI slop: I buy from acme now", language="en", lane=reader.lane)

    monkeypatch.setattr(LaneReader, "read_mentions", read)
    monkeypatch.delenv("CRISIS_LANE", raising=False)
    (tmp_path / "crisis.toml").write_text(f'{CONFIG}[[brands]]\nname = "globex"\n')
    return asked


def test_it_scores_as_the_workers_and_says_what_stands_under_ai_made_content(
    tmp_path: Path, kafka: list[str]
) -> None:
    judged = CliRunner().invoke(main, sample_day(tmp_path), input="n\nn\n" * 3)
    assert judged.exit_code == 0, judged.output
    assert kafka == ["live"]
    assert judged.output.count("under your AI-made content") == 1, "who judges it must know where it stands"
    lines = (tmp_path / "sample" / "2026-04-28.jsonl").read_text(encoding="utf-8").split("\n")
    rows = [json.loads(line) for line in lines if line]
    under, *elsewhere = sorted(rows, key=lambda row: not row["ai"])
    assert (under["text"], under["scored"]["backlash"]) == (GRUMBLE, True)
    assert [(row["ai"], row["scored"]["backlash"]) for row in elsewhere] == [(False, False)] * 2
    assert [judged.under_ai for judged in read_lines(lines)].count(True) == 1
    figures = (tmp_path / "sample" / "sample.prom").read_text()
    assert 'crisis_sample_disagreed_mentions{brand="acme",lane="live"} 1.0' in figures


def test_another_lane_leaves_the_live_figures_alone(tmp_path: Path, kafka: list[str]) -> None:
    for lane in ("live", "drill-acme"):
        judged = CliRunner().invoke(main, sample_day(tmp_path, "--lane", lane), input="n\nn\n" * 3)
        assert judged.exit_code == 0, judged.output
    assert kafka == ["live", "drill-acme"]
    for name, lane in (("sample.prom", "live"), ("sample-drill-acme.prom", "drill-acme")):
        figures = (tmp_path / "sample" / name).read_text()
        assert f'crisis_sample_judged_mentions{{brand="acme",lane="{lane}"}} 3.0' in figures
    refused = CliRunner().invoke(main, sample_day(tmp_path, "--lane", "../acme"))
    assert refused.exit_code != 0
    assert "Invalid value for '--lane': a name has" in refused.output


def test_own_weights_that_are_not_there_are_told(tmp_path: Path, kafka: list[str]) -> None:
    with (tmp_path / "crisis.toml").open("a") as config:
        config.write('[streams]\nweights = "nowhere"\n')
    told = CliRunner().invoke(main, sample_day(tmp_path))
    assert told.exit_code == 1
    assert "streams.weights: no weights in" in told.output
    assert not kafka


@pytest.mark.parametrize("ending", [click.Abort, KeyboardInterrupt])
def test_who_stops_with_a_key_keeps_what_they_said(ending: type[BaseException]) -> None:
    said = answers("n", "n", "p", "n", "e")

    def ask(_: str) -> str:
        for answer in said:
            return answer
        raise ending

    opinions = ask_opinions([mention(number) for number in range(5)], score_plainly, ask)
    assert [one.label for one in opinions] == [Label.NEGATIVE, Label.POSITIVE]


def test_what_was_said_until_the_input_ends_is_written(tmp_path: Path) -> None:
    command = sample_recording(tmp_path, *(mention(number) for number in range(5)))
    judged = CliRunner().invoke(main, command, input="n\nn\ne\nn\np\nn\n")
    assert judged.exit_code == 0, judged.output
    assert "3 judged" in judged.output
    assert len((tmp_path / "sample" / "2026-04-28.jsonl").read_text().splitlines()) == 3
    at_once = CliRunner().invoke(main, command, input="")
    assert at_once.exit_code == 0, at_once.output
    assert "nothing judged" in at_once.output


@pytest.mark.need("002-25")
@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(st.characters(), min_size=1).filter(tidy), min_size=1, max_size=4))
@example(["half \ud83d an emoji", "\x1b[2J", "a\u2028b\u2029c", "d\x85e\x0bf\x0cg\x1ch\r\ni", "\x9b2J"])
def test_whatever_signs_are_in_a_text_its_line_can_be_read_again(texts: list[str]) -> None:
    one = opinion(Label.NEGATIVE, Label.NEGATIVE)
    lines = [write_judged(replace(one, mention=mention(1, text=text))) for text in texts]
    file = "".join(line + "\n" for line in lines).encode("utf-8").decode("utf-8")
    assert not {"\x1b", "\x85", "\x9b", "\r"} & set(file)
    for split in (file.split("\n"), file.splitlines()):
        assert [judged.text for judged in read_lines(split)] == [tidy(join_halves(text)) for text in texts]


def join_halves(text: str) -> str:
    """Two halves of an emoji side by side are the emoji: JSON does not tell them apart."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


@pytest.mark.parametrize("under_ai", [True, False])
def test_where_a_mention_stands_is_in_its_line(under_ai: bool) -> None:  # noqa: FBT001
    said = mention(1, parent_id="film" if under_ai else "other")
    registers = {"acme": AiRegister(posts={"film": "Film"})}
    (one,) = ask_opinions([said], score_plainly, lambda _: "n", registers=registers)
    (judged,) = read_lines([write_judged(one)])
    assert judged.under_ai is under_ai
