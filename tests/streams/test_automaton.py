from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from streams.automaton import Automaton, Rules, Turn

RULES = Rules(open_at=7, watch_at=4, close_below=3.5)


def run(evidence: Iterable[float], *, known: bool = True) -> list[tuple[int, Turn]]:
    automaton = Automaton(RULES)
    turns = [(now, automaton.step(now, value, is_known=known)) for now, value in enumerate(evidence)]
    return [(now, turn) for now, turn in turns if turn]


def test_a_spike_opens_once_and_closes_after_half_an_hour_of_quiet() -> None:
    assert run([0, 8, 9, 5, 5] + [1] * 40) == [(1, Turn.OPEN), (34, Turn.CLOSE)]


def test_evidence_between_the_thresholds_keeps_a_spike_open() -> None:
    assert run([8] + [4] * 100) == [(0, Turn.OPEN)]


def test_a_flare_within_the_cooldown_belongs_to_the_old_spike() -> None:
    assert [turn for _, turn in run([8] + [0] * 60 + [9])] == [Turn.OPEN, Turn.CLOSE, Turn.REOPEN]


def test_a_flare_twice_as_bad_pages_again() -> None:
    assert [turn for _, turn in run([8] + [0] * 60 + [16])] == [Turn.OPEN, Turn.CLOSE, Turn.OPEN]
    assert [turn for _, turn in run([8] + [0] * 60 + [9, 17])][-2:] == [Turn.REOPEN, Turn.REPAGE]


def test_after_the_cooldown_any_spike_pages() -> None:
    assert run([8] + [0] * 751 + [8])[-1] == (752, Turn.OPEN)


def test_unknown_quiet_does_not_close_a_spike_soon() -> None:
    assert run([8] + [0] * 400, known=False) == [(0, Turn.OPEN), (360, Turn.CLOSE)]


def dismissed(before: Iterable[float], after: Iterable[float], *, is_settled: bool = True) -> list[Turn]:
    """What follows once somebody has called the spike benign."""
    automaton, now = Automaton(RULES), 0
    for now, value in enumerate(before):
        automaton.step(now, value, is_known=True)
    automaton.dismiss(is_settled=is_settled)
    turns = [automaton.step(now + 1 + later, value, is_known=True) for later, value in enumerate(after)]
    return [turn for turn in turns if turn]


def test_after_a_benign_spike_has_closed_the_next_one_pages() -> None:
    assert dismissed([8, 5], [0] * 60 + [7]) == [Turn.CLOSE, Turn.OPEN]
    assert dismissed([8] + [0] * 60, [7]) == [Turn.OPEN]


def test_what_outgrows_a_benign_spike_pages_while_that_is_open() -> None:
    assert dismissed([8, 5], [12, 15]) == []
    assert dismissed([8, 5], [12, 16]) == [Turn.REPAGE]
    assert dismissed([8, 5], [16] + [0] * 40 + [9]) == [Turn.REPAGE, Turn.CLOSE, Turn.REOPEN]


def test_evidence_that_grows_with_the_time_watched_outgrows_nothing() -> None:
    assert dismissed([8, 5], [12, 60] + [0] * 40 + [9], is_settled=False) == [Turn.CLOSE, Turn.OPEN]


def resolved(before: Iterable[float], after: Iterable[tuple[float, bool]]) -> list[Turn]:
    """What follows, with whether talk is rising, once somebody has called the spike over."""
    automaton, now = Automaton(RULES), 0
    for now, value in enumerate(before):
        automaton.step(now, value, is_known=True)
    automaton.resolve()
    turns = [
        automaton.step(now + 1 + later, value, is_known=True, is_rising=is_rising)
        for later, (value, is_rising) in enumerate(after)
    ]
    return [turn for turn in turns if turn]


QUIET = [(0.0, False)] * 40


def test_after_a_resolved_spike_has_closed_the_next_one_pages_at_the_usual_strength() -> None:
    assert resolved([8, 50, 5], [*QUIET, (7, False)]) == [Turn.CLOSE, Turn.OPEN]
    assert resolved([8] + [0] * 60, [(7, False)]) == [Turn.OPEN]
    assert resolved([8] + [0] * 60 + [9], [*QUIET, (7, False)]) == [Turn.CLOSE, Turn.OPEN]


def test_what_is_left_of_a_resolved_spike_pages_nobody_until_it_rises() -> None:
    assert resolved([8, 50], [(60, False), (120, False), (40, False)]) == []
    assert resolved([8, 50], [(40, False), (20, True)]) == [Turn.REPAGE]
    assert resolved([8, 50], [(40, False), (6.9, True)]) == []


def test_a_spike_that_follows_a_resolved_one_has_a_life_of_its_own() -> None:
    flare = [(40.0, False), (20.0, True), (90.0, True)]
    assert resolved([8, 50], flare) == [Turn.REPAGE]
    assert resolved([8, 50], [*flare, *QUIET, (9, False)]) == [Turn.REPAGE, Turn.CLOSE, Turn.REOPEN]


def test_a_resolved_spike_that_turned_out_to_be_nothing_is_benign() -> None:
    automaton = Automaton(RULES)
    automaton.step(0, 8, is_known=True)
    automaton.resolve()
    automaton.dismiss(is_settled=True)
    assert automaton.step(1, 15, is_known=True, is_rising=True) is None
    assert automaton.step(2, 16, is_known=True) is Turn.REPAGE


def test_a_benign_spike_that_turned_out_real_and_was_resolved_is_over() -> None:
    automaton = Automaton(RULES)
    automaton.step(0, 8, is_known=True)
    automaton.dismiss(is_settled=True)
    automaton.resolve()
    assert automaton.step(1, 30, is_known=True) is None


@given(st.lists(st.floats(0, 50), max_size=300), st.integers(0, 300), st.integers(0, 300))
def test_it_goes_on_from_a_snapshot_as_if_nothing_had_happened(
    evidence: list[float], cut: int, end: int
) -> None:
    whole, first = Automaton(RULES), Automaton(RULES)
    expected: list[Turn | None] = []
    got: list[Turn | None] = []
    for now, value in enumerate(evidence):
        if now == cut:
            first = Automaton.resume(RULES, first.snapshot())
        for one, turns in ((whole, expected), (first, got)):
            if now == end:
                one.resolve()
            turns.append(one.step(now, value, is_known=True, is_rising=now % 7 == 0))
    assert got == expected
