"""English: digests, silences and groups."""

from typing import Final

from alerts.digest import Cause
from alerts.words.digest import Phrases

PHRASES: Final = Phrases(
    digest="Digest: {count} not told by themselves",
    digest_lead="From {since} to {until}",
    digest_now="Do now: look at what is still open. On a computer: {command}",
    digest_over="Do now: nothing; all of it is over",
    left_out="and {count} more",
    feed="dead feed {source}",
    still_open="still open",
    over="over",
    times="{count} messages",
    causes={
        Cause.BUDGET: "the day's pages were used up",
        Cause.SILENCE: "silenced",
        Cause.COOLDOWN: "soon after another",
        Cause.GROUP: "told together",
    },
    silence="A silence ends soon",
    silence_lead="{owner}'s silence ends at {until}; so far it kept {withheld} messages",
    silence_now="Do now: nothing, if it may end. To renew it, on a computer: {command}",
    silence_reason="Its reason: {reason}",
    silence_withheld="What is still open when it ends is told then",
    further_feeds="Also without a word: {feeds}",
    pierced="Told although {owner} silenced it ({reason}): SEV1",
    after_silence="Not told before: silenced ({reason})",
)
