"""HTTP: every way an answer can go wrong has a name, and no secret stands in it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import httpx
import pytest

from connectors.errors import (
    ConnectorError,
    GoneError,
    MisconfiguredError,
    PermanentError,
    TransientError,
)
from connectors.http import Answer, Http
from connectors.limits import read_iso_quota, read_retry_after
from connectors.refusal import Refusal, redact_url
from tests.connectors.fakes import FakeClock
from tests.connectors.samples import NOON

SECRET = "hunter2"  # noqa: S105 - looked for in every error text.
URL = f"https://user:{SECRET}@feeds.example/a.xml?token={SECRET}#{SECRET}"
Handler = Callable[[httpx.Request], httpx.Response]


async def resolve(host: str, _port: int) -> tuple[str, ...]:
    await asyncio.sleep(0)
    known = {"feeds.example": ("93.184.216.34",), "www.example": ("93.184.216.35", "2606:2800:220:1::1")}
    if host == "nowhere.example":
        raise OSError(-2, "Name or service not known")
    return known.get(host, ("10.0.0.7",))


async def get(handler: Handler, url: str = URL, *, trusted: str | None = None, most: int = 10_000) -> Answer:
    async with Http(FakeClock(), transport=httpx.MockTransport(handler), resolver=resolve) as http:
        return await http.get(url, headers={"If-None-Match": 'W/"x"'}, trusted=trusted, max_body=most)


def answering(status: int, **headers: str) -> Handler:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: httpx.Response(status, headers=named, content=b"body " + SECRET.encode())


async def test_a_good_answer_and_what_was_asked() -> None:
    asked: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, content=b"<rss/>", headers={"ETag": '"1"'})

    answer = await get(handler)
    assert (answer.status, answer.body, answer.headers["etag"], answer.moved_to) == (
        200,
        b"<rss/>",
        '"1"',
        None,
    )
    assert asked[0].headers["if-none-match"] == 'W/"x"'
    assert asked[0].headers["user-agent"].startswith("crisis-monitor/")


async def test_not_modified_is_an_answer() -> None:
    assert (await get(answering(304))).is_unchanged


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, MisconfiguredError),
        (401, MisconfiguredError),
        (402, MisconfiguredError),
        (403, MisconfiguredError),
        (404, PermanentError),
        (408, TransientError),
        (410, GoneError),
        (422, MisconfiguredError),
        (425, TransientError),
        (429, TransientError),
        (500, TransientError),
        (502, TransientError),
        (503, TransientError),
        (522, TransientError),
    ],
)
async def test_each_status_has_its_error(status: int, error: type[ConnectorError]) -> None:
    with pytest.raises(error, match=rf"https://feeds\.example/a\.xml: answered {status}") as caught:
        await get(answering(status))
    assert type(caught.value) is error
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("120", timedelta(seconds=120)),
        (" 4 ", timedelta(seconds=4)),
        ("Thu, 01 Jan 2026 12:05:00 GMT", timedelta(minutes=5)),
        ("Thu, 01 Jan 2026 11:00:00 GMT", timedelta()),
        ("99999999999999999999", timedelta(days=7)),
        ("Fri, 01 Jan 9999 00:00:00 GMT", timedelta(days=7)),
        ("-5", None),
        ("soon", None),
        ("²", None),
        ("", None),
    ],
)
async def test_retry_after_is_seconds_or_a_date(value: str, wait: timedelta | None) -> None:
    assert read_retry_after({"retry-after": value}, NOON) == wait
    if value.isascii():
        with pytest.raises(TransientError) as caught:
            await get(answering(429, retry_after=value))
        assert caught.value.retry_after == wait


@pytest.mark.parametrize(
    "failure",
    [
        httpx.ConnectTimeout(f"timeout {URL}"),
        httpx.ReadTimeout(f"timeout {URL}"),
        httpx.ConnectError(f"refused {URL}"),
        httpx.RemoteProtocolError(f"peer closed connection {URL}"),
        httpx.DecodingError(f"bad gzip {URL}"),
    ],
)
async def test_a_failing_network_is_transient_and_shows_no_secret(failure: httpx.HTTPError) -> None:
    def handler(_: httpx.Request) -> httpx.Response:
        raise failure

    with pytest.raises(TransientError, match=type(failure).__name__) as caught:
        await get(handler)
    assert SECRET not in str(caught.value)


class Endless(httpx.AsyncByteStream):
    """A body without end."""

    def __init__(self) -> None:
        self.sent = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            self.sent += 1_000
            yield b"x" * 1_000


async def test_a_body_without_end_is_cut_off() -> None:
    body = Endless()
    with pytest.raises(PermanentError, match="larger than 10000 bytes"):
        await get(lambda _: httpx.Response(200, stream=body))
    assert body.sent < 200_000


async def test_a_permanent_move_gives_the_new_address_and_a_temporary_one_does_not() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        match request.url.path:
            case "/old":
                return httpx.Response(301, headers={"Location": "/newer"})
            case "/newer":
                return httpx.Response(308, headers={"Location": "https://www.example/newest"})
            case "/newest":
                return httpx.Response(200)
            case _:
                return httpx.Response(302, headers={"Location": "/newest"})

    assert (await get(handler, "https://feeds.example/old")).moved_to == "https://www.example/newest"
    assert (await get(handler, "https://feeds.example/temporary")).moved_to is None


async def test_a_token_in_a_header_is_not_carried_to_another_host() -> None:
    asked: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        if request.url.host == "feeds.example":
            return httpx.Response(302, headers={"Location": "https://www.example/"})
        return httpx.Response(200)

    await get(handler)
    assert [("if-none-match" in request.headers) for request in asked] == [True, False]


@pytest.mark.parametrize(
    ("to", "is_carried"),
    [
        ("http://feeds.example/b", False),  # Anybody on the way could read it.
        ("https://feeds.example:8443/b", False),
        ("https://feeds.example:443/b", True),
        ("/b", True),
    ],
)
async def test_a_token_in_a_header_is_not_carried_to_another_door_of_the_host(
    to: str, *, is_carried: bool
) -> None:
    asked: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(302 if len(asked) == 1 else 200, headers={"Location": to})

    await get(handler)
    assert ["if-none-match" in request.headers for request in asked] == [True, is_carried]


async def test_a_token_goes_along_where_the_host_asks_for_encryption() -> None:
    asked: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        there = {"Location": "https://feeds.example/a"}
        return httpx.Response(301 if len(asked) == 1 else 200, headers=there)

    await get(handler, "http://feeds.example/a")
    assert ["if-none-match" in request.headers for request in asked] == [True, True]


async def test_a_circle_of_redirects_ends() -> None:
    with pytest.raises(PermanentError, match="more than 5 redirects"):
        await get(answering(302, location="/a.xml"))


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1/",
        "http://localhost:8080/admin",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://intranet.example/",
        "file:///etc/passwd",
        "ftp://feeds.example/",
    ],
)
async def test_a_redirect_into_the_private_network_is_refused(target: str) -> None:
    asked: list[str] = []

    async def resolve_literally(host: str, port: int) -> tuple[str, ...]:
        return (host,) if host[0].isdigit() or ":" in host else await resolve(host, port)

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.host)
        return httpx.Response(302, headers={"Location": target})

    async with Http(FakeClock(), transport=httpx.MockTransport(handler), resolver=resolve_literally) as http:
        with pytest.raises(PermanentError, match=r"private network|only http"):
            await http.get(URL)
    assert asked == ["feeds.example"]


@pytest.mark.parametrize("host", ["a" * 70 + ".example", "a..example"])
async def test_a_redirect_to_a_host_that_is_no_name_is_refused(host: str) -> None:
    there = answering(302, location=f"http://{host}/")
    async with Http(FakeClock(), transport=httpx.MockTransport(there)) as http:  # By the system's resolver.
        with pytest.raises(PermanentError, match="no name that there can be"):
            await http.get("http://127.0.0.1/feed", trusted="http://127.0.0.1/feed")


async def test_a_name_that_points_elsewhere_when_asked_again_is_not_read() -> None:
    class Stream:
        def get_extra_info(self, name: str) -> tuple[str, int]:
            assert name == "server_addr"
            return ("10.0.0.7", 443)

    with pytest.raises(PermanentError, match="private network; it is not read"):
        await get(lambda _: httpx.Response(200, content=b"secret", extensions={"network_stream": Stream()}))


async def test_the_configured_host_may_be_private() -> None:
    url = "http://intranet.example/feed"
    assert (await get(answering(200), url, trusted=url)).status == 200
    with pytest.raises(PermanentError, match="private"):
        await get(answering(200), url)


async def test_a_redirect_into_the_private_network_is_followed_where_that_is_allowed() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        if request.url.host == "feeds.example":
            return httpx.Response(302, headers={"Location": "http://intranet.example/feed"})
        return httpx.Response(200, content=b"inside")

    async with Http(FakeClock(), transport=httpx.MockTransport(handler), resolver=resolve) as http:
        assert (await http.get("https://feeds.example/a", private_too=True)).body == b"inside"
        with pytest.raises(PermanentError, match="private"):
            await http.get("https://feeds.example/a")


def test_a_limit_is_waited_for_as_the_platform_counts_it() -> None:
    headers = {"X-RateLimit-Reset": (NOON + timedelta(minutes=5)).isoformat()}

    async def ask() -> Answer:
        transport = httpx.MockTransport(lambda _: httpx.Response(429, headers=headers))
        async with Http(FakeClock(), transport=transport, resolver=resolve) as http:
            return await http.get("https://feeds.example/a", read_quota=read_iso_quota)

    with pytest.raises(TransientError) as caught:
        asyncio.run(ask())
    assert caught.value.retry_after == timedelta(minutes=5)


async def test_a_platforms_own_judge_reads_the_refusal_and_shows_none_of_it() -> None:
    def judge(refusal: Refusal) -> ConnectorError | None:
        said_so = b"quotaExceeded" in refusal.body
        return (
            TransientError(f"{refusal.shown}: the quota is used up", timedelta(hours=3)) if said_so else None
        )

    bodies = [b'{"reason":"quotaExceeded","key":"hunter2"}', b"other"]
    transport = httpx.MockTransport(lambda _: httpx.Response(403, content=bodies.pop(0)))
    async with Http(FakeClock(), transport=transport, resolver=resolve) as http:
        with pytest.raises(TransientError, match=r"https://feeds\.example/a: the quota") as caught:
            await http.get(f"https://feeds.example/a?key={SECRET}", judge=judge)
        assert caught.value.retry_after == timedelta(hours=3)
        with pytest.raises(MisconfiguredError):
            await http.get("https://feeds.example/a", judge=judge)


async def test_a_host_without_address_is_transient() -> None:
    with pytest.raises(TransientError, match="Name or service not known"):
        await get(answering(200), "https://nowhere.example/")


async def test_requests_to_one_host_are_a_second_apart() -> None:
    clock = FakeClock()
    async with Http(clock, transport=httpx.MockTransport(answering(200)), resolver=resolve) as http:
        await asyncio.gather(*(http.get("https://feeds.example/") for _ in range(3)))
        await http.get("https://www.example/")
    assert sum(clock.slept, timedelta()) >= timedelta(seconds=2)


async def test_a_clock_that_is_set_back_keeps_nobody_waiting_for_hours() -> None:
    clock = FakeClock()
    async with Http(clock, transport=httpx.MockTransport(answering(200)), resolver=resolve) as http:
        await http.get("https://feeds.example/")
        clock.at -= timedelta(hours=3)
        await http.get("https://feeds.example/")
        await http.get("https://feeds.example/")
    assert clock.slept == [timedelta(seconds=1)]


async def test_waiting_for_a_turn_is_no_slow_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    patient: list[bool] = []

    class Patience:
        """Notes when somebody's patience is measured."""

        is_measured = False

        async def __aenter__(self) -> None:
            Patience.is_measured = True

        async def __aexit__(self, *_: object) -> None:
            Patience.is_measured = False

    class Turns(FakeClock):
        async def sleep(self, for_: timedelta) -> None:
            patient.append(not Patience.is_measured)
            await super().sleep(for_)

    monkeypatch.setattr(asyncio, "timeout", lambda _: Patience())
    async with Http(Turns(), transport=httpx.MockTransport(answering(200)), resolver=resolve) as http:
        await http.get("https://feeds.example/")
        await http.post_body("https://feeds.example/", b"", headers={})
    assert patient == [True, True]


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (URL, "https://feeds.example/a.xml"),
        ("https://a@b@host/x?y=https://z", "https://host/x"),
        ("no url", "no url"),
    ],
)
def test_a_url_is_shown_without_its_secrets(url: str, shown: str) -> None:
    assert redact_url(url) == shown


async def test_no_log_holds_what_stands_behind_the_question_mark(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    await get(answering(200))
    assert SECRET not in caplog.text


async def test_a_body_is_posted_and_never_sent_on() -> None:
    asked: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(307 if len(asked) > 1 else 200, headers={"Location": "https://www.example/"})

    async with Http(FakeClock(), transport=httpx.MockTransport(handler), resolver=resolve) as http:
        headers = {"Authorization": SECRET, "Content-Type": "application/json"}
        answer = await http.post_body(URL, b"{}", headers=headers)
        assert (answer.status, asked[0].method, asked[0].content) == (200, "POST", b"{}")
        assert asked[0].headers["content-type"] == "application/json"
        with pytest.raises(PermanentError) as caught:
            await http.post_body(URL, b"{}", headers=headers)
    assert SECRET not in str(caught.value)
    assert len(asked) == 2
