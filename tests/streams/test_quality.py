"""Quality: copies, stale and incomplete data are counted, and too much of it marks the hour untrusted."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

import msgspec
import pytest
from prometheus_client import CollectorRegistry

from alerts.channels.slack.message import write_message
from alerts.gist import write_gist
from alerts.words.language import Language
from connectors.config import ConfigurationError
from connectors.mention import Heartbeat, Mention, Platform
from connectors.page import join_lines
from streams.detector import Mood
from streams.detectors.registry import choose
from streams.judge import BrandJudge, JudgeState, Verdict
from streams.metrics import StreamMetrics
from streams.minute import LateCounts
from streams.quality import ENOUGH, KEPT, Flaws, is_trusted, note_quality, read_quality
from streams.reading import Label, Reading, Scored
from streams.score import TORN_KEPT, Source, score_page
from streams.sensitivity import Sensitivity
from streams.settings import Settings
from streams.spike import Spike, SpikePhase
from streams.times import minute_of
from tests.alerts.channels.slack.rules import check_message
from tests.alerts.examples import incident_of, letter, notice, spike
from tests.streams.minutes import counts, minute
from tests.streams.rolling import Roller, at, reading, say, scored
from tests.streams.scored import score_as

Bad = Callable[[int], list[Mention | bytes]]
FACTORY = choose("static", Sensitivity.BALANCED, brands=1, calendars={})


def score_crudely(mention: Mention, line: int) -> Scored:
    return score_as(mention, Label.NEGATIVE if "hate" in mention.text else Label.NEUTRAL, line=line)


@dataclass
class Feed:
    """Pages of one source through scoring, window and judge; the judge's state goes through JSON between pages."""

    untrusted_from: float = 0.3
    roller: Roller = field(default_factory=Roller)
    state: bytes = field(default_factory=lambda: msgspec.json.encode(JudgeState()))
    spikes: list[Spike] = field(default_factory=list)
    verdict: Verdict | None = None
    sent: int = 0

    def send(self, number: int, lines: Iterable[Mention | bytes]) -> None:
        """A page of what came in a minute, and the promise that this was all."""
        beat = Heartbeat(source="x", upto=at(number + 1))
        raw = [line if isinstance(line, bytes) else line.to_json() for line in (*lines, beat)]
        source = Source(partition=0, offset=self.sent, sent_at=at(number + 1))
        self.sent += 1
        page = score_page(
            join_lines(raw),
            source,
            lane="live",
            brands=("acme",),
            score=score_crudely,
        )
        for read in page.readings:
            self._judge(read)

    def _judge(self, reading: Reading) -> None:
        minutes = self.roller.take(reading)
        state = msgspec.json.decode(self.state, type=JudgeState)
        judge = BrandJudge(
            "acme", lane="live", factory=FACTORY, state=state, untrusted_from=self.untrusted_from
        )
        verdict = judge.take(minutes)
        self.state = msgspec.json.encode(judge.state())
        self.spikes += [change for change in verdict.changes if isinstance(change, Spike)]
        if verdict.latest is not None:
            self.verdict = verdict

    @property
    def told(self) -> Verdict:
        assert self.verdict is not None
        return self.verdict


def said(name: str, published: float, text: str = "hello") -> Mention:
    return say(published, text, name, author="somebody")


def torn(name: str) -> bytes:
    """A mention without the time that it must have."""
    whole = json.loads(said(name, 0).to_json())
    del whole["published_at"]
    return json.dumps(whole).encode()


def good(number: int) -> list[Mention | bytes]:
    return [said(f"{number}-a", number), said(f"{number}-b", number)]


def watch(bad: Bad | None = None, untrusted_from: float = 0.3) -> Feed:
    """An hour and a half of two good mentions a minute, and beside them what `bad` gives for a minute."""
    feed = Feed(untrusted_from)
    for number in range(200, 290):
        feed.send(number, [*good(number), *(bad(number) if bad else ())])
    return feed


def twice(number: int) -> list[Mention | bytes]:
    return good(number)


def many_times(number: int) -> list[Mention | bytes]:
    return good(number) * 4


