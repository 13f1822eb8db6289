"""`crisis account` from the outside: what it says, writes and refuses; and that docs/account.md is true."""

import csv
import json
import math
import re
import shlex
import tomllib
from pathlib import Path
from typing import Any, Final

import pytest
from click.testing import CliRunner, Result
from prometheus_client.parser import text_string_to_metric_families

from connectors.config import build_section
from deploy.account.mapping import AccountFields, AccountMapping, PostFields
from deploy.cli import main
from streams.account.signal import Kind
from tests.streams.account.ledger import Course, keep_days, steady

ROOT: Final = Path(__file__).parents[3]
DOC: Final = (ROOT / "docs" / "account.md").read_text(encoding="utf-8")
SAMPLES: Final = ROOT / "docs" / "samples"


def crisis(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["account", *map(str, arguments)])


def write_days(folder: Path, days: int = 60, *, engagement: Course = steady, lost: Course = steady) -> Path:
    file = folder / "account.csv"
    names = ["date", *(name for name in AccountFields.model_fields if name not in {"date", "completion"})]
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, names)
        writer.writeheader()
        for one in keep_days(days, engagement, lost=lost):
            row = {name: getattr(one, name) for name in names if name != "date"}
            writer.writerow({**row, "date": f"{one.at:%Y-%m-%d}"})
    return file


def read_metrics(path: Path) -> dict[tuple[str, ...], float]:
    found = {}
    for family in text_string_to_metric_families(path.read_text(encoding="utf-8")):
        for sample in family.samples:
            found[sample.name, *sorted(sample.labels.values())] = sample.value
    return found


@pytest.mark.need("000-01", "000-02", "000-03", "000-05", "000-11", "000-29")
def test_the_sample_is_told_with_dates_and_figures() -> None:
    result = crisis(SAMPLES / "account.csv", "--posts", SAMPLES / "posts.csv")
    assert result.exit_code == 0, result.output
    calm, fallen = result.stdout.split("acme on instagram")
    assert "WARNING" not in calm
    warned = re.findall(r"WARNING +(.+?), since (\d{4}-\d\d-\d\d)", fallen)
    # All but that too many react, since it tells of too few.
    assert len(warned) == len(Kind) - 1
    assert all(since > "2026-04-06" for _, since in warned)
    assert "gross churn 4.4 %, net churn 3.4 %" in " ".join(fallen.split())
    assert "it does not say what is the cause" in " ".join(fallen.split())
    assert all(len(line) <= 100 for line in result.stdout.splitlines())


@pytest.mark.need("002-02")
def test_three_times_the_reactions_with_hostile_comments_is_toxic_engagement_and_no_success(
    tmp_path: Path,
) -> None:
    def tell(hostile: float) -> tuple[str, dict[tuple[str, ...], float]]:
        file, prom = write_days(tmp_path, engagement=lambda day: 4 if day >= 57 else 1), tmp_path / "a.prom"
        with file.open(encoding="utf-8", newline="") as old:
            rows = list(csv.DictReader(old))
        for row in rows:
            row["hostile"] = str(round(int(row["comments"]) * hostile))
        with file.open("w", encoding="utf-8", newline="") as new:
            writer = csv.DictWriter(new, rows[0])
            writer.writeheader()
            writer.writerows(rows)
        result = crisis(file, "--metrics", prom)
        assert result.exit_code == 0, result.output
        return " ".join(result.stdout.split()), read_metrics(prom)

    said, metrics = tell(0.6)
    assert "WARNING toxic engagement, since 2026-03-03" in said
    assert "it is no success: the weighted engagement rate was" in said
    assert said.count("success") == 1
    signal = ("crisis_account_warned_signals", "acme", "instagram", "toxic_engagement")
    assert metrics[signal] == 1
    said, metrics = tell(0.4)
    assert "quiet toxic engagement" in said
    assert "success" not in said
    assert metrics[signal] == 0


def test_json_holds_the_same_for_machines(tmp_path: Path) -> None:
    file = write_days(tmp_path, lost=lambda day: 9 if day == 59 else 1)
    result = crisis(file, "--json")
    assert result.exit_code == 0, result.output
    document: dict[str, Any] = json.loads(result.stdout)
    (loss,) = (one for one in document["findings"] if one["kind"] == "follower_loss")
    assert loss["signals"][0]["since"] == "2026-03-05T00:00:00Z"
    assert loss["signals"][0]["is_open"] is True
    assert document["accounts"][0]["completion"] is None
    assert document["files"][0]["rows"] == 60


