"""Training, weights and evaluation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.backlash.theme import Theme
from streams.language import Language
from streams.learning.errors import BadLabelsError, UnreadableWeightsError
from streams.learning.evaluation import calibration, evaluate_sentiment, f1, figure, macro, precision, recall
from streams.learning.judged import Judged, read_lines, read_sheet
from streams.learning.linear import LinearModel, average
from streams.learning.reader import TextReader
from streams.learning.trainer import Example, Recipe, calibrate, train
from streams.reading import Label, Stance
from streams.sentiment.scorer import Feeling

EXAMPLES = [
    Example(("good", f"w{number}") if number % 2 else ("bad", f"w{number}"), "up" if number % 2 else "down")
    for number in range(60)
]
MODEL = train(EXAMPLES, ("down", "up"), Recipe(rate=0.3))


def test_training_finds_the_features_that_matter() -> None:
    assert MODEL.probabilities(["good"])[1] > 0.9
    reader = TextReader(MODEL, Language.EN)
    probabilities, known = reader.read("good w1 unknown", ["bad", "~no such note"])
    assert set(known) == {"good", "bad"}
    assert probabilities == pytest.approx(MODEL.probabilities(["good", "bad"]), abs=0.01)
    assert reader.movers(known, "up") == ("good",)
    assert reader.movers(known, "down") == ("bad",)
    assert reader.movers(known, "up", 0) == ()


@pytest.mark.parametrize("features", [3, 2_000])
def test_sums_come_out_right_however_many_features_there_are(features: int) -> None:
    weights = {f"w{number}": (4_000.0, -4_000.0, number / 64) for number in range(features)}
    model = LinearModel(("a", "b", "c"), (0.5, 0.25, 0.0), weights, temperature=1e9)
    probabilities, known = TextReader(model, Language.ZH_HANT).read("", weights)
    assert len(known) == features
    assert probabilities == pytest.approx(model.probabilities(weights), abs=1e-12)


def test_training_is_the_same_every_time() -> None:
    assert train(EXAMPLES, ("down", "up"), Recipe(rate=0.3)).to_bytes() == MODEL.to_bytes()


def test_weights_survive_writing_within_half_a_step() -> None:
    read = LinearModel.from_bytes(MODEL.to_bytes())
    assert read.classes == MODEL.classes
    for feature, weights in MODEL.weights.items():
        assert read.weights[feature] == pytest.approx(weights, abs=1 / 128)


def test_an_average_stands_halfway_and_drops_what_hardly_speaks() -> None:
    one = LinearModel(("a", "b"), (1.0, 0.0), {"tea": (1.0, 0.0), "dust": (0.1, 0.0)}, 1.0, {"of": "one"})
    other = LinearModel(("a", "b"), (0.0, 0.5), {"tea": (0.0, 3.0), "milk": (0.5, 0.0)}, 2.0, {"of": "other"})
    between = average([one, other], smallest=0.06)
    assert between == LinearModel(
        ("a", "b"), (0.5, 0.25), {"tea": (0.5, 1.5), "milk": (0.25, 0.0)}, 1.5, {"of": "other"}
    )


@given(st.binary(max_size=200))
def test_bytes_that_are_not_weights_are_refused_by_name(raw: bytes) -> None:
    with pytest.raises(UnreadableWeightsError):
        LinearModel.from_bytes(raw)


def test_too_few_labels_are_refused() -> None:
    with pytest.raises(BadLabelsError, match="none labelled up"):
        train([Example(("a",), "down")] * 30, ("down", "up"), Recipe())


def test_calibration_makes_an_overconfident_model_less_sure() -> None:
    wrong_half = [Example(("good",), "up" if number % 2 else "down") for number in range(40)]
    assert calibrate(MODEL, wrong_half).probabilities(["good"])[1] < MODEL.probabilities(["good"])[1]


def test_a_sheet_gives_each_line_its_head() -> None:
    judged = list(
        read_sheet(
            ["# note", "== against negative slop under-ai", "ugly {+jobs}", "== for positive -", "nice"]
        )
    )
    assert judged == [
        Judged(
            text="ugly",
            label=Label.NEGATIVE,
            stance=Stance.AGAINST,
            themes=frozenset({Theme.SLOP, Theme.JOBS}),
            under_ai=True,
        ),
        Judged(text="nice", label=Label.POSITIVE, stance=Stance.FOR),
    ]


def test_alternatives_are_expanded_the_same_way_every_time() -> None:
    lines = ["@ai = AI|bots", "== against negative slop", "{ai} [is|are] bad"]
    texts = {each.text for each in read_sheet(lines, variants=30)}
    assert texts == {"AI is bad", "AI are bad", "bots is bad", "bots are bad"}
    assert list(read_sheet(lines, variants=3)) == list(read_sheet(lines, variants=3))


@pytest.mark.parametrize(
    "line", ["== against", "== against angry slop", "== sideways negative -", "== for positive fun"]
)
def test_a_wrong_head_is_named_with_its_line(line: str) -> None:
    with pytest.raises(BadLabelsError, match="line 1"):
        list(read_sheet([line, "text"]))


def test_judged_lines_are_read_and_wrong_ones_named() -> None:
    good = '{"text": "x", "label": "negative", "backlash": true, "themes": ["jobs"], "ai": true}'
    (judged,) = read_lines([good, ""])
    assert (judged.stance, judged.label, judged.under_ai) == (Stance.AGAINST, Label.NEGATIVE, True)
    for bad in ("{", "[]", "{}", '{"text": "x", "label": "angry"}', '{"text": "x", "themes": ["fun"]}'):
        with pytest.raises(BadLabelsError, match="line 2"):
            list(read_lines([good, bad]))


def test_what_is_left_empty_says_nothing() -> None:
    (judged,) = read_lines(
        ['{"text": "x", "label": "", "stance": "", "backlash": true, "themes": [], "ai": null}']
    )
    assert judged == Judged(text="x", stance=Stance.AGAINST)


def test_texts_are_tidied_as_connectors_tidy_them() -> None:
    (judged,) = read_lines(['{"text": " no \\ud83d  soul\\u0000 "}'])
    assert judged.text == "no \N{REPLACEMENT CHARACTER} soul"


def test_measures_are_those_of_the_book() -> None:
    pairs = [("a", "a"), ("a", "b"), ("b", "b"), ("b", "b")]
    assert precision(pairs, "b") == pytest.approx(2 / 3)
    assert recall(pairs, "a") == 0.5
    assert f1(pairs, "b") == pytest.approx(0.8)
    assert macro(pairs, recall) == 0.75


def test_an_interval_holds_its_value_and_narrows_with_more_texts() -> None:
    few, many = [("a", "a"), ("a", "b")] * 10, [("a", "a"), ("a", "b")] * 200
    small, large = (figure(pairs, lambda some: recall(some, "a")) for pairs in (few, many))
    assert small.low <= small.value <= small.high
    assert large.high - large.low < small.high - small.low


def test_calibration_error_is_the_gap_between_claimed_and_true() -> None:
    error, bins = calibration([(0.95, True)] * 5 + [(0.95, False)] * 5)
    assert error == pytest.approx(0.45)
    assert bins[0].texts == 10


def test_an_evaluation_lists_what_people_see_otherwise() -> None:
    judged = [Judged(text="fine", label=Label.POSITIVE), Judged(text="bad", label=Label.NEGATIVE)]
    report = evaluate_sentiment(judged, lambda _: Feeling(Label.NEGATIVE, -0.5, 0.9))
    assert report.disagreements == (("fine", "positive", "negative"),)
    assert report.accuracy.value == 0.5
