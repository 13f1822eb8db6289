"""How long a deletion takes from the platform to Slack, as it happens, on Apache Kafka, for each way to hear of it.

Example:
    python -m tests.benchmarks.takedown --times 5
"""

import argparse
import statistics
import tempfile
from pathlib import Path

from deploy.kafka.server import running_kafka
from tests.integration.takedown import PLATFORMS, crisis_on, measure_takedown


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=3, help="deletions on each platform")
    parser.add_argument("--only", choices=sorted(PLATFORMS), help="one platform")
    options = parser.parse_args()
    with running_kafka() as bootstrap, tempfile.TemporaryDirectory() as home:
        for number, (name, make) in enumerate(PLATFORMS.items()):
            if options.only in {None, name}:
                with crisis_on(make(), bootstrap, f"drill-{number}", Path(home) / str(number)) as crisis:
                    took = [measure_takedown(crisis) for _ in range(options.times)]
                shown = ", ".join(f"{one:.1f}" for one in took)
                print(f"{name}: median {statistics.median(took):.1f} s of {shown}", flush=True)


if __name__ == "__main__":
    main()
