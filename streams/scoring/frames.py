"""What a worker and its scoring processes say to each other: frames of a length and MessagePack.

A scoring process speaks first: an empty frame when it is ready, else its reason. Then each page it gets is
answered, in order. Neither side trusts the other with more than a page: it is one program in two processes, over a
socket that nobody else can open.
"""

from dataclasses import dataclass
from struct import Struct
from typing import Final

import msgspec

from streams.score import Source
from streams.scoring.page import PageScores

HEAD: Final = Struct(">I")
"""The length of what follows."""


@dataclass(frozen=True, slots=True)
class Work:
    """A page to score."""

    source: Source
    raw: bytes


_encoder: Final = msgspec.msgpack.Encoder()
_works: Final = msgspec.msgpack.Decoder(Work)
_scores: Final = msgspec.msgpack.Decoder(PageScores)


def frame(payload: bytes) -> bytes:
    return HEAD.pack(len(payload)) + payload


def write_work(raw: bytes, source: Source) -> bytes:
    return frame(_encoder.encode(Work(source, raw)))


def read_work(payload: bytes) -> Work:
    return _works.decode(payload)


def write_answer(scores: PageScores) -> bytes:
    return frame(_encoder.encode(scores))


def read_answer(payload: bytes) -> PageScores:
    return _scores.decode(payload)
