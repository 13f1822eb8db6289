"""What stands over an incident: a tick only when a person has ended it, and what to do now."""

from dataclasses import replace
from datetime import UTC

import pytest

from alerts.channels.slack.message import write_message
from alerts.clock import _LATE, CLOCK
from alerts.gist import write_gist
from alerts.guidance import list_steps
from alerts.incident import ENDED, Incident, IncidentState, Milestone
from alerts.notice import Reason
from alerts.words.language import Language
from tests.alerts.examples import LIBRARY, incident_of, letter, notice, spike


def standing(state: IncidentState, *, owner: str = "", change: str = "") -> Incident:
    incident = replace(incident_of(spike()), state=state, owner=owner, revision=3)
    return replace(incident, changed_by=CLOCK, change=change) if change else incident


def both(incident: Incident, reason: Reason, language: Language = Language.EN) -> tuple[str, str]:
    """What Slack's notification says, and every channel without a form of its own."""
    told = letter(notice(incident, reason=reason), language=language)
    gist = write_gist(told, UTC)
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
