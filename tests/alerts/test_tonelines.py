"""How the brand itself sounds, from its replies to what the person on call reads."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from alerts.channels.slack.message import write_message
from alerts.gist import write_gist
from alerts.incident import Incident
from alerts.report.markdown import write_markdown
from alerts.report.page import write_page
from alerts.report.story import tell_story
from alerts.tonelines import tell_tone
from alerts.words.language import Language
from alerts.words.registry import VOCABULARIES
from connectors.mention import ChannelKind, Mention, Speaker
from connectors.recording import list_sources
from connectors.timetable import Timetable
from deploy.backtest.path import BrandPath
from deploy.backtest.readings import score_recording
from deploy.backtest.rule import build_rule
from streams.scorer import MentionScorer
from streams.spike import Spike
from streams.wording import WordingCounts
from tests.alerts.examples import LIBRARY, at, incident_of, letter, notice, spike
from tests.alerts.test_crowdlines import FRESH, tell, tell_storm
from tests.streams.own_words import CANNED, PERSONAL


def told(**counts: float) -> Incident:
    return incident_of(spike(wording=WordingCounts(**counts)))  # type: ignore[arg-type]  # by name


def show(incident: Incident, language: Language = Language.EN) -> tuple[str, str]:
    """In Slack, and in plain text."""
    said = letter(notice(incident), language=language)
    return str(write_message(said).blocks), write_gist(said).write_plain(limit=5_000)


def storm_after(replies: Iterable[str]) -> Spike:
    """The first spike of half an hour of anger, before which the brand gave these answers."""
    said: list[Mention] = tell_storm(FRESH)
    said += [
        replace(
            tell(minute, 0, text, author=None),
            native_id=f"reply-{minute}",
            kind=ChannelKind.REPLY,
            parent_id="somebody",
            speaker=Speaker.BRAND,
        )
        for minute, text in enumerate(replies, start=100)
    ]
    said.sort(key=lambda mention: (mention.published_at, mention.native_id))
    path = BrandPath("lumen", build_rule(), lane="live")
    table = Timetable(list_sources(said), "live")
    readings = score_recording(said, table, brands=["lumen"], score=MentionScorer().score_mention)
    return next(one for reading in readings for one in path.take(reading) if isinstance(one, Spike))


@pytest.mark.need("000-14")
def test_canned_replies_over_the_limit_stand_in_the_alert_and_personal_ones_do_not() -> None:
    alert = show(incident_of(storm_after([*CANNED["en"], *PERSONAL["en"]])))
    line = "canned replies: 50% of our last 20 replies (10) say nearly the same as another"
    assert all(line in shown for shown in alert)
    alert = show(incident_of(storm_after([*CANNED["en"][:3], *PERSONAL["en"]])))
    assert not any("canned replies" in shown for shown in alert)


@pytest.mark.parametrize("language", Language)
def test_each_language_tells_it_with_its_numbers(language: Language) -> None:
    incident = told(posts=20, alike=0.834, replies=40, canned=12)
    canned, alike = tell_tone(incident, language)
    assert all(number in canned for number in ("30%", "12", "40"))
    assert all(number in alike for number in ("0.83", "20"))
    story = tell_story([incident], [], LIBRARY[incident.playbook], now=at(60), language=language)
    reports = write_page(story), write_markdown(story).replace("\\", "")
    for shown in (*show(incident, language), *reports):
        assert all(line in shown for line in (VOCABULARIES[language].tone.title, canned, alike))


@pytest.mark.parametrize(
    "incident",
    [
        incident_of(spike(wording=None)),
        told(),
        told(replies=40, canned=11),
        told(replies=9, canned=9),
        told(posts=20, alike=0.59),
        told(posts=4),
    ],
)
def test_what_does_not_stand_out_is_not_told(incident: Incident) -> None:
    assert tell_tone(incident, Language.EN) == ()
    story = tell_story([incident], [], LIBRARY[incident.playbook], now=at(60))
    for shown in (*show(incident), write_page(story), write_markdown(story)):
        assert VOCABULARIES[Language.EN].tone.title not in shown
