"""What the demo shows of a thread: what has changed, and not again what stands above."""

from io import StringIO
from typing import Final

from rich.console import Console

from alerts.channels.slack.message import write_message
from alerts.letter import Letter
from alerts.notice import Reason
from deploy.demo.stage import draw_answer
from deploy.slack_standin import Sent
from tests.alerts.examples import alarm, letter, notice

WIDTH: Final = 80


def draw(told: Letter) -> str:
    message = write_message(told, is_answer=True)
    sent = Sent(channel="C1", ts="2.0", text=message.text, blocks=list(message.blocks), thread_ts="1.0")
    console = Console(width=WIDTH, file=StringIO())
    with console.capture() as caught:
        console.print(draw_answer(sent))
    return caught.get()


def test_an_answer_is_its_headline_and_what_has_changed() -> None:
    said = draw(letter(notice(reason=Reason.ESCALATED)))
    assert "Calling the next person" in said
    assert "State: Open, nobody has it" in said
    assert "Do now" not in said
    assert "notice 90fee" not in said
    assert len(said.splitlines()) <= 4


def test_an_answer_without_a_state_is_shown_whole() -> None:
    said = draw(letter(notice(feed=alarm())))
    assert "mastodon#0" in said
    assert len(said.splitlines()) >= 2
