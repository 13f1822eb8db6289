"""The script of a crisis: from the page to the review, by what three people press and write in Slack.

It is played on pure functions (`Room`) and on a broker with real workers (tests/integration), word for word.
"""

from collections.abc import Callable, Mapping
from typing import Final, Protocol

from alerts.incident import Incident, IncidentState
from deploy.slack_hand import Came, Hand
from deploy.slack_standin import Sent, SlackStandIn
from tests.alerts.channels.slack.rules import leaves

ANNA, BEN, MEI = "U0000ANNA", "U0000BEN", "U0000MEI"
PAUSED: Final = {"stop.scheduled-posts": "paused", "stop.ads": "paused", "stop.auto-replies": "paused"}
RULES: Final = ("eu-deep-fakes", "eu-public-interest-text", "eu-chatbots", "cn-labels")


class Stage(Protocol):
    """Where the script is played."""

    @property
    def standin(self) -> SlackStandIn: ...

    @property
    def incident(self) -> Incident:
        """As its last record says."""
        ...

    def hand(self, user: str) -> Hand: ...

    async def see(self, claim: Callable[[], bool]) -> None:
        """Return when the record and Slack say so.

        Raises:
            AssertionError: they never do.
        """
        ...

    async def call_backup(self) -> None:
        """Nobody answers until the backup is called; then time stands still."""
        ...

    async def end_rise(self) -> None:
        """The public calms down until the rise is over."""
        ...


def shown(sent: Sent) -> str:
    return "\n".join(value for key, value in leaves(sent.blocks) if key == "text")


def labels(sent: Sent) -> list[str]:
    """What can be pressed under a message."""
    rows = [block["elements"] for block in sent.blocks if block["type"] == "actions"]
    return [element["text"]["text"] for row in rows for element in row]


class Cast:
    """The people, and what they wait for before they press."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._hands = {user: stage.hand(user) for user in (ANNA, BEN, MEI)}

    @property
    def incident(self) -> Incident:
        return self._stage.incident

    @property
    def message(self) -> Sent:
        """The incident's one message, as it stands."""
        return self._stage.standin.sent[0]

    @property
    def thread(self) -> list[Sent]:
        return self._stage.standin.sent[1:]

    async def see(self, claim: Callable[[], bool]) -> None:
        await self._stage.see(claim)

    async def press(self, user: str, label: str, sent: Sent | None = None) -> Came:
        """Press a button of the incident's message, or of another, once it is there."""
        await self.see(lambda: any(one.startswith(label) for one in labels(sent or self.message)))
        return await self._hands[user].press(sent or self.message, label)

    async def submit(self, user: str, answers: Mapping[str, str]) -> Came:
        return await self._hands[user].submit(answers)

    async def fill(self, user: str, label: str, answers: Mapping[str, str], *, step: str = "") -> None:
        """Open a form, send it, and see the step ticked."""
        await self.press(user, label)
        came = await self.submit(user, answers)
        assert not came.body, came.body
        if step:
            await self.see(lambda: step in self.incident.ticked)

    async def open_draft(self, user: str) -> str:
        """Open the first draft of the first answer; returns what the form shows."""
        await self.press(user, "▶ Answer once")
        await self._hands[user].press_in_form("Open")
        return str(self.form_of(user))

    def form_of(self, user: str) -> Mapping[str, object]:
        return self._hands[user].form.view

    def close_form(self, user: str) -> None:
        self._stage.standin.forms.close_top(user)

    async def stands(self, state: IncidentState) -> None:
        await self.see(lambda: self.incident.state is state)


async def play_crisis(stage: Stage) -> None:
    """Play it, and check at each turn what people see."""
    cast = Cast(stage)
    await _be_paged(cast, stage)
    await _stop_and_look(cast)
    await _find_out(cast)
    await _answer(cast)
    await _put_right(cast)
    await _end(cast, stage)


async def _be_paged(cast: Cast, stage: Stage) -> None:
    """Nobody answers; the backup sees it in the thread, and has it; then Anna takes over."""
    await cast.see(
        lambda: labels(cast.message)[:2] == ["Acknowledge", "▶ Pause scheduled posts, ads and auto-replies"]
    )
    await stage.call_backup()
    await cast.see(lambda: bool(cast.thread) and cast.thread[-1].broadcast)
    escalated = cast.thread[-1]
    assert labels(escalated) == ["Acknowledge"]
    await cast.press(BEN, "Acknowledge", escalated)
    await cast.stands(IncidentState.ACKNOWLEDGED)
    assert cast.incident.owner == "Ben"
    await cast.see(lambda: "Ben acknowledged it." in shown(cast.message))
    assert labels(cast.message)[0] == "Take over"
    await cast.press(ANNA, "Take over")
    await cast.see(lambda: cast.incident.owner == "Anna")


async def _stop_and_look(cast: Cast) -> None:
    """The first step: nothing is ticked before each of the four has stopped."""
    await cast.press(ANNA, "▶ Pause scheduled posts")
    came = await cast.submit(ANNA, PAUSED)
    assert came.body["errors"] == {"stop.chatbots": "Choose one."}
    assert not cast.incident.ticked
    await cast.submit(ANNA, {**PAUSED, "stop.chatbots": "unused"})
    await cast.see(lambda: cast.incident.ticked == ("pause-scheduled",))
    await cast.see(lambda: "Chatbots: Not in use" in cast.thread[-1].text + shown(cast.thread[-1]))
    said = {"fact.content": "our holiday film", "fact.complaint": "it looks soulless"}
    await cast.fill(ANNA, "▶ Read twenty mentions", said, step="read-the-quotes")
    await cast.fill(
        ANNA, "▶ Call the PR lead", {"fact.signer": "Mei Lin, head of communications"}, step="name-one-voice"
    )


