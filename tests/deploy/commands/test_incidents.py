"""`crisis incidents` and `crisis incident …`: what they write, what they show, and when they refuse."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest
from click.testing import CliRunner, Result

from alerts.action import Action, ActionKind
from alerts.casebook import Casebook
from alerts.house import build_rules
from alerts.incident import Incident
from alerts.library import read_library
from alerts.matrix import read_matrix
from alerts.respond import Record, apply_record
from connectors.errors import TransientError
from connectors.settings import Kafka
from deploy.casefile import Lives, collect_lives
from deploy.cli import main
from deploy.commands.incidents import NOT_RECORDED
from deploy.commands.verbs import NAMES, VERBS
from streams.minute import Counts, Minute
from tests.alerts.configured import TEXT, settings
from tests.alerts.examples import at, incident_of, spike

ID = incident_of(spike()).id


class FakeCaseFile:
    """A lane without Kafka: deeds go straight into a casebook."""

    def __init__(self, *history: Record) -> None:
        self.rules = build_rules(settings().response, matrix=read_matrix())
        self.book = Casebook()
        self.records: list[bytes] = []
        self.actions: list[Action] = []
        self.is_heard = True
        for record in history:
            self.take(record)

    def __call__(self, kafka: Kafka) -> Self:
        self.lane = kafka.lane
        return self

    def take(self, record: Record) -> tuple[Incident, ...]:
        outcome = apply_record(self.book, record, self.rules, now=record.at)
        self.book = outcome.casebook
        self.records += [incident.to_json() for incident in outcome.incidents]
        return outcome.incidents

    def read_lives(self) -> Lives:
        return collect_lives([*self.records, b"{nonsense", *self.records])

    def read_minutes(self, brand: str, start: datetime, end: datetime) -> tuple[Minute, ...]:
        assert start < end
        counts = Counts(mentions=3, negative=2, neutral=1)
        return (Minute(brand=brand, start=at(0), counts=counts, sources=1),)

    def write(self, action: Action) -> Incident | None:
        self.actions.append(action)
        found = self.take(action) if self.is_heard else ()
        return found[-1] if found else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None: ...


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("SLACK_TOKEN", "SLACK_DRILL_TOKEN"):
        monkeypatch.setenv(name, "xoxb-1")
    monkeypatch.setenv("SLACK_HOOK", "https://hooks.slack.com/services/T/B/x")
    monkeypatch.setenv("CRISIS_BY", "Anna")
    file = tmp_path / "crisis.toml"
    file.write_text(TEXT)
    return file


@pytest.fixture
def cases(monkeypatch: pytest.MonkeyPatch) -> FakeCaseFile:
    file = FakeCaseFile(spike())
    monkeypatch.setattr("deploy.casefile.CaseFile", file)
    return file


def crisis(config: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--config", str(config)])


WORDS = {"step": "pause-scheduled", "value": "Ben", "text": "because of this"}
CLOSING: list[tuple[str, ...]] = [("tick", "explain"), ("tick", "admit-limits"), ("tick", "promise-better")]
OWN_WORDS = "We are looking into it. Anna"
APPROVED = f"holding.en.reply.{sha256(OWN_WORDS.encode()).hexdigest()[:8]}"
NAMED: dict[str, dict[str, str]] = {
    "answer": {"step": "ai_use", "value": "partly"},
    "fact": {"step": "tool", "value": "a video generator"},
    "approve": {"step": APPROVED},
}
FIRST: dict[str, list[tuple[str, ...]]] = {
    "still": [("ack",)],
    "approve": [("fact", "words.holding.en.reply", OWN_WORDS)],
    "resolve": CLOSING,
    "reopen": [*CLOSING, ("resolve",)],
    "review": [*CLOSING, ("resolve",)],
}


@pytest.mark.parametrize("name", VERBS)
def test_every_verb_writes_its_deed_and_says_what_became_of_it(
    name: str, config: Path, cases: FakeCaseFile
) -> None:
    words = {**WORDS, **NAMED.get(name, {})}
    for earlier in FIRST.get(name, []):
        assert crisis(config, "incident", earlier[0], ID, *earlier[1:]).exit_code == 0
    result = crisis(config, "incident", name, ID[:6], *(words[field] for field in VERBS[name].asks))
    assert result.exit_code == 0, result.output
    assert "It is" in result.output
    action = cases.actions[-1]
    assert (action.kind, action.by, action.incident, action.lane) == (VERBS[name].kind, "Anna", ID, "live")
    for field in VERBS[name].asks:
        assert getattr(action, field) == words[field]
    assert datetime.now(UTC) - action.at < timedelta(minutes=5)


def test_every_kind_of_deed_has_a_command_with_an_example(config: Path) -> None:
    silences = {ActionKind.SILENCE, ActionKind.END_SILENCE}  # `crisis silence`: about no incident.
    assert {verb.kind for verb in VERBS.values()} == set(ActionKind) - silences
    assert set(NAMES) <= set(ActionKind)
    for name in VERBS:
        shown = crisis(config, "incident", name, "--help").output
        assert f"    crisis incident {name} -" in shown


def test_the_examples_name_what_the_playbook_has() -> None:
    playbook = read_library()["ai-content-backlash"]
    steps = [step.id for step in playbook.steps]
    facts, drafts = [fact.id for fact in playbook.facts], [draft.id for draft in playbook.drafts]
    answers = [f"{question.id} {option.id}" for question in playbook.questions for option in question.options]
    examples = {name: verb.example for name, verb in VERBS.items()}
    assert examples["tick"] in steps
    assert examples["skip"].split()[0] in steps
    assert examples["answer"] in answers
    assert examples["fact"].split()[0] in facts
    assert examples["approve"].split(".")[0] in drafts


@pytest.mark.need("000-23")
def test_it_is_not_resolved_before_its_closing_steps(config: Path, cases: FakeCaseFile) -> None:
    result = crisis(config, "incident", "resolve", ID)
    assert result.exit_code == 3
    assert "explain, admit-limits, promise-better" in result.output
    assert cases.actions == []


def test_what_does_not_fit_is_refused_before_anything_is_written(config: Path, cases: FakeCaseFile) -> None:
    result = crisis(config, "incident", "review", ID, "nothing")
    assert result.exit_code == 3
    assert "does not fit an incident that is open" in result.output
    assert crisis(config, "incident", "approve", ID, "first-reply", "--by", "Zoe").exit_code == 3
    assert cases.actions == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            ("tick", "nonsense"),
            "not done: there is no step `nonsense`; open steps: pause-scheduled, read-the-",
        ),
        (("skip", "nonsense", "no", "time"), "not done: there is no step `nonsense`; open steps: pause-sch"),
        (("answer", "ai_use", "maybe"), "not done: `ai_use` takes made, partly, not, unknown"),
        (
            ("answer", "ai-use", "partly"),
            "not done: there is no question `ai-use`; questions: ai_use, disclos",
        ),
        (("fact", "ai-part", "the", "sky"), "facts: ai-part.en, ai-part.zh-Hant"),
        (("approve", "holding"), "not done: there is no draft `holding` with all its facts; an approval nam"),
        (("answer", "strategy", "stand_firm"), "not done: `stand_firm` cannot be chosen yet: "),
        (("hand-over", "Bem"), "not done: `Bem` does not stand in [[oncall]], so nobody would be called"),
    ],
)
def test_a_typing_mistake_is_not_taken_as_done(
    typed: tuple[str, ...], said: str, config: Path, cases: FakeCaseFile
) -> None:
    result = crisis(config, "incident", typed[0], "-", *typed[1:])
    assert result.exit_code == 3
    assert said in result.output
    assert cases.actions == []


@pytest.mark.usefixtures("cases")
def test_after_a_tick_the_next_step_is_named(config: Path) -> None:
    ticked = crisis(config, "incident", "tick", "-", "pause-scheduled").output.splitlines()
    assert ticked[-1].startswith("Do now: ")
    assert ticked[-1].endswith("(read-the-quotes)")


def test_who_gives_no_name_as_root_is_told_how_to_give_one(
    config: Path, cases: FakeCaseFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CRISIS_BY")
    monkeypatch.setenv("LOGNAME", "root")
    result = crisis(config, "incident", "contain", "-")
    assert result.exit_code == 3
    said = "not done: `root` is a service account: only people act. Say who you are: --by NAME, or set CRISIS_BY."
    assert said in result.output
    assert cases.actions == []


def test_where_nobody_takes_the_deed_in_it_says_so(config: Path, cases: FakeCaseFile) -> None:
    cases.is_heard = False
    result = crisis(config, "incident", "ack", ID)
    assert result.exit_code == 4
    assert "Kafka has it" in result.output


@pytest.mark.parametrize("fails", ["read_lives", "write"])
def test_where_the_broker_does_not_answer_the_first_line_says_what_that_means(
    fails: str, config: Path, cases: FakeCaseFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise TransientError("incidents: the broker at 127.0.0.1:9092 does not answer in time")

    monkeypatch.setattr(cases, fails, fail)
    result = crisis(config, "incident", "ack", "-")
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        NOT_RECORDED,
        "Error: incidents: the broker at 127.0.0.1:9092 does not answer in time",
    ]


def test_a_dash_means_the_only_open_one(config: Path, cases: FakeCaseFile) -> None:
    assert crisis(config, "incident", "ack", "-").exit_code == 0
    cases.take(spike(id="other", themes={"privacy": 50}, at=at(30)))
    two = crisis(config, "incident", "ack", "-")
    assert two.exit_code == 1
    assert "more than one open incident" in two.output
    none = crisis(config, "incident", "show", "ffff")
    assert "no incident that begins with `ffff`" in none.output


def test_a_drills_deed_goes_to_its_lane(config: Path, cases: FakeCaseFile) -> None:
    cases.records.clear()
    cases.book = Casebook()
    cases.take(spike(lane="drill-1"))
    shown = CliRunner(env={"COLUMNS": "200"}).invoke(
        main, ["incident", "show", "-", "--lane", "drill-1", "--config", str(config)]
    )
    assert f"Do now: crisis incident ack {ID} --lane drill-1 --by YOUR-NAME" in shown.output
    assert crisis(config, "incident", "ack", "-", "--lane", "drill-1").exit_code == 0
    assert cases.actions[-1].lane == "drill-1"


def test_the_list_shows_the_open_ones_and_all_on_request(config: Path, cases: FakeCaseFile) -> None:
    assert ID in crisis(config, "incidents").output
    crisis(config, "incident", "false-alarm", ID, "a", "film", "of", "that", "name")
    assert "No open incident." in crisis(config, "incidents").output
    assert "false alarm" in crisis(config, "incidents", "--all").output
    assert cases.actions[-1].text == "a film of that name"


def test_the_first_two_lines_say_what_happens_how_bad_since_when_and_what_to_do(
    config: Path, cases: FakeCaseFile
) -> None:
    lines = (
        CliRunner(env={"COLUMNS": "200"})
        .invoke(main, ["incident", "show", ID, "--config", str(config)])
        .output.splitlines()
    )
    assert re.match(
        r"SEV2 acme: Backlash against AI-made content, 63 mentions against AI-made content, counted over 45 min; normal is about 4 · it began",
        lines[0],
    )
    assert lines[1].rstrip() == f"Do now: crisis incident ack {ID} --by YOUR-NAME"
    assert any(re.match(r"clock +reached \(UTC\) +due \(UTC\)", line) for line in lines)
    crisis(config, "incident", "ack", ID)
    shown = crisis(config, "incident", "show", ID).output.splitlines()
    assert any(line.startswith("Do now: Pause scheduled posts") for line in shown[:4])
    assert cases.actions


@pytest.mark.usefixtures("cases")
def test_times_stand_in_the_teams_zone_which_is_named(config: Path) -> None:
    config.write_text(f'{TEXT}\n[alerts]\nzone = "Asia/Taipei"\n')
    wide = CliRunner(env={"COLUMNS": "200"})
    shown = wide.invoke(main, ["incident", "show", ID, "--config", str(config)]).output
    assert "2026-03-02 22:32 CST" in shown.splitlines()[0]
    assert re.search(r"clock +reached \(Asia/Taipei\) +due \(Asia/Taipei\)", shown)
    assert re.search(r"detected +02 Mar 22:50", shown)
    assert "UTC" not in shown
    listed = wide.invoke(main, ["incidents", "--config", str(config)]).output
    assert "since (Asia/Taipei)" in listed
    assert "02 Mar 22:32" in listed


@pytest.mark.need("000-18", "000-22")
@pytest.mark.usefixtures("cases")
def test_it_shows_the_mood_and_what_people_say_ask_and_want(config: Path) -> None:
    wide = CliRunner(env={"COLUMNS": "200"})
    shown = wide.invoke(main, ["incident", "show", ID, "--config", str(config)]).output
    assert "Mood: of 135 scored: 47% negative" in shown
    assert "They say: soulless 14 · slop 9" in shown
    assert "They ask: “who drew this?” ×4" in shown
    assert "They want: people instead of AI 12 “bring back the artists”" in shown


def test_words_of_strangers_do_not_move_the_cursor(config: Path, cases: FakeCaseFile) -> None:
    crisis(config, "incident", "note", ID, "\x1b[2Jgone", "[bold]loud[/bold]")
    shown = crisis(config, "incident", "show", ID).output
    assert "\x1b[2J" not in shown
    assert "[bold]" in shown
    assert cases.actions


def test_a_report_is_written_in_both_forms(config: Path, cases: FakeCaseFile, tmp_path: Path) -> None:
    result = crisis(config, "incident", "report", "-", "-o", str(tmp_path / "reports"))
    assert result.exit_code == 0, result.output
    names = sorted(path.name for path in (tmp_path / "reports").iterdir())
    assert names == [f"{ID}.html", f"{ID}.md"]
    assert cases.records


ROTA = """
[[rotas]]
name = "pr"
zone = "Asia/Taipei"
brands = ["acme"]
starts = 2026-03-02
primary = ["Anna", "Ben"]
"""


def test_on_call_shows_now_and_the_next_two_weeks(config: Path) -> None:
    config.write_text(TEXT + ROTA)
    shown = crisis(config, "oncall", "--at", "2026-03-03").output
    assert "pr: acme (Asia/Taipei)" in shown
    rows = [re.findall(r"Anna|Ben|nobody", line) for line in shown.splitlines() if "│" in line]
    assert rows[:3] == [["Anna", "Ben", "nobody"], ["Ben", "Anna", "nobody"], ["Anna", "Ben", "nobody"]]
    assert "globex: no rota" in shown


def test_two_records_of_one_revision_count_once() -> None:
    def revisions(values: Iterable[bytes]) -> list[int]:
        return [record.revision for record in collect_lives(values)[ID]]

    cases = FakeCaseFile(spike())
    cases.take(Action(id="a", brand="acme", incident=ID, kind=ActionKind.ACKNOWLEDGE, by="Anna", at=at(20)))
    assert revisions([*cases.records, *reversed(cases.records)]) == [0, 1]


@pytest.mark.usefixtures("cases")
def test_whoever_reads_the_record_needs_no_secret(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SLACK_TOKEN", "SLACK_DRILL_TOKEN", "SLACK_HOOK"):
        monkeypatch.delenv(name)
    told = crisis(config, "incident", "report", ID, "-o", str(config.parent / "reports"))
    assert told.exit_code == 0, told.output
    assert (config.parent / "reports" / f"{ID}.html").exists()
