"""The score: the clock of the incident, the steps, the injects, against targets and earlier drills."""

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from rich.console import Console

from alerts.action import Action, ActionKind
from alerts.incident import Incident, IncidentState, Milestone
from alerts.notice import Notice, Reason
from deploy.drills.journal import Journal, Told
from deploy.drills.report import Report, write_html, write_markdown
from deploy.drills.score import Score
from deploy.drills.scoring import score_drill
from deploy.drills.screen import draw_report
from deploy.drills.sections import Targets
from deploy.drills.verdict import Line, choose_earlier, judge_score
from deploy.drills.view import DrillView
from deploy.recordings.manifest import Storm
from deploy.scenarios.inject import InjectKind
from streams.minute import Counts, Minute
from tests.alerts.examples import LIBRARY, at, incident_of, spike

LANE = "drill-test"
STORM = Storm(onset=at(8), end=at(600), brand="acme", about="<b>the film</b>")
PLAYBOOK = LIBRARY["ai-content-backlash"]
FIRST = PLAYBOOK.steps[0]


def told(**changed: object) -> Told:
    usual = Told(
        id="boss",
        kind=InjectKind.BOSS,
        title="A question from above: Boss",
        due_at=at(30),
        answer_within=timedelta(minutes=20),
        told_at=at(30),
        answered_at=at(45),
        answered_by="Bo",
    )
    return replace(usual, **changed)  # type: ignore[arg-type]


def journal(**changed: object) -> Journal:
    usual = Journal(
        lane=LANE,
        what="film",
        participants=("Ana", "Bo"),
        started=datetime(2026, 11, 1, tzinfo=UTC),
        begins=at(-600),
        ends=at(700),
        storms=(STORM,),
        injects=(told(), told(id="press", answered_at=None, answered_by="")),
        mentions=3_000,
        is_whole=True,
    )
    return replace(usual, **changed)  # type: ignore[arg-type]


def life() -> list[Incident]:
    """Paged at 18, acknowledged at 24, the first step at 26, answered at 70, and no more."""
    opened = replace(incident_of(spike()), reached={Milestone.PAGED: at(18)})
    acknowledged = replace(
        opened,
        revision=1,
        state=IncidentState.ACKNOWLEDGED,
        changed_at=at(24),
        reached={**opened.reached, Milestone.ACKNOWLEDGED: at(24)},
    )
    ticked = replace(acknowledged, revision=2, ticked=(FIRST.id,), changed_at=at(26))
    answered = replace(
        ticked, revision=3, changed_at=at(70), reached={**ticked.reached, Milestone.REPLIED: at(70)}
    )
    return [opened, acknowledged, ticked, answered]


def view(records: list[Incident] | None = None) -> DrillView:
    seen = DrillView.of_brands(["acme"])
    counts = Counts(mentions=9, negative=5, neutral=4, backlash=2)
    seen.take_minutes(
        Minute(brand="acme", start=at(minute), counts=counts, sources=1) for minute in range(-30, 400)
    )
    seen.take_spike(spike())
    for record in reversed(life() if records is None else records):
        seen.take_incident(record)
    opened = life()[0]
    seen.take_notice(
        Notice(
            id="n1",
            about=opened.id,
            brand="acme",
            channel="room",
            reason=Reason.OPENED,
            at=at(18),
            incident=opened,
        )
    )
    return seen


def deed(number: int, kind: ActionKind, by: str) -> Action:
    return Action(id=str(number), brand="acme", incident="i", kind=kind, by=by, at=at(number))


ACTIONS = [
    deed(1, ActionKind.ACKNOWLEDGE, "Ana"),
    deed(2, ActionKind.TICK, "Ana"),
    deed(2, ActionKind.TICK, "Ana"),
    deed(3, ActionKind.REPLIED, "Bo"),
    deed(4, ActionKind.NOTE, "Bo"),
]


def score(**changed: object) -> Score:
    return score_drill(journal(**changed), view(), ACTIONS, LIBRARY)


def find(lines: tuple[Line, ...], figure: str) -> Line:
    return next(line for line in lines if line.figure.startswith(figure))


@pytest.mark.need("004-19")
def test_a_drill_is_scored_as_the_incidents_clock_tells_it() -> None:
    made = score()
    assert made.detected_after == timedelta(minutes=10)
    assert made.paged_after == timedelta(minutes=10)
    assert made.acknowledged_after == timedelta(minutes=6)
    assert made.replied_after == timedelta(minutes=52)
    assert (made.missed, made.false_pages) == (0, 0)
    assert made.injects_in_time == 0.5
    assert [
        (one.name, one.acknowledged, one.steps, one.replies, one.others, one.injects) for one in made.doers
    ] == [
        ("Ana", 1, 1, 0, 0, 0),
        ("Bo", 0, 0, 1, 1, 1),
    ]


