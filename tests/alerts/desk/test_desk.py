"""The desk over both ways in: who may, what counts once, and that nothing is said to be done before it is."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from alerts.action import ActionKind
from alerts.channels.slack.press import Handle, Press, handle_of
from alerts.desk.decide import DEEDS, decide
from alerts.desk.forms.registry import FORMS
from alerts.desk.gesture import Click, Command, Submission
from alerts.desk.metrics import Outcome
from alerts.desk.roster import Roster
from alerts.incident import IncidentState, Milestone
from alerts.playbook import Role
from alerts.sections import OnCall
from alerts.words.language import Language
from deploy.slack_hand import Line
from deploy.slack_standin import Fault, SlackStandIn
from tests.alerts.desk.room import PEOPLE, STRANGER, Room, open_socket
from tests.alerts.desk.script import ANNA, BEN, MEI, labels
from tests.alerts.examples import at, spike


async def comes(claim: Callable[[], bool]) -> None:
    """Wait for what a desk does after it has answered."""
    for _ in range(100_000):  # All of it runs in this very loop.
        if claim():
            return
        await asyncio.sleep(0)
    raise AssertionError("it never came")


async def settle() -> None:
    """Let everything run that can."""
    for _ in range(50):
        await asyncio.sleep(0)


async def test_a_double_click_is_one_deed(room: Room, line: Line) -> None:
    anna = room.hand(line, ANNA)
    before = replace(room.message, blocks=list(room.message.blocks))
    await anna.press(before, "Acknowledge")
    await anna.press(before, "Acknowledge")
    first, second = room.written
    assert first.id == second.id
    assert len(room.thread) == 1
    assert room.incident.revision == 1


async def test_a_form_sent_twice_is_one_deed(room: Room, line: Line) -> None:
    anna = room.hand(line, ANNA)
    await anna.press(room.message, "Note")
    form = anna.form
    await anna.submit({"why": "the agency has been called"})
    room.standin.forms.stacks[ANNA].append(form)
    await anna.submit({"why": "the agency has been called"})
    assert len({action.id for action in room.written}) == 1
    assert len(room.thread) == 1


async def test_two_people_who_press_at_once_are_two_deeds(room: Room) -> None:
    handle = handle_of(room.incident)
    clicks = [Click(user=one, press=Press.ACKNOWLEDGE, handle=handle, trigger="t") for one in (ANNA, BEN)]
    answers = [decide(click, room.know, now=room.now) for click in clicks]
    for answer in answers:
        await room.write(answer.actions)
    assert len({action.id for action in room.written}) == 2
    assert room.incident.owner == "Anna"
    assert room.refused == ["Anna has it; take it over instead"]


async def test_who_presses_second_is_told_at_once_that_somebody_was_faster(room: Room, line: Line) -> None:
    before = replace(room.message, blocks=list(room.message.blocks))
    await room.hand(line, ANNA).press(before, "Acknowledge")
    await room.hand(line, BEN).press(before, "Acknowledge")
    assert [one.text for one in room.standin.forms.whispers] == ["Anna has it; take it over instead"]
    assert room.written[1:] == []
    await room.hand(line, ANNA).press(before, "Mark contained")
    await room.hand(line, ANNA).press(before, "Mark contained")
    assert len(room.standin.forms.whispers) == 1, "a double click is no mistake"


async def test_of_two_who_press_in_the_same_moment_the_second_is_told_who_was_first(
    room: Room, line: Line
) -> None:
    """Both deeds are in Kafka before either is taken in: neither press could know of the other."""
    room.is_slow = True
    message = replace(room.message, blocks=list(room.message.blocks))
    hands = [room.hand(line, one) for one in (ANNA, BEN)]
    await asyncio.gather(*(hand.press(message, "Acknowledge") for hand in hands))
    assert (len(room.written), room.standin.forms.whispers) == (2, [])
    await room.catch_up()
    await comes(lambda: bool(room.standin.forms.whispers))
    first, second = room.written
    assert (room.incident.state, room.incident.revision) == (IncidentState.ACKNOWLEDGED, 1)
    assert room.incident.owner == first.by
    assert len(room.thread) == 1
    (whisper,) = room.standin.forms.whispers
    assert whisper.user == {"Anna": ANNA, "Ben": BEN}[second.by]
    assert whisper.text == f"{first.by} has it; take it over instead"


async def test_a_form_that_lost_to_another_in_the_same_moment_says_what_was_not_done(
    room: Room, line: Line
) -> None:
    hands = {one: room.hand(line, one) for one in (ANNA, BEN)}
    for hand in hands.values():
        await hand.press(room.message, "False alarm")
    room.is_slow = True
    await hands[ANNA].submit({"why": "it is about another brand of that name"})
    came = await hands[BEN].submit({"why": "it is a joke of a fan"})
    assert not came.body, came.body
    await room.catch_up()
    await comes(lambda: any(one.channel == BEN for one in room.standin.sent))
    (told,) = (one.text for one in room.standin.sent if one.channel == BEN)
    assert "false_alarm" in told
    assert room.incident.state is IncidentState.FALSE_ALARM
    assert room.incident.reason == "it is about another brand of that name"


async def test_a_form_of_several_deeds_is_followed_to_its_last(room: Room, line: Line) -> None:
    """Resolving needs the steps that are skipped in the same form: before, it would be refused."""
    anna = room.hand(line, ANNA)
    await anna.press(room.message, "Acknowledge")
    await anna.press(room.message, "Resolve")
    open_steps = room.rules.list_open_steps(room.incident)
    room.is_slow = True
    came = await anna.submit({f"skip.{step}": "the agency did" for step in open_steps})
    assert not came.body
    assert len(room.written) == len(open_steps) + 2
    while not room.stands(IncidentState.RESOLVED):
        await room.catch_up(1)
        await settle()
    assert room.standin.forms.whispers == []
    assert not any(one.channel == ANNA for one in room.standin.sent)


async def test_a_desk_that_ends_follows_nothing_any_more(room: Room) -> None:
    """Ben and Mei were both too late; only Mei's desk is still there to say so."""
    room.is_slow = True
    handle = handle_of(room.incident)
    ended, lasting = room.desk, room.desk
    for desk, user in ((ended, ANNA), (ended, BEN), (lasting, MEI)):
        await desk.serve(
            Click(user=user, press=Press.ACKNOWLEDGE, handle=handle, trigger="t", channel="C0123456789")
        )
    await ended.close()
    await room.catch_up()
    await comes(lambda: bool(room.standin.forms.whispers))
    await lasting.close()
    assert [whisper.user for whisper in room.standin.forms.whispers] == [MEI]


