"""What stands over an incident: a tick only when a person has ended it, and what to do now."""

import re
from dataclasses import replace

import pytest

from alerts.action import ActionKind
from alerts.casebook import Casebook
from alerts.channels.slack.message import write_message
from alerts.clock import _LATE, CLOCK
from alerts.deeds import apply_action
from alerts.escalation import Escalation
from alerts.gist import write_gist
from alerts.guidance import list_steps
from alerts.house import HouseRules
from alerts.incident import ENDED, Incident, IncidentState, Milestone
from alerts.letter import Letter
from alerts.matrix import read_matrix
from alerts.notice import Reason
from alerts.opening import apply_spike
from alerts.targets import fill_targets
from alerts.words.language import Language
from streams.spike import Severity
from tests.alerts.channels.slack.rules import leaves
from tests.alerts.examples import LIBRARY, action, at, digest, incident_of, letter, notice, silence, spike


def standing(state: IncidentState, *, owner: str = "", change: str = "") -> Incident:
    incident = replace(incident_of(spike()), state=state, owner=owner, revision=3)
    return replace(incident, changed_by=CLOCK, change=change) if change else incident


def both(incident: Incident, reason: Reason, language: Language = Language.EN) -> tuple[str, str]:
    """What Slack's notification says, and every channel without a form of its own."""
    told = letter(notice(incident, reason=reason), language=language)
    gist = write_gist(told)
    return write_message(told).text, "\n".join([gist.headline, *gist.lead])


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("state", IncidentState)
def test_a_tick_stands_only_over_what_a_person_has_ended(state: IncidentState, language: Language) -> None:
    for text in both(standing(state), Reason.CHANGED, language):
        assert text.startswith("✅" if state in ENDED else "🟠")


@pytest.mark.parametrize("milestone", _LATE)
def test_a_missed_deadline_never_stands_under_a_tick(milestone: Milestone) -> None:
    is_review = milestone is Milestone.REVIEWED
    state = IncidentState.RESOLVED if is_review else IncidentState.RECOVERING
    incident = replace(standing(state, change=_LATE[milestone]), late=(milestone,))
    for text in both(incident, Reason.CHANGED):
        assert "✅" not in text


def test_a_rise_that_is_over_while_nobody_has_it_asks_for_somebody() -> None:
    falling = standing(IncidentState.RECOVERING)
    count = len(list_steps(LIBRARY[falling.playbook], falling))
    for text in both(falling, Reason.CLOSED):
        assert text.startswith("🟠 SEV2 · acme · Talk is falling, not closed: ")
        assert (
            "Do now: nobody has this incident. Acknowledge it, then Pause scheduled posts, ads and auto-replies "
            f"(0 of {count} steps done)"
        ) in text
        assert "Over" not in text


def test_who_has_it_is_told_the_next_step_while_talk_falls() -> None:
    for text in both(standing(IncidentState.RECOVERING, owner="Ana"), Reason.CLOSED):
        assert "Do now: Pause scheduled posts" in text


def test_without_a_step_left_it_says_how_to_go_on() -> None:
    done = standing(IncidentState.ACKNOWLEDGED, owner="Ana")
    told = replace(letter(notice(done, reason=Reason.CHANGED)), playbook=None)
    assert "no step is left" in write_message(told).text
    nobody = replace(told, notice=notice(standing(IncidentState.OPEN), reason=Reason.ESCALATED))
    assert "Do now: nobody has this incident. Acknowledge it" in write_message(nobody).text


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (IncidentState.RESOLVED, "write down what was learned"),
        (IncidentState.REVIEWED, "it is closed"),
        (IncidentState.FALSE_ALARM, "it is closed"),
    ],
)
def test_what_people_ended_is_called_closed(state: IncidentState, words: str) -> None:
    for text in both(standing(state, owner="Ana"), Reason.CLOSED):
        assert text.startswith("✅ SEV2 · acme · Closed: ")
        assert words in text


def lead_of(told: Letter, *, has_desk: bool = False) -> tuple[str, str]:
    """The lines under the headline, in Slack and in every channel without a form of its own."""
    blocks = write_message(told, has_desk=has_desk).blocks
    return blocks[1]["text"]["text"], "\n".join(write_gist(told).lead)


