"""Noise: what is told now, later, in the digest; that SEV1 always is, and that no speed changes it."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from alerts.action import Action, ActionKind
from alerts.casebook import Casebook, Outcome, Telling
from alerts.digest import Cause, Digest
from alerts.incident import ENDED, Incident, IncidentState, Page, Role, Watch
from alerts.notice import PAGES, Notice, Reason
from alerts.opening import apply_feed
from alerts.rationing import Ration, apply_silence, ration, share_pages
from alerts.rota import Rota
from alerts.sections import Response, Route
from alerts.silence import LONGEST, Silence
from streams.spike import FeedState, Severity, SpikeKind
from tests.alerts.configured import settings
from tests.alerts.examples import alarm, at, incident_of, spike

RESPONSE = settings().response
MINUTE = timedelta(minutes=1)


def limited(pages: int | None = 6, **changes: Any) -> Response:
    noise = RESPONSE.noise.model_copy(update={"pages_a_day": pages, **changes})
    oncall = tuple(one.model_copy(update={"brands": ("acme",)}) for one in RESPONSE.oncall[:1])
    return RESPONSE.model_copy(update={"noise": noise, "oncall": oncall})


@dataclass
class Room:
    """One brand's casebook, and everything its people were told."""

    response: Response = field(default_factory=limited)
    lane: str = "live"
    book: Casebook = field(default_factory=Casebook)
    notices: list[Notice] = field(default_factory=list)
    kept: list[Cause] = field(default_factory=list)

    def ration(self, outcome: Outcome, now: datetime) -> Ration:
        found = ration(outcome, brand="acme", at=now, response=self.response, lane=self.lane, person="Anna")
        self.book = found.casebook
        self.notices += found.notices
        self.kept += found.kept
        return found

    def tell(self, incident: Incident, reason: Reason, now: datetime) -> list[Reason]:
        """Take in an incident's change; gives the reasons people were told at that."""
        telling = Telling(reason=reason, at=now, incident=incident)
        found = self.ration(
            Outcome(casebook=self.book.with_incident(incident), incidents=(incident,), tellings=(telling,)),
            now,
        )
        return list(dict.fromkeys(notice.reason for notice in found.notices))

    def hear(self, feed: str, state: FeedState, now: datetime) -> list[Notice]:
        record = alarm(id=feed, source=feed, state=state, at=now)
        return list(self.ration(apply_feed(self.book, record), now).notices)

    def wait(self, now: datetime) -> list[Reason]:
        found = self.ration(Outcome(casebook=self.book), now)
        return list(dict.fromkeys(notice.reason for notice in found.notices))

    def silence(self, now: datetime, lasting: timedelta = timedelta(hours=4), **changes: Any) -> str:
        asked = Silence(
            id="", brand="acme", owner="", reason="launch day", since=now, until=now + lasting, **changes
        )
        action = Action(
            id=f"s-{now}",
            brand="acme",
            incident="",
            kind=ActionKind.SILENCE,
            by="anna",
            at=now,
            silence=asked,
        )
        outcome = apply_silence(self.book, action)
        self.ration(outcome, now)
        return outcome.refused

    def digests(self) -> list[Digest]:
        found = {notice.digest.id: notice.digest for notice in self.notices if notice.digest}
        return list(found.values())


def case(number: int = 0, **changes: Any) -> Incident:
    usual = incident_of(spike(id=f"5b1ce{number:07}", severity=Severity.SEV3))
    return replace(usual, **{"changed_by": "detector", **changes})


def revised(incident: Incident, now: datetime, **changes: Any) -> Incident:
    return replace(incident, revision=incident.revision + 1, changed_at=now, **changes)


# Cooldown.


def test_new_numbers_wait_for_the_cooldown_and_only_the_newest_is_told() -> None:
    room, first = Room(), case()
    assert room.tell(first, Reason.OPENED, at(0)) == [Reason.OPENED]
    second = revised(first, at(1), observed=70.0)
    third = revised(second, at(2), observed=80.0)
    assert room.tell(second, Reason.CHANGED, at(1)) == []
    assert room.tell(third, Reason.CHANGED, at(2)) == []
    assert room.kept == [Cause.COOLDOWN] * 2
    assert room.wait(at(4)) == []
    assert room.wait(at(5)) == [Reason.CHANGED]
    assert room.notices[-1].incident == third
    assert room.wait(at(60)) == []


