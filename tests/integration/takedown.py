"""A crisis on a platform of this machine, up to its message in Slack, and what its author then takes down.

Everything is real but the platform and Slack: the connectors, both workers and the broker are processes.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from tests.connectors.samples import NOON
from tests.connectors.stages.bluesky import JetstreamStage
from tests.connectors.stages.mastodon import MastodonStage
from tests.connectors.stages.stage import Stage
from tests.integration.lane import Lane
from tests.integration.theatre import Theatre
from tests.integration.workspace import ROOM, Workspace

CALM: Final = timedelta(hours=3)
STORM: Final = timedelta(minutes=20)
GOES_ON: Final = 3.0
"""Seconds between two posts while a deletion is waited for."""
TOKENS: Final = {"SLACK_TOKEN": "xoxb-1", "MASTODON_TOKEN": "secret"}


def minutes_of(at: datetime) -> float:
    """As stages count."""
    return (at - NOON) / timedelta(minutes=1)


@dataclass(frozen=True)
class Platform:
    """One that tells of deletions, and how things happen there."""

    stage: Stage
    connector: str
    """Its table in crisis.toml; `{address}` is the stage's."""
    say: Callable[[str, datetime], str]
    """Publish a text; return the platform's id of it."""
    take_down: Callable[[str, datetime], None]


def make_bluesky() -> Platform:
    """It tells of deletions in its stream."""
    stage = JetstreamStage()

    def say(text: str, at: datetime) -> str:
        stage.said += 1
        did = f"did:plc:{stage.said % 97}"
        stage.commit("create", f"r{stage.said}", minutes_of(at), did=did, text=text)
        return f"at://{did}/app.bsky.feed.post/r{stage.said}"

    def take_down(name: str, at: datetime) -> None:
        did, rkey = stage.split(name)
        stage.commit("delete", rkey, minutes_of(at), did=did)

    options = 'kind = "bluesky"\nservers = ["ws://{address}"]\nlookback = "6h"\nsettle = "1s"\nevery = "1s"'
    return Platform(stage, options, say, take_down)


def make_mastodon(*, streams: bool, looks_up: bool = True) -> Platform:
    """It tells of deletions in its stream; without one they are found by looking up what was sent.

    Looking up takes a second for each request, as everything that is asked of one server.
    """
    stage = MastodonStage(streams=streams, environ={"MASTODON_TOKEN": "secret"})

    def say(text: str, at: datetime) -> str:
        return stage.post(
            f"<p>{text}</p>", minutes_of(at), account={"id": "7", "acct": f"a{stage.said % 97}"}
        )

    def take_down(name: str, _at: datetime) -> None:
        stage.delete(name)

    options = 'kind = "mastodon"\nserver = "http://{address}"\nlookback = "6h"\nsettle = "1s"\nevery = "10s"'
    options += '\nsecret_env = "MASTODON_TOKEN"\nfill_every = "10s"' + ("\nstream = true" if streams else "")
    options += "" if looks_up else '\nrecheck_for = "0s"'
    return Platform(stage, options, say, take_down)


PLATFORMS: Final[Mapping[str, Callable[[], Platform]]] = {
    "bluesky": make_bluesky,
    "mastodon": lambda: make_mastodon(streams=True),
    "mastodon, without its stream": lambda: make_mastodon(streams=False),
}


@dataclass
class Crisis:
    """One under way."""

    lane: Lane
    slack: Workspace
    theatre: Theatre
    platform: Platform
    said: dict[str, str]
    """The mark of each post, a word of its own, and the platform's id."""
    ago: timedelta
    """All of it happens so long ago; shortened, time passes there."""

    def find_shown(self) -> list[str]:
        """Marks of the posts that are quoted anywhere in Slack."""
        shown = " ".join(f"{one.text} {one.blocks}" for one in list(self.slack.standin.sent))
        return [mark for mark in self.said if mark in shown]

    def take_down(self, mark: str) -> None:
        """Let the author of a post take it down."""
        self.theatre.act(self.platform.take_down, self.said[mark], self.now())

    def go_on(self) -> None:
        """Let somebody say something harmless."""
        self.theatre.act(self.platform.say, "acme is fine", self.now())

    def now(self) -> datetime:
        return datetime.now(UTC) - self.ago


@contextmanager
def crisis_on(
    platform: Platform, bootstrap: str, name: str, home: Path, *, ago: timedelta = timedelta()
) -> Iterator[Crisis]:
    """Start all of it; yields when a quoted post is shown in Slack."""
    theatre, slack = Theatre(platform.stage), Workspace()
    table = platform.connector.format(address=theatre.address)
    extra = f'{ROOM}\n[[connectors]]\nname = "place"\n{table}\n'
    lane = Lane(bootstrap, name, ["acme"], home, extra=extra)
    try:
        crisis = Crisis(lane, slack, theatre, platform, {}, ago)
        for number, (text, at) in enumerate(write_talk(crisis.now())):
            mark = f"mark{number}x"
            crisis.said[mark] = theatre.act(platform.say, f"acme {text} {mark}", at)
        lane.start()
        lane.start("response-1", "alerts", CRISIS_SLACK_URL=slack.url, **TOKENS)
        lane.listen(TOKENS)
        lane.wait_for(lambda: bool(crisis.find_shown()), within=280)
        yield crisis
    finally:
        lane.close()
        slack.stop()
        theatre.stop()


def write_talk(now: datetime) -> Iterator[tuple[str, datetime]]:
    """Hours of calm talk, and then a storm up to now."""
    at = now - CALM
    while at < now:
        yield ("is lovely", "is fine", "ships on monday")[at.second % 3], at
        at += timedelta(seconds=31)
        if at > now - STORM:
            break
    while at < now:
        yield "is soulless AI slop, they should be ashamed", at
        at += timedelta(seconds=3)


def measure_takedown(crisis: Crisis) -> float:
    """Take down one that is shown; return the seconds until nothing in Slack shows it any more."""
    mark = crisis.find_shown()[0]
    began = time.monotonic()
    crisis.take_down(mark)

    spoke = began

    def is_gone() -> bool:
        nonlocal spoke
        if time.monotonic() - spoke > GOES_ON:
            spoke = time.monotonic()
            crisis.go_on()
        return mark not in crisis.find_shown()

    crisis.lane.wait_for(is_gone, within=600)
    return time.monotonic() - began
