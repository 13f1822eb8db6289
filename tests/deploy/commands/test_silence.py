"""`crisis silence`: what it writes, what it lists, and what it refuses."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest
from click.testing import CliRunner, Result

from alerts.action import Action, ActionKind
from alerts.inbox import read_action
from connectors.settings import Kafka
from deploy.cli import main
from streams.spike import Severity
from tests.alerts.configured import TEXT


class FakeCaseFile:
    """A lane without Kafka: what is written can be read."""

    def __init__(self) -> None:
        self.actions: list[Action] = []
        self.lane = ""

    def __call__(self, kafka: Kafka) -> Self:
        self.lane = kafka.lane
        return self

    def send(self, action: Action) -> None:
        self.actions.append(read_action(action.to_json(), lane=self.lane))

    def read_actions(self) -> tuple[Action, ...]:
        return tuple(self.actions)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None: ...


@pytest.fixture
def cases(monkeypatch: pytest.MonkeyPatch) -> FakeCaseFile:
    cases = FakeCaseFile()
    monkeypatch.setattr("deploy.casefile.CaseFile", cases)
    return cases


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("SLACK_TOKEN", "SLACK_DRILL_TOKEN"):
        monkeypatch.setenv(name, "xoxb-1")
    monkeypatch.setenv("SLACK_HOOK", "https://hooks.slack.com/services/T/B/x")
    monkeypatch.setenv("CRISIS_BY", "Anna")
    file = tmp_path / "crisis.toml"
    file.write_text(TEXT)
    return file


def run(config: Path, *arguments: str) -> Result:
    name, *rest = arguments
    return CliRunner().invoke(main, ["silence", name, "--config", str(config), *rest])


def test_a_silence_is_written_listed_and_ended(config: Path, cases: FakeCaseFile) -> None:
    begun = run(config, "add", "--brand", "acme", "--for", "4h", "--severity", "sev3", "launch", "day")
    assert begun.exit_code == 0, begun.output
    (action,) = cases.actions
    assert (action.kind, action.by, action.brand, action.lane) == (ActionKind.SILENCE, "Anna", "acme", "live")
    assert action.silence
    assert (action.silence.severities, action.silence.reason) == ((Severity.SEV3,), "launch day")
    assert action.silence.until - action.silence.since == timedelta(hours=4)
    listed = run(config, "list").output
    assert listed.startswith(f"{action.id}  acme: SEV3, until ")
    assert listed.endswith("by Anna: launch day\n")
    assert run(config, "list", "--brand", "globex").output == "nothing is silent\n"
    ended = run(config, "end", action.id[:7])
    assert ended.output == f"{action.id} is over.\n"
    assert cases.actions[-1].value == action.id
    assert run(config, "list").output == "nothing is silent\n"


def test_a_drill_has_silences_of_its_own(config: Path, cases: FakeCaseFile) -> None:
    run(config, "add", "--lane", "drill-1", "--brand", "acme", "--for", "1h", "a rehearsal")
    assert cases.actions[0].lane == "drill-1"


def test_what_is_over_is_not_listed(config: Path, cases: FakeCaseFile) -> None:
    run(config, "add", "--brand", "acme", "--for", "1h", "launch")
    past = datetime.now(UTC) - timedelta(hours=2)
    action = cases.actions[0]
    cases.actions = [Action(**{name: getattr(action, name) for name in action.__slots__} | {"at": past})]
    assert run(config, "list").output == "nothing is silent\n"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--brand", "acme", "--for", "8d", "x"), 3, "7 days at most"),
        (("--brand", "acme", "--for", "0h", "x"), 3, "ends after it begins"),
        (("--brand", "acme", "--for", "soon", "x"), 2, 'a length is written "90m"'),
        (("--brand", "acne", "--for", "1h", "x"), 2, "there is no brand `acne`"),
        (("--brand", "acme", "--for", "1h"), 2, "Missing argument"),
        (("--brand", "acme", "--for", "1h", "--severity", "SEV1", "x"), 2, "sev1"),
        (("--brand", "acme", "--for", "1h", "--by", " ", "x"), 3, "names its owner"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_written(
    config: Path, cases: FakeCaseFile, arguments: tuple[str, ...], code: int, said: str
) -> None:
    result = run(config, "add", *arguments)
    assert result.exit_code == code
    assert said.lower() in result.output.lower()
    assert cases.actions == []


def test_ending_needs_one_silence(config: Path, cases: FakeCaseFile) -> None:
    result = run(config, "end", "cli-")
    assert result.exit_code == 1
    assert "there is no silence that begins with `cli-`" in result.output
    assert cases.actions == []
