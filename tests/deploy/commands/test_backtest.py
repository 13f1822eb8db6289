"""`crisis backtest`, `crisis record` and `crisis drill` as a person types them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from connectors.mention import ChannelKind, Mention, Platform
from connectors.page import join_lines
from deploy.cli import main
from deploy.commands.drill import drill
from deploy.commands.words import Span
from deploy.drills.folder import FIRST_DRILL
from deploy.scenarios.shelf import list_scenarios

START = datetime(2026, 4, 1, tzinfo=UTC)


def crisis(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """Three days of little talk, and an hour of anger on the third."""
    path = tmp_path / "april.jsonl"
    lines = []
    for number in range(720):
        at = START + timedelta(minutes=5 * number)
        lines.append(make(f"q{number}", at, "the parcel arrived today"))
        if 700 <= number < 712:
            lines += [
                make(
                    f"a{number}-{each}",
                    at + timedelta(seconds=20 * each),
                    "awful soulless AI slop, I hate it",
                )
                for each in range(14)
            ]
    path.write_bytes(join_lines(lines))
    return path


def make(name: str, at: datetime, text: str) -> bytes:
    return Mention(
        source="x",
        native_id=name,
        brand="acme",
        platform=Platform.X,
        kind=ChannelKind.POST,
        published_at=at,
        text=text,
        language="en",
    ).to_json()


TRUTH = "2026-04-03T10:20Z..2026-04-03T12:00Z"


def test_a_back_test_prints_figures_draws_a_page_and_saves_what_compare_reads(
    recording: Path, tmp_path: Path
) -> None:
    html, before, after = tmp_path / "april.html", tmp_path / "before.json", tmp_path / "after.json"
    robust = ("--detector", "robust")
    found = crisis("backtest", recording, "--truth", TRUTH, *robust, "--html", html, "--save", before)
    assert found.exit_code == 0, found.output
    assert "1 of 1" in found.output
    assert "true page" in found.output
    page = html.read_text()
    assert "<svg" in page
    assert 'class="span"' in page
    missed = crisis(
        "backtest",
        recording,
        "--truth",
        TRUTH,
        "--detector",
        "static",
        "--set",
        "count=5000",
        "--save",
        after,
    )
    assert missed.exit_code == 0, missed.output
    assert "0 of 1" in missed.output
    worse = crisis("backtest", "compare", before, after)
    assert worse.exit_code == 1
    assert "missed" in worse.output
    assert crisis("backtest", "compare", after, before).exit_code == 0
    assert crisis("backtest", "compare", before, before).exit_code == 0


def test_scored_once_it_gives_the_same_figures(recording: Path, tmp_path: Path) -> None:
    scored = tmp_path / "scored.jsonl.gz"
    assert crisis("backtest", "score", recording, "-o", scored).exit_code == 0
    files = [tmp_path / "a.json", tmp_path / "b.json"]
    for path, file in zip((recording, scored), files, strict=True):
        assert crisis("backtest", path, "--truth", TRUTH, "--save", file).exit_code == 0
    first, second = (file.read_text().replace('"april"', '"scored"') for file in files)
    assert first == second


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("backtest",), "Usage"),
        (("backtest", "run"), "--shipped"),
        (("backtest", "no-such-story"), "ai-holiday-film"),
        (("backtest", "ai-holiday-film", "--detector", "tarot"), "robust"),
        (("backtest", "ai-holiday-film", "--truth", "yesterday"), "two times"),
        (("record", "--brand", "acme", "--from", "soon", "-o", "x"), "2026-04-28"),
        (
            ("record", "--brand", "acme", "--from", "2026-04-01", "-o", "x", "--config", "none.toml"),
            "crisis init",
        ),
        (
            ("drill", "run", "ai-holiday-film", "--lane", "live", "--stand-in", "--config", "none.toml"),
            "no lane of a drill",
        ),
        (("drill", "run", "ai-holiday-film", "--config", "none.toml"), "crisis init"),
        (("drill", "run", "no-such-story", "--stand-in"), "ai-holiday-film"),
        (("drill", "run", "ai-holiday-film", "--start-at", "later"), "22h30m"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(arguments: tuple[str, ...], what: str) -> None:
    result = crisis(*arguments)
    assert result.exit_code != 0
    assert what in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize("verb", ["pause", "resume", "stop", "report"])
def test_without_a_drill_there_is_nothing_to_steer(verb: str, tmp_path: Path) -> None:
    result = crisis("drill", verb, "--data-dir", tmp_path)
    assert result.exit_code == 1
    told = {"report": f"begin with: {FIRST_DRILL}"}.get(verb, "No drill is running on this machine.")
    assert told in result.output
    assert crisis("drill", "list", "--data-dir", tmp_path).output == f"none yet; begin with: {FIRST_DRILL}\n"


def test_the_command_to_begin_with_is_whole() -> None:
    """It is read to the end; nothing is run."""
    _, _, name, *options = FIRST_DRILL.split()
    command = drill.get_command(click.Context(drill), name)
    assert command
    context = command.make_context(name, options)
    assert context.params["what"] in list_scenarios()
    assert context.params["stand_in"]
    assert context.params["embedded"]


def test_a_schedule_lists_what_is_due(tmp_path: Path) -> None:
    config = tmp_path / "crisis.toml"
    assert crisis("init", "--config", config).exit_code == 0
    result = crisis("drill", "schedule", "--config", config)
    assert "docs/drills.md" in result.output
    text = config.read_text()
    config.write_text(text + '\n[[drills.standing]]\nname = "night"\nwhat = "ai-holiday-film"\n')
    result = crisis("drill", "schedule", "--config", config, "--months", "4")
    assert result.exit_code == 0, result.output
    assert result.output.count("night: ai-holiday-film") == 4


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("90m", timedelta(minutes=90)),
        ("22h30m", timedelta(hours=22.5)),
        ("1d2s", timedelta(days=1, seconds=2)),
    ],
)
def test_a_span_is_read(text: str, span: timedelta) -> None:
    assert Span.parse(text) == span
    for wrong in ("", "soon", "5", "30m2h"):
        assert Span.parse(wrong) is None


@pytest.mark.parametrize("group", ["backtest", "drill"])
def test_every_command_has_an_example(group: str) -> None:
    listed = main.commands[group]
    for name in listed.commands:  # type: ignore[attr-defined]
        assert "Example:" in crisis(group, name, "--help").output, name
    for name in ("record", "sample"):
        assert "Example:" in crisis(name, "--help").output
