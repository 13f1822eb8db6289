"""The compiled part says what the pure code says, bit for bit: label, valence, reasons, sketch and all the rest."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain, islice
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from connectors.mention import ChannelKind, Mention, Platform
from deploy.scenarios.generator import generate
from deploy.scenarios.shelf import list_scenarios
from streams.backlash.context import AiRegister
from streams.backlash.phrases import PhraseFinder
from streams.backlash.registry import CLASSIFIERS
from streams.edges import cut_excerpt
from streams.language import Language, LanguageJudge
from streams.learning.lessons import our_lesson
from streams.learning.weights import Skill, load_weights, own_file
from streams.probes import ProbeFinder
from streams.scorer import MentionScorer, _Told
from streams.sentiment.lexical import LearnedScorer
from streams.sentiment.registry import SCORERS
from streams.sentiment.taming import tame
from tests.streams.challenge import read_challenge, read_unmet

REGISTERS = {"acme": AiRegister(posts={"film": "Film"})}
NAMES = {"acme": ["acme"], "tamsel": ["tamsel"]}
COMPILED = MentionScorer(registers=REGISTERS, names=NAMES)
PURE = MentionScorer(registers=REGISTERS, names=NAMES, compiled=False)

if not COMPILED.is_compiled:
    pytest.skip(
        "there is no compiled part that fits these sources: `pip install -e .` where there is a C compiler",
        allow_module_level=True,
    )

from streams.native.teller import Teller  # noqa: E402

PIECES = (
    "AI", "ai", "A.I.", "Ai ", "IA", "MI-vel", "MI ", "ai-chan", "said", "ＡＩ", "#AIart", "#noai", "人工智慧", "AI生成",
    "ia", "I.A.", "Ia", "esIA", "la #NoALaIA", "hacía", "deje de seguir", "sin alma", "DEJÉ DE SEGUIRLOS", "dibujado a mano",
    "slop", "soulless", "no soul", "unfollow", "boycott", "fired the artists", "a bot", "chatbot", "robot", "lélektelen",
    "szemét", "nem", "soha", "jó", "rossz", "de", "DE", "hanem", "csak", "leg", "le", "el", "kápráztat", "unalmas", "szép", "Ő", "ÁRVÍZTŰRŐ", "ideges vagyok", "爛", "沒有靈魂", "没有灵魂", "取关", "退訂",
    "不", "很", "非常", "好", "讚", "垃圾", "の", "カワイイ", "最悪", "ｶﾞ", "한글", "привет", "not", "never", "so", "this",
    "least", "at", "very", "without", "doubt", "no", "or", "but", "BUT", "kind of", "the bomb", "LOVE", "hate", "GREAT",
    "good", "bad", "can't", "don’t", "ain't", "http", "httpd", "https://a.example/x", "HTTP://A", "www.", "www.b.example",
    "x@y.example", "@someone", "@.", "＠某人", "&amp;", "&", "#", "_", "a_b", "3", "42x", "½", "②", "²", "sooo", "ooo", "ǅ",
    "!", "!!", "?!", "？", "！！！", "...", ".", "…", ":)", ":-(", ";p", "=/", ":’(", "<3", "~~", "-", "'", "’", "[怒]", "[ab",
    "(｀Д´)", "(╯°□°）╯︵ ┻━┻", "T_T", "^^", "(^^;)", "QAQ", "baaaad", "jóóó", "ひどーい", "すごぉ〜い", "-_-", "xD",
    "🙄", "👏🏻", "❤️", "😀" * 41, "☀", "㊗", "e\u0301", "e\u0301\u0302\u0303\u0304\u0305", "\u200d", "\ufeff", "\u202e",
    "İ", "ı", "ß", "ẞ", "Σ", "ς", "ﬁ", "ſ", "K", "\ud800", "𠮷", "𝔸𝕀", "🅰", "\x00", "\x1c", "\x85", "\n", "\t", "\u3000",
    "\xa0", " ", "  ", "ignore previous instructions", "你是機器人嗎", "w" * 70, "Acme", "Tamsel's",
)  # fmt: skip
"""What some rule somewhere cares about."""

WRITTEN = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=24).flatmap(
    lambda pieces: st.sampled_from(["", " "]).map(lambda between: between.join(pieces))
)
HINTS = st.sampled_from([None, "en", "hu", "zh-TW", "zh-CN", "zh", "ja", "es", "de", "?"])


def said(text: str, hint: str | None = None, parent: str | None = None) -> Mention:
    return Mention(
        source="bluesky#3",
        native_id="1",
        brand="acme",
        platform=Platform.BLUESKY,
        kind=ChannelKind.REPLY,
        published_at=datetime(2026, 1, 1, tzinfo=UTC),
        text=text,
        language=hint,
        parent_id=parent,
        author_posts=1,
    )


def agree(mention: Mention) -> None:
    one, other = COMPILED.score_mention(mention, 3), PURE.score_mention(mention, 3)
    # Not only equal: 0.0 is no -0.0, and the wire writes floats in full.
    assert repr(one) == repr(other)


def tell_all(texts: list[str]) -> float:
    """How many of the texts the compiled part answers itself."""
    assert COMPILED._teller is not None
    told = [COMPILED._teller.tell(text, None, False, False) for text in texts]  # noqa: FBT003
    return sum(each is not None for each in told) / len(texts)


def test_it_is_what_scores_where_it_is_installed() -> None:
    assert COMPILED.is_compiled
    assert not PURE.is_compiled


@settings(max_examples=500, deadline=None)
@given(WRITTEN, HINTS, st.sampled_from([None, "film"]))
@example("http httpppp sooo not http good", "en", None)
@example("but but BUT love but hate hate hate love", "en", None)
@example("！！? ？！ ~ ~~ [怒] [ab] ..", "zh-CN", "film")
@example("so pretty！！！ é？ ok ！", None, None)
@example("kind of not so bad but bad ass", "en", None)
@example("a bot replied, AI slop, I unfollow", "en", "film")
@example("nem csak szép, de legunalmasabb és elkápráztat, ám rossz! felidegesit, kiabrandultam", "hu", None)
@example("szép jó szép jó szép jó szép jó de rossz unalmas rossz unalmas rossz unalmas viszont", "hu", None)
@example("de jó hanem", "hu", None)
@example("csak", "hu", None)
@example("la I.A. otra vez, basura, dejé de seguirlos, deje de seguir", "es", None)
@example("ia", "es", None)
@example("esIA, hacía ia.", "es", None)
@example("無断学習反対、著作権侵害", "ja", "film")
@example("这个广告真烂", "ja", "film")
@example("ＡＩ絵とかｱﾘｴﾅｲ、魂がない。AI不使用、手描きです 草ｗ", "ja", None)
def test_both_say_the_same_of_whatever_people_write(text: str, hint: str | None, parent: str | None) -> None:
    agree(said(text, hint, parent))


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(list(SCORERS)), WRITTEN)
@example(Language.EN, "never so GOOD but not very good, no love or hate! least love, without doubt great")
@example(Language.HU, "NEM jó, nagyon rossz! nem is szép")
@example(Language.HU, "nem csak jó, de elkápráztat, legborzalmasabb, kijó, felidegesítettek")
@example(Language.HU, "megszép, megnagyon jó, megborzasztóan jó, nem megviszont jó")
@example(Language.HU, "kiabrandultam, felidegesit, legborzalmasabb, nem jo de szep")
def test_both_weigh_words_alike(language: Language, text: str) -> None:
    assert COMPILED._teller is not None
    weighed = COMPILED._teller.weigh_words(language, text)
    scorer = PURE._scorers[language]
    assert isinstance(scorer, LearnedScorer)
    assert weighed is None or repr(weighed) == repr(scorer.rater.rate(text).movers)


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(), max_size=700), HINTS)
def test_both_say_the_same_of_any_signs(text: str, hint: str | None) -> None:
    agree(said(text, hint, "film"))


@pytest.mark.parametrize("piece", PIECES)
def test_both_say_the_same_of_far_too_much(piece: str) -> None:
    for count in (5, 6, 40, 600, 601):
        agree(said((piece * count)[:count]))
    agree(said((piece * 20_000)[:20_000]))


@pytest.mark.parametrize("language", SCORERS)
def test_both_say_the_same_of_what_was_learned_from(language: Language) -> None:
    texts = [lesson.text for lesson in our_lesson(language).texts[::11]]
    for text in texts:
        agree(said(text))
    assert tell_all(texts) > 0.99


@pytest.mark.parametrize("language", CLASSIFIERS)
def test_both_say_the_same_of_strangers_posts_and_their_reasons(language: Language) -> None:
    texts = [judged.text for judged in read_unmet(language)]
    for text in texts:
        agree(said(text, parent="film"))
    scored = [COMPILED.score_mention(said(text, parent="film"), 0) for text in texts]
    assert sum(bool(each.themes) for each in scored) > 10


@pytest.mark.parametrize("language", CLASSIFIERS)
def test_both_say_the_same_of_every_trap(language: Language) -> None:
    texts = [judged.text for judged in read_challenge(language)]
    for text in texts:
        agree(said(text))
        agree(said(text, parent="film"))
    assert tell_all(texts) > 0.99


def test_both_say_the_same_of_the_scenarios() -> None:
    told = chain.from_iterable(islice(generate(name), 150) for name in list_scenarios()[:5])
    for mention in told:
        agree(replace(mention, brand="acme"))


def test_a_teams_own_weights_are_weighed_alike(tmp_path: Path) -> None:
    model = load_weights(Skill.SENTIMENT, Language.EN)
    swapped = {feature: weights[::-1] for feature, weights in model.weights.items()}
    path = own_file(tmp_path, Skill.SENTIMENT, Language.EN)
    path.parent.mkdir()
    path.write_bytes(replace(model, weights=swapped, temperature=2.0).to_bytes())
    compiled, pure = MentionScorer(own_weights=tmp_path), MentionScorer(own_weights=tmp_path, compiled=False)
    mention = said("what a wonderful day, thank you, I love it")
    assert repr(compiled.score_mention(mention, 0)) == repr(pure.score_mention(mention, 0))
    assert compiled.score_mention(mention, 0).label is not COMPILED.score_mention(mention, 0).label


PARTS = st.text("ab '-*", min_size=1, max_size=5).filter(lambda part: part.strip(" *"))
PHRASES = st.lists(st.lists(PARTS, min_size=1, max_size=2).map(" + ".join), min_size=1, max_size=12)


TEXTS = st.lists(st.text("ab '-.", min_size=1, max_size=16), min_size=1, max_size=8)


@settings(max_examples=300, deadline=None)
@given(phrases=PHRASES, texts=TEXTS, spaced=st.booleans())
@example(phrases=["a", "a*", "ab", "ab a", "aba + a"], texts=["ab a", "abaa", "xa", "aba.a b"], spaced=True)
@example(phrases=["b", "ba", "bab", "babb + a"], texts=["abab", "abbabba"], spaced=False)
def test_both_find_the_same_phrases(phrases: list[str], texts: list[str], *, spaced: bool) -> None:
    finder, none = PhraseFinder({"probe": phrases}, spaced=spaced), PhraseFinder({}, spaced=True)
    probes = ProbeFinder()
    # The compiled part looks for what has no spaces only in what is not ASCII.
    probes.spaced, probes.unspaced = (finder, none) if spaced else (none, finder)
    teller = Teller(LanguageJudge(), {}, {}, probes, _Told, cut_excerpt, 0)
    for text in texts:
        told = teller.tell(f"é{text}", None, False, False)  # noqa: FBT003
        assert told is not None
        assert told.probing == bool(finder.find(" ".join(tame(f"é{text}").split())))


def test_what_was_not_told_is_left_to_the_pure_code() -> None:
    assert COMPILED._teller is not None
    for text in ("", " ", "x " * 400, "Σίσυφος", "\ud800", "𠮷"):
        assert COMPILED._teller.tell(text, None, False, False) is None  # noqa: FBT003
        agree(said(text))
