"""How the brand itself sounds, in English."""

from typing import Final

from alerts.words.tone import ToneWords

TONE: Final = ToneWords(
    title="How we sound",
    canned="canned replies: {share} of our last {replies} replies ({canned}) say nearly the same as another",
    alike="our posts are alike: {index} of 1 over the last {posts}; 1 is all from one template",
)
