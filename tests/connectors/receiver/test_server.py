"""The server: 200 means Kafka has it; what is refused leaves no trace; nothing it answers or logs holds a secret."""

import asyncio
import gzip
import json
import logging
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.config import ConfigurationError
from connectors.configured import build_settings
from connectors.errors import ConnectorError, MisconfiguredError, PermanentError, TransientError
from connectors.mention import Heartbeat
from connectors.publisher import Place, Record
from connectors.receiver.intake import OWED_FOR
from connectors.receiver.metrics import Outcome
from connectors.receiver.registry import HOOKS
from tests.connectors.fakes import FakePublisher, of_type
from tests.connectors.receiver.bench import (
    DOCUMENT,
    SECRET,
    Bench,
    comment,
    feed_delivery,
    line_message,
    receiver,
    sign_for_line,
    sign_for_meta,
    sign_inbound,
)
from tests.connectors.samples import NOON


async def test_a_delivery_is_answered_when_kafka_has_it() -> None:
    async with receiver() as bench:
        answer = await bench.post_line(line_message())
        assert answer.status_code == 200
        assert answer.json() == {"mentions": 1, "ignored": 0}
        assert [mention.native_id for mention in bench.mentions] == ["325708"]
        assert bench.count(Outcome.TAKEN) == 1