@pytest.mark.parametrize(
    "change",
    [
        {"state": IncidentState.ACKNOWLEDGED, "owner": "anna", "changed_by": "anna"},
        {"changed_by": "anna"},
        {"kind": SpikeKind.NEGATIVE},
        {"quotes": ()},
        {"said": None},
    ],
    ids=["acknowledged", "a note", "another kind", "a quote taken down", "a word taken down"],
)
def test_what_is_more_than_numbers_is_told_at_once(change: dict[str, Any]) -> None:
    room, first = Room(), case()
    room.tell(first, Reason.OPENED, at(0))
    assert room.tell(revised(first, at(1), **change), Reason.CHANGED, at(1)) == [Reason.CHANGED]


def test_a_held_update_is_not_told_when_something_newer_was() -> None:
    room, first = Room(), case()
    room.tell(first, Reason.OPENED, at(0))
    second = revised(first, at(1))
    room.tell(second, Reason.CHANGED, at(1))
    worse = revised(second, at(6), severity=Severity.SEV2)
    assert room.tell(worse, Reason.WORSENED, at(6)) == [Reason.WORSENED]
    assert room.wait(at(30)) == []


# The day's pages and the digest.


@pytest.mark.need("001-20")
def test_pages_beyond_the_budget_are_in_the_digest_and_counted() -> None:
    room = Room(limited(2))
    told = [room.tell(case(number), Reason.OPENED, at(number)) for number in range(5)]
    assert told == [[Reason.OPENED], [Reason.OPENED], [], [], []]
    assert room.kept == [Cause.BUDGET] * 3
    morning = at(0).replace(hour=9, minute=0) + timedelta(days=1)
    assert room.wait(morning - MINUTE) == []
    assert room.wait(morning + 3 * MINUTE) == [Reason.DIGEST]
    (digest,) = room.digests()
    assert [line.about for line in digest.lines] == [case(number).id for number in (2, 3, 4)]
    assert {line.cause for line in digest.lines} == {Cause.BUDGET}
    assert (digest.until, digest.since) == (morning, morning - timedelta(days=1))
    assert room.tell(case(9), Reason.OPENED, morning + 4 * MINUTE) == [Reason.OPENED]


def test_a_sev1_always_calls_and_counts() -> None:
    room = Room(limited(1))
    for number in range(3):
        assert room.tell(case(number, severity=Severity.SEV1), Reason.OPENED, at(number)) == [Reason.OPENED]
    assert room.tell(case(7), Reason.OPENED, at(7)) == []


def test_what_was_kept_calls_when_it_becomes_a_sev1() -> None:
    room = Room(limited(1))
    room.tell(case(0), Reason.OPENED, at(0))
    kept = case(1)
    assert room.tell(kept, Reason.OPENED, at(1)) == []
    for minute, reason in ((2, Reason.CHANGED), (3, Reason.ESCALATED), (4, Reason.LAPSED)):
        assert room.tell(revised(kept, at(minute)), reason, at(minute)) == []
    worst = revised(kept, at(5), severity=Severity.SEV1)
    assert room.tell(worst, Reason.WORSENED, at(5)) == [Reason.WORSENED]


def test_what_people_were_told_goes_on_without_a_page_when_the_budget_is_spent() -> None:
    room, first = Room(limited(1)), case()
    room.tell(first, Reason.OPENED, at(0))
    worse = revised(first, at(20), severity=Severity.SEV2)
    assert room.tell(worse, Reason.WORSENED, at(20)) == [Reason.CHANGED]
    assert room.kept == [Cause.BUDGET]
    assert room.tell(revised(worse, at(30)), Reason.ESCALATED, at(30)) == [Reason.ESCALATED]


def test_each_person_has_pages_of_their_own() -> None:
    room = Room(limited(1))
    room.tell(case(0), Reason.OPENED, at(0))
    watch = Watch(pages=(Page(at=at(1), reason="opened", role=Role.BACKUP, person="Ben"),))
    assert room.tell(case(1, watch=watch), Reason.OPENED, at(1)) == [Reason.OPENED]
    assert room.tell(case(2, watch=watch), Reason.OPENED, at(2)) == []


