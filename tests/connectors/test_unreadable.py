"""What no platform should write is unreadable or a problem of the configuration, and never another error."""

from collections.abc import Callable

import pytest

from connectors.config import ConfigurationError, build_section
from connectors.errors import TransientError, UnreadableError
from connectors.mastodon_status import read_status
from connectors.meta.times import read_time
from connectors.settings import Connector
from connectors.threads_post import read_post as read_threads_post
from connectors.x_post import read_post as read_x_post
from connectors.youtube_comment import read_comment
from tests.connectors.samples import NOON

EAST_OF_ALL = "0001-01-01T00:00:00+08:00"
"""Before the first moment of UTC."""
WEST_OF_ALL = "9999-12-31T23:59:59-08:00"


@pytest.mark.parametrize(
    "read",
    [
        lambda: read_status({"id": "²", "created_at": NOON.isoformat()}),
        lambda: read_status({"id": "9" * 5_000, "created_at": NOON.isoformat()}),
        lambda: read_threads_post({"id": "1", "timestamp": EAST_OF_ALL}, NOON),
        lambda: read_threads_post({"id": "1", "timestamp": WEST_OF_ALL}, NOON),
        lambda: read_x_post({"id": "1", "text": "acme", "created_at": EAST_OF_ALL}),
        lambda: read_comment({"id": "", "snippet": {"publishedAt": NOON.isoformat()}}),
    ],
)
def test_what_cannot_be_is_unreadable(read: Callable[[], object]) -> None:
    with pytest.raises(UnreadableError):
        read()


def test_a_time_of_the_graph_api_that_utc_does_not_have_is_none() -> None:
    with pytest.raises(TransientError):
        read_time(EAST_OF_ALL)


def test_a_duration_without_measure_is_a_problem_of_the_configuration() -> None:
    with pytest.raises(ConfigurationError, match="as long as that"):
        build_section(Connector, {"name": "a", "kind": "b", "every": "9" * 20 + "d"}, file="crisis.toml")