class Stuck(FakePublisher):
    """Acknowledges only when it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.has_begun = threading.Event()
        self.may_end = threading.Event()

    def send(self, records: Sequence[Record]) -> list[Place]:
        self.has_begun.set()
        assert self.may_end.wait(10)
        return super().send(records)


async def test_no_answer_comes_before_the_acknowledgement() -> None:
    publisher = Stuck()
    async with receiver(publisher=publisher) as bench:
        answering = asyncio.create_task(bench.post_line(line_message()))
        assert await asyncio.to_thread(publisher.has_begun.wait, 10)
        health = await bench.client.get("/health")  # A round trip in which an early answer would have come.
        assert health.status_code == 503
        assert not answering.done()
        publisher.may_end.set()
        assert (await answering).status_code == 200


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (TransientError("the broker does not answer"), 503),
        (TransientError("later", timedelta(seconds=7)), 503),
        (MisconfiguredError("the broker refuses us"), 503),
        (PermanentError("too large"), 413),
    ],
    ids=str,
)
async def test_what_kafka_does_not_take_is_sent_away(error: ConnectorError, status: int) -> None:
    async with receiver(publisher=FakePublisher(error)) as bench:
        answer = await bench.post_line(line_message(), line_message("2"))
        assert answer.status_code == status
        assert "broker" not in answer.text
        if status == 503:
            assert int(answer.headers["Retry-After"]) in {7, 30}
            assert bench.count(Outcome.UNAVAILABLE) == 1
            again = await bench.post_line(line_message(), line_message("2"))
            assert again.status_code == 200
            assert {mention.native_id for mention in bench.mentions} == {"325708", "2"}


HOOK_BODIES = {
    "line": json.dumps({"events": [line_message()]}).encode(),
    "page": feed_delivery(comment()),
    "insta": feed_delivery(comment()),
    "firehose": b'{"native_id":"1","published_at":"2026-01-01T11:00:00Z","text":"acme"}',
}


@pytest.mark.parametrize("name", HOOK_BODIES)
@pytest.mark.parametrize(
    "case", ["none", "empty", "of another secret", "of another body", "of another scheme"]
)
async def test_a_bad_signature_has_no_effect(name: str, case: str) -> None:
    body = HOOK_BODIES[name]
    signers = {"line": sign_for_line, "page": sign_for_meta, "insta": sign_for_meta}

    def sign(signed: bytes, secret: str) -> dict[str, str]:
        return signers[name](signed, secret) if name in signers else sign_inbound(signed, NOON, secret)

    headers = {
        "none": {},
        "empty": dict.fromkeys(sign(body, SECRET), ""),
        "of another secret": sign(body, SECRET[::-1]),
        "of another body": sign(body + b" ", SECRET),
        "of another scheme": sign_for_meta(body) if name == "line" else sign_for_line(body),
    }[case]
    async with receiver() as bench:
        answer = await bench.post(name, body, headers)
        assert answer.status_code == 401
        assert answer.json() == {"refused": "no valid signature"}
        assert bench.publisher.records == []
        assert bench.count(Outcome.UNSIGNED, name) == 1
        assert (await bench.post(name, body, sign(body, SECRET))).status_code == 200


async def test_too_large_is_refused_before_it_is_read() -> None:
    async with receiver(max_bytes=2_000) as bench:
        body = b"x" * 2_001
        assert (await bench.post("line", body, sign_for_line(body))).status_code == 413
        assert (await bench.post("line", body, {})).status_code == 413

        async def drip() -> AsyncIterator[bytes]:
            for _ in range(30):
                yield b"y" * 100

        answer = await bench.client.post("/hooks/line", content=drip())  # No Content-Length to go by.
        assert answer.status_code == 413
        assert bench.count(Outcome.TOO_LARGE) == 3


async def test_a_compressed_body_is_not_unfolded() -> None:
    body = gzip.compress(b"0" * 1_000_000)
    async with receiver() as bench:
        answer = await bench.post("line", body, sign_for_line(body) | {"Content-Encoding": "gzip"})
        assert answer.status_code == 415
        assert bench.publisher.records == []


async def test_a_body_that_comes_too_slowly_is_refused() -> None:
    async with receiver(read_within="1s") as bench:
        host, port = bench.client.base_url.host, bench.client.base_url.port
        reader, writer = await asyncio.open_connection(host, port)
        writer.write(b"POST /hooks/line HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{")
        assert (await reader.readline()).startswith(b"HTTP/1.1 408")
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()
        assert bench.count(Outcome.UNREADABLE) == 1


POST = b"POST /hooks/line HTTP/1.1\r\nHost: x\r\n"


async def test_a_length_that_is_too_large_is_refused_before_anything_comes() -> None:
    async with receiver(read_within="30s") as bench, asyncio.timeout(10):
        host, port = bench.client.base_url.host, bench.client.base_url.port
        reader, writer = await asyncio.open_connection(host, port)
        writer.write(POST + b"Content-Length: 99000000\r\n\r\n")
        assert (await reader.readline()).startswith(b"HTTP/1.1 413")
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()


@pytest.mark.parametrize(
    "request_",
    [
        POST + b"Content-Length: 50\r\n\r\n{soulless",
        POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\n{soul",
        POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\n{soul\r\nsoulless\r\n",
        b"soulless soulless soulless\r\n\r\n",
    ],
    ids=["short", "half a chunk", "a wrong chunk", "no HTTP"],
)
async def test_what_breaks_off_has_no_effect_and_leaves_nothing_in_the_log(
    request_: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    async with receiver() as bench:
        host, port = bench.client.base_url.host, bench.client.base_url.port
        reader, writer = await asyncio.open_connection(host, port)
        writer.write(request_)
        writer.write_eof()
        with suppress(ConnectionError):
            await asyncio.wait_for(reader.read(), 10)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()
        if b"soulless\r\n" not in request_:  # What is no HTTP never reaches a hook.
            async with asyncio.timeout(5):
                while bench.count(Outcome.UNREADABLE) != 1:
                    await bench.client.get("/health")
        assert bench.publisher.records == []
        assert (await bench.post_line(line_message())).status_code == 200
        assert len(bench.mentions) == 1
    assert "soul" not in caplog.text
    assert "Traceback" not in caplog.text


async def test_one_hook_has_its_limit_and_says_when_to_come_again() -> None:
    async with receiver(a_minute=2) as bench:
        answers = [await bench.post_line(line_message(str(number))) for number in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert answers[2].headers["Retry-After"] == "30"
        assert (await bench.post_feed(comment())).status_code == 200
        bench.clock.at += timedelta(seconds=30)
        assert (await bench.post_line(line_message("2"))).status_code == 200
        assert [mention.native_id for mention in bench.mentions if mention.source == "line"] == [
            "0",
            "1",
            "2",
        ]


async def test_strangers_use_up_their_own_limit_and_not_the_hooks() -> None:
    async with receiver(a_minute=5, a_minute_each=3, proxies=1) as bench:
        mine, theirs = {"X-Forwarded-For": "10.9.9.9, 203.0.113.7"}, {"X-Forwarded-For": "198.51.100.1"}
        answers = [await bench.post("line", b"{}", theirs) for _ in range(5)]
        assert [answer.status_code for answer in answers] == [401, 401, 401, 429, 429]
        body = HOOK_BODIES["line"]
        assert (await bench.post("line", body, mine | sign_for_line(body))).status_code == 200


async def test_who_writes_the_header_himself_does_not_choose_his_address() -> None:
    async with receiver(a_minute_each=2, proxies=1) as bench:
        answers = [
            await bench.post("line", b"{}", {"X-Forwarded-For": f"10.0.0.{number}, 198.51.100.1"})
            for number in range(3)
        ]
        assert [answer.status_code for answer in answers] == [401, 401, 429]


async def test_more_at_once_than_allowed_are_asked_to_come_again() -> None:
    publisher = Stuck()
    async with receiver(publisher=publisher, at_once=1) as bench:
        first = asyncio.create_task(bench.post_line(line_message()))
        assert await asyncio.to_thread(publisher.has_begun.wait, 10)
        second = await bench.post_line(line_message("2"))
        assert (second.status_code, second.headers["Retry-After"]) == (503, "1")
        publisher.may_end.set()
        assert (await first).status_code == 200


async def test_an_unknown_hook_another_method_and_another_path_are_turned_away() -> None:
    async with receiver() as bench:
        assert (await bench.post("nobody", b"{}", sign_for_line(b"{}"))).status_code == 404
        assert (await bench.client.get("/hooks/nobody")).status_code == 404
        assert (await bench.client.put("/hooks/line")).status_code == 405
        assert (await bench.client.get("/hooks/line")).status_code == 403
        assert (await bench.client.get("/")).status_code == 404
        assert bench.registry.get_sample_value("crisis_receiver_strangers_total") == 2


async def test_health_follows_kafka() -> None:
    async with receiver(publisher=FakePublisher(None, TransientError("gone"))) as bench:
        assert (await bench.client.get("/health")).status_code == 503
        assert await bench.beat.beat_once() == ""
        assert (await bench.client.get("/health")).json() == {"status": "ok"}
        bench.clock.at += timedelta(minutes=1)
        assert await bench.beat.beat_once() == "gone"
        assert (await bench.client.get("/health")).status_code == 503
        assert bench.registry.get_sample_value("crisis_receiver_up") == 0
        assert await bench.beat.beat_once() == ""
        assert bench.registry.get_sample_value("crisis_receiver_up") == 1


def upto(bench_lines: Sequence[Any], source: str = "line") -> list[float]:
    """Minutes after noon that a source has vouched for."""
    beats = [beat for beat in of_type(bench_lines, Heartbeat) if beat.source == source]
    return [(beat.upto - NOON).total_seconds() / 60 for beat in beats]


async def test_what_is_pushed_has_a_heartbeat_that_stays_behind() -> None:
    async with receiver() as bench:
        await bench.beat.beat_once()
        beats = of_type(bench.publisher.lines(), Heartbeat)
        assert {beat.source for beat in beats} == {
            "line",
            "page",
            "insta",
            "firehose",
        }  # `partner` beats itself.
        assert {beat.source: beat.brands for beat in beats}["line"] == ("acme",)
        assert upto(bench.publisher.lines()) == [-1]


async def test_a_delivery_that_was_sent_away_holds_the_heartbeat_until_it_comes_again() -> None:
    publisher = FakePublisher(TransientError("gone"))
    async with receiver(publisher=publisher) as bench:
        assert (await bench.post_line(line_message())).status_code == 503
        bench.clock.at += timedelta(minutes=3)
        await bench.beat.beat_once()
        assert upto(publisher.lines()) == [-1]
        assert upto(publisher.lines(), "page") == [2]
        assert (await bench.post_line(line_message())).status_code == 200
        await bench.beat.beat_once()
        assert upto(publisher.lines()) == [-1, 2]


async def test_a_delivery_that_never_comes_again_does_not_hold_the_heartbeat_for_ever() -> None:
    publisher = FakePublisher(TransientError("gone"))
    async with receiver(publisher=publisher) as bench:
        await bench.post_line(line_message())
        bench.clock.at += OWED_FOR + timedelta(minutes=1)
        await bench.beat.beat_once()
        assert upto(publisher.lines()) == [10]


async def test_the_same_delivery_again_gives_the_same_mentions() -> None:
    async with receiver() as bench:
        for _ in range(2):
            await bench.post_line(line_message())
            await bench.post_feed(comment(), comment("2_8"), comment("2_7", verb="remove"))
            bench.clock.at += timedelta(minutes=7)
        mentions = bench.mentions
        assert len(mentions) == 8
        assert mentions[: len(mentions) // 2] == mentions[len(mentions) // 2 :]


async def test_no_secret_is_logged_or_answered(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with receiver(publisher=FakePublisher(TransientError("gone"))) as bench:
        answers = [
            await bench.post_line(line_message()),
            await bench.post("line", b"{", sign_for_line(b"{")),
            await bench.post("line", b"{}", {"X-Line-Signature": "wrong"}),
            await bench.client.get(
                "/hooks/page",
                params={"hub.mode": "subscribe", "hub.verify_token": SECRET, "hub.challenge": "7"},
            ),
            await bench.client.get("/hooks/page", params={"hub.verify_token": "no", "hub.mode": "subscribe"}),
        ]
    assert [answer.status_code for answer in answers] == [503, 400, 401, 200, 403]
    ours = [record for record in caplog.records if not record.name.startswith(("httpx", "httpcore"))]
    assert SECRET not in "".join(record.getMessage() + repr(record.__dict__) for record in ours)
    assert all(SECRET not in answer.text for answer in answers)
    assert "soulless" not in caplog.text


JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "events",
                    "entry",
                    "changes",
                    "field",
                    "value",
                    "object",
                    "id",
                    "time",
                    "type",
                    "message",
                    "text",
                    "unsend",
                    "messageId",
                    "timestamp",
                    "item",
                    "verb",
                    "comment_id",
                    "from",
                    "created_time",
                    "feed",
                    "native_id",
                    "published_at",
                    "deleted",
                    "source",
                    "comments",
                ]
            ),
            inner
            | st.sampled_from(["feed", "comment", "message", "unsend", "page", "add", "remove", "comments"]),
            max_size=6,
        )
    ),
    max_leaves=25,
)
HOSTILE = (
    st.binary(max_size=400)
    | JSONS.map(lambda value: json.dumps(value).encode())
    | st.sampled_from([b"[" * 100_000, b'{"events":' * 20_000, b"\xff\xfe", b"null", b"{}", b'{"events":[]}'])
    | st.lists(JSONS, max_size=3).map(
        lambda values: json.dumps({"events": values, "object": "page", "entry": values}).encode()
    )
)


def test_hostile_bodies_are_answered_and_do_no_harm() -> None:
    """Signed, as from a platform that has gone mad; each gets an answer of ours, and the next one is still taken."""

    async def post_everywhere(bench: Bench, body: bytes) -> None:
        for name in ("line", "page", "insta", "firehose"):
            signed = sign_for_line(body) | sign_for_meta(body) | sign_inbound(body, NOON)
            answer = await bench.post(name, body, signed)
            assert answer.status_code in {200, 400}, (name, answer.text)
        assert (await bench.post_line(line_message())).status_code == 200
        assert not any(page.dead for page in bench.publisher.pages())
        bench.publisher.records.clear()

    with asyncio.Runner() as runner:
        stage = receiver(a_minute=1_000_000, a_minute_each=1_000_000)
        bench = runner.run(stage.__aenter__())

        @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
        @given(HOSTILE)
        def answer_all(body: bytes) -> None:
            runner.run(post_everywhere(bench, body))

        try:
            answer_all()
        finally:
            runner.run(stage.__aexit__(None, None, None))


def test_a_port_that_is_taken_is_said_so() -> None:
    async def start_twice() -> None:
        async with receiver() as bench:
            with pytest.raises(MisconfiguredError, match=r"\[receiver\]: cannot listen"):
                async with receiver(port=bench.client.base_url.port):
                    pass

    asyncio.run(start_twice())


@pytest.mark.parametrize("kind", HOOKS)
async def test_a_missing_secret_stops_the_start_and_is_named(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.connectors.receiver.bench.ENVIRON", {})
    chosen = [each for each in DOCUMENT["connectors"] if each["kind"] == kind][:1]
    with pytest.raises(MisconfiguredError, match=rf"{chosen[0]['name']}: .*(SECRET|VERIFY)"):
        async with receiver(connectors=chosen):
            pass


def test_accounts_may_share_an_address_only_with_one_app() -> None:
    def settle(**second: str) -> None:
        first = {"kind": "facebook", "brands": ["acme"], "verify_env": "VERIFY", "path": "meta"}
        tables = [
            first | {"name": "a", "account": "1", "secret_env": "APP_SECRET"},
            first | {"name": "b", "account": "2", "secret_env": "APP_SECRET"} | second,
        ]
        build_settings(dict(DOCUMENT) | {"connectors": tables}, file="crisis.toml")

    settle()
    with pytest.raises(ConfigurationError, match="/hooks/meta"):
        settle(secret_env="ANOTHER")  # noqa: S106 - the name of a variable.


async def test_accounts_that_share_an_address_each_take_what_is_theirs() -> None:
    first = {"kind": "facebook", "verify_env": "VERIFY", "path": "meta", "secret_env": "APP_SECRET"}
    tables = [
        first | {"name": "a", "account": "1", "brands": ["acme"]},
        first | {"name": "b", "account": "2", "brands": ["bolt"]},
    ]
    async with receiver(connectors=tables) as bench:
        body = feed_delivery(comment(), page="2")
        answer = await bench.post("meta", body, sign_for_meta(body))
        assert answer.json() == {"mentions": 1, "ignored": 1}
        assert [(mention.source, mention.brand) for mention in bench.mentions] == [("b", "bolt")]
        assert isinstance(bench.client, httpx.AsyncClient)