def old(number: int) -> list[Mention | bytes]:
    return [said(f"{number}-old", number - 90), said(f"{number}-older", number - 2000)]


def wordless(number: int) -> list[Mention | bytes]:
    return [said(f"{number}-picture", number, " ")]


def unreadable(number: int) -> list[Mention | bytes]:
    return [torn(f"{number}-torn")]


HOUR = 60
"""Minutes of it that have closed: the twelfth block is full at the end."""


@pytest.mark.need("004-02")
@pytest.mark.parametrize(
    ("bad", "flaws", "is_trusted"),
    [
        (None, Flaws(received=2 * HOUR), True),
        (twice, Flaws(received=4 * HOUR), True),
        (many_times, Flaws(received=10 * HOUR, copies=6 * HOUR), False),
        (old, Flaws(received=4 * HOUR, stale=2 * HOUR), False),
        (wordless, Flaws(received=3 * HOUR, incomplete=HOUR), False),
        (unreadable, Flaws(received=3 * HOUR, incomplete=HOUR), False),
    ],
)
def test_what_is_bad_is_counted_and_too_much_of_it_marks_the_hour_untrusted(
    bad: Bad | None, flaws: Flaws, *, is_trusted: bool
) -> None:
    feed = watch(bad)
    assert feed.told.flaws == flaws
    assert feed.told.is_trusted is is_trusted
    assert feed.told.latest is not None
    assert (feed.told.latest.mood is Mood.CANNOT_TELL) is not is_trusted
    tolerant = watch(bad, untrusted_from=0.95)
    assert tolerant.told.flaws == flaws
    assert tolerant.told.is_trusted


@pytest.mark.need("004-02")
def test_a_storm_in_an_untrusted_hour_is_found_as_ever_and_says_so() -> None:
    feeds = [watch(unreadable), watch(unreadable, untrusted_from=1)]
    for feed in feeds:
        for number in range(290, 300):
            angry = [said(f"{number}-{one}", number, "terrible awful hate") for one in range(20)]
            feed.send(number, [*angry, *(torn(f"{number}-{one}") for one in range(15))])
    doubted, believed = (feed.spikes for feed in feeds)
    assert doubted
    assert doubted[0].phase is SpikePhase.OPENED
    assert [replace(one, untrusted=None) for one in doubted] == believed
    flaws = doubted[0].untrusted
    assert flaws is not None
    assert flaws.share > 0.3
    assert feeds[0].told.latest is not None
    assert feeds[0].told.latest.mood is Mood.SPIKE


@pytest.mark.need("004-02")
@pytest.mark.parametrize(
    ("language", "label", "value"),
    [
        (
            Language.EN,
            "Data not to be trusted",
            "45% of what came in the last hour is bad: 30 copies, 10 stale",
        ),
        (
            Language.ZH_HANT,
            "資料不可靠",
            "最近一小時收到的資料有 45% 有問題：重複 30、過時 10、不完整 5，共 100 筆",
        ),
    ],
)
def test_an_alert_says_that_its_data_is_not_to_be_trusted(language: Language, label: str, value: str) -> None:
    flaws = Flaws(received=100, copies=30, stale=10, incomplete=5)
    incident = incident_of(spike(untrusted=flaws, silent=("rss",)))
    told = letter(notice(incident), language=language)
    plain = write_gist(told).write_plain(limit=20_000)
    assert label in plain
    assert value in plain
    message = write_message(told)
    check_message(message)
    assert value in json.dumps(message.blocks, ensure_ascii=False)
    trusted = letter(notice(incident_of(spike())), language=language)
    assert label not in write_gist(trusted).write_plain(limit=20_000)


@pytest.mark.need("004-02")
def test_the_dashboard_is_told() -> None:
    registry = CollectorRegistry()
    metrics = StreamMetrics(registry, brands=("acme",), lane="live")

    def read(name: str, **labels: str) -> float | None:
        return registry.get_sample_value(name, {"lane": "live", "brand": "acme", **labels})

    assert read("crisis_untrusted") == 0
    verdict = watch(unreadable).told
    metrics.verdict.note_quality("acme", verdict.flaws, is_trusted=verdict.is_trusted)
    assert read("crisis_untrusted") == 1
    assert read("crisis_received_mentions") == 3 * HOUR
    flaws = {flaw: read("crisis_flawed_mentions", flaw=flaw) for flaw in ("copied", "stale", "incomplete")}
    assert flaws == {"copied": 0, "stale": 0, "incomplete": HOUR}
    metrics.forget_brands()
    assert read("crisis_untrusted") == 0


