"""The report tells what was found, what was missed and what was false, and nothing else."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO

from rich.console import Console

from alerts.library import read_library
from connectors.mention import Tick
from deploy.demo.findings import compare
from deploy.demo.report import Ending, draw_report
from deploy.demo.screen import Scene, write_line
from deploy.scenarios.generator import truth
from deploy.view import LaneView
from streams.minute import Counts, Minute
from streams.spike import PlainCount, Severity, Spike, SpikeKind, SpikePhase, Term
from tests.alerts.examples import incident_of

TRUTH = truth("ai-holiday-film")


def spike(
    name: str, at: datetime, *, brand: str = TRUTH.brand, phase: SpikePhase = SpikePhase.OPENED
) -> Spike:
    return Spike(
        id=name,
        brand=brand,
        kind=SpikeKind.NEGATIVE,
        phase=phase,
        severity=Severity.SEV2,
        detector="robust",
        onset=at - timedelta(minutes=5),
        at=at,
        observed=31,
        expected=2.5,
        evidence=9,
        threshold=4,
        plain=PlainCount(kind=SpikeKind.NEGATIVE, count=28, mentions=40, minutes=45, usual=2.4),
    )


def view_of(*records: Spike) -> LaneView:
    view = LaneView.of_brands([TRUTH.brand])
    for record in records:
        view.take_spike(record)
    return view


def report(view: LaneView, *, arithmetic: bool = False, width: int = 120) -> str:
    console = Console(width=width, file=StringIO())
    with console.capture() as caught:
        console.print(draw_report(Ending(TRUTH, view, [], read_library()), arithmetic=arithmetic))
    return caught.get()


LATER = TRUTH.onset + timedelta(minutes=20)
BEFORE = TRUTH.onset - timedelta(minutes=20)


def test_a_spike_within_the_backlash_is_a_hit() -> None:
    findings = compare(view_of(spike("a", LATER)), TRUTH)
    assert [each.id for each in findings.hits] == ["a"]
    assert findings.false == ()


def test_a_spike_before_it_that_is_over_is_false() -> None:
    closed = spike("a", BEFORE + timedelta(minutes=5), phase=SpikePhase.CLOSED)
    findings = compare(view_of(spike("a", BEFORE), closed), TRUTH)
    assert findings.first is None
    assert [each.id for each in findings.false] == ["a"]


def test_a_spike_before_it_that_still_stands_is_no_hit_and_is_said_so() -> None:
    view = view_of(spike("a", BEFORE))
    findings = compare(view, TRUTH)
    assert findings.hits == ()
    assert [each.id for each in findings.standing] == ["a"]
    assert "20 min before the true onset" in report(view)


def test_a_spike_of_another_brand_is_false() -> None:
    findings = compare(view_of(spike("a", LATER, brand="ostrelow")), TRUTH)
    assert findings.first is None
    assert [each.brand for each in findings.false] == ["ostrelow"]


def test_a_spike_after_it_is_false() -> None:
    assert compare(view_of(spike("a", TRUTH.end + timedelta(hours=1))), TRUTH).first is None


def test_a_miss_is_called_a_miss() -> None:
    assert "the backlash was missed" in report(view_of())


def test_the_numbers_are_those_of_the_spike() -> None:
    said = report(view_of(spike("a", LATER)))
    for number in (
        "28 negative mentions, counted over 45 min",
        "about 2",
        "20 min after the true onset",
        "SEV2",
    ):
        assert number in said


TERMS = (
    Term(name="window", value=45, unit="minutes"),
    *(Term(name=f"{rung} min damping", value=rung / 7, note="for clumps") for rung in range(40)),
)


def test_at_night_a_person_reads_what_since_when_how_sure_why_and_what_to_do_in_this_order() -> None:
    found = replace(spike("a", LATER), terms=TERMS, themes={"ai_slop": 4})
    view = view_of(found, replace(found, phase=SpikePhase.WORSENED, severity=Severity.SEV1))
    view.take_incident(replace(incident_of(found), playbook="ai-content-backlash"))
    shown = report(view, width=80).partition("Was it right?")[0]
    assert all(len(line) <= 80 for line in shown.splitlines())
    told = " ".join(shown.split())
    parts = [
        f"{TRUTH.brand}: Sudden negative talk, SEV2, later SEV1",
        f"{found.onset:%H:%M} UTC; the team was told at {LATER:%H:%M}",
        "the evidence is 9.0, and a page needs 4",
        "28 negative mentions, counted over 45 min; normal is about 2; people are against: ai_slop 4",
        "1. Pause scheduled posts",
        "3. ",
    ]
    places = [told.find(part) for part in parts]
    assert -1 not in places, (parts, told)
    assert places == sorted(places)


def test_a_person_reads_at_most_five_figures_of_evidence() -> None:
    said = report(view_of(replace(spike("a", LATER), terms=TERMS)))
    evidence = said.partition("how sure")[2].partition("people say")[0]
    assert 0 < len(re.findall(r"\d+(?:\.\d+)?", evidence)) <= 5
    assert "damping" not in said
    assert "--arithmetic" in said


def test_no_steps_are_shown_where_no_incident_was_opened() -> None:
    assert "first steps" not in report(view_of(spike("a", LATER)))


def test_who_asks_gets_all_the_arithmetic() -> None:
    said = report(view_of(replace(spike("a", LATER), terms=TERMS)), arithmetic=True)
    assert all(term.name in said for term in TERMS)


def test_a_record_that_comes_twice_is_shown_once() -> None:
    assert len(view_of(spike("a", LATER), spike("a", LATER)).openings()) == 1


def test_the_view_sums_minutes_and_keeps_the_last_hour() -> None:
    view = LaneView.of_brands(["lumen"])
    start = datetime(2026, 1, 1, tzinfo=UTC)
    minutes = [
        Minute(brand="lumen", start=start + timedelta(minutes=number), counts=Counts(mentions=2, negative=1))
        for number in range(90)
    ]
    view.take_minutes(minutes)
    brand = view.brands["lumen"]
    assert brand.total.mentions == 180
    assert brand.recent.mentions == 120
    assert [counts.negative for counts in brand.curve()] == [60, 30]
    assert view.upto == start + timedelta(minutes=90)


def test_time_has_come_only_when_the_detector_has_judged_every_brand() -> None:
    view = LaneView.of_brands(["lumen", "rival"])
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for brand in ("lumen", "rival"):
        view.take_minutes([Minute(brand=brand, start=start + timedelta(hours=9), counts=Counts(mentions=1))])
    scene = Scene("a story", "running", view, start, start + timedelta(hours=10))
    assert (view.judged, scene.done) == (None, 0.0), "closed minutes are not judged yet"
    view.take_tick(Tick(at=start + timedelta(hours=5), brand="lumen", lane="drill-x"))
    assert view.judged is None
    view.take_tick(Tick(at=start + timedelta(hours=4), brand="rival", lane="drill-x"))
    view.take_tick(Tick(at=start + timedelta(hours=2), brand="lumen", lane="drill-x"))
    view.take_tick(Tick(at=start + timedelta(hours=8), lane="drill-x"))
    assert view.judged == start + timedelta(hours=4), (
        "of the slowest; what comes again or is nobody's is no news"
    )
    assert scene.done == 0.4
    assert "14:00" not in write_line(scene)
    assert "04:00 UTC" in write_line(scene)
