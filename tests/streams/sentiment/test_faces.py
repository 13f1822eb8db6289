"""Faces drawn with signs are read as the emoji they stand for, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.sentiment.faces import HINTS, read_faces
from streams.sentiment.lexicon import UnspacedLexicon

GLAD = (
    "(＾▽＾) (^_^) (≧▽≦) (´▽`) (´▽｀) (◕‿◕) ^_^ (✿◠‿◠) (´∀｀) (*^▽^*) ヽ(^o^)ノ (・∀・) (＾ω＾) (´ω`) (｡･ω･｡) "
    r"(￣▽￣) (♥ω♥) (^^) (=^ω^=) (>ω<) \(^o^)/ ˊ▽ˋ (ˊᗜˋ) (*^^*) :) :-) :)))) :） ：） =) ;) :D =D xD XD "
    r"XDDD <3 ^.^ *-* \o/ :P"
)
UPSET = (
    "(╯°□°）╯︵┻━┻ (ノ`Д´)ノ彡┻━┻ ┻━┻︵ヽ(`Д´)ﾉ︵┻━┻ (｀Д´) ヽ(`Д´)ﾉ (#`皿´) (＃ﾟДﾟ) (ノಠ益ಠ)ノ T_T (T_T) (ToT) "
    r"(;_;) (´；ω；`) (´;ω;｀) (；д；) (ಥ﹏ಥ) (╥﹏╥) (ノД`) (つД`) QAQ Q_Q :( :-( :(( =( :'( >:( :/ :-\ :c </3 "
    "orz (´Д｀) (；´Д｀) (´・ω・`) (︶︿︶) (>_<) >_< (≧Д≦) (＞＜) (；￣Д￣) (￣ヘ￣) (-_-) -_- (-_-#) (¬_¬) ¬¬ ಠ_ಠ "
    "(눈_눈) (×_×) (ー_ー) =_= ╭∩╮"
)
NO_FACES = (
    r"(^^;) (^_^;) (ﾟДﾟ) ¯\_(ツ)_/¯ (笑) （笑） (怒) (AI) (a:b) http://x.y/z https://a.b:80/(c) (1): (2), "
    "12:30 如下:(圖一) 如下:(1) 5<3 <3000 f(x)=(y) x=(y) A_B snake_case __init__ -- == (e.g.) x=d :a "
    r"C:\dir (10%) (-5%) (...) (!) (?) (+) (1/2) (w/o) p:s Q: &quot;) *a* *_so_* **so** (3-0) (:) (%) "
    "TT boxD T_Tail orzo :Design ::( :smile: :+1: ^^^ XDR"
)


@pytest.mark.parametrize("face", GLAD.split())
def test_a_glad_face_is_read_as_a_glad_emoji(face: str) -> None:
    assert lean(face) > 0


@pytest.mark.parametrize("face", UPSET.split())
def test_an_upset_face_is_read_as_an_upset_emoji(face: str) -> None:
    assert lean(face) < 0


def lean(face: str) -> float:
    """What the emoji feels that a face is read as, in front of, behind and between words of either kind of script."""
    read = {
        read_faces(f"{before}{face}{after}") for before in ("so ", "爛", "!") for after in (" so", "", "，")
    }
    emoji = {text.strip("so 爛!，︵") for text in read}
    assert len(emoji) == 1
    lexicon = UnspacedLexicon("ja")
    return lexicon.rate(emoji.pop()).compound


@pytest.mark.parametrize("text", NO_FACES.split())
def test_what_only_looks_like_a_face_is_left(text: str) -> None:
    for written in (text, f"so {text}", f"{text} so", f"see {text}."):
        assert read_faces(written) == written


def test_two_roofs_at_the_beginning_point_at_what_is_above() -> None:
    assert read_faces("^^ this") == "^^ this"
    assert read_faces("nice ^^") == "nice 😊"


@given(st.text(st.sampled_from("()（）^_-<>;:=T。oω´`Д皿 3D/\\*¬ಠ┻━︵a爛"), max_size=40))
def test_faces_are_read_once_and_never_make_a_text_longer(text: str) -> None:
    read = read_faces(text)
    assert len(read) <= len(text)
    if read != text:
        assert set(HINTS) & set(text)
