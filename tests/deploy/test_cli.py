"""The command line: what it prints, what it writes, and its exit codes."""

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from deploy.cli import EXAMPLE, main
from deploy.commands.words import Speed


def crisis(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_what_init_writes_passes_check(tmp_path: Path) -> None:
    config = str(tmp_path / "crisis.toml")
    assert crisis("init", "--config", config).exit_code == 0
    result = crisis("check", "--config", config)
    assert result.exit_code == 0, result.output
    assert "acme" in result.output


def test_init_overwrites_only_by_force(tmp_path: Path) -> None:
    config = tmp_path / "crisis.toml"
    config.write_text("mine")
    result = crisis("init", "--config", str(config))
    assert result.exit_code == 1
    assert "--force" in result.output
    assert config.read_text() == "mine"
    assert crisis("init", "--config", str(config), "--force").exit_code == 0
    assert config.read_text() == EXAMPLE.read_text()


def test_check_says_everything_that_is_wrong(tmp_path: Path) -> None:
    config = tmp_path / "crisis.toml"
    config.write_text('[kafka]\npartitions = 0\n[streams]\ndetector = "tarot"\n')
    result = crisis("check", "--config", str(config))
    assert result.exit_code == 1
    assert "kafka.partitions" in result.output
    assert "streams.detector" in result.output
    assert "3 things to change" in result.output


def test_check_says_that_a_variable_is_wrong_and_not_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "crisis.toml"
    config.write_text('[[brands]]\nname = "acme"\n')
    monkeypatch.setenv("CRISIS_LANE", "Foo")
    result = crisis("check", "--config", str(config))
    assert result.exit_code == 1
    assert "environment: CRISIS_LANE: a name has" in result.output
    assert "1 thing to change in the environment\n" in result.output
    assert str(config) not in result.output


def test_each_word_of_the_summary_stands_apart_from_what_follows(tmp_path: Path) -> None:
    config = tmp_path / "crisis.toml"
    film = '[[brands.ai_content]]\ntitle = "Film"\ntags = ["#AcmeFilm"]\ndisclosure = { mastodon = "required" }\n'
    config.write_text(EXAMPLE.read_text().replace("# Where to listen.", f"{film}# Where to listen."))
    result = crisis("check", "--config", str(config))
    assert "  undisclosed Film on mastodon: required" in result.output.splitlines()


@pytest.mark.parametrize(("text", "what"), [(None, "crisis init"), ("[kafka", "TOML|Expected")])
def test_a_file_that_cannot_be_read_is_said_so(tmp_path: Path, text: str | None, what: str) -> None:
    config = tmp_path / "crisis.toml"
    if text is not None:
        config.write_text(text)
    result = crisis("check", "--config", str(config))
    assert result.exit_code == 1
    assert any(word in result.output for word in what.split("|"))


def test_scenarios_are_listed() -> None:
    result = crisis("scenarios")
    assert result.exit_code == 0
    assert "ai-holiday-film" in result.output


def test_an_unknown_scenario_is_answered_with_those_there_are(tmp_path: Path) -> None:
    config = str(tmp_path / "crisis.toml")
    crisis("init", "--config", config)
    result = crisis(
        "replay", "no-such-story", "--lane", "drill", "--config", config, "--data-dir", str(tmp_path)
    )
    assert result.exit_code == 1
    assert "ai-holiday-film" in result.output


@pytest.mark.parametrize(("written", "speed"), [("max", None), ("3600", 3600.0), ("0.5", 0.5)])
def test_a_speed(written: str, speed: float | None) -> None:
    assert Speed().convert(written, None, None) == speed


@pytest.mark.parametrize("written", ["0", "-1", "fast", "inf", "nan"])
def test_what_is_not_a_speed(written: str) -> None:
    result = crisis("demo", "--speed", written)
    assert result.exit_code == 2
    assert "`max`" in result.output


def test_every_command_explains_itself() -> None:
    for name, command in main.commands.items():
        assert command.help, name
        assert crisis(name, "--help").exit_code == 0


def every_command(command: click.Command = main, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    if isinstance(command, click.Group):
        for name, below in command.commands.items():
            yield from every_command(below, (*path, name))


@pytest.mark.parametrize("path", list(every_command()), ids=" ".join)
def test_help_says_what_it_does_and_shows_no_mark_of_the_program(path: tuple[str, ...]) -> None:
    result = crisis(*path, "--help")
    assert result.exit_code == 0
    assert "\\b" not in result.output
    assert len(result.output.split("Options:")[0].split("\n\n")) > 1


@pytest.mark.parametrize(
    "path", [(), ("backtest",), ("connectors",), ("drill",), ("incident",), ("silence",)]
)
def test_no_command_is_cut_off_in_a_list_of_them(path: tuple[str, ...]) -> None:
    result = CliRunner().invoke(main, [*path, "--help"], terminal_width=80)
    listed = result.output.split("Commands:")[1]
    assert "..." not in listed
    assert max(map(len, result.output.splitlines())) <= 80


@pytest.mark.parametrize(
    ("typed", "meant"),
    [(["chek"], "check"), (["drill", "anwser"], "answer"), (["incident", "akc", "-"], "ack")],
)
def test_a_mistyped_command_names_the_one_that_was_meant(typed: list[str], meant: str) -> None:
    result = crisis(*typed)
    assert result.exit_code == 2
    assert f"Did you mean `{meant}`?" in result.output


def test_what_is_like_no_command_is_told_as_ever() -> None:
    result = crisis("weather")
    assert result.exit_code == 2
    assert "No such command 'weather'" in result.output
    assert "mean" not in result.output


def test_a_recording_that_is_not_there_is_not_called_a_scenario() -> None:
    result = crisis("backtest", "april.jsonl.gz")
    assert result.exit_code == 1
    assert "there is no file 'april.jsonl.gz'; scenarios are: ai-art-denied" in result.output


@pytest.mark.parametrize(
    "at", ["2026-12-05T03:00", "2026-12-05 03:00", "2026-12-05", "2026-12-05T04:00+01:00"]
)
def test_on_call_is_asked_for_a_moment_written_as_for_routes(tmp_path: Path, at: str) -> None:
    config = tmp_path / "crisis.toml"
    crisis("init", "--config", str(config))
    result = crisis("oncall", "--config", str(config), "--at", at)
    assert result.exit_code == 0, result.output
    assert "Ana, PR" in result.output
