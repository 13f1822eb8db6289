"""`crisis import` and `crisis receiver` from the outside: what they say, write and refuse."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from connectors.author import AuthorKey
from connectors.recording import read_recording
from deploy.cli import main

CONFIG = '[[brands]]\nname = "acme"\n[[brands]]\nname = "bolt"\n'
GOOD = {"id": "1", "published_at": "2026-01-01T11:00:00Z", "text": "acme is soulless", "author": "ada"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "crisis.toml").write_text(CONFIG)
    return tmp_path


def import_lines(folder: Path, *options: str, lines: Sequence[object] = (GOOD,)) -> Result:
    file = folder / "mentions.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    common = ["--config", str(folder / "crisis.toml"), "--data-dir", str(folder / "data")]
    return CliRunner().invoke(main, ["import", str(file), *common, *options])


def test_a_dry_run_says_what_is_in_a_file(folder: Path) -> None:
    result = import_lines(folder, "--dry-run", lines=[GOOD, GOOD | {"id": "2", "text": "nobody"}])
    assert result.exit_code == 0, result.output
    assert "2 rows: 1 mentions, 1 passed over, 0 bad" in result.output
    assert "older than a day" in result.output


@pytest.mark.need("002-27")
def test_a_recording_can_be_made_of_an_export_without_any_broker(folder: Path) -> None:
    out = folder / "april.jsonl"
    result = import_lines(folder, "--to", str(out), "--brand", "bolt")
    assert result.exit_code == 0, result.output
    (mention,) = read_recording(
        out.read_bytes().splitlines(), lane="drill", authors=lambda: AuthorKey(b"k" * 32)
    )
    assert (mention.brand, mention.text, mention.source) == ("bolt", "acme is soulless", "import")
    assert "ada" not in out.read_text()
    assert sorted(path.name for path in folder.iterdir()) == [
        "april.jsonl",
        "crisis.toml",
        "data",
        "mentions.jsonl",
    ]


def test_one_bad_row_stops_the_import_unless_it_may_be_left_out(folder: Path) -> None:
    out, lines = folder / "april.jsonl", [GOOD, {"id": "2"}]
    refused = import_lines(folder, "--to", str(out), lines=lines)
    assert refused.exit_code == 1
    assert "row 2: `published_at` is empty" in refused.output
    assert not out.exists()
    assert import_lines(folder, "--to", str(out), "--skip-bad", lines=lines).exit_code == 0
    assert len(out.read_bytes().splitlines()) == 1


@pytest.mark.parametrize(
    ("options", "said"),
    [(("--brand", "nobody"), "no such brand"), (("--mapping", "nobody"), "brandwatch, meltwater")],
)
def test_a_wrong_word_is_answered_with_the_right_ones(
    folder: Path, options: tuple[str, ...], said: str
) -> None:
    result = import_lines(folder, *options)
    assert result.exit_code == 1
    assert said in result.output
