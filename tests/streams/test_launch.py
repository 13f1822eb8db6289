"""The launch of a worker, and its data directory: one process at a time, and words for what is wrong with it."""

import os
import socket
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry

from connectors.errors import MisconfiguredError
from streams.app import create_app
from streams.launch import EXIT_MISCONFIGURED, launch, occupy
from streams.settings import Settings
from streams.workplace import Workplace


def test_a_directory_that_a_running_worker_has_is_refused(tmp_path: Path) -> None:
    held = occupy(tmp_path / "sentiment")
    try:
        with pytest.raises(MisconfiguredError, match="another worker that runs keeps its state in"):
            occupy(tmp_path / "sentiment")
    finally:
        os.close(held)


def test_it_is_free_again_when_its_worker_has_ended(tmp_path: Path) -> None:
    os.close(occupy(tmp_path))
    os.close(occupy(tmp_path))


def test_a_directory_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(MisconfiguredError, match=r"file/sentiment, where state is kept: Not a directory"):
        occupy(tmp_path / "file" / "sentiment")


def test_a_worker_whose_port_is_taken_says_so_and_ends(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings.from_document({"brands": [{"name": "acme"}]}, {}, file="crisis.toml")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        workplace = Workplace(data_dir=tmp_path, web_port=taken.getsockname()[1])
        with pytest.raises(SystemExit) as ended:
            launch(create_app(settings).app, workplace, CollectorRegistry(), loglevel="WARNING")
    assert ended.value.code == EXIT_MISCONFIGURED
    assert "cannot be served" in capsys.readouterr().err
