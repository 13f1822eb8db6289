import json
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from math import exp, log
from random import Random

import pytest

from connectors.mention import Platform
from streams.calendar import Calendar, PlannedEvent
from streams.detector import Assessment
from streams.detectors.glr import GlrDetector, GlrFactory
from streams.detectors.ladder import TAUS
from streams.minute import Counts, LateCounts, Minute
from streams.sensitivity import Sensitivity
from streams.spike import Severity, Spike, SpikeKind, SpikePhase
from tests.streams.minutes import START, minute

DAY = 1440
Draw = Callable[[int], tuple[int, int]]


def draw(random: Random, negative: float, other: float) -> tuple[int, int]:
    return (
        sum(random.random() < negative / 10 for _ in range(10)),
        sum(random.random() < other / 10 for _ in range(10)),
    )


def make(calendar: Calendar | None = None, brands: int = 1) -> GlrDetector:
    calendars = {"acme": calendar} if calendar else None
    factory = GlrFactory(Sensitivity.BALANCED, brands=brands, calendars=calendars)
    return factory("acme", lane="live", snapshot=None)


def watch(
    detector: GlrDetector, first: int, length: int, scale: float = 1.0, seed: int = 4
) -> list[Assessment]:
    random = Random(seed + first)
    seen = []
    for index in range(first, first + length):
        bad, other = draw(random, 0.6, 2.4)
        seen.append(detector.observe(minute(index, round(bad * scale), round(other * scale))))
    return seen


def opened(seen: list[Assessment]) -> list[Spike]:
    return [
        spike
        for one in seen
        for spike in one.spikes
        if spike.phase is SpikePhase.OPENED and spike.severity is not Severity.SEV4
    ]


def find_page(
    length: int, onset: int, crisis: Callable[[Random], Counts], seed: int, night: int | None = None
) -> tuple[Spike, list[Counts]]:
    """Watch calm talk, from minute `night` on half of it, then a crisis, up to the first page.

    Returns it with every minute before it.
    """
    detector, random = make(), Random(seed)
    history: list[Counts] = []
    for index in range(length):
        bad, other = draw(random, 0.6, 2.4) if night is None or index < night else draw(random, 0.3, 1.2)
        calm = Counts(mentions=bad + other, negative=bad, neutral=other)
        history.append(crisis(random) if index >= onset else calm)
        one = Minute(brand="acme", start=START + timedelta(minutes=index), counts=history[-1], sources=1)
        pages = opened([detector.observe(one)])
        if pages:
            return pages[0], history
    raise AssertionError("no page")


def fade(values: list[int], tau: int) -> float:
    """Sum up a window by hand: a mention t minutes old counts (1+d) times d to the t."""
    d = exp(-1 / tau)
    return (1 + d) * sum(value * d**age for age, value in enumerate(reversed(values)))


def sum_windows(terms: dict[str, float], values: list[int]) -> float:
    """Redo the likelihood ratios of a count from the minutes."""
    taus = [tau for tau in TAUS if f"{tau} min size" in terms]
    assert taus
    total = 0.0
    for tau in taus:
        e = fade(values, tau)
        assert terms[f"{tau} min observed"] == pytest.approx(e, rel=1e-9)
        m = terms[f"{tau} min tolerance"] * terms[f"{tau} min expected"]
        r = terms[f"{tau} min size"]
        nats = e * log(e / m) - (e + r) * log((e + r) / (m + r))
        total += terms[f"{tau} min weight"] * nats / terms[f"{tau} min damping"]
    return total


def join_evidence(terms: dict[str, float]) -> float:
    less, more = sorted((terms["count evidence"], terms["share evidence"]))
    return more + terms["joined"] * less


def surge(random: Random) -> Counts:
    bad, other = draw(random, 7.0, 10.0)
    return Counts(mentions=bad + other, negative=bad, neutral=other)


