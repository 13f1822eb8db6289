"""How many posts a second the Bluesky connector takes on one core while it matches keywords.

The server runs in a process of its own; what is measured is the connector's process: wall clock and CPU.

    python -m tests.benchmarks.jetstream --posts 120000 --rate 0
    python -m tests.benchmarks.jetstream --posts 60000 --rate 2000
"""

import argparse
import asyncio
import subprocess
import sys
import time

from connectors.author import AuthorKey
from connectors.bluesky import BlueskyOptions, BlueskyStream
from connectors.clock import SystemClock
from connectors.connector import Assignment
from connectors.equipment import Equipment
from connectors.http import Http
from connectors.settings import Brand

KEYWORDS = [f"{word}{number}" for number in range(50) for word in ("acme", "bolt", "艾克美", "kávé")]


async def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--posts", type=int, default=60_000)
    parser.add_argument("--rate", type=int, default=0)
    parser.add_argument("--keywords", type=int, default=200)
    options = parser.parse_args()
    keywords = KEYWORDS[: options.keywords]
    command = [sys.executable, "-m", "tests.connectors.jetserver", "--posts", str(options.posts)]
    command += ["--rate", str(options.rate), "--about", *keywords]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:  # noqa: ASYNC220 - before the loop has work.
        try:
            url = server.stdout.readline().strip() if server.stdout else ""
            await measure(url, options.posts, keywords)
        finally:
            server.terminate()


async def measure(url: str, posts: int, keywords: list[str]) -> None:
    brands = tuple(Brand(name=f"b{number}", keywords=tuple(keywords[number::20])) for number in range(20))
    configured = BlueskyOptions.model_validate(
        {"name": "sky", "kind": "bluesky", "servers": [url], "lookback": "36h"}
    )
    clock = SystemClock()
    assignment = Assignment(
        "sky", brands, configured.every, cursor=b'{"time_us":1767268800000000,"server":""}'
    )
    stream = BlueskyStream(assignment, configured, Equipment(Http(clock), clock, AuthorKey(b"k" * 32)))
    read, mentions = 0, 0
    began, spent = time.perf_counter(), time.process_time()
    while read < posts:
        batch = await stream.fetch_batch()
        read += batch.read or 0
        mentions += len(batch.mentions)
    wall, cpu = time.perf_counter() - began, time.process_time() - spent
    await stream.close()
    print(
        f"{read} posts, {len(keywords)} keywords, {mentions} mentions: {read / wall:,.0f} posts/s by the clock, "
        f"{cpu / read * 1e6:.0f} µs of CPU a post, {cpu / wall:.0%} of one core"
    )


if __name__ == "__main__":
    asyncio.run(main())
