"""What a worker keeps in memory of a backlog and of its tables is bounded, whatever there is to read."""

from pathlib import Path
from typing import Any

import faust
import pytest

from connectors.settings import Kafka
from streams.lane_app import AT_ONCE, WAITING, keep_table, open_app
from streams.workplace import Workplace


@pytest.fixture
def app(tmp_path: Path) -> faust.App:
    return open_app("crisis-test", Kafka(), Workplace(data_dir=tmp_path), store="rocksdb://")


def test_what_is_taken_over_at_once_has_room_where_reading_ahead_stops(app: faust.App) -> None:
    """Else one agent's full queue would hold up the records of all others."""
    queue = app.FlowControlQueue(maxsize=app.conf.stream_buffer_maxsize)
    assert queue.maxsize == WAITING
    assert app.conf.broker_max_poll_records == AT_ONCE
    assert queue.pressure_high_size + AT_ONCE <= WAITING


def test_each_partition_of_a_table_has_a_few_megabytes_of_memory(app: faust.App) -> None:
    for name in ("windows", "judges"):  # The second, too: Faust takes entries out of what it is given.
        store: Any = keep_table(app, Kafka(), name).data
        kept = store.rocksdb_options
        assert kept.write_buffer_size * kept.max_write_buffer_number <= 8_000_000
        assert kept.block_cache_size <= 8_000_000