@pytest.mark.need("000-05", "003-34")
def test_metrics_have_gross_and_net_churn_and_every_warning(tmp_path: Path) -> None:
    file, prom = (
        write_days(tmp_path, lost=lambda day: 9 if day == 59 else 1),
        tmp_path / "new" / "account.prom",
    )
    assert crisis(file, "--metrics", prom).exit_code == 0
    found = read_metrics(prom)
    gross = found["crisis_account_gross_churn_ratio", "acme", "instagram"]
    net = found["crisis_account_net_churn_ratio", "acme", "instagram"]
    assert gross > net > 0
    assert found["crisis_account_warned_signals", "acme", "follower_loss", "instagram"] == 1
    assert found["crisis_account_warned_signals", "acme", "engagement_drop", "instagram"] == 0
    assert found["crisis_account_unknown_signals", "acme", "completion_drop", "instagram"] == 1
    assert math.isnan(found["crisis_account_completion_ratio", "acme", "instagram"]), "unknown is not 0"


def test_bad_rows_are_named_and_the_others_are_told(tmp_path: Path) -> None:
    file, prom = write_days(tmp_path), tmp_path / "account.prom"
    lines = file.read_text().splitlines()
    lines[10] = lines[10].replace("2026-", "2026/", 1)
    file.write_text("\n".join(lines) + "\n2026-03-09,a\x1b[2Jcme,instagram\n")
    result = crisis(file, "--metrics", prom)
    assert result.exit_code == 0, result.output
    assert "2 of 61 rows cannot be read" in result.stderr
    assert "line 11: `date` fits none of `dates`" in result.stderr
    assert "line 62: `brand` is" in result.stderr
    assert "\x1b" not in result.output
    assert "59 days" in result.stdout
    assert read_metrics(prom)["crisis_account_bad_rows", "account"] == 2


def test_a_file_without_any_row_that_can_be_read_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "account.csv"
    file.write_text("date,reach\n2026-05-01,1\n")
    result = crisis(file)
    assert result.exit_code == 1
    assert "--brand" in result.output
    assert "Error: " in result.output
    assert crisis(file, "--brand", "acme", "--platform", "line").exit_code == 0


def test_too_little_history_is_said(tmp_path: Path) -> None:
    result = crisis(write_days(tmp_path, 8, engagement=lambda day: 0.1 if day > 4 else 1))
    assert result.exit_code == 0
    assert "WARNING" not in result.stdout
    assert result.stdout.count("cannot tell") == len(Kind) - 1, "of hostile comments the file has no column"
    assert "Too little history" in result.stdout


@pytest.mark.need("003-05")
def test_weights_are_configurable(tmp_path: Path) -> None:
    file = write_days(tmp_path)
    rates = [
        json.loads(crisis(file, "--json", "--weights", weights).stdout)["accounts"][0]["rate"]
        for weights in ("like=1,comment=1,share=1", "like=1,comment=2,share=3", "comments=9")
    ]
    assert rates == sorted(set(rates))


@pytest.mark.parametrize(
    "weights", ["like", "like=x", "love=2", "like=-1", "like=0,comment=0,share=0", "like=nan"]
)
def test_what_is_no_weight(weights: str) -> None:
    result = crisis(SAMPLES / "account.csv", "--weights", weights)
    assert result.exit_code == 2
    assert "like=1,comment=2,share=3" in result.output


def test_a_wrong_mapping_is_told_whole(tmp_path: Path) -> None:
    mapping = tmp_path / "ours.toml"
    mapping.write_text('zone = "Mars"\n[fields]\nreech = "Reach"\n')
    result = crisis(SAMPLES / "account.csv", "--mapping", mapping)
    assert result.exit_code == 1
    assert "no such time zone" in result.output
    assert "reech: unknown key" in result.output


def test_metrics_that_cannot_be_written_are_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = crisis(SAMPLES / "account.csv", "--metrics", tmp_path / "file" / "account.prom")
    assert result.exit_code == 1
    assert "cannot be written" in result.output


def test_the_same_file_says_the_same() -> None:
    arguments = (SAMPLES / "account.csv", "--posts", SAMPLES / "posts.csv", "--json")
    assert crisis(*arguments).stdout == crisis(*arguments).stdout


def shown(text: str) -> list[list[str]]:
    return [
        shlex.split(line) for line in re.findall(r"^ *(crisis account docs/.*)$", text, flags=re.MULTILINE)
    ]


@pytest.mark.parametrize("text", [DOC, str(main.commands["account"].help)], ids=["docs", "help"])
def test_every_command_shown_on_the_sample_works(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    monkeypatch.chdir(tmp_path)
    assert shown(text)
    for command in shown(text):
        result = CliRunner().invoke(main, command[1:])
        assert result.exit_code == 0, result.output


def test_every_mapping_shown_is_right() -> None:
    blocks = re.findall(r"^```toml\n(.*?)^```", DOC, flags=re.MULTILINE | re.DOTALL)
    assert blocks
    for block in blocks:
        build_section(AccountMapping, tomllib.loads(block), file="ours.toml")


def test_every_column_and_every_warning_is_in_the_doc() -> None:
    for name in {*AccountFields.model_fields, *PostFields.model_fields, *Kind}:
        assert f"`{name}`" in DOC, name
