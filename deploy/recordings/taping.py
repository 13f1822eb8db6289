"""Taping: what a lane holds becomes a recording, in order, under new names, with its manifest."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from connectors.mention import Mention
from connectors.wire import decode
from deploy.recordings.errors import EmptyError
from deploy.recordings.manifest import LICENCE, Manifest, Storm
from deploy.recordings.material import Survey
from deploy.recordings.order import sort_lines
from deploy.recordings.rekey import Rekeying
from deploy.recordings.taped import redact_score, write_taped
from deploy.recordings.writing import name_of, write_manifest, writing_lines
from streams.reading import Scored

_LIVE: Final = "live"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be recorded."""

    brand: str
    begins: datetime
    ends: datetime
    """The first instant that is not recorded any more."""
    origin: str
    storms: tuple[Storm, ...] | None = None

    def takes(self, brand: str, at: datetime) -> bool:
        return brand == self.brand and self.begins <= at < self.ends


@dataclass(slots=True)
class _Sieve:
    """What passes, and what was taken down meanwhile."""

    order: Order
    names: Rekeying
    gone: set[str] = field(default_factory=set)
    """New identities of what was taken down, whenever: its words are not recorded."""
    left_out: dict[str, int] = field(default_factory=dict)

    def pass_mentions(self, mentions: Iterable[Mention]) -> Iterator[tuple[datetime, bytes]]:
        for mention in mentions:
            renamed = self.names.rename(mention)
            if mention.deleted:
                self.gone.add(renamed.identity)
            elif self.order.takes(mention.brand, mention.published_at):
                yield (
                    mention.published_at,
                    _mark(renamed.identity, write_taped(replace(renamed, lane=_LIVE), None)),
                )

    def pass_scores(self, scores: Iterable[tuple[str, Scored]]) -> Iterator[tuple[datetime, bytes]]:
        for brand, scored in scores:
            renamed = self.names.rename_scored(scored)
            if scored.deleted:
                self.gone.add(renamed.identity)
            elif self.order.takes(brand, scored.published_at):
                line = write_taped(_empty_mention(brand, renamed), redact_score(renamed))
                yield scored.published_at, _mark(renamed.identity, line)

    def let_out(self, line: bytes) -> bytes | None:
        """The line without its mark; none when it was taken down."""
        identity, _, raw = line.partition(b"\t")
        if identity.decode() in self.gone:
            self.left_out["taken down"] = self.left_out.get("taken down", 0) + 1
            return None
        return raw


def _mark(identity: str, raw: bytes) -> bytes:
    return identity.encode() + b"\t" + raw


def tape_mentions(
    path: Path, order: Order, mentions: Iterable[Mention], *, key: bytes, now: datetime
) -> Manifest:
    """Record mentions with their text.

    Args:
        path: of the recording; replaced at the end, when all went well.
        order: what is wanted of the mentions.
        mentions: in any order; those of others and other times are passed over.
        key: for new names; random, and not kept.
        now: for the manifest.

    Raises:
        EmptyError: none of them is wanted.
    """
    sieve = _Sieve(order, Rekeying(key))
    return _write(path, sieve, sieve.pass_mentions(mentions), now, redacted=False)


def tape_scores(
    path: Path, order: Order, scores: Iterable[tuple[str, Scored]], *, key: bytes, now: datetime
) -> Manifest:
    """Record scores without any word of people; as `tape_mentions`."""
    sieve = _Sieve(order, Rekeying(key))
    return _write(path, sieve, sieve.pass_scores(scores), now, redacted=True)


def _write(
    path: Path, sieve: _Sieve, lines: Iterator[tuple[datetime, bytes]], now: datetime, *, redacted: bool
) -> Manifest:
    survey = Survey()
    with closing(sort_lines(lines)) as ordered, writing_lines(path) as write:
        for line in ordered:
            kept = sieve.let_out(line)
            if kept is not None:
                write(kept)
                survey.add(decode(kept, Mention))
        if not survey.mentions:
            order = sieve.order
            raise EmptyError(
                f"there is nothing of {order.brand} from {order.begins:%Y-%m-%d %H:%M} to"
                f" {order.ends:%Y-%m-%d %H:%M} in {order.origin}"
            )
    known = Manifest(
        name=name_of(path),
        origin=sieve.order.origin,
        made_at=now,
        left_out=dict(sorted(sieve.left_out.items())),
        in_order=True,
        rekeyed=True,
        redacted=redacted,
        scored=redacted,
        licence=LICENCE,
        storms=sieve.order.storms,
    )
    manifest = survey.complete(known)
    write_manifest(path, manifest)
    return manifest


def _empty_mention(brand: str, scored: Scored) -> Mention:
    return Mention(
        source=scored.source,
        native_id=scored.identity.partition("/")[2],
        brand=brand,
        platform=scored.platform,
        kind=scored.kind,
        published_at=scored.published_at,
        text="",
        author=scored.author,
        owned=scored.owned,
        edited=scored.edited,
        lane=_LIVE,
    )
