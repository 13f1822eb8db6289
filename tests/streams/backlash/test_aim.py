"""Aim: a rival's crisis is not ours because somebody names us as well; ours stays ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.backlash.aim import LOOKED_AT, Aim
from streams.backlash.context import AiRegister
from streams.scorer import MentionScorer
from tests.streams.test_scorer import said

NAMES = {
    "orvanne": ("Orvanne", "@orvanne", "歐梵", "オルヴァンヌ"),
    "tamsel": ("Tamsel", "塔姆瑟", "タムセル"),
}
AIM = Aim(NAMES)


@pytest.mark.parametrize(
    "text",
    [
        "Orvanne AI slop made me cancel just now, tamsel has my order now",
        "I hate AI ads, Orvanne. tamsel gets it",
        "Tamsel sold out of everything because of orvanne's AI ad",
        "orvanne\u2019s a.i. disaster. Tamsel, please never do this",
        "歐梵AI味好噁，塔姆瑟至少有人味",
        "la IA de Orvanne da pena, por suerte queda Tamsel",
        "オルヴァンヌのＡＩ広告ひどい、タムセルは人が描いてて好き",
        "タムセルに乗り換えた、オルヴァンヌは人工知能の声が無理",
        "Orvannes slop, and then tamsel with a photo of a mitten",
        "@ORVANNE your AI video is a joke",
    ],
)
def test_what_is_said_of_another_brand_is_elsewhere(text: str) -> None:
    assert AIM.is_elsewhere(text, "tamsel")
    assert not AIM.is_elsewhere(text, "orvanne")


@pytest.mark.parametrize(
    "text",
    [
        "Tamsel's AI ad is worse than Orvanne's",
        "Tamsel, do you use AI in your ads? honest question now that Orvanne fired its illustrators",
        "what a soulless film",
        "Orvanne and Tamsel can both keep it",
        "Orvanne AI, Tamsel AI, all the same slop to me: Tamsel too",
        "the AI of tamselorvanne",
        "hacía años que orvanne no bajaba precios, tamsel sigue igual",
        "",
    ],
)
def test_what_is_said_of_this_brand_or_of_none_stays(text: str) -> None:
    assert not AIM.is_elsewhere(text, "tamsel")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Orvanne", "Orvanne的AI廣告是垃圾，毫無靈魂，退追。還是 Tamsel 好"),
        ("Orvanne", "OrvanneのAI広告、魂がない。手抜き。フォロー外した。 Tamsel の方がいい"),
        ("Orvanne", "Szégyen, az Orvannénak ez az AI reklámja szemét. A Tamsel legalább rajzolókat fizet."),
        ("Yahoo!", "Tamsel at least hires artists. Yahoo! AI slop is embarrassing, unfollowed"),
        ("e.l.f.", "e.l.f. AI slop again, Tamsel would never"),
        ("Orvanne", "#BoycottOrvanne for this soulless AI garbage. Tamsel hires artists"),
        ("orvan*", "AI slop from Orvannix, said Tamsel"),
        ("#noorvanne", "AI slop, #NoOrvanne, hello Tamsel"),
        ("Orvanne\u200bX", "OrvanneX AI slop, I am with Tamsel"),
    ],
)
def test_a_name_is_known_in_every_form_in_which_the_connectors_find_it(name: str, text: str) -> None:
    aim = Aim({"ours": (name,), "tamsel": ("Tamsel",)})
    assert not aim.is_elsewhere(text, "ours")
    assert aim.is_elsewhere(text, "tamsel")


def test_of_names_within_one_another_the_longest_counts() -> None:
    aim = Aim({"acme": ("Acme",), "pro": ("Acme Pro",)})
    assert aim.is_elsewhere("AI slop by Acme Pro", "acme")
    assert not aim.is_elsewhere("AI slop by Acme Pro", "pro")


@pytest.mark.parametrize(
    "names", [{}, {"acme": ("acme",)}, {"acme": ("one",), "other": ("one",)}, {"a": ("",)}]
)
def test_who_knows_no_second_name_never_looks_away(names: dict[str, tuple[str, ...]]) -> None:
    assert not Aim(names).is_elsewhere("one AI slop, acme", "acme")


def test_the_end_of_a_long_text_is_not_read() -> None:
    assert not AIM.is_elsewhere("x " * LOOKED_AT + "orvanne AI slop", "tamsel")


@given(st.text(alphabet="AI .,歐梵'sxé\u0301\ud800", max_size=900), st.sampled_from(sorted(NAMES)))
def test_a_text_that_names_no_other_brand_stays_whatever_it_is(text: str, brand: str) -> None:
    own = NAMES[brand][0]
    others = [name for other, called in NAMES.items() if other != brand for name in called]
    if not any(name.casefold() in text.casefold() for name in others):
        assert not AIM.is_elsewhere(f"{own} {text}", brand)


def test_the_scorer_counts_backlash_where_it_is_aimed_but_under_our_own_film_always() -> None:
    scorer = MentionScorer(names=NAMES, registers={"tamsel": AiRegister(posts={"film": "Film"})})
    text = "Orvanne's AI slop is a disgrace, tamsel"

    def is_backlash(brand: str, parent: str | None = None) -> bool:
        return scorer.score_mention(said(text, brand=brand, parent_id=parent), 0).backlash

    assert is_backlash("orvanne")
    assert not is_backlash("tamsel")
    assert is_backlash("tamsel", "film")