async def test_a_form_is_done_whole_or_stays_open_with_what_was_typed(room: Room, line: Line) -> None:
    """Somebody calls it a false alarm while another fills in a step: the answers would be lost, the tick not."""
    ben = room.hand(line, BEN)
    handle = handle_of(room.incident).on("establish-ai-use")
    click = Click(user=BEN, press=Press.STEP, handle=handle, trigger="t")
    view = decide(click, room.know, now=room.now).opens
    assert view
    trigger = room.standin.forms.issue_trigger(BEN)
    room.standin.forms.methods["views.open"]({"trigger_id": trigger, "view": view})
    anna = room.hand(line, ANNA)
    await anna.press(room.message, "False alarm")
    await anna.submit({"why": "it is about another brand of that name"})
    before = len(room.written)
    came = await ben.submit({"question.ai_use": "made", "note": "the agency sleeps until nine"})
    assert "false_alarm" in str(came.body["errors"])
    assert len(room.written) == before


async def test_whoever_is_not_on_the_list_can_do_nothing_and_is_told(room: Room, line: Line) -> None:
    stranger = room.hand(line, STRANGER)
    for label in ("Acknowledge", "False alarm", "Playbook"):
        await stranger.press(room.message, label)
    came = await stranger.type("status")
    assert "not on the list" in came.body["text"]
    assert room.written == []
    assert STRANGER not in room.standin.forms.stacks
    assert len(room.standin.forms.whispers) == 3


