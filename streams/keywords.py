"""Keywords: of what moved a score, the words that tell a reader something.

Scorers also lean on "of", "這是" and a lone 的; said by many, they stand in no list of what people say.
"""

import re
from collections.abc import Iterable
from typing import Final

from streams.language import WIDE

LONGEST: Final = 24
"""Signs of a keyword."""
SHORTEST: Final = 3
"""Letters of a word; of Han and kana one less."""
KEPT: Final = 8
"""Of one mention."""

_STOPS: Final = (
    # English.
    "a an the and or but if so as at by for from in into of off on out over to up with without about after again"
    " all also am any are aren't be been being before both can can't could did didn't do does doesn't doing don't"
    " dont down each even ever every few get gets getting give gives go goes going gone got had has hasn't have"
    " haven't having he her here him his how i i'm i've i'd i'll im is isn't it its it's just keep keeps know let"
    " like lol made make makes many may me more most much my need never new no nor not now oh ok one only other our"
    " own put really same say says see she should since some still such take than that that's thats the their them"
    " then there these they they're thing things think this those too truly us very want was wasn't way we we're"
    " well were what what's when where which while who who's whose why will won't would yeah yes yet you you're your"
    " yours one's anyone someone something nothing everything everyone please today yesterday year years day days"
    " time first last thank thanks two three"
    # Hungarian.
    " az egy és vagy de ha hogy is ez ezt ezek azt azok ezért azért ami amit aki akit mert már még csak nem nincs"
    " van volt lesz lett lenne volna vagyok vagytok voltak meg el le fel ki be rá ide oda itt ott mint mi ti ő ők"
    " nekem neked nektek neki nekik engem minket titeket őket ilyen olyan ezzel azzal ebben abban erre arra most"
    " majd mindig soha sose semmi minden mindenki valaki valami nagyon túl több kell akkor után előtt alatt között"
    " hát na jó igen tényleg szerint szerintem legalább lehet miért mikor hol hogyan mennyi mennyit milyen melyik"
    # Spanish.
    " el la los las un una unos unas y o pero si de del en por para con sin que qué es son era ser está están no ni"
    " se su sus mi mis tu tus lo le les nos me te ya más muy como cómo todo toda todos todas esto este esta eso ese"
    " esa hay fue ha han he porque cuando donde quien"
    # What it is about anyway.
    " ai ia a.i. a.i mi-vel mi-t ai-val ai-t amp https http www com"
)
_EMPTY: Final = frozenset(
    "的了是在就不都也很還还有和與与跟及或我你妳他她它們们這这那哪個个些嗎吗呢吧啊呀喔哦耶啦嘛麼么什甚怎樣样到得地著着"
    "過过會会能可要想說说看來来去上下又再才只給给讓让被把對对為为以於于如因所而且但太真好大小多少一二三兩两人用做作畫画没沒"
    "のはをにがでともへやかなねよだですますたてれるいうえあおこそしさせりらんっ"
)
_COMMON: Final = (
    "一下 自己 人家 大家 我們 我们 你們 你们 他們 他们 這是 这是 就是 不是 還是 还是 可以 因為 因为 所以 現在 现在 今天 什麼 什么"
    " 怎麼 怎么 覺得 觉得 知道 看到 看出 真的 這樣 这样 那樣 那样 根本 已經 已经 應該 应该 這個 这个 那個 那个 結果 结果 說是 说是"
    " 之前 之後 之后 時候 时候 最後 最后 出來 出来 起來 起来 居然 竟然 還要 还要 不要 不會 不会 沒有 没有 一個 一个"
)
_LETTER: Final = re.compile(r"[^\W\d_]")
_EDGES: Final = " .,;:!?…\"“”‘()[]<>~*#@_-–—'/|、，。！？「」『』"

_EMPTY_WORDS: Final = frozenset(_STOPS.split())
_EMPTY_PAIRS: Final = frozenset(_COMMON.split())


def pick_keywords(quoted: Iterable[str], text: str) -> tuple[str, ...]:
    """The keywords of one mention, each once, in lower case.

    Args:
        quoted: words and phrases that moved its score, as they stand in it.
        text: it, or its beginning; what it does not hold is nobody's word.
    """
    low = text.lower()
    found: dict[str, None] = {}
    for phrase in quoted:
        for part in phrase.lower().split(" … "):
            word = _strip(part)
            if word and len(word) <= LONGEST and word in low:
                found[word] = None
                found.update(dict.fromkeys(filter(_tells, word.split()) if " " in word else ()))
    return tuple(found)[:KEPT]


def _strip(phrase: str) -> str:
    """Without the words at both ends that tell nothing; empty where none is left."""
    words = [word.strip(_EDGES) for word in phrase.split()]
    while words and not _tells(words[0]):
        del words[0]
    while words and not _tells(words[-1]):
        del words[-1]
    return " ".join(words)


def _tells(word: str) -> bool:
    if WIDE.search(word):
        return len(word) >= SHORTEST - 1 and word not in _EMPTY_PAIRS and not _EMPTY.issuperset(word)
    return len(_LETTER.findall(word)) >= SHORTEST and word not in _EMPTY_WORDS
