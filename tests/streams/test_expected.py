"""What the streams expect to hear from: not from files, which come when they come."""

from streams.settings import Settings


def test_the_silence_of_a_file_is_no_alarm() -> None:
    document = {
        "brands": [{"name": "acme"}],
        "connectors": [
            {"name": "exports", "kind": "file", "path": "*.csv"},
            {"name": "line", "kind": "line", "brands": ["acme"], "secret_env": "LINE_SECRET"},
        ],
    }
    settings = Settings.from_document(document, {}, file="crisis.toml")
    assert settings.patience.expected == {"line"}
