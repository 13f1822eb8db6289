"""What a closed minute costs in processor time: `python -m tests.benchmarks.detection.cost`, beside a bare dictionary update."""

import json
from time import process_time

from streams.detectors.registry import DETECTORS
from streams.detectors.series import Series
from streams.minute import Counts
from tests.benchmarks.detection.minutes import as_minutes
from tests.benchmarks.detection.simulator import make_stream


def main() -> None:
    stream = make_stream(1, rate=20, rough=True, days=7)
    counts = [
        Counts(mentions=all_of_it, negative=negative, neutral=all_of_it - negative)
        for all_of_it, negative in zip(stream.mentions.tolist(), stream.negative.tolist(), strict=True)
    ]
    table: dict[str, int] = {}
    begin = process_time()
    for index in range(len(counts)):
        table["acme"] = table.get("acme", 0) + index
    print(f"bare dictionary update   {_micro(begin, len(counts)):7.2f} µs")
    series = Series()
    begin = process_time()
    for index, one in enumerate(counts):
        series.close(index, one)
    print(f"series, a closed minute  {_micro(begin, len(counts)):7.2f} µs")
    series.remember()
    begin = process_time()
    for _ in range(1000):
        state = json.dumps(series.snapshot())
    print(f"series, snapshot         {_micro(begin, 1000):7.2f} µs, {len(state)} bytes of JSON")
    minutes = as_minutes(stream)
    for name, make in DETECTORS.items():
        detector = make("acme", lane="live", snapshot=None)
        begin = process_time()
        for minute in minutes:
            detector.observe(minute)
        cost = _micro(begin, len(minutes))
        size = len(json.dumps(detector.snapshot()))
        print(f"{name:16} observe {cost:7.2f} µs, snapshot {size} bytes with everything")


def _micro(begin: float, times: int) -> float:
    return (process_time() - begin) / times * 1e6


if __name__ == "__main__":
    main()
