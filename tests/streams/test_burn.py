import json
from datetime import timedelta

from streams.burn import Burn, find_creep
from streams.minute import Counts, Minute
from streams.spike import Severity, Spike, SpikeKind, SpikePhase
from tests.streams.minutes import START


def days(count: int, scored: int, negative: int, backlash: int = 0) -> list[list[int]]:
    return [[scored, negative + index % 3, backlash] for index in range(count)]


def test_a_share_that_creeps_up_is_found() -> None:
    creep = find_creep(days(28, 300, 45) + days(7, 300, 90))
    assert creep is not None
    assert creep.kind is SpikeKind.NEGATIVE
    assert creep.recent > creep.earlier


def test_backlash_under_unrelated_posts_is_found_though_the_negative_share_stands() -> None:
    creep = find_creep(days(28, 300, 60, 1) + days(7, 300, 60, 9))
    assert creep is not None
    assert creep.kind is SpikeKind.BACKLASH


def test_a_share_that_always_wanders_is_not_reported() -> None:
    restless = [[300, 30 + 60 * (index % 4 // 2), 0] for index in range(35)]
    assert find_creep(restless) is None


def test_more_talk_with_the_same_share_is_not_reported() -> None:
    assert find_creep(days(28, 300, 60) + days(7, 3000, 600)) is None


def test_too_little_history_or_talk_says_nothing() -> None:
    assert find_creep(days(8, 300, 90)) is None
    assert find_creep(days(28, 3, 0) + days(7, 3, 2)) is None


def test_it_is_an_item_for_the_morning_once_and_ends() -> None:
    burn = Burn("acme", "glr", lane="live")
    records: list[Spike] = []
    for day in range(60):
        if day == 40:
            burn = Burn("acme", "glr", lane="live", state=json.loads(json.dumps(burn.snapshot())))
        negative = 90 if 30 <= day < 45 else 40
        for part in range(4):
            minute = Minute(
                brand="acme",
                start=START + timedelta(days=day, hours=6 * part),
                counts=Counts(mentions=75, negative=negative // 4, neutral=75 - negative // 4),
                sources=1,
            )
            records += burn.observe(minute, is_quiet=True, teaches=True)
    assert [record.phase for record in records] == [SpikePhase.OPENED, SpikePhase.CLOSED]
    assert records[0].id == records[1].id
    assert all(record.severity is Severity.SEV4 for record in records)
    assert records[0].at < START + timedelta(days=36)


def test_its_state_is_bounded() -> None:
    burn = Burn("acme", "glr", lane="live")
    for day in range(100):
        counts = Counts(mentions=10**6, negative=10**5)
        minute = Minute(brand="acme", start=START + timedelta(days=day), counts=counts, sources=1)
        burn.observe(minute, is_quiet=True, teaches=True)
    assert len(json.dumps(burn.snapshot())) < 1500