async def test_a_press_is_not_said_to_be_done_before_kafka_has_it(room: Room, line: Line) -> None:
    room.is_down = True
    anna = room.hand(line, ANNA)
    await anna.press(room.message, "Acknowledge")
    (whisper,) = room.standin.forms.whispers
    assert whisper.text.startswith("Not recorded")
    assert whisper.text.endswith("Fails twice: phone the backup and your engineer.")
    await anna.press(room.message, "Note")
    came = await anna.submit({"why": "the agency has been called"})
    assert "Not recorded" in came.body["errors"]["why"]
    assert anna.form, "it stays open with what was typed"
    assert room.stands(IncidentState.OPEN)
    assert room.count(Outcome.NOT_RECORDED) == 2
    room.is_down = False
    assert not (await anna.submit({"why": "the agency has been called"})).body
    assert room.incident.change == "Anna noted: the agency has been called"


async def test_only_a_persons_answer_stops_the_clock(room: Room, line: Line) -> None:
    anna = room.hand(line, ANNA)
    await anna.press(room.message, "We replied")
    await anna.submit({"url": "https://x.com/acme/status/1", "who": "bot"})
    assert Milestone.REPLIED not in room.incident.reached
    assert room.incident.bot_replies == 1
    await anna.press(room.message, "We replied")
    await anna.submit({"url": "https://x.com/acme/status/2", "who": "human"})
    assert Milestone.REPLIED in room.incident.reached


async def test_a_false_alarm_needs_its_reason(room: Room, line: Line) -> None:
    anna = room.hand(line, ANNA)
    await anna.press(room.message, "False alarm")
    assert "why" in (await anna.submit({"why": "no"})).body["errors"]
    await anna.submit({"why": "it is about another brand of that name"})
    assert room.stands(IncidentState.FALSE_ALARM)
    assert room.incident.reason == "it is about another brand of that name"
    await anna.press(room.message, "Reopen")
    await anna.submit({"why": "it is about us after all"})
    assert room.stands(IncidentState.ACKNOWLEDGED)


async def test_somebody_else_can_be_given_it(room: Room, line: Line) -> None:
    anna = room.hand(line, ANNA)
    await anna.press(room.message, "Acknowledge")
    await anna.press(room.message, "Hand over")
    await anna.submit({"whom": "Ben"})
    assert room.incident.owner == "Ben"


async def test_the_next_person_can_be_called(room: Room, line: Line) -> None:
    await room.hand(line, ANNA).press(room.message, "Escalate")
    assert room.written[-1].kind is ActionKind.ESCALATE
    assert room.incident.called == "Ben"


async def test_the_playbook_can_be_read_and_changed(room: Room, line: Line) -> None:
    anna = room.hand(line, ANNA)
    await anna.press(room.message, "Playbook")
    said = str(anna.form.view["blocks"])
    assert "14. Watch until the talk is back to normal" not in said, "a branch that is not open is not shown"
    assert "13. Watch until the talk is back to normal" in said
    await anna.press_in_form("Change playbook")
    await anna.submit({"book": "undisclosed-ai"})
    assert "Undisclosed use of AI found out" in str(room.message.blocks)
    await anna.press(room.message, "▶ Pause posts, ads")


async def test_a_step_can_be_opened_from_the_playbook_and_skipped_with_a_reason(
    room: Room, line: Line
) -> None:
    anna = room.hand(line, ANNA)
    await anna.press(room.message, "Playbook")
    await anna.press_in_form("Open")
    assert "note" in (await anna.submit({"outcome": "skip"})).body["errors"]
    await anna.submit({"outcome": "skip", "note": "we have nothing scheduled"})
    assert room.incident.skipped == {"pause-scheduled": "we have nothing scheduled"}