def test_the_end_of_what_nobody_was_told_is_told_to_nobody_and_a_deed_to_everybody() -> None:
    room = Room(limited(1))
    room.tell(case(0), Reason.OPENED, at(0))
    for number in (1, 2):
        room.tell(case(number), Reason.OPENED, at(number))
    over = revised(case(1), at(9), state=IncidentState.FALSE_ALARM, changed_by="anna")
    assert room.tell(over, Reason.CLOSED, at(9)) == []
    taken = revised(case(2), at(9), state=IncidentState.ACKNOWLEDGED, owner="anna", changed_by="anna")
    assert room.tell(taken, Reason.CHANGED, at(9)) == [Reason.CHANGED]
    room.wait(at(0) + timedelta(days=1))
    (digest,) = room.digests()
    assert [line.is_open for line in digest.lines] == [False, True]


def test_brands_share_a_persons_day() -> None:
    both = RESPONSE.model_copy(update={"noise": RESPONSE.noise.model_copy(update={"pages_a_day": 6})})
    assert share_pages(both, "Ben") == 3
    assert share_pages(both, "Anna") == 6
    assert share_pages(limited(None), "Anna") is None
    rota = Rota(starts=date(2026, 3, 2), primary=("Anna", "Ben"), brands=("globex",))
    assert share_pages(both.model_copy(update={"rotas": (rota,)}), "Anna") == 3


def test_whoever_has_more_brands_than_pages_may_be_paged_once_by_each() -> None:
    one = RESPONSE.brands[0]
    many = tuple(one.model_copy(update={"name": f"brand-{number}"}) for number in range(200))
    anyone = tuple(person.model_copy(update={"brands": None}) for person in RESPONSE.oncall)
    noise = RESPONSE.noise.model_copy(update={"pages_a_day": 6})
    crowded = RESPONSE.model_copy(update={"noise": noise, "brands": many, "oncall": anyone})
    assert share_pages(crowded, "Anna") == 1


# Silences.


def test_a_silence_keeps_what_it_names_and_tells_what_still_lasts_when_it_ends() -> None:
    room = Room()
    assert room.silence(at(0)) == ""
    lasting, passing = case(0), case(1)
    assert room.tell(lasting, Reason.OPENED, at(10)) == []
    assert room.tell(passing, Reason.OPENED, at(11)) == []
    room.tell(revised(passing, at(90), state=IncidentState.RECOVERING), Reason.CLOSED, at(90))
    assert room.kept == [Cause.SILENCE] * 3
    assert room.wait(at(209)) == []
    assert room.wait(at(211)) == [Reason.SILENCE_ENDING]
    warned = room.notices[-1].silence
    assert warned
    assert (warned.owner, warned.reason, warned.withheld) == ("anna", "launch day", 3)
    assert room.wait(at(239)) == []
    assert room.wait(at(241)) == [Reason.OPENED]
    assert room.notices[-1].incident == lasting
    assert room.notices[-1].why == "Not told before: silenced (launch day)"


def test_a_sev1_pierces_a_silence_and_says_so() -> None:
    room = Room()
    room.silence(at(0))
    assert room.tell(case(severity=Severity.SEV1), Reason.OPENED, at(1)) == [Reason.OPENED]
    assert room.notices[-1].why == "Told although anna silenced it (launch day): SEV1"


@pytest.mark.parametrize(
    ("changes", "is_told"),
    [
        ({"kinds": ("backlash",)}, False),
        ({"kinds": ("negative", "feed")}, True),
        ({"severities": (Severity.SEV3, Severity.SEV4)}, False),
        ({"severities": (Severity.SEV4,)}, True),
    ],
)
def test_a_silence_keeps_only_what_it_names(changes: dict[str, Any], *, is_told: bool) -> None:
    room = Room()
    room.silence(at(0), **changes)
    assert bool(room.tell(case(), Reason.OPENED, at(1))) == is_told


def test_what_was_told_before_is_told_to_its_end() -> None:
    room, first = Room(), case()
    room.tell(first, Reason.OPENED, at(0))
    room.silence(at(1))
    assert room.tell(revised(first, at(10)), Reason.CHANGED, at(10)) == []
    done = revised(first, at(20), state=IncidentState.RESOLVED, changed_by="anna")
    assert room.tell(done, Reason.CLOSED, at(20)) == [Reason.CLOSED]


