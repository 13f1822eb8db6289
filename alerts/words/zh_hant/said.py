"""What people say, ask and want, in Traditional Chinese."""

from collections.abc import Mapping
from typing import Final

from alerts.words.said import SaidWords
from streams.asks.kind import AskKind

_KINDS: Final[Mapping[AskKind, str]] = {
    AskKind.PEOPLE: "改回真人創作",
    AskKind.LABEL: "標示 AI",
    AskKind.REMOVE: "下架",
    AskKind.ANSWER: "道歉或說明",
    AskKind.PAY: "付費給創作者或標明作者",
    AskKind.CHOICE: "可以關閉 AI",
    AskKind.CONTACT: "真人客服",
    AskKind.STOP: "停用 AI",
}

SAID: Final = SaidWords(
    title="大家的用詞、疑問與要求",
    mood="情緒",
    mood_value="已評分 {count} 則：負面 {negative}、中立 {neutral}、正面 {positive}",
    stance="{count} 則談到 AI：反對 {against}、中立 {impartial}、支持 {favour}",
    words="常用字詞",
    questions="大家在問",
    asks="大家要求",
    kinds=_KINDS,
    counted="{what} {count}",
    quoted="「{text}」",
    between=" · ",
)