async def test_words_of_ones_own_have_to_be_approved_and_have_no_blanks(room: Room, line: Line) -> None:
    mei = room.hand(line, MEI)
    for step, facts in {
        "▶ Pause scheduled": {
            f"stop.{one}": "paused" for one in ("scheduled-posts", "ads", "auto-replies", "chatbots")
        },
        "▶ Read twenty": {"fact.content": "our film", "fact.complaint": "it looks soulless"},
        "▶ Call the PR lead": {"fact.signer": "Mei Lin"},
        "▶ Find out": {"question.ai_use": "made", "note": "the agency sleeps until nine"},
        "▶ Look where": {"question.disclosed": "nowhere"},
        "▶ Answer once": {"fact.next-update": "18:00", "outcome": "later"},
    }.items():
        await mei.press(room.message, step)
        assert not (await mei.submit(facts)).body
    await mei.press(room.message, "▶ Answer once")
    await mei.press_in_form("Open")
    assert (
        "blank" in (await mei.submit({"words": "Dear {name}", "verdict": "approve"})).body["errors"]["words"]
    )
    own = "We see it. Write to care@acme.example.com and a person answers. – Mei"
    await mei.submit({"words": own, "verdict": "approve"})
    assert [action.kind for action in room.written[-2:]] == [ActionKind.FACT, ActionKind.APPROVE]
    assert room.written[-1].text == own
    room.standin.forms.stacks[MEI].clear()
    await mei.press(room.message, "▶ Answer once")
    await mei.press_in_form("Open")
    assert own in (shown := str(mei.form.view["blocks"]))
    assert "Approved word for word by Mei Lin" in shown


async def test_facts_that_changed_meanwhile_make_an_approval_fail(room: Room, line: Line) -> None:
    room.book = replace(room.book, incidents=(replace(room.incident, facts=_holding("18:00")),))
    room.board.pin(replace(room.incident, revision=1))
    mei = room.hand(line, MEI)
    await _open_reply(mei, room)
    room.board.pin(replace(room.incident, revision=2, facts=_holding("20:00")))
    assert "have changed" in (await mei.submit({"verdict": "approve"})).body["errors"]["words"]
    assert room.written == []


def _holding(hour: str) -> dict[str, str]:
    return {"content.en": "our film", "complaint.en": "soulless", "signer": "Mei", "next-update": hour}


async def _open_reply(hand: Any, room: Room) -> None:
    await hand.press(room.message, "Playbook")
    await hand.press_in_form("Open")
    room.standin.forms.stacks[hand.user].clear()
    handle = handle_of(room.incident).on("first-human-reply")
    view = decide(
        Click(user=hand.user, press=Press.STEP, handle=handle, trigger="t"), room.know, now=room.now
    ).opens
    assert view
    trigger = room.standin.forms.issue_trigger(hand.user)
    room.standin.forms.methods["views.open"]({"trigger_id": trigger, "view": view})
    await hand.press_in_form("Open")


async def test_the_status_says_what_is_open_who_has_it_and_what_is_due(room: Room, line: Line) -> None:
    anna = room.hand(line, ANNA)
    said = (await anna.type("status")).body
    assert said["response_type"] == "ephemeral"
    assert "SEV2 · acme · Backlash against AI-made content" in said["text"]
    assert "Do now: Pause scheduled posts" in said["text"]
    assert (await anna.type("")).body == said
    assert "/crisis status" in (await anna.type("dance")).body["text"]


async def test_a_command_opens_the_playbook_of_what_is_open(room: Room, line: Line) -> None:
    anna = room.hand(line, ANNA)
    await anna.type("playbook")
    assert anna.form.view["callback_id"] == "book"
    assert "No incident is open" in (await anna.type("playbook globex")).body["text"]


async def test_a_drill_is_begun_by_its_name(room: Room, line: Line) -> None:
    anna = room.hand(line, ANNA)
    assert "ai-holiday-film" in (await anna.type("drill")).body["text"]
    assert "[DRILL]" in (await anna.type("drill ai-holiday-film")).body["text"]
    assert room.drills == ["ai-holiday-film"]
    await anna.type("drill rm-rf")
    assert room.drills == ["ai-holiday-film"]


async def test_a_form_that_slack_does_not_open_is_said(room: Room, line: Line) -> None:
    room.standin.play(Fault(method="views.open", error="internal_error"))
    anna = room.hand(line, ANNA)
    await anna.press(room.message, "Note")
    assert room.standin.forms.whispers[-1].text == "The form could not be opened; press again."


async def test_a_socket_that_slack_refreshes_is_opened_anew(room: Room) -> None:
    async with open_socket(room) as line:
        standin = room.standin
        before = standin.socket.opened
        await standin.socket.refresh()
        await standin.socket.wait_for(before + 1)
        await room.hand(line, ANNA).press(room.message, "Acknowledge")
    assert room.incident.owner == "Anna"