def test_the_detectors_word_that_it_is_over_passes_a_silence() -> None:
    room, first = Room(), case()
    room.tell(first, Reason.OPENED, at(0))
    room.silence(at(1))
    over = revised(first, at(20), state=IncidentState.RECOVERING)
    assert room.tell(over, Reason.CLOSED, at(20)) == [Reason.CLOSED]


def test_who_was_told_by_night_is_told_the_end_by_day() -> None:
    night = Route(hours="14:00-15:00", channels=("screen",))
    room = Room(limited().model_copy(update={"routes": (night, Route(channels=("pr-room",)))}))
    first = case()
    room.tell(first, Reason.OPENED, at(0))
    assert {one.channel for one in room.notices} == {"screen"}
    room.notices.clear()
    room.tell(revised(first, at(60), state=IncidentState.RESOLVED, changed_by="anna"), Reason.CLOSED, at(60))
    assert {one.channel for one in room.notices} == {"screen", "pr-room"}


def test_a_silence_can_be_ended_by_hand() -> None:
    room = Room()
    room.silence(at(0))
    room.tell(case(), Reason.OPENED, at(1))
    (silence,) = room.book.ledger.silences
    action = Action(
        id="end", brand="acme", incident="", kind=ActionKind.END_SILENCE, by="ben", at=at(2), value=silence.id
    )
    room.ration(apply_silence(room.book, action), at(2))
    assert [notice.reason for notice in room.notices][-1] is Reason.OPENED
    assert room.book.ledger.silences == ()
    assert (
        apply_silence(room.book, replace(action, id="again")).refused
        == "there is no such silence, or it is over"
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"lasting": LONGEST + MINUTE}, "7 days at most"),
        ({"lasting": -MINUTE}, "ends after it begins"),
        ({"severities": (Severity.SEV1,)}, "SEV1 cannot be silenced"),
    ],
)
def test_a_silence_that_cannot_be_is_refused(changes: dict[str, Any], said: str) -> None:
    assert said in Room().silence(at(0), **changes)


def test_a_silence_asked_for_twice_by_the_same_action_is_one() -> None:
    room = Room()
    room.silence(at(0))
    room.silence(at(0))
    assert len(room.book.ledger.silences) == 1
    for minute in range(1, 40):
        room.silence(at(minute))
    assert len(room.book.ledger.silences) == 32


def test_a_short_silence_warns_when_half_of_it_is_over() -> None:
    room = Room()
    room.silence(at(0), timedelta(minutes=20))
    assert room.wait(at(9)) == []
    assert room.wait(at(10)) == [Reason.SILENCE_ENDING]


# Groups of feeds.


def test_feeds_that_die_together_are_told_together() -> None:
    room = Room()
    first = room.hear("feed-0", FeedState.SILENT, at(0))
    assert [notice.reason for notice in first] == [Reason.FEED_SILENT]
    for number in (1, 2, 3):
        assert room.hear(f"feed-{number}", FeedState.SILENT, at(number)) == []
    assert room.hear("feed-3", FeedState.BACK, at(4)) == []
    assert room.wait(at(5)) == [Reason.FEED_SILENT]
    notice = room.notices[-1]
    assert notice.feed
    assert (notice.feed.id, [other.id for other in notice.also]) == ("feed-1", ["feed-2"])
    back = room.hear("feed-2", FeedState.BACK, at(20))
    assert [notice.reason for notice in back] == [Reason.FEED_BACK]
    assert room.hear("feed-0", FeedState.BACK, at(21)) == []
    assert room.wait(at(25)) == [Reason.FEED_BACK]


def test_the_return_of_a_feed_nobody_was_told_of_is_told_to_nobody() -> None:
    room = Room()
    room.silence(at(0), kinds=("feed",))
    assert room.hear("feed-0", FeedState.SILENT, at(1)) == []
    assert room.hear("feed-0", FeedState.BACK, at(2)) == []
    assert room.wait(at(241)) == []


def test_a_feed_still_dead_when_its_silence_ends_is_told() -> None:
    room = Room()
    room.silence(at(0), kinds=("feed",))
    room.hear("feed-0", FeedState.SILENT, at(1))
    room.wait(at(220))
    assert room.wait(at(241)) == [Reason.FEED_SILENT]