@pytest.mark.parametrize(
    ("onset", "crisis", "night"),
    [(200, surge, None), (600, surge, 240), (2 * DAY - 90, surge, None), (8 * DAY, surge, None)],
    ids=["a new brand", "a new brand at night", "a young brand", "a known brand"],
)
def test_a_count_page_can_be_redone_by_hand_from_the_minutes(
    onset: int, crisis: Callable[[Random], Counts], night: int | None
) -> None:
    page, history = find_page(onset + 90, onset, crisis, seed=9, night=night)
    terms = {term.name: term.value for term in page.terms}
    total = sum_windows(terms, [counts.negative for counts in history])
    by_hand = (terms["scale"] * total + terms["backing"]) * terms["habit"]
    assert by_hand == pytest.approx(terms["count evidence"], rel=1e-9)
    assert page.evidence == pytest.approx(join_evidence(terms), abs=1e-3)
    assert page.evidence >= page.threshold == terms["threshold"]
    assert night is None or terms["2 min tolerance"] < terms["tolerance"]


def test_a_young_brand_is_paged_for_fifteen_times_the_talk_though_it_is_no_angrier() -> None:
    detector = make()
    assert not opened(watch(detector, 0, 2 * DAY))
    (page,) = opened(watch(detector, 2 * DAY, 60, scale=15))
    assert page.at <= START + timedelta(days=2, minutes=30)