@pytest.mark.parametrize(("lane", "option"), [("live", ""), ("drill-a_b", " --lane drill-a_b")])
@pytest.mark.parametrize("language", Language)
def test_without_a_button_it_says_how_to_have_it(lane: str, option: str, language: Language) -> None:
    told = letter(notice(lane=lane), language=language)
    assert told.notice.incident is not None
    command = f"crisis incident ack {told.notice.incident.id[:6]}{option} --by YOUR-NAME"
    for lead in lead_of(told):
        assert lead.split("\n")[2].endswith(command)
    assert command not in lead_of(told, has_desk=True)[0]


def test_whoever_is_asked_is_told_how_to_say_that_they_are_still_on_it() -> None:
    held = standing(IncidentState.ACKNOWLEDGED, owner="Ana")
    for lead in lead_of(letter(notice(held, reason=Reason.LAPSING))):
        assert f"crisis incident still {held.id[:6]} --by YOUR-NAME" in lead
    for lead in lead_of(letter(notice(held, reason=Reason.CHANGED))):
        assert "crisis incident" not in lead


@pytest.mark.parametrize("language", Language)
def test_a_digest_and_a_silence_give_the_whole_command(language: Language) -> None:
    open_still = digest(lines=(replace(digest().lines[0], is_open=True),))
    told = letter(notice(digest=open_still, reason=Reason.DIGEST, lane="drill-1"), language=language)
    for lead in lead_of(told):
        assert "crisis incidents --lane drill-1" in lead
    asked = silence(brand="Acme Films", kinds=("negative",), severities=(Severity.SEV3,))
    told = letter(notice(silence=asked, reason=Reason.SILENCE_ENDING), language=language)
    for lead in lead_of(told):
        assert "crisis silence add --brand 'Acme Films' --for 4h --kind negative --severity SEV3 WHY" in lead


def test_before_any_formula_it_says_why_it_is_this_severe_and_how_sure() -> None:
    graded = HouseRules(matrix=read_matrix())
    incident = apply_spike(Casebook(), spike(evidence=17.06, threshold=7.0), graded).incident
    assert incident is not None
    assert incident.because[0].startswith("by its numbers alone")
    told = letter(notice(incident))
    text = "\n".join(value for key, value in leaves(list(write_message(told).blocks)) if key == "text")
    why = f"Why SEV2: {incident.because[0]}"
    lines = text.split("\n")
    title = lines.index("*How SEV2 came about*")
    assert lines[title + 1 : title + 3] == [why, "How sure: 17.1; an alert starts at 7"]
    assert lines[title + 3].startswith("• ")
    plain = write_gist(told).write_plain(limit=10_000)
    assert (
        plain.index("Why we think so")
        < plain.index(why)
        < plain.index("How sure: 17.1; an alert starts at 7")
    )


@pytest.mark.parametrize("name", LIBRARY)
def test_a_playbook_names_the_command_beside_every_button(name: str) -> None:
    for step in LIBRARY[name].steps:
        for said in step.words.values():
            for text in (said.do, said.check):
                assert not re.search(r"\bpress (?:Escalate|False alarm|We replied)|按「", text)
                assert "crisis incident" in text or not re.search(r"\bbutton\b|按鈕", text)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (Language.EN, "Nobody will be called again unless it gets worse or the first answer is late. Phone"),
        (Language.ZH_HANT, "除非情況惡化或首次回應逾時，之後不會再呼叫任何人。請立即打電話找人，然後接手。"),
    ],
)
def test_a_first_call_that_is_the_last_says_so_in_every_channel_and_on_the_lock_screen(
    language: Language, said: str
) -> None:
    for calls in (1, 2):
        rules = HouseRules(escalation=Escalation(calls=calls), targets=fill_targets({}))
        incident = apply_spike(Casebook(), spike(), rules).incident
        assert incident
        blocks = write_message(letter(notice(incident), language=language)).blocks
        for text in (*both(incident, Reason.OPENED, language), str(blocks)):
            assert (said in text) is (calls == 1)


def test_a_new_incident_soon_after_another_was_resolved_says_so_in_its_message() -> None:
    ended = apply_action(apply_spike(Casebook(), spike()).casebook, action(ActionKind.RESOLVE, at=at(60)))
    incident = apply_spike(ended.casebook, spike(id="again", at=at(90))).incident
    assert incident
    for text in both(incident, Reason.OPENED):
        assert "30 min after the last one was resolved" in text
    for text in both(incident_of(spike()), Reason.OPENED):
        assert "was found" not in text
