"""`crisis connectors`: what there is, and whether a configured one works."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from connectors.receiver.registry import HOOKS
from connectors.registry import KINDS
from deploy.cli import main
from tests.connectors.feeds import Item, write_atom

SECRET = "hunter2"  # noqa: S105 - must not be shown.


def crisis(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


@contextmanager
def serving(status: int, body: bytes) -> Iterator[str]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/feed?token={SECRET}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "crisis.toml"


def write_config(config: Path, url: str) -> None:
    config.write_text(
        f'[[brands]]\nname = "acme"\n[[connectors]]\nname = "news"\nkind = "rss"\nurl = "{url}"\n'
    )


def test_without_a_file_every_kind_is_listed_with_what_it_needs(config: Path) -> None:
    result = crisis("connectors", "--config", str(config))
    assert result.exit_code == 0, result.output
    kinds = KINDS.keys() | HOOKS.keys()
    for kind in kinds:
        assert f"\n{kind}\n" in f"\n{result.output}"
    for what in ("sees:", "needs:", "costs:", "tested:"):
        assert result.output.count(what) == len(kinds)
    assert "crisis init" in result.output


def test_what_is_configured_is_listed_with_how_to_try_it(config: Path) -> None:
    write_config(config, "https://news.example/feed")
    assert "crisis connectors test news" in crisis("connectors", "--config", str(config)).output


def test_one_real_call_is_explained(config: Path) -> None:
    items = [Item("a", "acme is soulless"), Item("b", "the weather")]
    with serving(200, write_atom(items)) as url:
        write_config(config, url)
        result = crisis("connectors", "test", "news", "--config", str(config))
    assert result.exit_code == 0, result.output
    assert "acme, 2026-01-01 12:00Z: acme is soulless" in result.output
    assert SECRET not in result.output
    assert list(config.parent.iterdir()) == [config]


@pytest.mark.parametrize(
    ("status", "said"), [(401, "A person has to act"), (503, "growing pauses"), (410, "has ended")]
)
def test_what_does_not_work_is_explained_and_fails(config: Path, status: int, said: str) -> None:
    with serving(status, SECRET.encode()) as url:
        write_config(config, url)
        result = crisis("connectors", "test", "news", "--config", str(config))
    assert result.exit_code == 1
    assert said in result.output
    assert SECRET not in result.output


def test_a_name_that_is_not_configured_is_answered_with_those_that_are(config: Path) -> None:
    write_config(config, "https://news.example/feed")
    result = crisis("connectors", "test", "noise", "--config", str(config))
    assert result.exit_code == 1
    assert "news" in result.output
    assert "noise" in result.output
