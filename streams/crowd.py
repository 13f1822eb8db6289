"""Crowd signs: how mentions look together: copies of each other, hollow, from few people, after a bot."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import reduce
from typing import Final

from streams.echoes import count_copies, join_echoes, take_echoes
from streams.minute import TOPS_KEPT, Crowd, Engagement, take_tops
from streams.reading import Label, Scored
from streams.sample import cut_sample, draw, stays_out
from streams.sketch import Sketch, cluster
from streams.voices import count_voices, join_voices, note_voice

SAMPLED: Final = 100
"""Mentions of a minute that are compared with each other: as much state as its authors take."""
SLACK: Final = 25
"""That a sample may have too many while its minute is open."""

HOLLOW: Final = 1
"""A sketch this short: one or two words, three signs, or only emoji."""

MOST_INTERACTIONS: Final = 1_000_000
"""Of one mention: beyond, it would outshout all others for ever."""

ENOUGH: Final = 20
"""Mentions below which nothing is said of a crowd."""
COPIED_SHARE: Final = 0.3
HOLLOW_SHARE: Final = 0.5
CHORUS: Final = 10
"""Near-copies of one text among a minute's sample."""
EACH_WROTE: Final = 4
"""Negative mentions by one author, on average, from which few are behind many."""
ONCE_EACH: Final = 1.5
"""Negative mentions by one author, on average, up to which nearly everybody is another: that they are counted
within 18 % only does not hide it."""
NEW_SHARE: Final = 0.3
PROBES: Final = 5
STIRRED: Final = 2
"""Times as many interactions with a negative mention as with another, the most popular of both left out."""
ENGAGED: Final = 3
"""Times as many mentions as usual from which engagement is high."""
HOSTILE_SHARE: Final = 0.5
"""Share of negative mentions from which high engagement is toxic."""


class CrowdSign(StrEnum):
    """What stands out in a crowd; none of it says that the anger is not real."""

    COPIED = "copied"
    CHORUS = "chorus"
    """Many say one and the same thing at once."""
    FEW_VOICES = "few voices"
    MANY_VOICES = "many voices"
    """Nearly everybody who is angry is another person."""
    NEW_ACCOUNTS = "new accounts"
    HOLLOW = "hollow"
    THIN = "thin"
    """Hollow or copied, taken together: see `rate_comments`."""
    PROBING = "probing"
    STIRRED = "stirred"
    """People react more to what is angry, and not only to one post of it."""
    TOXIC_ENGAGEMENT = "toxic_engagement"
    """Far more talk than usual, and most of it hostile: no success, whatever its numbers; see `is_toxic`."""


@dataclass(slots=True)
class CrowdTally:
    """What one open minute's crowd comes to; the order of arrival leaves no trace in it."""

    signed: int = 0
    voices: set[int] = field(default_factory=set)
    told: int = 0
    once: int = 0
    probing: int = 0
    angry: int = 0
    angry_interactions: int = 0
    others: int = 0
    other_interactions: int = 0
    angry_tops: list[int] = field(default_factory=list)
    other_tops: list[int] = field(default_factory=list)

    def add(self, scored: Scored) -> None:
        is_negative = scored.label is Label.NEGATIVE
        if is_negative and scored.author:
            self.signed += 1
            note_voice(self.voices, scored.author)
        if scored.once is not None:
            self.told += 1
            self.once += scored.once
        self.probing += scored.probing
        if scored.interactions is None:
            return
        counted = min(max(scored.interactions, 0), MOST_INTERACTIONS)
        if is_negative:
            self.angry += 1
            self.angry_interactions += counted
            _note_top(self.angry_tops, counted)
        else:
            self.others += 1
            self.other_interactions += counted
            _note_top(self.other_tops, counted)


def _note_top(tops: list[int], counted: int) -> None:
    """Keep what may be among the most popular; cut only now and then."""
    if counted:
        tops.append(counted)
        if len(tops) > 2 * TOPS_KEPT:
            tops[:] = take_tops(tops)


def note_sketch(sample: dict[str, Sketch], next_out: str, identity: str, sketch: Sketch) -> str:
    """Keep a mention in a minute's sample, in place; which ones stay does not depend on their order.

    Args:
        sample: sketches by identity.
        next_out: what this returned for the sample before; empty at first.
        identity: of the mention.
        sketch: of its text.

    Returns:
        As `cut_sample`.
    """
    if stays_out(identity, next_out):
        return next_out
    sample[identity] = sketch
    return cut_sample(sample, next_out, size=SAMPLED, slack=SLACK)