async def _find_out(cast: Cast) -> None:
    """Not known yet: it is saved, the step stays open, and to deny stays locked."""
    await cast.press(ANNA, "▶ Find out how AI")
    came = await cast.submit(ANNA, {"question.ai_use": "unknown"})
    assert "leaves it open" in came.body["errors"]["question.ai_use"]
    await cast.submit(ANNA, {"question.ai_use": "unknown", "outcome": "later"})
    await cast.see(lambda: cast.incident.answers == {"ai_use": "unknown"})
    await cast.see(lambda: "🔒 Full answer: no AI was used" in shown(cast.message))
    await cast.fill(
        ANNA,
        "▶ Find out how AI",
        {
            "question.ai_use": "partly",
            "fact.ai-part": "the snow scenes",
            "fact.human-part": "four editors cut it",
            "fact.tool": "Lumen Video 3",
        },
    )
    await cast.see(lambda: "Partly: some parts by AI" in shown(cast.message))
    await cast.fill(ANNA, "▶ Look where people", {"question.disclosed": "nowhere"})
    await cast.see(lambda: cast.incident.answers.get("disclosed") == "nowhere")


async def _answer(cast: Cast) -> None:
    """The draft is not ready before the hour is known; then the lead approves its words, and nobody else."""
    assert "Missing: At what hour" in await cast.open_draft(ANNA)
    assert "submit" not in cast.form_of(ANNA)
    cast.close_form(ANNA)
    await cast.submit(ANNA, {"fact.next-update": "18:00 (Taipei)", "outcome": "later"})
    await cast.see(lambda: "next-update" in cast.incident.facts)
    assert "our holiday film: it looks soulless" in await cast.open_draft(ANNA)
    came = await cast.submit(ANNA, {"verdict": "approve"})
    assert came.body["errors"] == {"verdict": "Only Mei Lin may approve this."}
    await cast.open_draft(MEI)
    await cast.submit(MEI, {"verdict": "approve"})
    await cast.see(lambda: len(cast.incident.approved) == 1)
    ((approved, by),) = cast.incident.approved.items()
    assert approved.startswith("holding.en.reply.")
    assert by == "Mei Lin"
    await cast.see(lambda: "Mei Lin approved a draft" in shown(cast.thread[-1]))
    await cast.fill(MEI, "▶ Answer once", {})
    await cast.press(MEI, "We replied")
    came = await cast.submit(MEI, {"url": "ftp://x", "who": "human"})
    assert came.body["errors"] == {"url": "An address that begins with https://"}
    await cast.submit(MEI, {"url": "https://www.instagram.com/p/1#c2", "who": "human"})
    await cast.see(lambda: cast.incident.replied_by == "Mei Lin")
    await cast.see(lambda: "next one due by" in shown(cast.message))


async def _put_right(cast: Cast) -> None:
    await cast.press(MEI, "▶ Decide how to answer")
    assert "🔒 Stand firm" in str(cast.form_of(MEI)["blocks"])
    await cast.submit(MEI, {"question.strategy": "apologise"})
    await cast.see(lambda: cast.incident.answers.get("strategy") == "apologise")
    await cast.press(ANNA, "✔ Done: Label every copy")
    await cast.press(ANNA, "▶ Check what the law")
    came = await cast.submit(ANNA, {f"rule.{rule}": "broken" for rule in RULES})
    assert "note" in came.body["errors"]
    broken = {f"rule.{rule}": "broken" for rule in RULES}
    came = await cast.submit(ANNA, {**broken, "note": "since the 1st, Kim of legal"})
    assert not came.body
    await cast.press(MEI, "▶ Explain how it was made")
    came = await cast.submit(MEI, {"fact.limits": "we did not label it"})
    assert set(came.body["errors"]) == {"fact.change", "fact.change-by"}
    said = {"fact.change": "every AI part carries a label", "fact.change-by": "from 1 May"}
    came = await cast.submit(MEI, {"fact.limits": "we did not label it", **said})
    assert not came.body, came.body


async def _end(cast: Cast, stage: Stage) -> None:
    """It does not end while a closing step is neither done nor skipped with a reason."""
    await cast.press(ANNA, "Mark contained")
    await cast.stands(IncidentState.CONTAINED)
    await stage.end_rise()
    await cast.stands(IncidentState.RECOVERING)
    await cast.press(ANNA, "Resolve")
    came = await cast.submit(ANNA, {"skip.admit-limits": "no", "skip.promise-better": "no"})
    assert set(came.body["errors"]) == {"skip.admit-limits", "skip.promise-better"}
    await cast.submit(
        ANNA,
        {
            "skip.admit-limits": "it stands in the answer itself",
            "skip.promise-better": "legal has not agreed yet",
        },
    )
    await cast.stands(IncidentState.RESOLVED)
    assert cast.incident.skipped["promise-better"] == "legal has not agreed yet"
    await cast.see(lambda: labels(cast.message) == ["Review…", "Playbook", "Note…", "Reopen…"])
    await cast.press(MEI, "Review")
    came = await cast.submit(MEI, {"lesson.0": "ok", "lesson.1": "ok", "lesson.2": "ok"})
    assert len(came.body["errors"]) == 3
    await cast.submit(
        MEI,
        {
            "lesson.0": "The agency knew on Monday.",
            "lesson.1": "The label step waited for a login.",
            "lesson.2": "Anna adds the label to the brief by 1 May.",
        },
    )
    await cast.stands(IncidentState.REVIEWED)
    assert "The agency knew on Monday." in cast.incident.lessons
