"""The show: starts everything, watches it, tells the story, and stops it all."""

import json
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final

from rich.console import Console

from alerts.library import read_library
from connectors.page import join_lines
from connectors.settings import Kafka
from connectors.topics import ensure_topics
from deploy.demo.findings import compare
from deploy.demo.listener import Listener
from deploy.demo.moods import read_metrics
from deploy.demo.plan import LANE, PARTITIONS, Place, plan_replay, plan_workers, write_config
from deploy.demo.report import Ending, draw_report
from deploy.demo.slack import running_standin
from deploy.demo.stage import Stage
from deploy.demo.story import Story
from deploy.embedded import embedded_broker
from deploy.errors import DemoError, NotReadyError
from deploy.local import free_port
from deploy.slack_standin import SlackStandIn
from deploy.supervisor import Supervisor

READY_WITHIN: Final = timedelta(seconds=60)
STILL_FOR: Final = timedelta(seconds=60)
"""Without a single new minute: something hangs."""
SENTIMENT: Final = f"crisis-sentiment-{LANE}"
RESPONSE: Final = f"crisis-response-{LANE}"


def run_demo(
    story: Story, *, speed: float | None, keep: bool, arithmetic: bool = False, console: Console
) -> None:
    """Run the whole demo.

    Args:
        story: what is replayed.
        speed: seconds of event time a second; None is as fast as it goes. The findings are the same.
        keep: leave the folder with recording, configuration, state, logs and what Slack was sent.
        arithmetic: show every term of the evidence at the end.
        console: where it is shown.

    Raises:
        DeployError: something did not run, or the backlash was not found; the text says where the logs are.
    """
    begun = time.monotonic()
    with ExitStack() as stack:
        folder = stack.enter_context(_make_folder(keep=keep))
        if keep:
            console.print(f"Everything is kept in {folder}")
        slack, slack_url = stack.enter_context(running_standin())
        stage = stack.enter_context(Stage.open(story, console))
        stage.say("starting the embedded broker")
        broker = stack.enter_context(embedded_broker(folder / "broker" if keep else None))
        supervisor = stack.enter_context(Supervisor(folder / "logs", sweep=None if keep else folder))
        place = Place(folder, broker.address, slack_url, free_port(), free_port())
        _prepare(place, story)
        stage.say("starting the sentiment worker and the response worker")
        supervisor.start(*plan_workers(place))
        ports = (place.sentiment_port, place.response_port)
        supervisor.wait_until(
            "both workers serve /metrics",
            lambda: all(read_metrics(port) is not None for port in ports),
            within=READY_WITHIN,
        )
        supervisor.start(plan_replay(place, speed))
        pace = "as fast as it goes" if speed is None else f"at {speed:,.0f}×"
        stage.say(f"replaying {len(story.mentions):,} mentions {pace}")
        with Listener(broker.address, LANE, stage.view) as listener:
            _watch(stage, supervisor, listener, slack, place.sentiment_port)
        stage.say("stopping everything")
        ending = Ending(story.truth, stage.view, slack.sent, read_library())
        console.print(draw_report(ending, arithmetic=arithmetic))
        if compare(stage.view, story.truth).first is None:
            raise DemoError("the backlash was not found: the demo did not show what it promises")
        if keep:
            said = json.dumps(stage.messages, ensure_ascii=False)
            (folder / "slack.json").write_text(said, encoding="utf-8")
    console.print(f"Everything is stopped. It took {time.monotonic() - begun:.0f} s.")


def _prepare(place: Place, story: Story) -> None:
    place.config.write_text(write_config(place, story.brands), encoding="utf-8")
    place.recording.write_bytes(join_lines([mention.to_json() for mention in story.mentions]))
    ensure_topics(Kafka(bootstrap=place.bootstrap, lane=LANE, partitions=PARTITIONS))


def _watch(stage: Stage, supervisor: Supervisor, listener: Listener, slack: SlackStandIn, port: int) -> None:
    """Show what happens until every worker is done with everything and the messages are out."""
    moved_at = time.monotonic()
    is_sent = False
    while True:
        supervisor.check()
        if listener.poll():
            moved_at = time.monotonic()
        stage.follow(slack, read_metrics(port))
        if not is_sent and supervisor.is_done("replay"):
            is_sent = True
            stage.say("all is sent; the last minutes close")
        if is_sent and is_settled(listener, SENTIMENT, RESPONSE):
            break
        if time.monotonic() - moved_at > STILL_FOR.total_seconds():
            raise NotReadyError(f"nothing has come from the workers for {STILL_FOR.total_seconds():.0f} s")
    stage.follow(slack, read_metrics(port))


def is_settled(listener: Listener, sentiment: str, response: str) -> bool:
    """Whether nothing is on its way any more.

    Asked in the direction of the data: a worker commits a record after it has sent what follows from it,
    so once a topic is done with, the next one has all it will get.

    Args:
        listener: of the lane.
        sentiment: the group that scores, rolls and detects.
        response: the group that opens incidents and tells people.
    """
    steps = [(sentiment, "mentions"), (sentiment, "readings"), (sentiment, "minutes")]
    steps += [(response, "spikes"), (response, "notices")]
    return all(listener.count_unread(group, name) == 0 for group, name in steps) and listener.is_read_up()


@contextmanager
def _make_folder(*, keep: bool) -> Iterator[Path]:
    """A folder that is gone afterwards; when something fails, it stays for its logs."""
    folder = Path(tempfile.mkdtemp(prefix="crisis-demo-"))
    try:
        yield folder
    except Exception as exc:
        exc.add_note(f"Everything is kept in {folder}; the logs are in {folder / 'logs'}")
        raise
    except BaseException:
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    if not keep:
        shutil.rmtree(folder, ignore_errors=True)
