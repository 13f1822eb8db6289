"""A Faust app for the conformance suite: counts records by key in a table and writes down what it saw."""

import os
from pathlib import Path

import faust

SAW = Path(os.environ["COUNTING_SAW"])

app = faust.App(
    os.environ["COUNTING_APP"],
    broker=f"kafka://{os.environ['COUNTING_BROKER']}",
    store="memory://",
    topic_partitions=4,
    topic_replication_factor=1,
    topic_disable_leader=True,
    broker_session_timeout=8,
    broker_heartbeat_interval=1,
    broker_rebalance_timeout=10,
)
records = app.topic(os.environ["COUNTING_TOPIC"], key_type=str, value_type=bytes, value_serializer="raw")
counts = app.Table("counts", default=int, key_type=str, partitions=4)


@app.agent(records)
async def count(stream: faust.StreamT[bytes]) -> None:
    """Writes one line a record: partition, key, value, count so far."""
    with SAW.open("a", buffering=1) as saw:  # noqa: ASYNC230 one small local file
        async for event in stream.events():
            key = str(event.key)
            counts[key] += 1
            saw.write(f"{event.message.partition} {key} {event.value.decode()} {counts[key]}\n")
