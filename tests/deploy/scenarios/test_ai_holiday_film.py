"""The shipped scenario is what its summary says: calm, then charmed, then angry, in four languages."""

import re
from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from connectors.mention import ChannelKind, Mention, Platform
from deploy.scenarios.generator import generate, tell_shipped, truth
from deploy.scenarios.phrases import Form, Kind, Theme
from deploy.scenarios.shelf import load_scenario
from deploy.scenarios.telling import Told

NAME = "ai-holiday-film"
ANGRY = {Kind.BACKLASH, Kind.SARCASM}
PASTED = {Form.ARTICLE, Form.BOT, Form.COPYPASTA, Form.OWN}
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def told() -> list[Told]:
    return tell_shipped(NAME)


@pytest.fixture(scope="module")
def fresh(told: list[Told]) -> list[Told]:
    """Each thing said once, as it was first seen."""
    return [item for item in told if not item.repeat]


def of_hour(item: Told) -> int:
    return int((item.mention.published_at - load_scenario(NAME).starts) / HOUR)


def negatives(items: list[Told]) -> list[Mention]:
    scorer = SentimentIntensityAnalyzer()
    return [
        item.mention
        for item in items
        if item.language == "en"
        and item.mention.brand == "pellimoor"
        and scorer.polarity_scores(item.mention.text)["compound"] <= -0.05
    ]


def test_it_has_about_three_thousand_mentions_in_a_day_and_a_half(told: list[Told]) -> None:
    assert 2_800 <= len(told) <= 3_400
    first, last = told[0].mention.published_at, told[-1].mention.published_at
    assert timedelta(hours=35) < last - first <= timedelta(hours=36)


def test_mentions_come_in_the_order_in_which_they_were_published(told: list[Told]) -> None:
    assert all(a.mention.published_at <= b.mention.published_at for a, b in pairwise(told))


def test_every_mention_survives_the_wire() -> None:
    for mention in generate(NAME):
        assert Mention.from_json(mention.to_json()) == mention


def test_four_languages_speak_in_the_stated_shares(fresh: list[Told]) -> None:
    spoken = Counter(item.language for item in fresh)
    for language, tongue in load_scenario(NAME).languages.items():
        assert spoken[language] / len(fresh) == pytest.approx(tongue.share, abs=0.04), language


def test_each_language_keeps_to_its_platforms(fresh: list[Told]) -> None:
    for language, tongue in load_scenario(NAME).languages.items():
        heard = {item.mention.platform for item in fresh if item.language == language}
        assert heard <= {*tongue.platforms, Platform.NEWS}
        assert len(heard) >= len(tongue.platforms) - 1


def test_hints_are_sometimes_missing_and_sometimes_wrong(fresh: list[Told]) -> None:
    english = [item.mention.language for item in fresh if item.language == "en"]
    assert 0.08 < english.count(None) / len(english) < 0.2
    assert 0 < sum(hint not in {None, "en"} for hint in english) / len(english) < 0.1


def test_people_hardly_ever_say_the_same(fresh: list[Told]) -> None:
    texts = [item.mention.text for item in fresh if item.form not in PASTED]
    assert len(set(texts)) / len(texts) > 0.97