def test_how_much_is_too_much_is_configured() -> None:
    def read(**streams: object) -> float:
        document = {"brands": [{"name": "acme"}], "streams": streams}
        return Settings.from_document(document, {}, file="crisis.toml").streams.untrusted_from

    assert read() == 0.3
    assert read(untrusted_from=0.5) == 0.5
    for wrong in (0, 1.1, "some"):
        with pytest.raises(ConfigurationError, match=r"streams\.untrusted_from"):
            read(untrusted_from=wrong)


def test_of_little_data_nothing_is_said_and_an_hour_later_it_is_forgotten() -> None:
    assert is_trusted(Flaws(received=ENOUGH - 1, stale=ENOUGH - 1), 0.3)
    assert not is_trusted(Flaws(received=ENOUGH, stale=ENOUGH), 0.3)
    blocks: list[tuple[int, list[int]]] = []
    late = LateCounts(start=minute(0).start, platform=Platform.X, counts=counts(other=50))
    note_quality(blocks, replace(minute(61), late=(late,)))
    assert read_quality(blocks).stale == 50
    for number in range(62, 62 + 65):
        note_quality(blocks, minute(number, other=1))
    assert read_quality(blocks).stale == 0
    assert len(blocks) == KEPT
    fresh: list[tuple[int, list[int]]] = []
    note_quality(fresh, replace(minute(60), late=(late,)))
    assert read_quality(fresh) == Flaws(received=50), "an hour is not yet too old"


def test_what_cannot_be_read_is_counted_where_its_source_stands_and_only_for_who_it_names() -> None:
    feed = Feed()
    feed.send(0, [torn("before anybody vouched")])
    feed.send(1, [torn("one"), torn("two"), b"{", b'{"brand": "bolt", "source": "x"}', *good(1)])
    feed.send(2, [torn("three").replace(b'"source": "x"', b'"source": "nobody"'), *good(2)])
    other = torn("four").replace(b'"lane": "live"', b'"lane": "drill"')
    feed.send(
        3, [other, torn("five").replace(b'"source": "x"', b'"source": "' + b"x" * 500 + b'"'), *good(3)]
    )
    feed.send(4, [])
    assert {
        minute_of(one.start) - minute_of(at(0)): one.unread for one in feed.roller.minutes if one.unread
    } == {1: 2}


def test_lines_of_a_source_that_came_after_its_minutes_closed_open_none_again() -> None:
    roller = Roller()
    roller.take(reading(0, scored("a", 0.5), beats=[("x", 10)]))
    late = reading(1, scored("b", 9.5, source="reddit"))
    roller.take(replace(late, unread={"reddit": 2}))
    closed = roller.take(reading(2, beats=[("x", 12), ("reddit", 12)]))
    assert [(minute_of(one.start) - minute_of(at(0)), one.unread) for one in closed] == [(10, 2), (11, 0)]


def test_a_page_of_torn_lines_names_few_sources_and_a_deletion_needs_no_words() -> None:
    lines = [torn("one").replace(b'"source": "x"', b'"source": "x%d"' % number) for number in range(99)]
    gone = replace(said("gone", 0, ""), deleted=True).to_json()
    page = score_page(
        join_lines([*lines, gone]),
        Source(partition=0, offset=0, sent_at=at(1)),
        lane="live",
        brands=("acme",),
        score=score_crudely,
    )
    (told,) = page.readings
    assert len(told.unread) == TORN_KEPT
    assert (len(told.mentions), told.wordless) == (1, ())


def test_a_judge_of_before_there_was_a_gate_goes_on() -> None:
    state = msgspec.json.decode(
        b'{"last":-1,"feeds":{"since":{}},"detector":null,"ruled":[]}', type=JudgeState
    )
    assert BrandJudge("acme", lane="live", factory=FACTORY, state=state).take([minute(0)]).is_trusted
