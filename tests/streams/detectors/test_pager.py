"""The command that measures a pager's false pages, in small."""

from streams.sensitivity import Sensitivity, find_threshold
from tests.benchmarks.detection.sensitivity import PAGERS, count_pages


def test_a_pager_counts_what_each_word_lets_through() -> None:
    just_alert = find_threshold(Sensitivity.ALERT) + 0.1
    found = count_pages([0.0] * 10 + [just_alert] * 3 + [0.0] * 60, warm=5)
    assert found[Sensitivity.ALERT, 1] == 1
    assert found.total() == 1


def test_one_rise_is_one_page_and_what_comes_while_warming_up_is_none() -> None:
    highest = max(find_threshold(word, brands) for word in Sensitivity for brands in PAGERS)
    storm = [highest + 1] * 30 + [0.0] * 60
    assert set(count_pages([0.0] * 10 + storm, warm=5).values()) == {1}
    assert count_pages(storm, warm=200).total() == 0


def test_a_shared_pager_is_never_easier_to_wake() -> None:
    for word in Sensitivity:
        assert find_threshold(word, 200) > find_threshold(word, 1)
