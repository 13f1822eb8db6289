"""Signatures: what the platforms sign is let in, and nothing else, whatever the header."""

from base64 import b64encode
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import MisconfiguredError
from connectors.receiver.signature import TOLERANCE, Keys
from tests.connectors.receiver.bench import SECRET, sign_for_line, sign_for_meta, sign_inbound
from tests.connectors.samples import NOON

KEYS = Keys.read("SECRET", SECRET)
BODIES = st.binary(max_size=300)
HEADERS = st.none() | st.text(max_size=100) | st.text(max_size=40).map("sha256=".__add__)


def is_stamped(keys: Keys, body: bytes, headers: dict[str, str], after: timedelta = timedelta()) -> bool:
    return keys.are_for_stamped(
        body,
        native_id=headers.get("webhook-id"),
        stamp=headers.get("webhook-timestamp"),
        header=headers.get("webhook-signature"),
        now=NOON + after,
    )


@given(BODIES)
def test_what_is_signed_is_let_in(body: bytes) -> None:
    assert KEYS.are_for_meta(body, sign_for_meta(body)["X-Hub-Signature-256"])
    assert KEYS.are_for_line(body, sign_for_line(body)["X-Line-Signature"])
    assert is_stamped(KEYS, body, sign_inbound(body, NOON))


@given(BODIES, BODIES.filter(bool), st.data())
def test_one_changed_byte_is_not_let_in(body: bytes, more: bytes, data: st.DataObject) -> None:
    changed = body + more
    at = data.draw(st.integers(0, len(changed) - 1))
    changed = changed[:at] + bytes([changed[at] ^ 1]) + changed[at + 1 :]
    assert not KEYS.are_for_meta(changed, sign_for_meta(body + more)["X-Hub-Signature-256"])
    assert not KEYS.are_for_line(changed, sign_for_line(body + more)["X-Line-Signature"])
    assert not is_stamped(KEYS, changed, sign_inbound(body + more, NOON))


@given(BODIES, HEADERS, HEADERS, HEADERS)
def test_no_header_but_the_right_one_is_let_in(
    body: bytes, header: str | None, native_id: str | None, stamp: str | None
) -> None:
    assert not KEYS.are_for_meta(body, header)
    assert not KEYS.are_for_line(body, header)
    assert not KEYS.are_for_stamped(body, native_id=native_id, stamp=stamp, header=header, now=NOON)


def test_bytes_are_signed_and_not_what_they_mean() -> None:
    escaped, same = b'{"message":"h\\u00fcl\\u00fck"}', '{"message":"hülük"}'.encode()
    header = sign_for_meta(escaped)["X-Hub-Signature-256"]
    assert KEYS.are_for_meta(escaped, header)
    assert not KEYS.are_for_meta(same, header)


@pytest.mark.parametrize("late", [TOLERANCE, -TOLERANCE, timedelta()])
def test_a_stamp_within_the_tolerance_is_let_in(late: timedelta) -> None:
    assert is_stamped(KEYS, b"{}", sign_inbound(b"{}", NOON), late)


@pytest.mark.parametrize("late", [TOLERANCE + timedelta(seconds=1), -TOLERANCE - timedelta(seconds=1)])
def test_an_old_delivery_cannot_be_replayed(late: timedelta) -> None:
    assert not is_stamped(KEYS, b"{}", sign_inbound(b"{}", NOON), late)


def test_a_stamp_cannot_be_changed() -> None:
    later = sign_inbound(b"{}", NOON) | {"webhook-timestamp": str(int(NOON.timestamp()) + 1)}
    assert not is_stamped(KEYS, b"{}", later)


def test_the_example_of_standard_webhooks_is_let_in() -> None:
    # The values stand in the specification's own libraries as their test of the format.
    keys = Keys.read("SECRET", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    body = b'{"test": 2432232314}'
    assert keys.are_for_stamped(
        body,
        native_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        stamp="1614265330",
        header="v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        now=NOON.fromtimestamp(1_614_265_330, NOON.tzinfo),
    )


def test_two_secrets_are_taken_while_one_replaces_the_other() -> None:
    both = Keys.read("SECRET", "an-old-secret-of-ours a-new-secret-of-ours")
    for secret in ("an-old-secret-of-ours", "a-new-secret-of-ours"):
        assert both.are_for_line(b"{}", sign_for_line(b"{}", secret)["X-Line-Signature"])
    assert not both.are_for_line(b"{}", sign_for_line(b"{}", "a-third-secret-of-x")["X-Line-Signature"])


@pytest.mark.parametrize("value", ["", "  ", "short", f"{SECRET} short"])
def test_a_missing_or_short_secret_is_refused_and_named_by_its_variable(value: str) -> None:
    with pytest.raises(MisconfiguredError, match="LINE_SECRET") as caught:
        Keys.read("LINE_SECRET", value)
    assert "short" not in str(caught.value).split(":")[0]


def test_a_secret_is_never_shown() -> None:
    assert SECRET not in repr(KEYS)
    assert b64encode(SECRET.encode()).decode() not in repr(KEYS)
