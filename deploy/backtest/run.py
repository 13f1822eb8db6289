"""A run: one rule over one piece of material, from its lines to a result."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from connectors.timetable import Timetable
from deploy.backtest.curve import CurveDraft
from deploy.backtest.finding import PageBook, find_storms, judge_pages
from deploy.backtest.path import BrandPath
from deploy.backtest.readings import read_scores, score_recording
from deploy.backtest.result import Result
from deploy.backtest.rule import Rule
from deploy.recordings.material import Material
from streams.minute import Minute
from streams.reading import Reading
from streams.score import ScoreMention

LANE = "backtest"
MakeScorer = Callable[[Sequence[str]], ScoreMention]
"""For the brands that a recording is about."""
Report = Callable[[int], None]
"""Called now and then with the number of mentions read so far."""
_REPORT_EVERY = 2_000


@dataclass(slots=True)
class _Count:
    """What is counted over all brands."""

    mentions: int = 0
    unscored: int = 0
    minutes: int = 0
    curves: dict[str, CurveDraft] = field(default_factory=dict)

    def add(self, minute: Minute) -> None:
        self.minutes += 1
        self.mentions += minute.counts.mentions + sum(late.counts.mentions for late in minute.late)
        self.unscored += minute.counts.unscored
        self.curves.setdefault(minute.brand, CurveDraft()).add(minute)


def run_backtest(
    material: Material, rule: Rule, score: MakeScorer, report: Report = lambda _: None
) -> Result:
    """Run a rule over a recording; memory does not grow with its length.

    Args:
        material: what is read; scored lines are not scored again.
        rule: what is tried.
        score: makes the scorer for its brands, when one is needed.
        report: for a progress bar.

    Raises:
        RecordingError, ConnectorError: a line cannot be read.
    """
    return run_readings(material, rule, read_material(material, score), report)


def read_material(material: Material, score: MakeScorer) -> Iterator[Reading]:
    """The readings of a recording, as they would stand on `readings`."""
    table = Timetable(material.sources, LANE)
    if material.is_scored:
        return read_scores(material.read_scored(), table, brands=material.brands)
    return score_recording(material.read(LANE), table, brands=material.brands, score=score(material.brands))


def run_readings(
    material: Material, rule: Rule, readings: Iterable[Reading], report: Report = lambda _: None
) -> Result:
    """Run a rule over readings of a recording."""
    book, count = PageBook(), _Count()
    paths = {brand: BrandPath(brand, rule, lane=LANE, watch=count.add) for brand in material.brands}
    read = reported = 0
    for reading in readings:
        for change in paths[reading.brand].take(reading):
            book.take(change)
        read += len(reading.mentions)
        if read - reported >= _REPORT_EVERY:
            reported = read
            report(read)
    pages = judge_pages(book.pages(), material.storms)
    drawn = {brand: draft.finish() for brand, draft in sorted(count.curves.items())}
    return Result(
        recording=material.name,
        rule=rule.title,
        begins=material.begins,
        ends=material.ends,
        mentions=count.mentions,
        unscored=count.unscored,
        minutes=count.minutes,
        pages=pages,
        storms=None if material.storms is None else find_storms(pages, material.storms, material.brands),
        curves={brand: curve for brand, curve in drawn.items() if curve is not None},
    )
