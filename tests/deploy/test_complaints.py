"""What `crisis check` says of a mistake tells who made it what to write instead."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from deploy.cli import main

RIGHT = """
[kafka]
lane = "live"
[[brands]]
name = "acme"
keywords = ["Acme", "Acme Tea"]
[[connectors]]
name = "news"
kind = "rss"
url = "https://news.example/feed.xml"
every = "5m"
[alerts]
zone = "Europe/Budapest"
[[channels]]
name = "console"
type = "console"
drill = true
[[channels]]
name = "slack"
type = "slack"
to = "C0123456789"
secret_env = "SLACK_BOT_TOKEN"
[[routes]]
severities = ["SEV1"]
channels = ["slack"]
[[routes]]
channels = ["console"]
[[oncall]]
name = "Ana"
"""


def complain(folder: Path, raw: bytes) -> list[str]:
    config = folder / "crisis.toml"
    config.write_bytes(raw)
    result = CliRunner(env={"SLACK_BOT_TOKEN": ""}).invoke(main, ["check", "--config", str(config)])
    assert result.exit_code == 1
    return [line.removeprefix(f"{config}: ") for line in result.output.splitlines()]


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("", "", "channels.slack.secret_env: the environment variable SLACK_BOT_TOKEN is not set or empty"),
        ('["Acme", "Acme Tea"]', '"Acme"', 'brands.acme.keywords: write a list: ["one", "two"]'),
        ('["Acme", "Acme Tea"]', '["Acme", 7]', 'brands.acme.keywords.#2: write it in quotation marks: "…"'),
        ('every = "5m"', 'every = "1s"', 'connectors.news.every: write at least "10s"'),
        ('every = "5m"', 'every = "9d"', 'connectors.news.every: write at most "1d"'),
        (
            '"SLACK_BOT_TOKEN"',
            '"xoxb-1-2"',
            "channels.slack.secret_env: name an environment variable here (A-Z, 0-9 and _), never the secret itself",
        ),
        ('["SEV1"]', '["sev1"]', "routes.#1.severities.#1: write 'SEV1', 'SEV2', 'SEV3' or 'SEV4'"),
        ('[[oncall]]\nname = "Ana"', '[oncall]\nname = "Ana"', "oncall: write each one as [[oncall]]"),
        (
            'lane = "live"',
            'partitions = "many"',
            "kafka.partitions: write a whole number, without quotation marks",
        ),
        (
            'lane = "live"',
            '[[streams.planned]]\nname = "fair"\nstart = 2026-04-01T08:00:00\nend = 2026-04-02T08:00:00Z',
            "streams.planned.fair.start: say the time zone, as in 2026-04-01T08:00:00Z or 2026-04-01T08:00:00+08:00",
        ),
    ],
)
def test_a_wrong_value_is_told_by_name_with_what_to_write(
    tmp_path: Path, right: str, wrong: str, said: str
) -> None:
    assert said in complain(tmp_path, RIGHT.replace(right, wrong, 1).encode())


def test_a_list_of_wrong_entries_is_not_called_empty_as_well(tmp_path: Path) -> None:
    said = complain(tmp_path, RIGHT.replace('["SEV1"]', '["sev1"]').encode())
    assert [line.partition(":")[0] for line in said if line.startswith("routes")] == [
        "routes.#1.severities.#1"
    ]


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('"Europe/Budapest"', "“Europe/Budapest”", "curly"),
        ('"Europe/Budapest"', "Europe/Budapest", "quotation marks"),
        ('"Europe/Budapest"', '"Europe/Budapest', "closing quotation mark"),
        ("zone =", "zone\u00a0=", "blank"),
        ("zone =", "zone:", "a key, = and a value"),
        ("drill = true", "drill = True", "write true or false, not True"),
        ('["Acme", "Acme Tea"]', '["Acme" "Acme Tea"]', "comma"),
        ("[alerts]", "[kafka]", "twice"),
        ('"Europe/Budapest"', '"Europe/Budapest" // here', "begins with #"),
        ('lane = "live"', 'ca_file = "C:\\Users\\ca.pem"', "write / or"),
    ],
)
def test_what_is_no_toml_is_told_with_what_was_typed(
    tmp_path: Path, right: str, wrong: str, said: str
) -> None:
    assert said in complain(tmp_path, RIGHT.replace(right, wrong, 1).encode())[0]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (RIGHT.encode("utf-16"), "it as UTF-8"),
        (RIGHT.replace("Acme Tea", "Café").encode("latin-1"), "line 6 is not UTF-8"),
    ],
)
def test_a_file_saved_in_another_way_says_how_to_save_it(tmp_path: Path, raw: bytes, said: str) -> None:
    assert said in complain(tmp_path, raw)[0]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_what_notepad_makes_of_a_file_is_right(tmp_path: Path, mark: bytes) -> None:
    """Its line ends, and a byte-order mark."""
    said = complain(tmp_path, mark + RIGHT.replace("\n", "\r\n").encode())
    assert said[:-1] == [
        "channels.slack.secret_env: the environment variable SLACK_BOT_TOKEN is not set or empty"
    ]


def test_a_byte_order_mark_hides_no_other_mistake(tmp_path: Path) -> None:
    raw = b"\xef\xbb\xbf" + RIGHT.replace("drill = true", "drill = True").encode()
    assert "write true or false, not True" in complain(tmp_path, raw)[0]


def test_what_stands_in_the_file_is_never_repeated(tmp_path: Path) -> None:
    said = complain(tmp_path, RIGHT.replace('"SLACK_BOT_TOKEN"', "“xoxb-very-secret”").encode())
    assert "xoxb" not in "".join(said)
