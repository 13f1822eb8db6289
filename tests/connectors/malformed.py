"""Malformed pages, as many as asked for, the same ones for the same seed."""

import json
from collections.abc import Callable, Iterator, Mapping
from random import Random
from typing import Any, Final

GOOD: Final = {
    "source": "forum",
    "native_id": "1",
    "brand": "acme",
    "platform": "forum",
    "kind": "post",
    "published_at": "2026-01-01T00:00:00Z",
    "text": "fine",
}


def _encode(values: Mapping[str, Any]) -> bytes:
    return json.dumps(values).encode()


def _broken_json(random: Random) -> bytes:
    good = _encode(GOOD)
    return random.choice(
        [
            good[: random.randrange(1, len(good) - 1)],
            good + b"}",
            good.replace(b":", b";", 1),
            b"not json at all",
            b"{" + b'"a":1,' * random.randrange(1, 50),
            b"\x00" * random.randrange(1, 20),
            bytes(random.choices(range(128, 256), k=random.randrange(1, 200))),
        ]
    )


def _wrong_type(random: Random) -> bytes:
    field = random.choice(list(GOOD))
    wrong: list[Any] = [1, 1.5, True, None, [], {}, [[]], {"a": 1}, -(2**70)]
    return _encode(GOOD | {field: random.choice(wrong)})


def _missing_field(random: Random) -> bytes:
    missing = random.choice(list(GOOD))
    return _encode({name: value for name, value in GOOD.items() if name != missing})


def _not_a_number(random: Random) -> bytes:
    number = random.choice([float("nan"), float("inf"), -float("inf"), 1e400, 10**400])
    return _encode(GOOD | {random.choice([*GOOD, "interactions"]): number})


def _wrong_date(random: Random) -> bytes:
    dates = [
        "1900-01-01T00:00:00Z",
        "1970-01-01T00:00:00Z",
        "3000-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999-23:59",
        "0001-01-01T00:00:00+23:59",
        "2026-02-30T00:00:00Z",
        "2026-01-01T00:00:00",
        "yesterday",
        "",
        "2026-13-01T25:61:61Z",
    ]
    kind = random.choice(["mention", "heartbeat", "tick"])
    date = random.choice(dates)
    return _encode(GOOD | {"type": kind, "published_at": date, "upto": date, "at": date})


def _lone_surrogate(random: Random) -> bytes:
    field = random.choice(["text", "native_id", "author", "source"])
    escaped = random.choice(["\\ud83d", "\\ude00", "\\udc00\\ud800"])
    if random.random() < 0.5:
        return _encode(GOOD | {field: "@"}).replace(b'"@"', f'"{escaped}"'.encode())
    return _encode(GOOD | {field: "@"}).replace(b'"@"', b'"\xed\xa0\xbd"')


def _deep_nesting(random: Random) -> bytes:
    depth = random.choice([100, 1_000, 10_000, 60_000])
    opened, closed = random.choice([(b"[", b"]"), (b'{"a":', b"}")])
    nested = opened * depth + (b"1" if opened != b"[" else b"") + closed * random.choice([0, depth])
    return nested if random.random() < 0.5 else _encode(GOOD | {"text": "@"}).replace(b'"@"', nested)


def _wrong_contract(random: Random) -> bytes:
    return random.choice(
        [
            _encode(GOOD | {"type": random.choice(["", "Mention", "deleted", "💥", "x" * 5_000])}),
            _encode(GOOD | {"platform": random.choice(["myspace", "", "x" * 50_000])}),
            _encode(GOOD | {"kind": "story"}),
            _encode(GOOD | {"lane": random.choice(["drill-x", "LIVE", ""])}),
            _encode(GOOD | {random.choice(["source", "native_id", "brand"]): ""}),
            _encode(GOOD | {"text": "y" * 20_001}),
            b"[]",
            b"null",
            b'"text"',
            b"17",
            _encode({"type": "heartbeat"}),
            _encode({"type": "tick", "at": 1_700_000_000}),
        ]
    )


SORTS: Final[tuple[Callable[[Random], bytes], ...]] = (
    _broken_json,
    _wrong_type,
    _missing_field,
    _not_a_number,
    _wrong_date,
    _lone_surrogate,
    _deep_nesting,
    _wrong_contract,
)


def make_line(random: Random) -> bytes:
    """One line that no reader may accept; it holds no line break."""
    return random.choice(SORTS)(random).replace(b"\n", b" ")


def malformed_pages(
    count: int, *, seed: int = 0, largest: int = 5_000_000, with_good: bool = True
) -> Iterator[bytes]:
    """Pages of the `live` lane, each with at least one line that cannot be read.

    Args:
        count: how many.
        seed: the same seed gives the same pages.
        largest: bytes of the longest line, which about one page in 200 holds; a page for Kafka stays under 1 MB.
        with_good: some pages also hold good lines, which must survive.
    """
    random = Random(seed)
    for number in range(count):
        lines = [make_line(random) for _ in range(random.choice([1, 1, 2, 5]))]
        if number % 200 == 100:
            lines = [_encode(GOOD | {"text": "z" * (largest - 1_000)})]
        if with_good and random.random() < 0.2:
            lines.append(_encode(GOOD | {"native_id": f"good-{number}"}))
            random.shuffle(lines)
        yield b"\n".join(lines) + random.choice([b"", b"\n", b"\n\n"])
