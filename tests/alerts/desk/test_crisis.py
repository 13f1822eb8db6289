"""A whole crisis in Slack, from the page to the review, over both ways in; the history is checked block by block."""

from pathlib import Path

import pytest

from alerts.channels.slack.message import Message
from alerts.incident import IncidentState
from deploy.slack_hand import Line
from deploy.slack_standin import Sent
from tests.alerts.channels.slack.rules import check_message, leaves, load_schema
from tests.alerts.desk.room import ANNA, BEN, MEI, Room, closed, labels
from tests.alerts.examples import spike

PAUSED = {"stop.scheduled-posts": "paused", "stop.ads": "paused", "stop.auto-replies": "paused"}
RULES = ("eu-deep-fakes", "eu-public-interest-text", "eu-chatbots", "cn-labels")


def shown(sent: Sent) -> str:
    return "\n".join(value for key, value in leaves(sent.blocks) if key == "text")


@pytest.mark.need("000-24", "003-27")
async def test_a_crisis_is_run_from_slack_alone(  # noqa: PLR0915 - one crisis, in its order.
    room: Room, line: Line, shared: Path
) -> None:
    anna, ben, mei = (room.hand(line, user) for user in (ANNA, BEN, MEI))
    assert labels(room.message)[:2] == ["Acknowledge", "▶ Pause scheduled posts, ads and auto-replies"]

    # Nobody answers: the backup is called, sees it in the thread, and has it.
    await room.pass_to(40)
    escalated = room.thread[-1]
    assert labels(escalated) == ["Acknowledge"]
    assert escalated.broadcast
    await ben.press(escalated, "Acknowledge")
    assert room.stands(IncidentState.ACKNOWLEDGED)
    assert room.incident.owner == "Ben"
    assert "Ben acknowledged it." in shown(room.message)
    assert labels(room.message)[0] == "Take over"
    await anna.press(room.message, "Take over")
    assert room.incident.owner == "Anna"

    # The first step: nothing is ticked before each of the four has stopped.
    await anna.press(room.message, "▶ Pause scheduled posts")
    came = await anna.submit(PAUSED)
    assert came.body["errors"] == {"stop.chatbots": "Choose one."}
    assert not room.incident.ticked
    await anna.submit({**PAUSED, "stop.chatbots": "unused"})
    assert room.incident.ticked == ("pause-scheduled",)
    assert "Chatbots: Not in use" in room.thread[-1].text + shown(room.thread[-1])

    await anna.press(room.message, "▶ Read twenty mentions")
    await anna.submit({"fact.content": "our holiday film", "fact.complaint": "it looks soulless"})
    await anna.press(room.message, "▶ Call the PR lead")
    await anna.submit({"fact.signer": "Mei Lin, head of communications"})

    # Not known yet: it is saved, the step stays open, and to deny stays locked.
    await anna.press(room.message, "▶ Find out how AI")
    came = await anna.submit({"question.ai_use": "unknown"})
    assert "leaves it open" in came.body["errors"]["question.ai_use"]
    await anna.submit({"question.ai_use": "unknown", "outcome": "later"})
    assert room.incident.answers == {"ai_use": "unknown"}
    assert "🔒 Full answer: no AI was used" in shown(room.message)
    await anna.press(room.message, "▶ Find out how AI")
    await anna.submit(
        {
            "question.ai_use": "partly",
            "fact.ai-part": "the snow scenes",
            "fact.human-part": "four editors cut it",
            "fact.tool": "Lumen Video 3",
        }
    )
    assert "Partly: some parts by AI" in shown(room.message)
    await anna.press(room.message, "▶ Look where people")
    await anna.submit({"question.disclosed": "nowhere"})

    # The draft is not ready before the hour is known; then its words are approved by the lead, not by others.
    await anna.press(room.message, "▶ Answer once")
    await anna.press_in_form("Open")
    assert "Missing: At what hour" in str(anna.form.view["blocks"])
    assert "submit" not in anna.form.view
    room.standin.forms.close_top(ANNA)
    await anna.submit({"fact.next-update": "18:00 (Taipei)", "outcome": "later"})
    await anna.press(room.message, "▶ Answer once")
    await anna.press_in_form("Open")
    words = str(anna.form.view["blocks"])
    assert "our holiday film: it looks soulless" in words
    came = await anna.submit({"verdict": "approve"})
    assert came.body["errors"] == {"verdict": "Only Mei Lin may approve this."}
    await mei.press(room.message, "▶ Answer once")
    await mei.press_in_form("Open")
    await mei.submit({"verdict": "approve"})
    ((approved, by),) = room.incident.approved.items()
    assert approved.startswith("holding.en.reply.")
    assert by == "Mei Lin"
    assert "Mei Lin approved a draft" in shown(room.thread[-1])
    await mei.press(room.message, "▶ Answer once")
    await mei.submit({})

    await mei.press(room.message, "We replied")
    came = await mei.submit({"url": "ftp://x", "who": "human"})
    assert came.body["errors"] == {"url": "An address that begins with https://"}
    await mei.submit({"url": "https://www.instagram.com/p/1#c2", "who": "human"})
    assert room.incident.replied_by == "Mei Lin"
    assert "next one due by" in shown(room.message)

    await mei.press(room.message, "▶ Decide how to answer")
    assert "🔒 Stand firm" in str(mei.form.view["blocks"])
    await mei.submit({"question.strategy": "apologise"})
    await anna.press(room.message, "✔ Done: Label every copy")
    await anna.press(room.message, "▶ Check what the law")
    came = await anna.submit({f"rule.{rule}": "broken" for rule in RULES})
    assert "note" in came.body["errors"]
    await anna.submit({**{f"rule.{rule}": "broken" for rule in RULES}, "note": "since the 1st, Kim of legal"})
    await mei.press(room.message, "▶ Explain how it was made")
    await mei.submit({"fact.limits": "we did not label it"})

    await anna.press(room.message, "Mark contained")
    assert room.stands(IncidentState.CONTAINED)
    await room.rise(closed(spike(), 300))
    assert room.stands(IncidentState.RECOVERING)

    # It does not end while a closing step is neither done nor skipped with a reason.
    await anna.press(room.message, "Resolve")
    came = await anna.submit({"skip.admit-limits": "no", "skip.promise-better": "no"})
    assert set(came.body["errors"]) == {"skip.admit-limits", "skip.promise-better"}
    await anna.submit(
        {
            "skip.admit-limits": "it stands in the answer itself",
            "skip.promise-better": "legal has not agreed yet",
        }
    )
    assert room.stands(IncidentState.RESOLVED)
    assert room.incident.skipped["promise-better"] == "legal has not agreed yet"
    assert labels(room.message) == ["Review…", "Playbook", "Note…", "Reopen…"]

    await mei.press(room.message, "Review")
    came = await mei.submit({"lesson.0": "ok", "lesson.1": "ok", "lesson.2": "ok"})
    assert len(came.body["errors"]) == 3
    await mei.submit(
        {
            "lesson.0": "The agency knew on Monday.",
            "lesson.1": "The label step waited for a login.",
            "lesson.2": "Anna adds the label to the brief by 1 May.",
        }
    )
    assert room.stands(IncidentState.REVIEWED)
    assert "The agency knew on Monday." in room.incident.lessons

    assert room.refused == []
    schema = load_schema(shared)
    assert len({sent.thread_ts for sent in room.thread}) == 1
    assert room.message.updates == len(room.thread)
    for sent in room.standin.sent:
        check_message(Message(text=sent.text, blocks=tuple(sent.blocks)), schema)
    headers = [block["text"]["text"] for sent in room.standin.sent for block in sent.blocks[:1]]
    assert all("acme" in header for header in headers)
    assert len(room.thread) == len(room.written) + 2  # the escalation and the end of the rise
