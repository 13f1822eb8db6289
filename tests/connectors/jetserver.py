"""A Jetstream server on this machine: real websockets, as many posts a second as asked for, drops on demand.

Run it by itself to load another process: `python -m tests.connectors.jetserver --posts 60000 --rate 2000`.
"""

import argparse
import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from random import Random
from urllib.parse import parse_qs, urlsplit

from websockets.asyncio.server import Server, ServerConnection, serve

POST = "app.bsky.feed.post"
START_US = 1_767_268_800_000_000
_WORDS = [
    "today",
    "the",
    "weather",
    "is",
    "nice",
    "and",
    "I",
    "think",
    "that",
    "people",
    "should",
    "really",
    "go",
    "outside",
    "more",
    "often",
    "than",
    "they",
    "do",
    "今天",
    "天氣",
    "很好",
    "我們",
    "去",
    "公園",
    "玩",
    "吧",
    "昨日",
    "の",
    "番組",
    "は",
    "とても",
    "面白かった",
    "です",
    "ma",
    "reggel",
    "nagyon",
    "hideg",
    "volt",
    "itt",
]


def write_posts(count: int, *, about: Sequence[str] = (), every: int = 50) -> list[str]:
    """Lines as Jetstream writes them; one in `every` names one of the words in `about`, in turn."""
    random = Random(1)
    lines = []
    for number in range(count):
        words = random.choices(_WORDS, k=random.randrange(5, 45))
        if about and number % every == 0:
            words.insert(len(words) // 2, about[number // every % len(about)])
        record = {
            "$type": POST,
            "createdAt": "2026-01-01T12:00:00.000Z",
            "langs": ["en"],
            "text": " ".join(words)[:300],
            "reply": {
                "parent": {"cid": "bafy", "uri": f"at://did:plc:{number % 977:024d}/{POST}/p{number}"},
                "root": {"cid": "bafy", "uri": f"at://did:plc:{number % 977:024d}/{POST}/p{number}"},
            },
            "facets": [
                {
                    "index": {"byteStart": 0, "byteEnd": 5},
                    "features": [{"$type": "app.bsky.richtext.facet#tag", "tag": "monday"}],
                }
            ],
        }
        commit = {
            "rev": f"3l{number:011d}",
            "operation": "create",
            "collection": POST,
            "rkey": f"3k{number:011d}",
            "record": record,
            "cid": f"bafyrei{number:052d}",
        }
        did = f"did:plc:{number % 10_007:024d}"
        lines.append(
            json.dumps({"did": did, "time_us": START_US + number * 500, "kind": "commit", "commit": commit})
        )
    return lines


class JetServer:
    """Replays lines from a cursor.

    Args:
        lines: in order of time.
        rate: a second; 0 is as fast as they are taken.
        drop_after: each connection but the last is cut, without a word, after so many lines; one for each.
    """

    def __init__(self, lines: Sequence[str], *, rate: int = 0, drop_after: Sequence[int] = ()) -> None:
        self.lines = lines
        self.times = [START_US + number * 500 for number in range(len(lines))]
        self.rate = rate
        self.drop_after = list(drop_after)
        self.cursors: list[int] = []
        self.sent = 0

    async def handle(self, connection: ServerConnection) -> None:
        query = parse_qs(urlsplit(connection.request.path if connection.request else "").query)
        cursor = int(query["cursor"][0])
        self.cursors.append(cursor)
        most = self.drop_after.pop(0) if self.drop_after else None
        loop = asyncio.get_running_loop()
        began, sent = loop.time(), 0
        for line, time_us in zip(self.lines, self.times, strict=True):
            if time_us < cursor:
                continue
            if sent == most:
                connection.transport.abort()
                return
            await connection.send(line)
            sent += 1
            self.sent += 1
            if self.rate and sent % 20 == 0:
                await asyncio.sleep(max(0.0, began + sent / self.rate - loop.time()))
        await connection.wait_closed()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[str]:
        """Its address, while it runs."""
        async with serve(self.handle, "127.0.0.1", 0, compression=None, close_timeout=1) as server:
            yield address(server)


def address(server: Server) -> str:
    port = next(iter(server.sockets)).getsockname()[1]
    return f"ws://127.0.0.1:{port}"


async def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--posts", type=int, default=60_000)
    parser.add_argument("--rate", type=int, default=0)
    parser.add_argument("--about", nargs="*", default=[])
    options = parser.parse_args()
    server = JetServer(write_posts(options.posts, about=options.about), rate=options.rate)
    async with server.running() as url:
        print(url, flush=True)  # noqa: T201 - for whoever started it.
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
