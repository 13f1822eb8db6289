"""The machine: what runs follows from what is configured."""

from pathlib import Path
from typing import Any

from deploy.document import check_document
from deploy.machine import Machine, plan_parts

LINE = {"name": "line", "kind": "line", "brands": ["acme"], "secret_env": "LINE_SECRET"}
NEWS = {"name": "news", "kind": "rss", "url": "https://news.example/feed"}


def plan(*connectors: dict[str, Any]) -> dict[str, int]:
    values = {
        "brands": [{"name": "acme"}],
        "connectors": list(connectors),
        "channels": [{"name": "console", "type": "console"}],
        "routes": [{"channels": ["console"]}],
    }
    document = check_document(values, {}, file="crisis.toml")
    parts = plan_parts(Machine(config=Path("crisis.toml"), data_dir=Path("data")), document)
    return {part.program.name: part.port for part in parts}


def test_connectors_and_receiver_run_only_where_there_is_something_for_them() -> None:
    workers = {"sentiment-0": 9101, "response": 9102}
    assert plan() == workers
    assert plan(NEWS) == workers | {"connectors": 9103}
    assert plan(LINE) == workers | {"receiver": 9104}
    assert plan(NEWS, LINE) == workers | {"connectors": 9103, "receiver": 9104}
    own = LINE | {"name": "page", "kind": "facebook", "account": "1", "verify_env": "VERIFY"}
    assert plan(own) == workers | {"receiver": 9104}
    assert plan(own | {"token_env": "TOKEN"}) == workers | {"connectors": 9103, "receiver": 9104}
