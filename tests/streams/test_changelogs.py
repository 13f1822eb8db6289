"""The topics behind the tables are made before a worker starts, and one that would forget is refused."""

import pytest

from connectors import broker
from connectors.errors import MisconfiguredError
from connectors.settings import Kafka
from streams.changelogs import ensure_changelogs
from tests.connectors.test_topics import Admin

NAME = "app-windows-changelog"


@pytest.fixture
def admin(monkeypatch: pytest.MonkeyPatch) -> Admin:
    admin = Admin()
    monkeypatch.setattr(broker, "open_admin", lambda _: admin)
    return admin


def ensure() -> None:
    ensure_changelogs(Kafka(partitions=4), "app", ("windows",))


def test_a_changelog_is_made_compacted_and_found_right_the_next_time(admin: Admin) -> None:
    ensure()
    ensure()
    assert admin.there == {NAME: 4}
    assert admin.configs == {
        NAME: {
            "cleanup.policy": "compact",
            "message.timestamp.type": "LogAppendTime",
            "max.compaction.lag.ms": "86400000",
            "max.message.bytes": "16000000",
        }
    }
    assert admin.closed


@pytest.mark.parametrize(
    ("partitions", "policy", "said"),
    [(3, "compact", "has 3 partitions, wanted are 4"), (4, "delete", "has cleanup.policy=delete, wanted is")],
)
def test_a_changelog_that_does_not_fit_is_refused(
    admin: Admin, partitions: int, policy: str, said: str
) -> None:
    admin.there, admin.configs = {NAME: partitions}, {NAME: {"cleanup.policy": policy}}
    with pytest.raises(MisconfiguredError, match=said):
        ensure()
