"""Disturbances: injects that change what the stream brings: an outage, a swarm of bots, the brand's own bot."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from heapq import merge
from random import Random

from connectors.mention import ChannelKind, Mention, Speaker
from deploy.recordings.manifest import Storm
from deploy.scenarios.inject import SPEAKING, Inject, InjectKind


@dataclass(frozen=True, slots=True)
class Timed:
    """An inject with its moment of event time."""

    at: datetime
    inject: Inject

    @property
    def ends(self) -> datetime:
        return self.at + timedelta(hours=self.inject.hours)


def time_injects(injects: Iterable[Inject], begins: datetime) -> tuple[Timed, ...]:
    """Give injects their moments, in order."""
    timed = (Timed(begins + timedelta(hours=inject.at), inject) for inject in injects)
    return tuple(sorted(timed, key=lambda one: (one.at, one.inject.id)))


def find_brand(mentions: Iterable[Mention], storms: Sequence[Storm]) -> str:
    """The brand that injects are about: the one whose storm it is, else the one most is said of."""
    named = next((storm.brand for storm in storms if storm.brand), "")
    return named or Counter(mention.brand for mention in mentions).most_common(1)[0][0]


def disturb(
    mentions: Iterable[Mention], injects: Sequence[Timed], *, brand: str, lane: str
) -> Iterator[Mention]:
    """Mentions in order of time, without what outages swallow and with what bots say.

    A platform in an outage still answers, and brings nothing: that is what an outage looks like to a connector.
    """
    outages = [one for one in injects if one.inject.kind is InjectKind.OUTAGE]
    speakers = [one for one in injects if one.inject.kind in SPEAKING]
    left = (mention for mention in mentions if not any(_swallows(outage, mention) for outage in outages))
    said = [iter(_say(speaker, brand, lane)) for speaker in speakers]
    return merge(left, *said, key=lambda mention: mention.published_at)


def _swallows(outage: Timed, mention: Mention) -> bool:
    return mention.platform in outage.inject.platforms and outage.at <= mention.published_at < outage.ends


def _say(speaker: Timed, brand: str, lane: str) -> list[Mention]:
    """The same in every run: an inject's own chance decides."""
    inject = speaker.inject
    chance = Random(f"{inject.id}/{speaker.at.isoformat()}")  # noqa: S311 - bots, not secrets.
    moments = sorted(chance.random() for _ in range(inject.posts))
    is_own = inject.kind is InjectKind.OWN_BOT
    return [
        Mention(
            source=platform.value,
            native_id=f"{inject.id}-{number}",
            brand=brand,
            platform=platform,
            kind=ChannelKind.REPLY if is_own else ChannelKind.POST,
            published_at=speaker.at + moment * timedelta(hours=inject.hours),
            text=inject.says[number % len(inject.says)],
            author=None if is_own else blake2b(f"{inject.id}/{number}".encode(), digest_size=16).hexdigest(),
            speaker=Speaker.BRAND_BOT if is_own else Speaker.PUBLIC,
            lane=lane,
        )
        for number, moment in enumerate(moments)
        for platform in (inject.platforms[number % len(inject.platforms)],)
    ]
