"""Under which AI-made content a rise stands, from the configuration to what the person on call reads."""

from dataclasses import replace
from typing import Any

import pytest

from alerts.channels.slack.message import write_message
from alerts.gist import write_gist
from alerts.incident import Incident
from alerts.piecelines import tell_pieces
from alerts.words.language import Language
from connectors.ai_content import AiContent
from connectors.recording import list_sources
from connectors.timetable import Timetable
from deploy.backtest.path import BrandPath
from deploy.backtest.readings import score_recording
from deploy.backtest.rule import build_rule
from streams.backlash.context import keep_register
from streams.reading import Label
from streams.scorer import MentionScorer
from streams.spike import Spike
from tests.alerts.examples import incident_of, letter, notice, spike
from tests.alerts.test_crowdlines import FRESH, tell_storm

FILM = AiContent.model_validate(
    {
        "title": "Holiday film",
        "vendor": "DreamMill 3 by Studio Kőr",
        "vendor_contact": "Kim, +44 20 7946 0000",
        "disclosure_text": "Made with AI",
        "disclosure_place": "caption",
        "disclosure": {"mastodon": "done", "bluesky": "required"},
        "status": "published",
        "reviewed_by": "Ana",
    }
)
UNDER = {"Holiday film": {Label.NEGATIVE: 41, Label.NEUTRAL: 20, Label.POSITIVE: 2}}


def found(pieces: dict[str, dict[Label, int]], **changes: Any) -> Incident:
    return incident_of(spike(pieces=pieces, **changes))


def tell(*contents: AiContent, language: Language = Language.EN) -> tuple[str, ...]:
    return tell_pieces(found(UNDER), contents, language)


@pytest.mark.need("000-16")
@pytest.mark.need("004-17")
def test_how_it_was_disclosed_and_whose_ai_made_it_is_told() -> None:
    assert tell(FILM) == (
        "“Holiday film”: 63 mentions stand under it, 41 of them negative",
        "Disclosure: “Made with AI”, in caption; required on bluesky and not shown yet; shown on mastodon",
        "Made with: DreamMill 3 by Studio Kőr; contact: Kim, +44 20 7946 0000",
        "Registered as published; reviewed by Ana",
    )


@pytest.mark.need("000-16")
@pytest.mark.need("004-17")
def test_what_nobody_has_registered_is_said_so() -> None:
    assert tell(AiContent(title="Holiday film"))[1:] == (
        "Disclosure: no disclosure is registered",
        "Made with: no vendor is registered",
        "no review by a person is registered",
    )


@pytest.mark.need("000-16")
def test_half_a_disclosure_says_which_half_is_missing() -> None:
    text = FILM.model_copy(update={"disclosure_place": "", "disclosure": {}})
    place = FILM.model_copy(update={"disclosure_text": "", "disclosure": {}})
    assert tell(text)[1] == "Disclosure: “Made with AI”; where it stands is not registered"
    assert tell(place)[1] == "Disclosure: in caption; its words are not registered"


def test_the_reader_has_it_in_their_own_language() -> None:
    assert tell(AiContent(title="Holiday film"), language=Language.ZH_HANT)[1] == "揭露：未登錄任何揭露"


def test_a_piece_that_was_taken_out_of_the_configuration_is_still_named() -> None:
    assert tell()[1:] == ("It is not in the register any more",)


def test_a_rise_elsewhere_says_nothing_of_it() -> None:
    assert tell_pieces(found({}), [FILM], Language.EN) == ()


def test_of_many_pieces_those_that_most_mentions_stand_under_are_told() -> None:
    many = {f"piece {n}": {Label.NEUTRAL: n} for n in range(1, 6)}
    lines = tell_pieces(found(many), [], Language.EN)
    assert [line for line in lines if line.startswith("“")] == [
        f"“piece {n}”: {n} mentions stand under it, 0 of them negative" for n in (5, 4, 3)
    ]
    assert lines[-1] == "2 further pieces"


@pytest.mark.need("000-16")
@pytest.mark.need("004-17")
def test_it_stands_in_slack_and_in_every_other_channel() -> None:
    told = replace(letter(notice(found(UNDER))), contents=(FILM,))
    slack = str(write_message(told).blocks)
    plain = write_gist(told).write_plain(limit=10_000)
    for text in (slack, plain):
        assert "Under your AI-made content" in text
        for line in tell(FILM):
            assert line in text


def test_nothing_in_it_can_ping_format_or_link() -> None:
    evil = "<!channel> *x* `y` https://evil.example/a <@U123>"
    update = dict.fromkeys(
        ("title", "vendor", "vendor_contact", "disclosure_text", "disclosure_place", "reviewed_by"), evil
    )
    told = replace(
        letter(notice(found({evil: {Label.NEGATIVE: 1}}))), contents=(FILM.model_copy(update=update),)
    )
    blocks = write_message(told).blocks
    part = next(str(block) for block in blocks if "Under your AI-made content" in str(block))
    assert "reviewed by &lt;!channel&gt;" in part
    for acting in ("<", "*x*", "`", "https://"):
        assert acting not in part


def test_long_words_leave_room_for_every_line_of_three_pieces() -> None:
    words = "w" * 300
    update = dict.fromkeys(("vendor", "vendor_contact", "disclosure_text", "disclosure_place"), words)
    pieces = {f"{n} {'t' * 300}": {Label.NEGATIVE: 1} for n in range(3)}
    contents = tuple(FILM.model_copy(update={**update, "title": title}) for title in pieces)
    told = replace(letter(notice(found(pieces))), contents=contents)
    part = next(str(block) for block in write_message(told).blocks if "Under your" in str(block))
    assert part.count("reviewed by Ana") == 3


@pytest.mark.need("000-16")
@pytest.mark.need("004-17")
def test_a_storm_under_a_registered_film_reaches_the_person_on_call_with_its_disclosure() -> None:
    storm = [
        replace(one, text=one.text.replace("made an AI slop film", "film"), parent_id="film")
        if "slop" in one.text
        else one
        for one in tell_storm(FRESH)
    ]
    film = FILM.model_copy(update={"posts": ("film",)})
    scorer = MentionScorer(registers={"lumen": keep_register([film])})
    table = Timetable(list_sources(storm), "live")
    path = BrandPath("lumen", build_rule(), lane="live")
    readings = score_recording(storm, table, brands=["lumen"], score=scorer.score_mention)
    spikes = [one for reading in readings for one in path.take(reading) if isinstance(one, Spike)]
    told = replace(letter(notice(incident_of(spikes[0]))), contents=(film,))
    slack = str(write_message(told).blocks)
    assert "• “Holiday film”: " in slack
    assert "• Disclosure: “Made with AI”, in caption" in slack
    assert "• Made with: DreamMill 3 by Studio Kőr" in slack
