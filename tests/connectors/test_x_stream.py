"""X's stream: rules, gaps filled by the search, how to come back, and money, over a stage and real sockets."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from prometheus_client import CollectorRegistry

from connectors.clock import SystemClock
from connectors.connector import Connector
from connectors.errors import MisconfiguredError, TransientError
from connectors.http import Http
from connectors.metrics import ConnectorMetrics
from connectors.runner import Delayed, Runner, Stopped
from connectors.sweep import Sweep, Sweeper
from connectors.x_api import ON_LIMIT, ON_NETWORK, ON_STATUS
from connectors.x_post import date_id, step_back
from connectors.x_rules import Plan, Rule, Rules, plan_rules
from tests.connectors.fakes import FakePublisher
from tests.connectors.feeds import public_address
from tests.connectors.samples import NOON
from tests.connectors.stages.stage import SECRET, Play, Saved
from tests.connectors.stages.x import OPTIONS, TYPES, XStage, make_id

TAG = "crisis-monitor source"


@pytest.fixture
async def play() -> AsyncIterator[Play]:
    play = Play(XStage(options={**OPTIONS, "stream": True, "recheck_for": "0s"}))
    yield play
    await play.end()


def stage_of(play: Play) -> XStage:
    assert isinstance(play.stage, XStage)
    return play.stage


def paths(play: Play) -> list[str]:
    return [f"{each.method} {each.url.path.removeprefix('/2/tweets')}" for each in stage_of(play).asked]


def test_rules_are_planned_by_their_words_and_by_our_tag() -> None:
    found = [
        Rule(id="1", value="acme", tag=TAG),
        Rule(id="2", value="old words", tag=TAG),
        Rule(id="3", value="old words", tag="somebody else's"),
        Rule(id="4", value="bolt", tag="somebody else's"),
    ]
    assert plan_rules(found, ["acme", "bolt", "new", "new"], TAG) == Plan(remove=("2",), add=("new",))
    assert plan_rules(found[:1], ["acme"], TAG) == Plan((), ())


def test_recorded_answers_about_rules(shared: Path) -> None:
    recorded = shared / "fixtures" / "x-twitter"
    there = msgspec.json.decode((recorded / "stream_rules_get.json").read_bytes(), type=Rules)
    assert [rule.value for rule in there.data] == ["dog has:images", "cat has:images -grumpy"]
    added = msgspec.json.decode((recorded / "stream_rules_post.json").read_bytes(), type=Rules)
    assert (len(added.data), added.list_refused()) == (4, ())


async def test_rules_are_brought_in_line_and_those_of_others_are_left(play: Play) -> None:
    stage = stage_of(play)
    other = {"id": "900", "value": "weather", "tag": "of a colleague"}
    stage.rules = [other, {"id": "901", "value": "what we wanted last week", "tag": TAG}]
    await play.sweep_once()
    assert [(rule["value"], rule.get("tag")) for rule in stage.rules] == [
        ("weather", "of a colleague"),
        ("acme", TAG),
    ]
    rules = ["GET /search/stream/rules", "POST /search/stream/rules", "POST /search/stream/rules"]
    assert paths(play)[:4] == [*rules, "GET /search/stream"]
    assert [json.loads(each.content) for each in stage.asked[1:3]] == [
        {"delete": {"ids": ["901"]}},
        {"add": [{"value": "acme", "tag": TAG}]},
    ]
    await play.sweep_once()
    assert paths(play).count("POST /search/stream/rules") == 2


async def test_a_query_that_x_does_not_take_is_named(play: Play) -> None:
    meta = {"sent": NOON.isoformat()}
    stage_of(play).answers = [
        httpx.Response(200, json={"meta": meta}),
        httpx.Response(
            201, json={"meta": meta, "errors": [{"title": "Invalid", "value": "acme", "details": [SECRET]}]}
        ),
    ]
    with pytest.raises(MisconfiguredError, match="`acme`") as caught:
        await play.sweep_once()
    assert SECRET not in str(caught.value)


async def test_what_was_said_before_the_stream_was_open_is_searched_once_it_can_be_found(play: Play) -> None:
    stage = stage_of(play)
    stage.say(3)
    began = play.clock.now()
    connector = play.open()
    first = await play.sweep(connector)
    assert len(first.mentions) == 3
    assert play.clock.now() - began >= timedelta(minutes=1)  # Not sooner: the search is half a minute behind.
    assert first.batches[-1].upto is not None
    stage.post("acme again", 179)
    second = await play.sweep(connector)
    assert [each.text for each in second.mentions] == ["acme again"]
    assert second.batches[-1].upto == play.clock.now() - timedelta(minutes=1)
    assert paths(play).count("GET /search/recent") == 1


async def test_a_post_that_the_stream_and_the_search_bring_is_sent_once(play: Play) -> None:
    stage = stage_of(play)
    connector = play.open()
    assert (await connector.fetch_batch()).mentions == ()
    stage.post("acme, in the gap", 179)
    swept = await play.sweep(connector)
    assert [each.text for each in swept.mentions] == ["acme, in the gap"]
    assert paths(play).count("GET /search/recent") == 1


async def test_after_a_gap_the_search_begins_a_little_before_the_last_post_of_the_stream(play: Play) -> None:
    stage = stage_of(play)
    connector = play.open()
    await play.sweep(connector)
    stage.say(1)
    saved = (await play.sweep(connector)).saved
    said = next(iter(stage.posts))
    await connector.close()
    play.opened.clear()
    stage.post("acme, missed", 100)
    again = await play.sweep_once(saved)
    assert [each.text for each in again.mentions] == ["acme, missed"]
    asked = [each for each in stage.asked if each.url.path.endswith("/search/recent")][-1]
    assert date_id(said) - date_id(asked.url.params["since_id"]) == timedelta(seconds=15)


async def test_a_fill_cut_off_by_a_restart_is_finished_and_then_made_anew(play: Play) -> None:
    """The pages left over reach up to where the first stream was opened, not the second."""
    stage = stage_of(play)
    stage.say(150)
    half = (await play.sweep_once()).saved
    stage.post("acme, while nobody listened", 178)
    connector = play.open(half)
    texts: list[str] = []
    for _ in range(2):
        swept = await play.sweep(connector)
        texts += [each.text for each in swept.mentions]
    assert texts.count("acme, while nobody listened") == 1
    assert len(texts) == 51


async def sweep_for_ever(play: Play, connector: Connector) -> None:
    while True:
        await play.sweep(connector)


async def test_silence_is_a_broken_stream_and_a_sign_of_life_is_none(play: Play) -> None:
    stage = stage_of(play)
    connector = play.open()
    await play.sweep(connector)
    for _ in range(3):  # Six minutes in which nobody says anything.
        await play.sweep(connector)
    stage.is_alive = False
    before = play.clock.now()
    with pytest.raises(TransientError, match="nothing came for 21 s") as caught:
        await sweep_for_ever(play, connector)
    assert caught.value.backoff == ON_NETWORK
    assert play.clock.now() - before < timedelta(minutes=4)


@pytest.mark.parametrize(
    ("answer", "backoff", "wait"),
    [
        (httpx.Response(503, text=SECRET), ON_STATUS, None),
        (httpx.Response(409, text=SECRET), ON_STATUS, None),
        (httpx.Response(429, text=SECRET), ON_LIMIT, None),
        (
            httpx.Response(
                429,
                headers={
                    "x-rate-limit-limit": "50",
                    "x-rate-limit-remaining": "0",
                    "x-rate-limit-reset": str(int((NOON + timedelta(hours=3, minutes=9)).timestamp())),
                },
            ),
            ON_LIMIT,
            timedelta(minutes=9),
        ),
        (httpx.ConnectError(SECRET), ON_NETWORK, None),
        (httpx.ReadTimeout(SECRET), ON_NETWORK, None),
    ],
)
async def test_how_to_come_back_depends_on_what_went_wrong(
    play: Play, answer: httpx.Response | Exception, backoff: object, wait: timedelta | None
) -> None:
    stage = stage_of(play)
    stage.rules = [{"id": "1", "value": "acme", "tag": TAG}]
    stage.answers = [stage.rule({}), answer]
    with pytest.raises(TransientError) as caught:
        await play.sweep_once()
    assert caught.value.backoff == backoff
    assert SECRET not in str(caught.value)
    if wait is not None:
        assert caught.value.retry_after is not None
        # A request to one host takes its turn a second after the one before.
        assert timedelta() <= wait - caught.value.retry_after <= timedelta(seconds=2)


def test_the_waits_are_those_that_x_has_written_down() -> None:
    def waits(backoff: Any, number: int) -> list[float]:
        return [backoff.wait_for(at, lambda: 0.9).total_seconds() for at in range(1, number + 1)]

    assert waits(ON_NETWORK, 4) == [0.25, 0.5, 0.75, 1.0]
    assert waits(ON_NETWORK, 100)[-1] == 16
    assert waits(ON_STATUS, 8) == [5, 10, 20, 40, 80, 160, 320, 320]
    assert waits(ON_LIMIT, 3) == [60, 120, 240]


async def test_the_runner_waits_as_the_error_says(play: Play) -> None:
    stage = stage_of(play)
    stage.rules = [{"id": "1", "value": "acme", "tag": TAG}]
    rules = stage.rule({})
    stage.answers = [rules, httpx.ConnectError(SECRET), rules, httpx.ConnectError(SECRET)]
    stage.answers += [rules, httpx.Response(503), rules, httpx.Response(401)]
    delayed: list[Delayed] = []

    def report(event: Sweep | Delayed | Stopped) -> None:
        if isinstance(event, Delayed):
            delayed.append(event)

    metrics = ConnectorMetrics(CollectorRegistry())
    runner = Runner(
        Sweeper(FakePublisher(), metrics, now=play.clock.now),
        metrics,
        clock=play.clock,
        randomness=lambda: 0.5,
        report=report,
    )
    (stopped,) = await runner.run([(play.assign(Saved()), play.open_assigned)])
    assert [each.next_in.total_seconds() for each in delayed] == [0.25, 0.5, 20]
    assert "check the token" in stopped.why


@pytest.mark.parametrize(
    ("status", "problem", "error", "words"),
    [
        (429, "streaming-connection", TransientError, "open elsewhere"),
        (429, "usage-capped", TransientError, "own cap"),
        (400, "rule-cap", MisconfiguredError, "as many rules"),
        (400, "invalid-rules", MisconfiguredError, "`queries`"),
        (403, "client-forbidden", MisconfiguredError, "may not use the stream"),
    ],
)
async def test_xs_own_reasons_are_told(
    play: Play, status: int, problem: str, error: type[Exception], words: str
) -> None:
    stage = stage_of(play)
    stage.rules = [{"id": "1", "value": "acme", "tag": TAG}]
    stage.answers = [stage.rule({}), httpx.Response(status, json={"type": TYPES + problem, "title": SECRET})]
    with pytest.raises(error, match=words):
        await play.sweep_once()


async def test_a_documented_disconnect_ends_the_stream_and_other_errors_do_not(
    play: Play, shared: Path
) -> None:
    stage = stage_of(play)
    connector = play.open()
    await play.sweep(connector)
    for line in json.loads((shared / "fixtures/x-twitter/stream_sample_with_error.json").read_text()):
        stage.tell(line)
    stage.tell({"errors": [{"title": "something new", "detail": SECRET}]})
    stage.lines.append(b"no json\r\n")
    swept = await play.sweep(connector)
    assert sum(batch.unreadable for batch in swept.batches) == 1
    assert sum(batch.read or 0 for batch in swept.batches) > 3
    sample = shared / "fixtures" / "x-twitter" / "doc-samples" / "stream_operational_disconnect.json"
    stage.tell(json.loads(sample.read_text()))
    with pytest.raises(TransientError, match="reasons of its own") as caught:
        await play.sweep(connector)
    assert caught.value.backoff == ON_NETWORK


async def test_each_streamed_post_is_paid_and_the_stream_ends_while_there_is_money_for_the_last_ones(
    play: Play,
) -> None:
    stage = stage_of(play)
    play.values["dollars_a_month"] = 300 * 0.005
    connector = play.open()
    await play.sweep(connector)
    for number in range(60):
        stage.post("acme is soulless", 100 + number / 10)
    last = await play.sweep(connector)
    assert len(last.mentions) == 51
    assert json.loads(last.saved.memory["money"])["millionths"] == 51 * 5_000
    with pytest.raises(TransientError, match="dollars of this month") as caught:
        await play.sweep(connector)
    assert caught.value.retry_after == datetime(2026, 2, 1, tzinfo=UTC) - play.clock.now()
    asked = len(stage.asked)
    with pytest.raises(TransientError, match="dollars of this month"):
        await play.sweep_once(last.saved)
    assert len(stage.asked) == asked


async def test_what_came_before_the_stream_broke_is_saved_with_its_bill(play: Play) -> None:
    stage = stage_of(play)
    connector = play.open()
    await play.sweep(connector)
    stage.post("acme is soulless", 100)
    await connector.fetch_batch()
    stage.tell({"errors": [{"title": "operational-disconnect"}]})
    swept = await play.sweep(connector)
    assert swept.batches[-1].upto is None
    assert json.loads(swept.saved.memory["money"])["millionths"] == 5_000
    with pytest.raises(TransientError):
        await play.sweep(connector)
    assert [each.text for each in (await play.sweep_once(swept.saved)).mentions] == []


def test_an_id_from_a_little_earlier() -> None:
    post = str(make_id(NOON) + 7)
    assert date_id(post) - date_id(step_back(post, timedelta(seconds=15))) == timedelta(seconds=15)
    assert step_back("5", timedelta(seconds=1)) == "0"


class Reroute(httpx.AsyncBaseTransport):
    """To a server on loopback, whatever the address says."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._inner = httpx.AsyncHTTPTransport()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url.copy_with(scheme="http", host="127.0.0.1", port=self._port)
        sent = httpx.Request(request.method, url, headers=request.headers, stream=request.stream)
        answer = await self._inner.handle_async_request(sent)
        return httpx.Response(answer.status_code, headers=answer.headers, stream=answer.stream)

    async def aclose(self) -> None:
        await self._inner.aclose()


