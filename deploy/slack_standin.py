"""A stand-in for Slack on this machine, for drills and tests: it shows what the team would see.

It knows the few methods that alerts use, refuses what slack_sdk's own validation refuses, and fails on
request. Run it with `python -m deploy.slack_standin --port 8800`, and point a worker at it with
`CRISIS_SLACK_URL=http://127.0.0.1:8800/api/`; any token will do.
"""

import asyncio
import itertools
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import click
from aiohttp import web
from rich.console import Console
from rich.text import Text

from alerts.channels.console import render_message
from alerts.channels.slack.message import Message
from deploy.slack_forms import Forms
from deploy.slack_rules import check_message
from deploy.slack_socket import Socket

Show = Callable[[str, "Sent"], None]


@dataclass(slots=True)
class Sent:
    """One message as it stands in the stand-in."""

    channel: str
    ts: str
    text: str
    blocks: list[dict[str, Any]]
    thread_ts: str | None = None
    broadcast: bool = False
    metadata: dict[str, Any] | None = None
    updates: int = 0

    def to_slack(self) -> dict[str, Any]:
        """Return what `conversations.history` tells of it."""
        told: dict[str, Any] = {"type": "message", "ts": self.ts, "text": self.text, "blocks": self.blocks}
        if self.thread_ts:
            told["thread_ts"] = self.thread_ts
        if self.metadata:
            told["metadata"] = self.metadata
        return told


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A failure to play once, the next time a method is called."""

    method: str
    """For example `chat.postMessage`, or `webhook`."""
    status: int = 200
    error: str = ""
    """For `ok: false`."""
    body: str = ""
    """Instead of JSON."""
    headers: Mapping[str, str] = field(default_factory=dict)
    hang: bool = False
    """Never answer."""
    cut: bool = False
    """Close the connection without an answer."""
    after: bool = False
    """Do the work first: the message stands, and the sender does not learn of it."""


class SlackStandIn:
    """An HTTP server with one workspace in memory."""

    def __init__(self, *, show: Show = lambda _, __: None) -> None:
        self.sent: list[Sent] = []
        self.calls: dict[str, int] = defaultdict(int)
        self.tokens: set[str] = set()
        self.url = ""
        self._show = show
        self._faults: list[Fault] = []
        self._numbers = itertools.count(1)
        self._runner: web.AppRunner | None = None
        self.forms = Forms()
        self.socket = Socket()
        self.bots: set[str] = set()
        """Accounts that are no people."""
        self._methods: Final[Mapping[str, Callable[[dict[str, Any]], dict[str, Any]]]] = {
            **self.forms.methods,
            **self.socket.methods,
            "users.info": self._tell_user,
            "chat.postMessage": self._post,
            "chat.update": self._update,
            "conversations.history": self._history,
            "conversations.replies": self._replies,
            "auth.test": lambda _: {"ok": True, "user": "crisis"},
        }

    def play(self, *faults: Fault) -> None:
        """Fail the next calls, each fault once, in this order."""
        self._faults.extend(faults)

    def carrying(self, notice: str) -> list[Sent]:
        """Messages whose metadata carry a notice's id."""
        return [one for one in self.sent if _notice_of(one) == notice]

    async def start(self, port: int = 0) -> str:
        """Listen on loopback; returns the address of the web API."""
        app = web.Application(client_max_size=8 * 1024**2)
        app.router.add_route("*", "/api/{method}", self._serve_api)
        app.router.add_post("/hooks/{name}", self._serve_webhook)
        app.router.add_get("/messages", self._serve_messages)
        app.router.add_get("/link", self.socket.serve)
        app.router.add_post("/faults", self._serve_faults)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        bound = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{bound}"
        self.socket.url = f"ws://127.0.0.1:{bound}/link"
        return f"{self.url}/api/"

    async def stop(self) -> None:
        await self.socket.close()
        if self._runner:
            await self._runner.cleanup()

    async def _serve_api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        arguments = await _read_arguments(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        self.tokens.add(token)

        async def answer() -> web.Response:
            serve = self._methods.get(method)
            if not token:
                return web.json_response({"ok": False, "error": "not_authed"})
            if serve is None:
                return web.json_response({"ok": False, "error": "unknown_method"})
            return web.json_response(serve(arguments))

        return await self._serve(request, method, answer)

    async def _serve_webhook(self, request: web.Request) -> web.StreamResponse:
        arguments = await _read_arguments(request)
        name = request.match_info["name"]

        async def answer() -> web.Response:
            reply = self._post({"channel": f"hook:{name}", **arguments})
            return web.Response(
                text="ok" if reply["ok"] else str(reply["error"]), status=200 if reply["ok"] else 400
            )

        return await self._serve(request, "webhook", answer)

    async def _serve(
        self, request: web.Request, method: str, answer: Callable[[], Awaitable[web.Response]]
    ) -> web.StreamResponse:
        self.calls[method] += 1
        fault = next((fault for fault in self._faults if fault.method == method), None)
        if fault is None:
            return await answer()
        self._faults.remove(fault)
        if fault.after:
            await answer()
        if fault.hang:
            await asyncio.sleep(3_600)
        if fault.cut:
            if request.transport:
                request.transport.abort()
            return web.Response()
        if fault.error:
            body = {"ok": False, "error": fault.error}
            return web.json_response(body, status=fault.status, headers=fault.headers)
        headers = {"Content-Type": "text/html", **fault.headers}
        return web.Response(text=fault.body, status=fault.status, headers=headers)

    async def _serve_messages(self, _: web.Request) -> web.Response:
        return web.json_response(
            [{"channel": one.channel, "updates": one.updates, **one.to_slack()} for one in self.sent]
        )

    async def _serve_faults(self, request: web.Request) -> web.Response:
        self.play(*(Fault(**fault) for fault in await request.json()))
        return web.Response(text="ok")

    def _tell_user(self, arguments: dict[str, Any]) -> dict[str, Any]:
        user = str(arguments.get("user", ""))
        return {"ok": True, "user": {"id": user, "is_bot": user in self.bots, "deleted": False}}

    def _post(self, arguments: dict[str, Any]) -> dict[str, Any]:
        blocks, error = check_message(arguments)
        if error:
            return {"ok": False, "error": error}
        thread = arguments.get("thread_ts")
        if thread and not any(one.ts == thread for one in self.sent):
            return {"ok": False, "error": "thread_not_found"}
        ts = f"{int(time.time())}.{next(self._numbers):06d}"
        channel = str(arguments.get("channel", ""))
        broadcast = bool(arguments.get("reply_broadcast"))
        sent = Sent(channel, ts, str(arguments["text"]), blocks, thread, broadcast, arguments.get("metadata"))
        self.sent.append(sent)
        self._show("posted", sent)
        return {"ok": True, "channel": channel, "ts": ts, "message": sent.to_slack()}

    def _update(self, arguments: dict[str, Any]) -> dict[str, Any]:
        sent = next((one for one in self.sent if one.ts == arguments.get("ts")), None)
        if sent is None:
            return {"ok": False, "error": "message_not_found"}
        blocks, error = check_message(arguments)
        if error:
            return {"ok": False, "error": error}
        sent.text, sent.blocks, sent.updates = str(arguments["text"]), blocks, sent.updates + 1
        self._show("updated", sent)
        return {"ok": True, "channel": sent.channel, "ts": sent.ts, "text": sent.text}

    def _history(self, arguments: dict[str, Any]) -> dict[str, Any]:
        return self._page([one for one in self.sent if not one.thread_ts or one.broadcast], arguments)

    def _replies(self, arguments: dict[str, Any]) -> dict[str, Any]:
        thread = arguments.get("ts")
        return self._page([one for one in self.sent if thread in (one.ts, one.thread_ts)], arguments)

    def _page(self, messages: Sequence[Sent], arguments: dict[str, Any]) -> dict[str, Any]:
        oldest = float(arguments.get("oldest", 0))
        mine = [
            one for one in messages if one.channel == arguments.get("channel") and float(one.ts) >= oldest
        ]
        start, limit = int(arguments.get("cursor") or 0), int(arguments.get("limit", 100))
        page = [one.to_slack() for one in mine[start : start + limit]]
        if str(arguments.get("include_all_metadata", "")).lower() not in ("1", "true"):
            for told in page:
                told.pop("metadata", None)
        cursor = str(start + limit) if len(mine) > start + limit else ""
        return {"ok": True, "messages": page, "response_metadata": {"next_cursor": cursor}}


async def _read_arguments(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        body = await request.json()
        return dict(body)
    return {**request.query, **(await request.post())}


def _notice_of(sent: Sent) -> str | None:
    payload = (sent.metadata or {}).get("event_payload") or {}
    notice = payload.get("notice")
    return notice if isinstance(notice, str) else None


def show_on(console: Console) -> Show:
    """Make what draws each message in a terminal as it comes."""

    def show(verb: str, sent: Sent) -> None:
        where = f"in the thread of {sent.thread_ts}" if sent.thread_ts else f"in {sent.channel}"
        console.print(Text(f"\n{verb} {where}", style="dim"))
        console.print(render_message(Message(text=sent.text, blocks=tuple(sent.blocks))))

    return show


@click.command()
@click.option("--port", default=8800, show_default=True, help="On loopback.")
def main(port: int) -> None:
    """Run a stand-in for Slack until Ctrl-C; shows every message it is sent."""

    async def run() -> None:
        standin = SlackStandIn(show=show_on(Console()))
        click.echo(f"Slack's stand-in listens; set CRISIS_SLACK_URL={await standin.start(port)}")
        try:
            await asyncio.Event().wait()
        finally:
            await standin.stop()

    try:
        asyncio.run(run())
    except KeyboardInterrupt:
        click.echo("stopped")


if __name__ == "__main__":
    main()
