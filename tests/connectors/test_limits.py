"""Rate limits, each platform's in its own unit."""

import json
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.limits import (
    LONGEST,
    Quota,
    ReadQuota,
    read_countdown_quota,
    read_iso_quota,
    read_no_quota,
    read_unix_quota,
    wait_for,
)
from tests.connectors.samples import NOON

UNIX = int(NOON.timestamp())
READ_X = partial(read_unix_quota, prefix="x-rate-limit")


@pytest.mark.parametrize(
    ("read", "headers", "quota"),
    [
        (
            read_iso_quota,
            {
                "x-ratelimit-limit": "300",
                "x-ratelimit-remaining": "3",
                "x-ratelimit-reset": "2026-01-01T12:05:00.7Z",
            },
            Quota(300, 3, timedelta(minutes=5, seconds=0.7)),
        ),
        (read_iso_quota, {"x-ratelimit-limit": "300", "x-ratelimit-remaining": "3"}, Quota(300, 3)),
        (read_iso_quota, {"x-ratelimit-reset": "2026-01-01T12:05:00"}, Quota(0, 0, timedelta(minutes=5))),
        (read_iso_quota, {"x-ratelimit-reset": "soon"}, None),
        (
            read_unix_quota,
            {"ratelimit-limit": "3000", "ratelimit-remaining": "0", "ratelimit-reset": f"{UNIX + 90}"},
            Quota(3_000, 0, timedelta(seconds=90)),
        ),
        (
            READ_X,
            {
                "x-rate-limit-limit": "450",
                "x-rate-limit-remaining": "449",
                "x-rate-limit-reset": f"{UNIX - 5}",
            },
            Quota(450, 449, timedelta()),
        ),
        (read_unix_quota, {"ratelimit-reset": "1e300"}, None),
        (
            read_countdown_quota,
            {"x-ratelimit-used": "4", "x-ratelimit-remaining": "96.0", "x-ratelimit-reset": "117"},
            Quota(100, 96, timedelta(seconds=117)),
        ),
        (read_countdown_quota, {}, None),
        (read_no_quota, {"x-ratelimit-reset": "117"}, None),
    ],
)
def test_what_is_left_and_until_when(read: ReadQuota, headers: dict[str, str], quota: Quota | None) -> None:
    assert read(headers, NOON) == quota


def test_retry_after_comes_first_and_the_reset_second() -> None:
    headers = {"x-ratelimit-reset": "2026-01-01T12:05:00Z"}
    assert wait_for(headers, NOON, read_iso_quota) == timedelta(minutes=5)
    assert wait_for(headers | {"retry-after": "4"}, NOON, read_iso_quota) == timedelta(seconds=4)
    assert wait_for(headers, NOON, read_no_quota) is None


@pytest.mark.parametrize(
    "value",
    [
        "Mon, 01 Jan 99999999999999999999 00:00:00 GMT",
        "Mon, 01 Jan 2030 00:00:00 +9999999999999",
        "soon",
        "²",
    ],
)
def test_a_retry_after_that_no_calendar_has_is_none(value: str) -> None:
    assert wait_for({"retry-after": value}, NOON, read_no_quota) is None


def test_the_share_that_is_left() -> None:
    assert [Quota(300, left).share for left in (300, 150, 0, 999, -1)] == [1, 0.5, 0, 1, 0]
    assert Quota(0, 0).share == 0


HEADERS = st.dictionaries(
    st.sampled_from(
        [
            f"{prefix}-{what}"
            for prefix in ("x-ratelimit", "ratelimit")
            for what in ("limit", "remaining", "used", "reset")
        ]
    ),
    st.text(max_size=12)
    | st.floats().map(str)
    | st.datetimes().map(datetime.isoformat)
    | st.integers().map(str),
)


@given(HEADERS, st.sampled_from([read_iso_quota, read_unix_quota, read_countdown_quota]))
def test_no_header_can_break_it(headers: dict[str, str], read: ReadQuota) -> None:
    quota = read(headers, NOON)
    if quota is not None:
        assert 0 <= quota.share <= 1
        assert quota.resets_in is None or timedelta() <= quota.resets_in <= LONGEST


@pytest.mark.parametrize(
    ("file", "read", "limit"),
    [
        ("mastodon/hashtag_timeline_fosstodon", read_iso_quota, 300),
        ("bluesky/search_posts", read_unix_quota, 3_000),
        ("reddit/rate_limited_with_retry_after", read_countdown_quota, 300),
    ],
)
def test_recorded_headers(shared: Path, file: str, read: ReadQuota, limit: float) -> None:
    exchanges = json.loads((shared / "fixtures" / f"{file}.exchanges.json").read_text())["exchanges"]
    found = [
        quota
        for exchange in exchanges
        if (
            quota := read(
                {name.lower(): value for name, value in exchange["response"]["headers"]},
                datetime(2025, 1, 1, tzinfo=UTC),
            )
        )
    ]
    assert found
    assert {quota.limit for quota in found} == {limit}
    assert all(quota.resets_in is not None for quota in found)
