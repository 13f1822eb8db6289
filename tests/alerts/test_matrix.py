"""How severe an incident is, and why."""

import tomllib
from dataclasses import replace
from typing import Any

import pytest

from alerts.action import ActionKind
from alerts.casebook import Casebook
from alerts.errors import MatrixError
from alerts.house import HouseRules
from alerts.incident import Incident
from alerts.matrix import Grade, grade_incident, read_matrix
from alerts.notice import Reason
from alerts.respond import apply_record
from alerts.words.language import Language
from connectors.mention import Platform
from streams.spike import Severity
from tests.alerts.examples import action, at, incident_of, spike

MATRIX = read_matrix()


def grade(detector: Severity = Severity.SEV3, **changes: Any) -> Grade:
    incident: Incident = replace(incident_of(spike()), **changes)
    return grade_incident(MATRIX, incident, detector)


@pytest.mark.parametrize("severity", Severity)
def test_the_detectors_word_alone_is_enough_for_each_severity(severity: Severity) -> None:
    quiet = grade(severity, observed=3, expected=2, themes={}, platforms={})
    assert quiet.severity is severity
    assert f"(detector: {severity})" in quiet.because[0]


@pytest.mark.need("004-11")
@pytest.mark.parametrize(
    ("changes", "severity", "because"),
    [
        ({"themes": {"leaving": 30, "soulless": 30}}, Severity.SEV2, "people say that they are leaving"),
        ({"themes": {"leaving": 10, "soulless": 30}}, Severity.SEV3, "more negative talk"),
        ({"themes": {"bias": 25, "slop": 30}}, Severity.SEV1, "people are hurt"),
        ({"themes": {"undisclosed": 50}, "observed": 24}, Severity.SEV3, "more negative talk"),
        (
            {"observed": 320, "platforms": dict.fromkeys(list(Platform)[:4], 80)},
            Severity.SEV1,
            "on most platforms",
        ),
        (
            {"observed": 320, "platforms": dict.fromkeys(list(Platform)[:3], 80)},
            Severity.SEV2,
            "on several platforms",
        ),
    ],
)
def test_what_people_say_and_where_can_make_it_worse_than_the_count(
    changes: dict[str, Any], severity: Severity, because: str
) -> None:
    found = grade(**changes)
    assert found.severity is severity
    assert any(because in words for words in found.because)


def test_an_incident_says_by_which_version_and_rules_it_was_judged_in_the_readers_language() -> None:
    rules = HouseRules(matrix=MATRIX, language=Language.ZH_HANT)
    (incident,) = apply_record(Casebook(), spike(), rules, now=at(18)).incidents
    assert incident.matrix == MATRIX.version
    assert incident.because[0].startswith("單看數字，把握與規模遠超警報門檻")


def test_an_answer_can_make_it_worse_and_calls_somebody_with_the_reason() -> None:
    rules = HouseRules(matrix=MATRIX)
    book = apply_record(Casebook(), spike(), rules, now=at(18)).casebook
    for number, (question, answer) in enumerate({"ai_use": "made", "disclosed": "nowhere"}.items()):
        deed = action(ActionKind.ANSWER, id=f"a{number}", step=question, value=answer)
        outcome = apply_record(book, deed, rules, now=at(20))
        book = outcome.casebook
    assert outcome.incident
    assert outcome.incident.severity is Severity.SEV1
    assert outcome.telling
    assert outcome.telling.reason is Reason.WORSENED
    assert "nobody was told" in outcome.incident.because[0]


RULE = """
[[rules]]
id = "detector-{n}"
severity = "SEV{n}"
says = {{ en = "by the detector", zh-Hant = "由偵測器判定" }}
when = {{ detector = "SEV{n}" }}
"""
WHOLE = "version = 1\n" + "".join(RULE.format(n=n) for n in range(1, 5))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (WHOLE.replace("version = 1", "version = 0"), "version"),
        (WHOLE.replace('detector = "SEV4"', 'detector = "SEV3"'), "alone for SEV4"),
        (WHOLE.replace('id = "detector-2"', 'id = "detector-1"'), "same id"),
        (WHOLE.replace(', zh-Hant = "由偵測器判定"', ""), "no words in zh-Hant"),
        (WHOLE + RULE.format(n=5), "severity"),
        (WHOLE.replace('{ detector = "SEV1" }', "{ }"), "without a condition"),
        (WHOLE.replace('{ detector = "SEV1" }', '{ themes = ["bias"] }'), "belong together"),
        (WHOLE.replace('{ detector = "SEV1" }', "{ shouting = 3 }"), "unknown key"),
        ("version = ", "matrix.toml"),
    ],
)
def test_a_broken_matrix_is_refused_with_what_is_wrong(text: str, what: str) -> None:
    with pytest.raises(MatrixError, match=what):
        read_matrix(text)


def test_the_shortest_matrix_is_read() -> None:
    assert len(read_matrix(WHOLE).rules) == len(tomllib.loads(WHOLE)["rules"])
