r"""Faces: emoticons and kaomoji, read as the emoji they stand for, so that every language's words and weights know them.

A kaomoji is judged by its eyes and mouth, which tell what it feels, and not looked up in a list: people draw their own
(after Ptaszynski et al., "CAO: A Fully Automatic Emoticon Analysis System", AAAI 2010). What may be drawn in joy as well
as in anger ("(ﾟДﾟ)", "¯\\_(ツ)_/¯", the embarrassed "(^^;)") stays as it is.
"""

import re
from typing import Final

HINTS: Final = "^_<>;；:：=(（\\¬*┻∩ˊ´ಠQqXxZz"
"""Signs of which every face has at least one."""

_LATIN: Final = "0-9A-Za-z\u00c0-\u024f"
_APART: Final = f"(?<![{_LATIN}])"
_BEFORE: Final = rf"(?<![{_LATIN}:;=/\\])"
_ENDS: Final = f"(?![{_LATIN}])"
_ALONE: Final = r"(?=[\s.,!?…。，！？~～]|$)"
"""What may follow a mouth that might as well open a bracket or part a path."""

# What a face stands for that lies on its side or looks up. The first that fits is taken.
_LYING: Final = (
    ("🖕", "╭∩╮"),
    ("💔", "</3+"),
    ("❤", f"(?<![0-9])<3+{_ENDS}|{_BEFORE}:-?[*]+{_ALONE}"),
    ("😠", rf">[:;=]'?-?[(（]+{_ALONE}"),
    ("😢", rf"[:;=]['’]-?[(（]+{_ALONE}|[;；][_-]+[;；]"),
    ("😆", rf"{_BEFORE}[:;：=]'?-?D+{_ENDS}"),
    ("😉", rf"{_BEFORE};[-^]?[)）]+{_ENDS}"),
    ("🙂", rf"(?<![:;=])[:：=]'?[-^o]?[)）]+{_ENDS}"),
    ("😞", rf"(?<![:;=])[:：=][-^o]?[(（]+{_ALONE}|{_BEFORE}[:=]-?[cC]+{_ENDS}"),
    ("😛", rf"{_BEFORE}[:;=]-?[pP]+{_ENDS}"),
    ("😕", rf"{_BEFORE}[:=]-?(?:[/\\]|[sS]+){_ALONE}"),
    ("😩", ">[_.]{1,3}<"),
    ("😒", rf"(?<![{_LATIN}=_-])(?:-_+-|-\.-|=_+=|=\.=)(?![{_LATIN}=_-])|¬_*¬|ಠ_*ಠ"),
    (
        "😊",
        rf"(?<![{_LATIN}^])\^[_.o▽ω-]\^(?![\^;；])|(?:(?<=[^\s^])|(?<=[^\s^]\s))\^\^(?![\^;；])|[´ˊ][▽∀ωᗜ][`｀ˋ]",
    ),
    ("🤩", r"(?<!\*)\*[-_.o]\*(?!\*)"),
    ("🙌", r"\\[oO0]/"),
)
# Those made of letters.
_SPELLED: Final = (
    ("😢", "T_+T|t_+t|[QT][AwuωДдo口_]+[QT]"),
    ("😆", "[xX]D+|xd+"),
    ("😞", "[oO]rz|OTZ"),
)

# A face between brackets, with its arms and the table it turns over: no words, only signs and letters of such a shape.
SHAPES: Final = "oOTtQuUvVwWxXεзωдДтТΩಠಥ益皿口ロ人曰へヘノつっヮワﾉｏＯＴｗ눈ᗜᴗᵕᵔˊˋﾟ一ー"
"""Letters of a shape that eyes, mouths and arms are drawn with."""
_TABLE: Final = "(?:[╯ノﾉ][ 　]?)?[彡︵]+[ 　]?[┻┸]?[━─]*[┻┸]"
_FRAMED: Final = (
    rf"[ヽヾ\\＼٩╰ლ]?[(（](?P<face>(?:[^\w\s()（）]|[_ 　{SHAPES}]){{1,16}})[)）][ﾉノ/／╯づっ]?(?P<table>{_TABLE})?"
    f"|(?P<thrown>{_TABLE})"
)

_GRIM: Final = "[ДдAΑ△□_＿﹏︵益皿口ロ曰へヘεoーー人︿∩ｗ_.・･]"
# What eyes and mouth between brackets stand for; nothing where they may be drawn for either. The first that fits is taken.
_MOODS: Final = tuple(
    (emoji, re.compile(drawn))
    for emoji, drawn in (
        ("", r"[\^＾].{0,2}[\^＾].?[;；]|[;；].?[\^＾].{0,2}[\^＾]"),
        ("😡", rf"[益皿╬]|[`｀ˋ]{_GRIM}[´ˊ]|[#＃].{{0,3}}[Дд_＿]"),
        ("😢", r"[TＴТ].{0,2}[TＴТ]|[tQ][_.A口][tQ]|ಥ|╥|[;；][ωДд_＿w口△﹏人]|[;；][`｀]?[;；]|[ノﾉつ][Дд]"),
        ("😩", r"[>＞][_.＿﹏△Д人]{0,2}[<＜]|≧[Дд﹏_＿△人口]≦"),
        ("😞", r"[´ˊ][・･.-]?[ωДд△A_＿︵へ][・･.-]?[`｀ˋ](?<![´ˊ]ω[`｀ˋ])|[._｡。・･]︵[._｡。・･]|‸|︿|﹏"),
        ("😒", r"ಠ.?ಠ|눈.?눈|≖.?≖|¬.?¬|[￣一ー][Ддヘへロ□_＿△][￣一ー]|[-－–][_＿.][-－–]|=_+=|[×xX]_+[×xX]"),
        ("❤", r"[♥♡❤].{0,3}[♥♡❤]|[зε]"),
        ("😊", r"[▽∀∇‿◡ᴗᗜヮワᵕ]|[\^＾≧>＞・･｡´ˊ][ωwｗ]|[\^＾◠ᵔ⌒].{0,2}[\^＾◠ᵔ⌒]"),
    )
)

_STARTS: Final = r":：;；=<>\\*^¬ಠ´ˊ(（ヽヾ＼٩╰ლ╯ノﾉ彡︵╭-"
_FACE: Final = re.compile(
    f"(?=[{_STARTS}])(?:"
    + "|".join((_FRAMED, *(f"(?P<_{at}>{drawn})" for at, (_, drawn) in enumerate(_LYING))))
    + ")"
)
_LETTERS: Final = re.compile(
    f"(?=[TtQxXoO]){_APART}(?:{'|'.join(f'({drawn})' for _, drawn in _SPELLED)}){_ENDS}"
)
_HINTED: Final = re.compile(f"[{re.escape(HINTS)}]")


def read_faces(text: str) -> str:
    """The text with one emoji for each face whose feeling is plain. Linear in its length."""
    if not _HINTED.search(text):
        return text
    return _LETTERS.sub(lambda found: _SPELLED[(found.lastindex or 1) - 1][0], _FACE.sub(_name, text))


def _name(found: re.Match[str]) -> str:
    which = found.lastgroup or ""
    if which.startswith("_"):
        return _LYING[int(which[1:])][0]
    if found["thrown"] or found["table"]:
        return "😡"
    for emoji, drawn in _MOODS:
        if drawn.search(found["face"]):
            return emoji or found[0]
    return found[0]