def test_a_step_counts_when_it_was_due_and_is_in_time_when_it_was_done_by_then() -> None:
    (case,) = score().cases
    first = next(step for step in case.steps if step.id == FIRST.id)
    assert first.done_at == at(26)
    assert first.due_at == at(18) + FIRST.within
    assert first.is_in_time
    due = [step.id for step in PLAYBOOK.steps if at(18) + step.within <= at(400)]
    assert [step.id for step in case.steps] == due
    skipped = [replace(record, skipped={due[1]: "does not apply"}) for record in life()]
    made = score_drill(journal(), view(skipped), [], LIBRARY)
    assert due[1] not in [step.id for step in made.cases[0].steps]


@pytest.mark.need("004-22")
def test_a_storm_that_nobody_was_paged_for_is_missed_and_a_page_without_one_is_false() -> None:
    empty = DrillView.of_brands(["acme"])
    missed = score_drill(journal(injects=()), empty, [], LIBRARY)
    assert (missed.missed, missed.paged_after, missed.case) == (1, None, None)
    lines = judge_score(missed, Targets())
    assert find(lines, "storms missed").is_met is False
    assert find(lines, "paged").value == "never"
    calm = score(storms=())
    assert (calm.missed, calm.false_pages) == (0, 1)
    lines = judge_score(calm, Targets())
    assert find(lines, "false pages").is_met is False
    assert find(lines, "acknowledged").is_met is None, "nobody is asked to hurry for a false alarm"


def test_without_the_truth_only_people_are_judged() -> None:
    lines = judge_score(score(storms=None), Targets())
    assert find(lines, "storms missed").is_met is None
    assert find(lines, "acknowledged").is_met is True


@pytest.mark.parametrize(
    ("targets", "figure", "is_met"),
    [
        (Targets(acknowledged_within=timedelta(minutes=6)), "acknowledged", True),
        (Targets(acknowledged_within=timedelta(minutes=5)), "acknowledged", False),
        (Targets(paged_within=timedelta(minutes=9)), "paged", False),
        (Targets(replied_within=timedelta(minutes=52)), "first human", True),
        (Targets(injects_in_time=0.5), "injects", True),
        (Targets(injects_in_time=0.6), "injects", False),
    ],
)
def test_each_figure_is_held_against_its_target(targets: Targets, figure: str, is_met: bool) -> None:  # noqa: FBT001
    assert find(judge_score(score(), targets), figure).is_met is is_met


def test_earlier_drills_of_the_same_stand_beside_it_the_latest_first() -> None:
    now = score()
    month = timedelta(days=30)
    others = [
        replace(now, started=now.started - month, lane="drill-1"),
        replace(now, started=now.started - 2 * month, lane="drill-2", cases=()),
        replace(now, started=now.started - month, what="other"),
        replace(now, started=now.started - month, is_whole=False),
        now,
    ]
    earlier = choose_earlier(now, others)
    assert [one.lane for one in earlier] == ["drill-1", "drill-2"]
    assert find(judge_score(now, Targets(), earlier), "acknowledged").before == ("✓ 6 min", "– –")


def make_report(*, per_person: bool = False) -> Report:
    made = score()
    earlier = (replace(made, started=made.started - timedelta(days=30)),)
    return Report(
        score=made, verdict=judge_score(made, Targets(), earlier), earlier=earlier, per_person=per_person
    )


def test_the_report_says_the_same_in_the_terminal_in_markdown_and_on_a_page() -> None:
    report = make_report()
    console = Console(width=140, record=True, file=io.StringIO())
    console.print(draw_report(report))
    texts = (console.export_text(), write_markdown(report).replace("\\", ""), write_html(report))
    for text in texts:
        assert "[DRILL] film" in text
        for part in (
            "acknowledged after the page",
            "6 min",
            "52 min",
            "A question from above",
            "not answered",
        ):
            assert part in text, part
        assert "Who did what" not in text, "only when the team wishes it"
    assert "<b>the film</b>" not in texts[2]
    assert texts[2].count('<svg class="chart wide"') == texts[2].count("<svg") / 2 == 1
    assert "14:50 paged" in texts[2]
    assert "Who did what" in write_markdown(make_report(per_person=True))


def test_a_score_is_read_back_as_it_was_written() -> None:
    made = score()
    assert Score.from_json(made.to_json()) == made