def read_crowd(sample: Mapping[str, Sketch], tally: CrowdTally) -> Crowd:
    """What a minute's sample shows, and what was counted of all its mentions."""
    drawn = draw(sample, SAMPLED)
    full = {identity: sample[identity] for identity in drawn if len(sample[identity]) > HOLLOW}
    sizes = Counter(cluster(list(full.values()))).values()
    return Crowd(
        sampled=len(drawn),
        hollow=len(drawn) - len(full),
        copies=sum(size - 1 for size in sizes),
        largest=max(sizes, default=0),
        echoes=take_echoes(full),
        signed=tally.signed,
        voices=tuple(sorted(tally.voices)),
        told=tally.told,
        once=tally.once,
        probing=tally.probing,
        angry=Engagement(
            mentions=tally.angry, interactions=tally.angry_interactions, tops=take_tops(tally.angry_tops)
        ),
        others=Engagement(
            mentions=tally.others, interactions=tally.other_interactions, tops=take_tops(tally.other_tops)
        ),
    )


def add_crowds(crowds: Iterable[Crowd]) -> Crowd:
    """Several minutes together: copies across them are seen in `echoes` alone; authors are counted once."""
    return reduce(_add_two, crowds, Crowd())


def _add_two(one: Crowd, other: Crowd) -> Crowd:
    return Crowd(
        sampled=one.sampled + other.sampled,
        hollow=one.hollow + other.hollow,
        copies=one.copies + other.copies,
        largest=max(one.largest, other.largest),
        echoes=join_echoes([one.echoes, other.echoes]),
        signed=one.signed + other.signed,
        voices=join_voices([one.voices, other.voices]),
        told=one.told + other.told,
        once=one.once + other.once,
        probing=one.probing + other.probing,
        angry=one.angry + other.angry,
        others=one.others + other.others,
    )


def find_copies(crowd: Crowd) -> tuple[int, int]:
    """Copies and the mentions they were looked for among: within minutes, or across them where that shows more."""
    within, across = (crowd.copies, crowd.sampled), (count_copies(crowd.echoes), len(crowd.echoes))
    return across if across[0] * within[1] > within[0] * across[1] else within


def read_signs(crowd: Crowd) -> tuple[CrowdSign, ...]:
    """What stands out; empty while there are too few mentions to say."""
    is_enough = crowd.sampled >= ENOUGH
    copies, looked_at = find_copies(crowd)
    is_copied = looked_at >= ENOUGH and copies >= COPIED_SHARE * looked_at
    is_hollow = is_enough and crowd.hollow >= HOLLOW_SHARE * crowd.sampled
    is_signed = crowd.signed >= ENOUGH
    voices = count_voices(crowd.voices)
    rated = crowd.angry.mentions >= ENOUGH and crowd.others.mentions >= ENOUGH
    found = {
        CrowdSign.COPIED: is_copied,
        CrowdSign.CHORUS: is_enough and crowd.largest >= CHORUS,
        CrowdSign.FEW_VOICES: is_signed and voices * EACH_WROTE <= crowd.signed,
        CrowdSign.MANY_VOICES: is_signed and voices * ONCE_EACH >= crowd.signed,
        CrowdSign.NEW_ACCOUNTS: crowd.told >= ENOUGH and crowd.once >= NEW_SHARE * crowd.told,
        CrowdSign.HOLLOW: is_hollow,
        CrowdSign.THIN: is_copied or is_hollow or (is_enough and _measure_emptiness(crowd) >= HOLLOW_SHARE),
        CrowdSign.PROBING: crowd.probing >= PROBES,
        CrowdSign.STIRRED: rated and crowd.angry.each >= max(1.0, STIRRED * crowd.others.each),
    }
    return tuple(sign for sign, stands_out in found.items() if stands_out)


def is_toxic(mentions: int, negative: int, usual: float | None) -> bool:
    """Whether many more people than usual engage, and at least half of what they say is hostile.

    Args:
        mentions: of any sort, since the onset.
        negative: of them.
        usual: how many are normal in the same time; where that is not known nobody can tell.
    """
    if usual is None or mentions < ENOUGH:
        return False
    return mentions >= ENGAGED * usual and negative >= HOSTILE_SHARE * mentions


def rate_comments(crowd: Crowd, negative: float = 0.0) -> float | None:
    """How much the comments say, from 0 (all hollow or copied) to 1; None where there are none.

    Args:
        crowd: of one or more minutes.
        negative: share of negative mentions, from 0 to 1; all of them halve it.
    """
    if not crowd.sampled:
        return None
    return (1 - _measure_emptiness(crowd)) * (1 - negative / 2)


def _measure_emptiness(crowd: Crowd) -> float:
    """The share of hollow mentions and of copies, from 0 to 1; of a crowd that was sampled."""
    hollow = min(1.0, crowd.hollow / crowd.sampled)
    copies, looked_at = find_copies(crowd)
    # Across minutes, copies were looked for among those that are not hollow.
    among = 1 - hollow if looked_at != crowd.sampled else 1.0
    return min(1.0, hollow + among * copies / looked_at if looked_at else hollow)
