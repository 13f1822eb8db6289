"""How the brand itself sounds, in Traditional Chinese."""

from typing import Final

from alerts.words.tone import ToneWords

TONE: Final = ToneWords(
    title="我們的語氣",
    canned="罐頭回覆：最近 {replies} 則回覆中有 {share}（{canned} 則）與其他回覆幾乎相同",
    alike="貼文千篇一律：最近 {posts} 則的相似度為 {index}（滿分 1，1 表示全出自同一範本）",
)
