"""Options that commands share, here and in deploy."""

from pathlib import Path
from typing import Final

import click

CONFIG: Final = click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("crisis.toml"),
    envvar="CRISIS_CONFIG",
    show_default=True,
    help="The configuration file.",
)
KEY_DIR: Final = click.option(
    "--data-dir",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("data"),
    envvar="CRISIS_DATA_DIR",
    show_default=True,
    help="Where the author key is kept when CRISIS_AUTHOR_KEY is not set.",
)
METRICS_PORT: Final = click.option(
    "--metrics-port",
    type=click.IntRange(0, 65_535),
    default=0,
    envvar="CRISIS_WEB_PORT",
    help="Serve /metrics; 0 does not.",
)
METRICS_HOST: Final = click.option(
    "--metrics-host",
    default="127.0.0.1",
    envvar="CRISIS_WEB_HOST",
    show_default=True,
    help="Where /metrics is served; 0.0.0.0 in a container.",
)
DRILL_LANE: Final = click.option(
    "--lane", required=True, help="The drill's lane, for example drill-acme; never `live`."
)
BRAND: Final = click.option(
    "--brand", help="Count every mention for this brand, whatever the recording says."
)


class Speed(click.ParamType):
    """A number above 0, or `max`, which is None."""

    name = "speed"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> float | None:
        if value == "max":
            return None
        try:
            speed = float(str(value))
        except ValueError:
            speed = 0.0
        if not 0 < speed < float("inf"):
            self.fail("a number above 0 (3600 is an hour in a second) or `max`", param, ctx)
        return speed
