"""The drill in which a brand's own bot turns hateful: found in the minute it speaks, before the public is angry."""

from dataclasses import replace
from datetime import timedelta

import pytest

from connectors.author import AuthorKey
from connectors.mention import Speaker
from connectors.recording import list_sources
from connectors.timetable import Timetable
from deploy.backtest.path import BrandPath
from deploy.backtest.readings import score_recording
from deploy.backtest.rule import build_rule
from deploy.drills.disturb import disturb, find_brand, time_injects
from deploy.recordings.material import open_material
from deploy.scenarios.inject import InjectKind
from deploy.scenarios.shelf import load_scenario
from streams.hate import find_hate
from streams.scorer import MentionScorer
from streams.spike import Severity, Spike, SpikeKind, SpikePhase

NAME = "chatbot-turns-hateful"
MINUTE = timedelta(minutes=1)


def no_names() -> AuthorKey:
    raise AssertionError


@pytest.mark.need("004-06")
def test_the_first_hateful_message_opens_a_sev1_within_one_bucket() -> None:
    material = open_material(NAME, authors=no_names)
    said = tuple(material.read("drill"))
    brand = find_brand(said, material.storms or ())
    mentions = list(
        disturb(said, time_injects(load_scenario(NAME).injects, material.begins), brand=brand, lane="drill")
    )
    own = [one for one in mentions if one.speaker is Speaker.BRAND_BOT]
    hateful = [one for one in own if find_hate(one.text)]
    assert 0 < len(hateful) < len(own)
    assert {one.brand for one in own} == {brand}
    assert own[0].published_at < hateful[0].published_at - timedelta(hours=1), "first it is as nice as ever"

    until = hateful[0].published_at + timedelta(hours=2)
    heard = [replace(one, lane="drill") for one in mentions if one.published_at < until]
    path = BrandPath(brand, build_rule(), lane="drill")
    table = Timetable(list_sources(heard), "drill")
    score = MentionScorer().score_mention
    spikes = [
        one
        for reading in score_recording(heard, table, brands=[brand], score=score)
        for one in path.take(reading)
        if isinstance(one, Spike) and one.phase is SpikePhase.OPENED
    ]
    loud = [one for one in spikes if one.kind is not SpikeKind.VOLUME]
    assert (loud[0].kind, loud[0].severity) == (SpikeKind.BOT_SPEAKS_HATE, Severity.SEV1)
    assert timedelta(0) <= loud[0].at - hateful[0].published_at <= MINUTE
    public = next(one for one in loud if one.kind in {SpikeKind.BACKLASH, SpikeKind.NEGATIVE})
    assert public.at - loud[0].at > 5 * MINUTE


def test_what_the_bot_says_stands_in_the_drill_alone_and_asks_nobody() -> None:
    scenario = load_scenario(NAME)
    bots = [one for one in scenario.injects if one.kind is InjectKind.OWN_BOT]
    assert len(bots) == 2
    assert all(one.answer_within is None for one in bots)
    assert scenario.truth is not None
    assert bots[-1].at >= scenario.truth.onset, "or finding it would be a false page"
    material = open_material(NAME, authors=no_names)
    assert {one.speaker for one in material.read("drill")} == {Speaker.PUBLIC}