async def test_over_real_sockets_lines_come_in_pieces_and_a_cut_one_is_left() -> None:
    """The server breaks off in the middle of a post, which the search then brings."""
    stage = XStage()
    stage.say(4)
    lines = [json.dumps({"data": post, "matching_rules": []}).encode() for post in stage.posts.values()]
    streams = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal streams
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        path = head.split()[1]
        if path.startswith("/2/tweets/search/stream?"):
            streams += 1
            writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            whole = b"\r\n" + lines[0] + b"\r\n\r\n" + lines[1] + b"\r\n" + lines[2][:50]
            for at in range(0, len(whole), 37):
                piece = whole[at : at + 37]
                writer.write(b"%x\r\n%b\r\n" % (len(piece), piece))
                await writer.drain()
        else:
            answer = (
                stage.rule({}) if "rules" in path else stage.search(httpx.QueryParams({"max_results": "10"}))
            )
            stage.rules = stage.rules or [{"id": "1", "value": "acme", "tag": TAG}]
            body = answer.content
            writer.write(
                b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % len(body) + body
            )
        await writer.drain()
        writer.close()

    stage.rules = [{"id": "1", "value": "acme", "tag": TAG}]
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    play = Play(XStage(options={**OPTIONS, "stream": True, "recheck_for": "0s"}))
    await play.http.__aexit__()
    play.http = Http(SystemClock(), transport=Reroute(port), resolver=public_address)
    play.equipment = play.equipment.__class__(
        play.http, SystemClock(), play.equipment.authors, environ=play.stage.environ
    )
    connector = play.open()
    try:
        first = await play.sweep(connector)
        assert [each.native_id for each in first.mentions] == list(stage.posts)[:2]
        with pytest.raises(TransientError) as caught:
            await play.sweep(connector)
        assert caught.value.backoff == ON_NETWORK
        assert streams == 1
    finally:
        await play.end()
        server.close()
        await server.wait_closed()
