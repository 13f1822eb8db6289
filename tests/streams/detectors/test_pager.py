"""The command that measures a pager's false pages, in small."""

from streams.sensitivity import Sensitivity, find_threshold
from tests.benchmarks.detection.sensitivity import count_pages, thresholds


def test_a_pager_counts_what_each_word_lets_through() -> None:
    just_alert = find_threshold(Sensitivity.ALERT) + 0.1
    found = count_pages([0.0] * 10 + [just_alert] * 3 + [0.0] * 60, thresholds(), warm=5).known
    assert {threshold for threshold, pages in found.items() if pages} == {
        threshold for threshold in thresholds() if threshold <= just_alert
    }


def test_one_rise_is_one_page_and_what_comes_while_warming_up_is_none() -> None:
    storm = [max(thresholds()) + 1] * 30 + [0.0] * 60
    assert set(count_pages([0.0] * 10 + storm, thresholds(), warm=5).known.values()) == {1}
    assert count_pages(storm, thresholds(), warm=200).known.total() == 0


def test_the_first_week_is_counted_for_itself() -> None:
    storm = [max(thresholds()) + 1] * 30 + [0.0] * 60
    pages = count_pages([0.0] * 10 + storm, [7.0], warm=50, first=50)
    assert (pages.first[7.0], pages.known[7.0]) == (1, 0)


def test_a_shared_pager_is_never_easier_to_wake() -> None:
    for word in Sensitivity:
        assert find_threshold(word, 200) > find_threshold(word, 1)
