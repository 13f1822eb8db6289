"""The brand's own bot said something hateful: who is told what, whatever else is going on."""

from dataclasses import replace
from datetime import timedelta

import pytest

from alerts.casebook import Casebook, Outcome
from alerts.channels.slack.message import write_message
from alerts.gist import write_gist
from alerts.house import HouseRules
from alerts.incident import Incident
from alerts.matrix import read_matrix
from alerts.notice import Reason
from alerts.opening import apply_spike
from alerts.silence import Silence
from alerts.words.language import Language
from alerts.words.registry import VOCABULARIES
from streams.minute import Minute
from streams.outburst import Outburst
from streams.spike import Severity, Spike, SpikeKind, SpikePhase
from streams.utterance import UtteranceCounts
from tests.alerts.examples import at, letter, notice, quote, spike

RULES = HouseRules(matrix=read_matrix())
WORDS = "Since you ask: immigrants are nothing but parasites."


def outburst() -> Spike:
    """As the judge finds it."""
    shown = replace(
        quote(7, WORDS), own=True, confidence=1.0, because=("immigrants are nothing but parasites",)
    )
    minute = Minute(
        brand="acme",
        start=at(12),
        uttered=UtteranceCounts(said=31, hateful=1),
        hate=(shown,),
        sources=1,
    )
    (opened,) = Outburst().observe(minute, lane="live")
    return opened


def run(*spikes: Spike, rules: HouseRules = RULES) -> Outcome:
    outcome = Outcome(casebook=Casebook())
    for one in spikes:
        outcome = apply_spike(outcome.casebook, one, rules)
    return outcome


def told(outcome: Outcome) -> Incident:
    (incident,) = outcome.casebook.incidents
    return incident


@pytest.mark.need("004-06")
@pytest.mark.parametrize("language", Language)
def test_it_is_a_sev1_with_the_playbook_for_our_ai_and_says_plainly_what_happened(language: Language) -> None:
    outcome = run(outburst(), rules=replace(RULES, language=language))
    incident = told(outcome)
    assert (incident.severity, incident.playbook) == (Severity.SEV1, "brand-ai-output-harm")
    (rule,) = (rule for rule in read_matrix().rules if rule.id == "our-bot-speaks-hate")
    assert any(why.startswith(rule.says[language]) for why in incident.because)
    assert [telling.reason for telling in outcome.tellings] == [Reason.OPENED]
    words = VOCABULARIES[language].words
    about = letter(notice(incident), language=language)
    gist = write_gist(about)
    assert gist.headline.endswith(words.kinds[SpikeKind.BOT_SPEAKS_HATE])
    assert words.counted_one[SpikeKind.BOT_SPEAKS_HATE] in gist.lead[0]
    for message in (gist.write_plain(limit=10_000), str(write_message(about).blocks)):
        assert words.kinds[SpikeKind.BOT_SPEAKS_HATE] in message
        assert WORDS in message
        assert words.own_bot.format(platform="reddit") in message, "nobody takes it for the public's words"
        assert words.share not in message, "nothing of the public's was counted"


@pytest.mark.need("004-06")
def test_english_says_when() -> None:
    gist = write_gist(letter(notice(told(run(outburst())))))
    assert gist.headline.endswith("SEV1 · acme · Your own bot said something hateful")
    assert gist.lead[0].startswith("1 hateful message by your own bot, counted over 45 min, of 31 in all")
    assert f"it began {at(12):%Y-%m-%d %H:%M} UTC" in gist.lead[0]


@pytest.mark.need("004-06")
def test_a_silence_keeps_it_from_nobody() -> None:
    opened = outburst()
    silence = Silence(
        id="s", brand="acme", owner="Ana", reason="launch", since=at(0), until=at(0) + timedelta(days=1)
    )
    assert silence.covers(SpikeKind.BACKLASH, Severity.SEV2, opened.at)
    assert not silence.covers(opened.kind, told(run(opened)).severity, opened.at)


@pytest.mark.parametrize("severity", [Severity.SEV3, Severity.SEV1])
@pytest.mark.parametrize("kind", [SpikeKind.BACKLASH, SpikeKind.NEGATIVE, SpikeKind.BOT_UNDER_ATTACK])
def test_an_incident_that_is_open_is_told_at_once_that_our_bot_adds_to_it(
    kind: SpikeKind, severity: Severity
) -> None:
    before = spike(id="before", kind=kind, severity=severity, at=at(3), onset=at(0))
    outcome = run(before, outburst())
    incident = told(outcome)
    assert incident.severity is Severity.SEV1
    assert incident.kind is SpikeKind.BOT_SPEAKS_HATE
    assert incident.spikes == (outburst().id, "before")
    assert [telling.reason for telling in outcome.tellings] == [Reason.WORSENED]
    assert "hateful messages by the brand's own bot" in incident.change
    assert incident.quotes[0].excerpt == WORDS


def test_more_of_the_same_is_an_update_and_takes_the_lead_from_nobody() -> None:
    opened = outburst()
    anger = spike(id="anger", at=at(30))
    more = replace(opened, phase=SpikePhase.WORSENED, at=at(31), observed=2.0)
    outcome = run(opened, anger, more)
    assert told(outcome).kind is SpikeKind.BACKLASH
    assert [telling.reason for telling in outcome.tellings] == [Reason.CHANGED]


def test_the_talk_that_follows_joins_it_and_it_stays_a_sev1() -> None:
    incident = told(run(outburst(), spike(id="anger", severity=Severity.SEV3, at=at(30))))
    assert (incident.severity, incident.kind) == (Severity.SEV1, SpikeKind.BACKLASH)
    assert incident.spikes == ("anger", outburst().id)
    assert WORDS in {quote.excerpt for quote in incident.quotes if quote.own}