def test_texts_are_as_long_as_people_write(fresh: list[Told]) -> None:
    lengths = sorted(len(item.mention.text) for item in fresh if item.form not in PASTED)
    assert lengths[0] >= 1
    assert lengths[-1] <= 450
    assert lengths[len(lengths) // 10] < 15
    assert lengths[-len(lengths) // 20] > 90


def test_nothing_of_the_template_is_left_in_a_text(fresh: list[Told]) -> None:
    for item in fresh:
        assert not re.search(r"[{}]|\[[^\]]*\||\\n|  \w", item.mention.text), item.mention.text


def test_the_backlash_begins_at_the_onset_and_is_nearly_over_at_the_end(fresh: list[Told]) -> None:
    fact = truth(NAME)
    angry = [item.mention.published_at for item in fresh if item.kind in ANGRY and item.form is Form.LINE]

    def within(begin: timedelta, length: timedelta) -> int:
        return sum(fact.onset + begin <= at < fact.onset + begin + length for at in angry)

    assert within(-24 * HOUR, 22 * HOUR) == 0
    assert within(-HOUR, HOUR) < 10
    tens = [within(timedelta(minutes=minute), timedelta(minutes=20)) for minute in (0, 20, 40)]
    assert tens[0] < tens[1] < tens[2]
    peak = within(2 * HOUR, HOUR)
    assert peak > 90
    assert within(fact.end - fact.onset, HOUR) < peak / 5


def test_english_scoring_alone_sees_it(fresh: list[Told]) -> None:
    fact = truth(NAME)
    bad = [mention.published_at for mention in negatives(fresh)]
    calm = sum(at < fact.onset - HOUR for at in bad) / 22
    storm = sum(fact.onset + HOUR <= at < fact.onset + 5 * HOUR for at in bad) / 4
    assert calm < 4
    assert storm > 6 * calm


def test_calm_talk_and_complaints_go_on_all_the_while(fresh: list[Told]) -> None:
    hours = Counter(of_hour(item) for item in fresh if item.strand == "daily_talk")
    assert min(hours[hour] for hour in range(36)) >= 12
    complaints = Counter(of_hour(item) // 6 for item in fresh if item.kind is Kind.COMPLAINT)
    assert max(complaints.values()) < 3 * min(complaints.values())


def test_taiwan_sleeps_while_america_is_awake(fresh: list[Told]) -> None:
    """Hours 9 to 11 of the scenario are three to six in the morning in Taipei."""
    night = Counter(item.language for item in fresh if 9 <= of_hour(item) < 12)
    evening = Counter(item.language for item in fresh if 1 <= of_hour(item) < 4)
    assert night["zh-Hant"] < evening["zh-Hant"] / 5
    assert night["en"] > evening["en"] / 2


def test_the_rival_stays_calm(fresh: list[Told]) -> None:
    rival = [item for item in fresh if item.mention.brand == "ostrelow"]
    assert len(rival) > 150
    assert not [item for item in rival if item.kind in ANGRY]
    named = [item for item in fresh if item.mention.brand == "pellimoor" and "Ostrelow" in item.mention.text]
    assert len(named) > 15


@pytest.mark.parametrize("theme", list(Theme))
def test_every_theme_is_heard(theme: Theme, fresh: list[Told]) -> None:
    assert sum(theme in item.themes for item in fresh) >= 5


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans", "hu"])
def test_every_kind_is_heard_in_every_language(kind: Kind, language: str, fresh: list[Told]) -> None:
    assert sum(item.kind is kind and item.language == language for item in fresh) >= 5


@pytest.mark.parametrize(
    ("language", "trap"),
    [
        ("en", r"(?i)no ai\b"),
        ("en", r"(?i)j'?ai\b"),
        ("zh-Hant", "退粉刺"),
        ("zh-Hant", "我愛"),
        ("zh-Hans", "取关税"),
        ("hu", r"(?i)\bmi is\b"),
    ],
)
def test_known_traps_are_laid(language: str, trap: str, fresh: list[Told]) -> None:
    caught = [item for item in fresh if item.language == language and re.search(trap, item.mention.text)]
    assert caught
    assert not [item for item in caught if item.kind in ANGRY]


def test_about_half_of_the_backlash_names_ai(fresh: list[Told]) -> None:
    words = re.compile(r"(?<![a-zá-ű])(?:ai|mi)(?![a-zá-ű])|generat|生成|算圖", re.IGNORECASE)
    texts = [
        item.mention.text
        for item in fresh
        if item.strand == "backlash" and item.language in {"en", "zh-Hant"}
    ]
    assert 0.38 < sum(bool(words.search(text)) for text in texts) / len(texts) < 0.6


def test_what_stands_alone_names_the_brand(fresh: list[Told]) -> None:
    """A connector that searches for the brand's names would have found it."""
    names = load_scenario(NAME)
    known = [
        *(
            name.casefold()
            for brand in (names.brand, names.rival)
            for names_ in brand.names.values()
            for name in names_
        ),
        *(title.casefold() for titles in names.films.values() for title in titles),
    ]
    posts = [
        item.mention.text
        for item in fresh
        if item.mention.kind is ChannelKind.POST and item.form is Form.LINE and not item.mention.owned
    ]
    lost = [text for text in posts if not any(name in text.casefold() for name in known)]
    assert len(lost) / len(posts) < 0.04, lost  # Accents and letters get lost in typing.


def test_answers_stand_under_what_was_said_before(fresh: list[Told]) -> None:
    seen: dict[str, Mention] = {}
    for item in fresh:
        parent = item.mention.parent_id
        if parent is not None:
            assert seen[parent].platform == item.mention.platform
            assert seen[parent].owned == item.mention.owned
        seen[item.mention.native_id] = item.mention
    film = truth(NAME).events["film"]
    under = [item for item in fresh if item.mention.owned and item.mention.published_at > film]
    assert len(under) > 500


def test_the_film_is_one_family_on_many_platforms(fresh: list[Told]) -> None:
    roots = [item.mention for item in fresh if item.strand == "film"]
    assert {root.published_at for root in roots} == {truth(NAME).events["film"]}
    assert {root.family for root in roots} == {f"film-{name}" for name in load_scenario(NAME).languages}
    assert all(root.owned for root in roots)


def test_some_are_fetched_twice_edited_or_taken_down(told: list[Told]) -> None:
    first = {item.mention.identity: item.mention for item in told if not item.repeat}
    again = [item.mention for item in told if item.repeat]
    assert {(m.edited, m.deleted) for m in again} == {(False, False), (True, False), (False, True)}
    for mention in again:
        before = first[mention.identity]
        assert mention.published_at >= before.published_at
        if mention.deleted:
            assert mention.text == ""
        else:
            assert mention.text.startswith(before.text)
            assert mention.edited == (mention.text != before.text)


def test_what_is_said_once_has_an_id_of_its_own(fresh: list[Told]) -> None:
    assert len({item.mention.identity for item in fresh}) == len(fresh)


def test_bots_and_pasted_calls_repeat_themselves(fresh: list[Told]) -> None:
    pasted = Counter(item.mention.text for item in fresh if item.form is Form.COPYPASTA)
    assert max(pasted.values()) >= 4
    bots = {item.mention.author for item in fresh if item.form is Form.BOT}
    assert 1 < len(bots) < sum(item.form is Form.BOT for item in fresh)


def test_board_titles_stay_on_their_boards(fresh: list[Told]) -> None:
    titled = [
        item.mention
        for item in fresh
        if re.match(r"\[(?:心得|問題|問卦|新聞|討論|爆卦|閒聊)\]", item.mention.text)
    ]
    assert titled
    assert {mention.platform for mention in titled} <= {Platform.PTT, Platform.DCARD}


def test_newspapers_spell_the_brand_right(fresh: list[Told]) -> None:
    articles = [item.mention.text for item in fresh if item.form is Form.ARTICLE and item.language == "en"]
    named = [text for text in articles if "pell" in text.casefold()]
    assert named
    assert all(re.search(r"Pellimoor\b", text) for text in named)


def test_authors_are_hashes(fresh: list[Told]) -> None:
    for item in fresh:
        assert item.mention.author is None or re.fullmatch(r"[0-9a-f]{24}", item.mention.author)
    assert all((item.mention.author is None) == (item.form is Form.ARTICLE) for item in fresh)