async def test_an_account_that_slack_calls_a_bot_is_found(room: Room, slack: SlackStandIn) -> None:
    slack.bots.add(BEN)
    assert await room.teller.find_bots([ANNA, BEN]) == {BEN}
    assert room.roster.without(frozenset({BEN})).find(BEN) is None


@pytest.mark.parametrize("press", DEEDS)
def test_another_lanes_message_is_not_acted_on(room: Room, press: Press) -> None:
    handle = Handle(incident=room.incident.id, brand="acme", lane="drill-1", revision=0)
    answer = decide(Click(user=ANNA, press=press, handle=handle, trigger="t"), room.know, now=at(20))
    assert not answer.actions
    assert answer.says.startswith("This button is from a drill (or from the live system)")
    assert "newest message" in answer.says


def test_a_press_on_what_the_board_does_not_know_yet_is_still_recorded(room: Room) -> None:
    handle = Handle(incident="new", brand="acme", lane="live", revision=0)
    click = Click(user=ANNA, press=Press.ACKNOWLEDGE, handle=handle, trigger="t")
    (action,) = decide(click, room.know, now=at(20)).actions
    assert (action.incident, action.by, action.at) == ("new", "Anna", at(20))
    form = Click(user=ANNA, press=Press.NOTE, handle=handle, trigger="t")
    assert "not known here yet" in decide(form, room.know, now=at(20)).says


@pytest.mark.parametrize("press", FORMS)
def test_of_a_playbook_that_this_version_does_not_have_every_button_still_works(
    press: Press, room: Room
) -> None:
    room.board.pin(replace(room.incident, playbook="of-last-year", revision=1))
    handle = handle_of(room.incident).on("pause-scheduled")
    answer = decide(Click(user=ANNA, press=press, handle=handle, trigger="t"), room.know, now=at(20))
    assert answer.opens


def test_every_press_either_does_something_or_opens_a_form() -> None:
    assert set(Press) == {*DEEDS, *FORMS}


def test_a_refusal_of_the_record_is_said_at_once(room: Room) -> None:
    click = Click(user=ANNA, press=Press.STILL_ON_IT, handle=handle_of(room.incident), trigger="t")
    answer = decide(click, room.know, now=at(20))
    assert not answer.actions
    assert "does not fit" in answer.says


def test_without_a_pr_lead_everybody_on_the_list_approves_and_a_rotas_lead_is_one() -> None:
    assert [one.name for one in Roster.of(PEOPLE).list_approvers(Role.PR_LEAD)] == ["Mei Lin"]
    two = (OnCall(name="Anna", slack=ANNA), OnCall(name="Ben", slack=BEN), OnCall(name="Cy"))
    assert len(Roster.of(two).list_approvers(Role.PR_LEAD)) == 2
    assert Roster.of(two).find_named(" ben ") == Roster.of(two).find(BEN)


async def test_forms_speak_the_persons_own_language(room: Room) -> None:
    know = replace(room.know, languages={ANNA: Language.ZH_HANT})
    click = Click(user=ANNA, press=Press.NOTE, handle=handle_of(room.incident), trigger="t")
    view = decide(click, know, now=at(20)).opens
    assert view
    assert view["title"]["text"] == "備註"


async def test_a_drill_room_marks_status_and_playbook(slack: SlackStandIn) -> None:
    room = Room(slack, lane="drill-1")
    await room.rise(spike(lane="drill-1"))
    assert room.message.blocks[0]["text"]["text"].startswith("[DRILL]")
    assert labels(room.message)
    command = Command(user=ANNA, words=("status",), trigger="t")
    assert decide(command, room.know, now=at(20)).says.startswith("*[DRILL]")
    click = Click(user=ANNA, press=Press.BOOK, handle=handle_of(room.incident), trigger="t")
    assert "[DRILL]" in str(decide(click, room.know, now=at(20)).opens)


def test_what_is_sent_is_only_what_was_asked(room: Room) -> None:
    """A forged form of somebody on the list cannot approve what the playbook does not have."""
    handle = handle_of(room.incident).on("nonsense.en.reply.12345678")
    sent = Submission(
        user=MEI, form="draft", handle=handle, view="V1", answers={"verdict": "approve", "words": "x"}
    )
    answer = decide(sent, room.know, now=at(20))
    assert not answer.actions
    assert answer.errors
