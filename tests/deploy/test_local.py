"""A broker that is stopped while it starts leaves nothing behind."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from deploy.broker import BrokerMissingError
from deploy.local import LocalBroker


@dataclass(frozen=True, slots=True)
class Interrupted:
    """A recipe that does not get as far as a command."""

    by: type[BaseException]
    name: str = "a broker"
    ready_within: float = 1.0
    stops_within: float = 1.0

    def prepare(self, data_dir: Path, port: int) -> list[str]:
        (data_dir / f"half-{port}").mkdir()
        raise self.by


@pytest.mark.parametrize("by", [KeyboardInterrupt, BrokerMissingError])
def test_a_folder_of_its_own_is_gone_when_the_start_is_interrupted(
    by: type[BaseException], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(by):
        LocalBroker(Interrupted(by)).start()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_was_given_stays(tmp_path: Path) -> None:
    with pytest.raises(BrokerMissingError):
        LocalBroker(Interrupted(BrokerMissingError), tmp_path, port=1).start()
    assert (tmp_path / "half-1").is_dir()