# The same at any speed, and twice.

steps = st.lists(
    st.tuples(
        st.integers(0, 400),
        st.sampled_from(
            ["open", "numbers", "worse", "sev1", "ack", "end", "silence", "dead", "back", "wait"]
        ),
        st.integers(0, 3),
    ),
    max_size=25,
).map(sorted)


def play(room: Room, story: list[tuple[int, str, int]], *, ticks: bool) -> None:  # noqa: C901 - one case each.
    """Play a story; with ticks time passes minute by minute, else only when something happens."""
    past = 0
    for minute, what, number in story:
        if ticks:
            for between in range(past + 1, minute + 1):
                room.wait(at(between))
        past, now = minute, at(minute)
        known = room.book.find_incident(case(number).id)
        match what:
            case "open" if known is None:
                room.tell(case(number), Reason.OPENED, now)
            case "numbers" if known and known.state not in ENDED:
                room.tell(revised(known, now, observed=minute, changed_by="detector"), Reason.CHANGED, now)
            case "worse" | "sev1" if (
                known and known.state not in ENDED and known.severity is not Severity.SEV1
            ):
                worse = Severity.SEV1 if what == "sev1" else Severity.SEV2
                room.tell(revised(known, now, severity=worse, changed_by="detector"), Reason.WORSENED, now)
            case "ack" if known and known.state is IncidentState.OPEN:
                acknowledged = {"state": IncidentState.ACKNOWLEDGED, "owner": "anna", "changed_by": "anna"}
                room.tell(revised(known, now, **acknowledged), Reason.CHANGED, now)
            case "end" if known and known.state not in ENDED:
                over = revised(known, now, state=IncidentState.RESOLVED, changed_by="anna")
                room.tell(over, Reason.CLOSED, now)
            case "silence":
                room.silence(now, timedelta(minutes=30))
            case "dead":
                room.hear(f"feed-{number}", FeedState.SILENT, now)
            case "back" if f"feed-{number}" in room.book.feeds:
                room.hear(f"feed-{number}", FeedState.BACK, now)
            case _:
                room.wait(now)


@given(steps, st.sampled_from([1, 2, None]))
@examples(max_examples=150, deadline=None)
def test_nothing_worst_is_kept_nothing_told_is_left_burning_and_nobody_is_paged_beyond_the_budget(
    story: list[tuple[int, str, int]], pages: int | None
) -> None:
    room = Room(limited(pages))
    play(room, story, ticks=True)
    for incident in room.book.incidents:
        told = [notice for notice in room.notices if notice.incident and notice.about == incident.id]
        if incident.severity is Severity.SEV1:
            assert any(notice.incident and notice.incident.severity is Severity.SEV1 for notice in told)
        if told and incident.state in ENDED:
            assert {notice.channel for notice in told} == {
                notice.channel for notice in told if notice.incident and notice.incident.state in ENDED
            }
    if pages is not None:
        calls = {
            (notice.about, notice.at, notice.reason)
            for notice in room.notices
            if notice.reason in PAGES | {Reason.FEED_SILENT}
            and not (notice.incident and notice.incident.severity is Severity.SEV1)
        }
        assert len(calls) <= pages


@given(steps)
@examples(max_examples=100, deadline=None)
def test_a_record_read_twice_by_the_same_casebook_gives_the_same_notices(
    story: list[tuple[int, str, int]],
) -> None:
    one, other = Room(limited(2)), Room(limited(2))
    play(one, story, ticks=False)
    play(other, story, ticks=False)
    assert one.notices == other.notices
    assert one.book == other.book
    assert len({notice.id for notice in one.notices}) == len(one.notices)


@given(steps)
@examples(max_examples=60, deadline=None)
def test_a_drill_tells_the_same_and_a_casebook_with_its_ledger_reads_back(
    story: list[tuple[int, str, int]],
) -> None:
    live, drill = Room(limited(2)), Room(limited(2), lane="drill-1")
    for room in (live, drill):
        play(room, story, ticks=True)
    assert Casebook.from_json(live.book.to_json()) == live.book
    told = [{(one.about, one.reason, one.at, one.why) for one in room.notices} for room in (live, drill)]
    assert told[0] == told[1]
    assert {one.channel for one in drill.notices} <= {"screen", "drill-room"}