def test_a_page_that_all_talk_bears_witness_for_can_be_redone_by_hand_from_the_minutes() -> None:
    index = count()

    def triple(random: Random) -> Counts:
        """Tell of the whole time: a little anger among much talk, and from the tenth day three times of both."""
        bad, other = draw(random, *((0.3, 8.7) if next(index) >= 10 * DAY else (0.1, 2.9)))
        return Counts(mentions=bad + other, negative=bad, neutral=other)

    page, history = find_page(10 * DAY + 90, 0, triple, seed=4)
    terms = {term.name: term.value for term in page.terms}
    assert page.evidence == pytest.approx(terms["swell evidence"], abs=1e-3)
    assert terms["swell evidence"] > max(terms["count evidence"], terms["share evidence"])
    observed = fade([counts.negative for counts in history], 45)
    assert page.observed == pytest.approx(observed, abs=1e-3)
    mentions = [counts.mentions for counts in history]
    # Days have whole blocks of five minutes, so the last full ones end at a multiple of five.
    full = mentions[: len(mentions) // 5 * 5][-40:]
    quietest = sorted(sum(full[at : at + 5]) for at in range(0, 40, 5))[:5]
    e = sum(quietest) * 8 / 5
    assert terms["swell observed"] == pytest.approx(e, rel=1e-9)
    m, r = terms["swell tolerance"] * terms["swell expected"], terms["swell size"]
    nats = e * log(e / m) - (e + r) * log((e + r) / (m + r))
    by_hand = terms["swell weight"] * terms["credit"] * nats / terms["swell damping"] * terms["habit"]
    newest, fullest = sum(full[-10:]), max(sum(full[at : at + 10]) for at in range(0, 35, 5))
    assert terms["steadiness"] == pytest.approx(
        min(((newest + 80) / (fullest + 80) - 0.6) / 0.3, 1), rel=1e-9
    )
    by_hand *= terms["steadiness"]
    assert by_hand == pytest.approx(terms["swell evidence"], rel=1e-9)


@pytest.mark.parametrize("onset", [2 * DAY - 90, 8 * DAY], ids=["a young brand", "a known brand"])
def test_a_share_page_can_be_redone_by_hand_from_the_minutes(onset: int) -> None:
    turned = Counts(mentions=3, negative=2, neutral=1)
    page, history = find_page(onset + 90, onset, lambda _: turned, seed=2)
    terms = {term.name: term.value for term in page.terms}
    scored = {tau: fade([counts.mentions for counts in history], tau) for tau in TAUS}
    negative = {tau: fade([counts.negative for counts in history], tau) for tau in TAUS}
    # A window's own factor, (1 + d), is no part of the share of the hours before.
    plain = [tuple(sums[tau] / (1 + exp(-1 / tau)) for tau in (180, 10)) for sums in (negative, scored)]
    (bad, bad_now), (seen, seen_now) = plain
    local = (bad - bad_now + 100 * terms["usual share"]) / (seen - seen_now + 100)
    assert local == pytest.approx(terms["local share"], rel=1e-9)
    is_sudden, total = onset > 7 * DAY, 0.0
    for tau in TAUS:
        if f"{tau} min share" not in terms:
            continue
        n, q = scored[tau], terms[f"{tau} min tolerated share"]
        x = negative[tau] / n
        base = max(local, terms["usual share"]) if is_sudden and tau <= 45 else terms["usual share"]
        assert q / (1 - q) == pytest.approx(1.3 * base / (1 - base), rel=1e-9)
        assert terms[f"{tau} min share"] == pytest.approx(x, rel=1e-9)
        assert terms[f"{tau} min scored"] == pytest.approx(n, rel=1e-9)
        nats = x * log(x / q) + (1 - x) * log((1 - x) / (1 - q))
        total += terms[f"{tau} min share weight"] * n / (1 + n * terms[f"{tau} min share dispersion"]) * nats
    assert total / terms["share scale"] == pytest.approx(terms["share evidence"], rel=1e-9)
    assert page.evidence == pytest.approx(join_evidence(terms), abs=1e-3)


def test_a_backlash_page_can_be_redone_by_hand_from_the_minutes() -> None:
    soulless = Counts(mentions=3, negative=1, neutral=2, backlash=1)
    page, history = find_page(2 * DAY, 2 * DAY - 90, lambda _: soulless, seed=2)
    terms = {term.name: term.value for term in page.terms}
    assert page.kind is SpikeKind.BACKLASH
    total = sum_windows(terms, [counts.backlash for counts in history])
    total -= terms["wariness"]
    assert total == pytest.approx(terms["backlash evidence"], rel=1e-9)
    assert page.evidence == pytest.approx(total, abs=1e-3)


def test_a_page_about_one_platform_can_be_redone_by_hand_from_the_minutes() -> None:
    detector, random = make(), Random(6)
    history: list[Counts] = []
    pages: list[Spike] = []
    for index in range(2 * DAY + 120):
        parts = {place: draw(random, 0.5, 2.0) for place in (Platform.X, Platform.REDDIT)}
        parts[Platform.TIKTOK] = draw(random, *((6.0, 4.0) if index >= 2 * DAY else (0.1, 0.4)))
        one = on(index, parts)
        history.append(one.platforms[Platform.TIKTOK])
        pages = pages or opened([detector.observe(one)])
        if pages:
            break
    terms = {term.name: term for term in pages[0].terms}
    assert terms["where"].note.startswith("tiktok alone")
    numbers = {name: term.value for name, term in terms.items()}
    total = sum_windows(numbers, [counts.negative for counts in history])
    by_hand = (numbers["scale"] * total + numbers["backing"]) * numbers["habit"]
    assert by_hand == pytest.approx(numbers["count evidence"], rel=1e-9)
    assert pages[0].evidence == pytest.approx(join_evidence(numbers) - numbers["where"], abs=1e-3)
    assert numbers["where"] == pytest.approx(2 * log(1 + 3))


def test_a_page_about_one_theme_can_be_redone_by_hand_from_the_minutes() -> None:
    detector, random, known = make(), Random(3), 8 * DAY
    history: list[int] = []
    pages: list[Spike] = []
    for index in range(known + 120):
        old, fresh = random.randint(0, 4), int(index >= known)
        themes = {theme: count for theme, count in (("slop", old), ("jobs", fresh)) if count}
        both = old + fresh
        counts = Counts(mentions=20 + both, negative=both, neutral=20, backlash=both, themes=themes)
        history.append(fresh)
        one = Minute(brand="acme", start=START + timedelta(minutes=index), counts=counts, sources=1)
        pages = pages or opened([detector.observe(one)])
        if pages:
            break
    terms = {term.name: term for term in pages[0].terms}
    assert "`jobs`" in terms["where"].note
    numbers = {name: term.value for name, term in terms.items()}
    total = sum_windows(numbers, history) - numbers["wariness"] - numbers["where"]
    assert pages[0].evidence == pytest.approx(total, abs=1e-3)
    assert numbers["where"] == pytest.approx(2 * log(1 + 2))


@pytest.mark.need("003-19")
def test_the_usual_peak_of_an_hour_is_no_spike() -> None:
    detector, random = make(), Random(12)
    seen = []
    for index in range(6 * DAY):
        is_peak = index % DAY // 60 in {12, 19, 20}
        scale = 4.0 if is_peak and index > 0 else 1.0
        bad, other = draw(random, 0.4 * scale, 1.6 * scale)
        seen.append(detector.observe(minute(index, bad, other)))
    assert not opened(seen[3 * DAY :])


@pytest.mark.need("003-20")
def test_planned_events_widen_the_band() -> None:
    event = PlannedEvent(
        name="launch",
        start=START + timedelta(days=10),
        end=START + timedelta(days=10, hours=4),
        factor=4.0,
    )
    plain, planned = make(), make(Calendar([event]))
    for detector in (plain, planned):
        assert not opened(watch(detector, 0, 10 * DAY))
    assert opened(watch(plain, 10 * DAY, 240, scale=4))
    assert not opened(watch(planned, 10 * DAY, 240, scale=4))


def test_more_talk_of_any_sort_is_information_and_never_a_page() -> None:
    detector = make()
    watch(detector, 0, 2 * DAY)
    seen = [detector.observe(minute(2 * DAY + index, 1, 60)) for index in range(120)]
    assert not [spike for spike in opened(seen) if spike.kind is not SpikeKind.VOLUME]
    volume = [spike for one in seen for spike in one.spikes if spike.kind is SpikeKind.VOLUME]
    assert [spike.severity for spike in volume] == [Severity.SEV4]


def on(index: int, parts: dict[Platform, tuple[int, int]]) -> Minute:
    platforms = {
        place: Counts(mentions=bad + other, negative=bad, neutral=other)
        for place, (bad, other) in parts.items()
    }
    whole = Counts()
    for counts in platforms.values():
        whole += counts
    start = START + timedelta(minutes=index)
    return Minute(brand="acme", start=start, counts=whole, platforms=platforms, sources=1)


def run_platforms(hot: tuple[Platform, ...]) -> list[Assessment]:
    detector, random = make(), Random(6)
    seen = []
    for index in range(3 * DAY + 60):
        parts = {place: draw(random, 0.4, 1.6) for place in (Platform.X, Platform.REDDIT, Platform.TIKTOK)}
        if index >= 3 * DAY:
            parts |= dict.fromkeys(hot, (4, 4))
        seen.append(detector.observe(on(index, parts)))
    return seen


def test_a_crisis_on_one_platform_is_found_and_several_raise_it() -> None:
    single, several = run_platforms((Platform.X,)), run_platforms((Platform.X, Platform.REDDIT))
    (first,), (second,) = opened(single), opened(several)
    assert first.at >= START + timedelta(days=3)
    last = [spike for one in several for spike in one.spikes][-1]
    assert "platforms hot" in {term.name for term in last.terms} | {term.name for term in second.terms}
    assert last.severity <= first.severity


def test_late_mentions_count_for_a_day_and_then_no_more() -> None:
    results = []
    for age in (30, DAY + 30):
        detector = make()
        watch(detector, 0, 2 * DAY)
        at = START + timedelta(minutes=2 * DAY - age)
        late = LateCounts(start=at, platform=Platform.BLUESKY, counts=Counts(mentions=50, negative=50))
        one = Minute(brand="acme", start=START + timedelta(minutes=2 * DAY), late=(late,), sources=1)
        results.append(detector.observe(one).observed)
    assert results[0] > results[1] + 10


def test_many_brands_on_one_pager_ask_for_more_evidence() -> None:
    alone = watch(make(), 0, 1)[0].threshold
    shared = watch(make(brands=200), 0, 1)[0].threshold
    assert shared > alone + 5


def test_its_state_stays_small_with_six_platforms() -> None:
    detector = make()
    places = list(Platform)[:6]
    for index in range(300):
        detector.observe(on(index, dict.fromkeys(places, (index % 3, 3))))
    parts = detector.snapshot()["parts"]
    assert len(parts) == 6
    assert all(len(json.dumps(part)) < 1500 for part in parts.values())
