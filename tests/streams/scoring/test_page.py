"""What is written of a page's scores: never more than Kafka takes, and never less than it could hold."""

from dataclasses import replace
from datetime import timedelta

import pytest

from connectors.mention import Mention
from connectors.page import MAX_BYTES, MAX_LINES, join_lines
from streams.reading import Label, Scored, read_readings
from streams.score import Source
from streams.scoring.page import PageScores, write_scores
from tests.connectors.samples import NOON, make_mention
from tests.streams.scored import score_as

SOURCE = Source(partition=0, offset=7, sent_at=NOON + timedelta(days=3))


def score(mention: Mention, line: int) -> Scored:
    return replace(
        score_as(mention, Label.NEUTRAL, line=line), sketch=(2**32 - 1,) * 32, because=("word",) * 8
    )


def write(lines: list[bytes]) -> PageScores:
    return write_scores(join_lines(lines), SOURCE, lane="live", brands=["acme"], score=score)


@pytest.mark.parametrize("count", [1, 500, MAX_LINES - 1])
def test_each_mention_of_a_page_is_in_its_reading_or_among_the_dead(count: int) -> None:
    lines = [make_mention(number, brand="acme").to_json() for number in range(count)]
    lines[0] = b"{"
    scores = write(lines)
    ((_, line),) = scores.readings or ((None, b""),)
    assert len(line) <= MAX_BYTES
    told = [scored.line for reading in read_readings(line, "acme").good for scored in reading.mentions]
    assert sorted([*told, *(dead.line for dead in scores.dead)]) == list(range(count))
    assert all(dead.raw == lines[dead.line] for dead in scores.dead)
    assert scores.mentions == count - 1
    if count <= 500:
        assert len(scores.dead) == 1


def test_a_reading_is_as_full_as_a_record_may_be() -> None:
    scores = write([make_mention(number, brand="acme").to_json() for number in range(MAX_LINES - 1)])
    ((_, line),) = scores.readings
    assert MAX_BYTES - 2_000 < len(line) <= MAX_BYTES
    assert "500 mentions at most" in scores.dead[0].reason
