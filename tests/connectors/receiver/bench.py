"""A receiver on loopback with hooks of every kind, and senders that sign as the platforms do."""

import hmac
import json
from base64 import b64encode
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

import httpx
from prometheus_client import CollectorRegistry

from connectors.author import AuthorKey
from connectors.configured import build_settings
from connectors.equipment import Equipment
from connectors.http import Http
from connectors.mention import Mention
from connectors.receiver.beat import Beat
from connectors.receiver.command import open_intakes
from connectors.receiver.metrics import Outcome, ReceiverMetrics
from connectors.receiver.server import Server
from tests.connectors.fakes import FakeClock, FakePublisher, of_type
from tests.connectors.feeds import public_address
from tests.connectors.samples import NOON

SECRET: Final = "hunter2-hunter2-hunter2"  # noqa: S105 - looked for in every answer and log.
ENVIRON: Final = dict.fromkeys(("LINE_SECRET", "APP_SECRET", "VERIFY", "IN_SECRET", "IG_TOKEN"), SECRET)
PAGE: Final = "448242228374517"
ACCOUNT: Final = "17841400000000001"
DOCUMENT: Final[Mapping[str, Any]] = {
    "brands": [{"name": "acme", "keywords": ["acme"]}, {"name": "bolt"}],
    "connectors": [
        {"name": "line", "kind": "line", "brands": ["acme"], "secret_env": "LINE_SECRET"},
        {
            "name": "page",
            "kind": "facebook",
            "brands": ["acme"],
            "account": PAGE,
            "secret_env": "APP_SECRET",
            "verify_env": "VERIFY",
            "bot_signs": ["– Ada, the Acme bot"],
        },
        {
            "name": "insta",
            "kind": "instagram",
            "brands": ["acme"],
            "account": ACCOUNT,
            "handle": "acme.coffee",
            "secret_env": "APP_SECRET",
            "verify_env": "VERIFY",
        },
        {"name": "firehose", "kind": "inbound", "secret_env": "IN_SECRET"},
        {"name": "partner", "kind": "inbound", "secret_env": "IN_SECRET", "heartbeat": "sender"},
    ],
}


def sign_for_line(body: bytes, secret: str = SECRET) -> dict[str, str]:
    return {"X-Line-Signature": b64encode(hmac.new(secret.encode(), body, sha256).digest()).decode()}


def sign_for_meta(body: bytes, secret: str = SECRET) -> dict[str, str]:
    return {"X-Hub-Signature-256": "sha256=" + hmac.new(secret.encode(), body, sha256).hexdigest()}


def sign_inbound(body: bytes, at: datetime, secret: str = SECRET, native_id: str = "msg_1") -> dict[str, str]:
    stamp = str(int(at.timestamp()))
    signed = hmac.new(secret.encode(), f"{native_id}.{stamp}.".encode() + body, sha256).digest()
    return {
        "webhook-id": native_id,
        "webhook-timestamp": stamp,
        "webhook-signature": "v1,b3RoZXI= v1," + b64encode(signed).decode(),
    }


def feed_delivery(*values: Mapping[str, Any], page: str = PAGE, at: int = 1_742_667_607) -> bytes:
    """A delivery of the Page's field `feed`, with what is not ASCII escaped as Meta does."""
    changes = [{"field": "feed", "value": value} for value in values]
    return json.dumps({"object": "page", "entry": [{"id": page, "time": at, "changes": changes}]}).encode()


def comment(native_id: str = "2_7", **values: Any) -> dict[str, Any]:
    standard = {
        "item": "comment",
        "verb": "add",
        "comment_id": native_id,
        "post_id": f"{PAGE}_2",
        "parent_id": f"{PAGE}_2",
        "from": {"id": "99", "name": "Somebody"},
        "message": "acme is soulless",
        "created_time": 1_742_667_600,
    }
    return standard | values


@dataclass
class Bench:
    """A running receiver."""

    publisher: FakePublisher
    clock: FakeClock
    registry: CollectorRegistry
    beat: Beat
    client: httpx.AsyncClient
    asked: list[httpx.Request] = field(default_factory=list)

    async def post(self, name: str, body: bytes, headers: Mapping[str, str]) -> httpx.Response:
        return await self.client.post(f"/hooks/{name}", content=body, headers=dict(headers))

    async def post_line(self, *events: Mapping[str, Any]) -> httpx.Response:
        body = json.dumps({"destination": "U1", "events": events}).encode()
        return await self.post("line", body, sign_for_line(body))

    async def post_feed(self, *values: Mapping[str, Any]) -> httpx.Response:
        body = feed_delivery(*values)
        return await self.post("page", body, sign_for_meta(body))

    async def post_lines(self, *lines: Mapping[str, Any] | str, name: str = "firehose") -> httpx.Response:
        body = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines).encode()
        return await self.post(name, body, sign_inbound(body, self.clock.now()))

    @property
    def mentions(self) -> list[Mention]:
        return of_type(self.publisher.lines(), Mention)

    def count(self, outcome: Outcome, source: str = "line") -> float | None:
        return self.registry.get_sample_value(
            "crisis_receiver_deliveries_total", {"source": source, "outcome": outcome.value}
        )


@asynccontextmanager
async def receiver(
    *,
    publisher: FakePublisher | None = None,
    graph: httpx.MockTransport | None = None,
    connectors: Sequence[Mapping[str, Any]] | None = None,
    **limits: Any,
) -> AsyncIterator[Bench]:
    document = dict(DOCUMENT) | {"receiver": {"port": 0} | limits}
    if connectors is not None:
        document["connectors"] = list(connectors)
    settings = build_settings(document, file="crisis.toml")
    publisher = publisher or FakePublisher()
    clock, registry = FakeClock(NOON), CollectorRegistry()
    metrics = ReceiverMetrics(registry)
    transport = graph or httpx.MockTransport(lambda _: httpx.Response(500))
    async with Http(clock, transport=transport, resolver=public_address) as http:
        equipment = Equipment(http, clock, AuthorKey(b"k" * 32), environ=ENVIRON)
        intakes = open_intakes(settings, equipment, publisher, metrics)
        beat = Beat(intakes, publisher, settings.receiver, metrics, clock=clock, lane="live")
        async with (
            Server(intakes, beat, settings.receiver, metrics, clock=clock) as server,
            httpx.AsyncClient(base_url=server.address, trust_env=False) as client,
        ):
            yield Bench(publisher, clock, registry, beat, client)


def line_message(native_id: str = "325708", **values: Any) -> dict[str, Any]:
    """An event as LINE sends one; noon of the tests' day, less a minute."""
    at = int((NOON - timedelta(minutes=1)).timestamp() * 1000)
    message = {"id": native_id, "type": "text", "text": "the film is soulless"} | values.pop("message", {})
    return {
        "type": "message",
        "mode": "active",
        "timestamp": at,
        "source": {"type": "user", "userId": "U206d25c2ea6bd87c17655609a1c37cb8"},
        "webhookEventId": "01HQ",
        "deliveryContext": {"isRedelivery": False},
        "message": message,
    } | values
