"""Mentions under registered AI-made content, from the page they stand on to the spike and the metrics."""

from dataclasses import replace

import pytest
from prometheus_client import CollectorRegistry

from connectors.ai_content import AiContent, Disclosure
from connectors.mention import ChannelKind, Mention, Platform
from streams.backlash.context import AiRegister, find_piece, keep_register
from streams.dossier import Dossier
from streams.metrics import StreamMetrics
from streams.minute import Counts
from streams.pieces import PIECES_KEPT, Disclosed, add_pieces, rank_pieces, split_pieces
from streams.reading import Label, Scored
from streams.scorer import MentionScorer
from tests.streams import rolling
from tests.streams.minutes import START, minute

REGISTER = keep_register(
    [
        AiContent(title="Film", posts=("film", "https://example.com/film"), tags=("#AcmeDreams",)),
        AiContent(title="Poster", posts=("poster", "film"), tags=("Winter Poster",)),
    ]
)
BAD, FINE = Label.NEGATIVE, Label.NEUTRAL


def said(text: str = "so soulless", parent: str | None = None, url: str | None = None) -> Mention:
    return Mention(
        source="x",
        native_id="1",
        brand="acme",
        platform=Platform.X,
        kind=ChannelKind.REPLY,
        published_at=START,
        text=text,
        parent_id=parent,
        url=url,
    )


@pytest.mark.parametrize(
    ("mention", "piece"),
    [
        (said(parent="film"), "Film"),
        (said(parent="poster"), "Poster"),
        (said(url="https://example.com/film"), "Film"),
        (said("soulless #ACMEDREAMS"), "Film"),
        (said("that winter poster"), "Poster"),
        (said(parent="elsewhere"), None),
        (said(), None),
    ],
)
def test_a_mention_belongs_to_the_piece_that_it_stands_under(mention: Mention, piece: str | None) -> None:
    assert find_piece(mention, {"acme": REGISTER}) == piece
    assert find_piece(mention, {"other": REGISTER}) is None


@pytest.mark.need("000-16")
@pytest.mark.parametrize("compiled", [True, False])
def test_a_score_names_the_piece(compiled: bool) -> None:  # noqa: FBT001  # a parameter
    scorer = MentionScorer(registers={"acme": REGISTER}, compiled=compiled)
    assert scorer.score_mention(said(parent="poster"), 0).piece == "Poster"
    assert scorer.score_mention(said(), 0).piece is None
    assert scorer.score_mention(replace(said(parent="film"), text="", deleted=True), 0).piece is None
    assert scorer.score_mention(said("作品很美", parent="film"), 0).piece == "Film"


def test_whoever_registers_nothing_has_no_pieces() -> None:
    assert AiRegister().find_piece(said(parent="film")) is None


def under(identity: str, piece: str | None, label: Label) -> Scored:
    return replace(rolling.scored(identity, 0.5, label=label), piece=piece)


@pytest.mark.need("001-17")
def test_a_minute_counts_each_piece_by_label_in_whatever_order_they_come() -> None:
    mentions = [
        under("a", "Film", BAD),
        under("b", "Poster", FINE),
        under("c", "Film", FINE),
        under("d", None, BAD),
    ]
    closed = []
    for order in (mentions, mentions[::-1]):
        roller = rolling.Roller()
        roller.take(rolling.reading(0, *order))
        (only,) = roller.take(rolling.reading(1, beats=[("x", 1)]))
        closed.append(only)
    assert closed[0].counts == closed[1].counts
    assert closed[0].counts.to_json() == closed[1].counts.to_json()
    assert closed[0].counts.pieces == {"Film": {BAD: 1, FINE: 1}, "Poster": {FINE: 1}}


def test_a_page_that_comes_twice_counts_once() -> None:
    roller = rolling.Roller()
    page = rolling.reading(0, under("a", "Film", BAD))
    roller.take(page)
    roller.take(page)
    roller.take(rolling.reading(1, under("a", "Film", BAD)))
    (only,) = roller.take(rolling.reading(2, beats=[("x", 1)]))
    assert only.counts.pieces == {"Film": {BAD: 1}}


def test_counts_of_before_have_no_pieces_and_add_up() -> None:
    old = Counts.from_json('{"mentions":2,"negative":2}')
    assert (old + Counts(pieces={"Film": {BAD: 1}})).pieces == {"Film": {BAD: 1}}
    assert (old + old).pieces == {}


def test_what_is_kept_of_many_pieces_is_bounded() -> None:
    dossier = Dossier()
    many = {f"piece {n:03}": {BAD: n + 1} for n in range(200)}
    one = minute(0, 5)
    dossier.add(replace(one, counts=replace(one.counts, impartial=3, favour=2, pieces=many)))
    dossier.open(START)
    assert len(dossier.counts.pieces) == PIECES_KEPT
    assert dossier.counts.pieces["piece 199"] == {BAD: 200}
    assert (dossier.counts.impartial, dossier.counts.favour) == (3, 2)


def test_pieces_add_up_and_the_most_discussed_comes_first() -> None:
    total = add_pieces([{"B": {BAD: 1}}, {"A": {FINE: 1}}, {"B": {BAD: 2, FINE: 1}}])
    assert total == {"A": {FINE: 1}, "B": {BAD: 3, FINE: 1}}
    assert list(rank_pieces(total)) == ["B", "A"]


FILM = AiContent(
    title="Film",
    disclosure_text="Made with AI",
    disclosure_place="caption",
    disclosure={Platform.BLUESKY: Disclosure.REQUIRED},
)
POSTER = AiContent(title="Poster", disclosure={Platform.BLUESKY: Disclosure.DONE})


@pytest.mark.need("001-17")
def test_feelings_are_split_by_whether_people_are_told_on_that_platform() -> None:
    platforms = {
        Platform.X: {"Film": {BAD: 1, FINE: 4}, "Poster": {BAD: 2}},
        Platform.BLUESKY: {"Film": {BAD: 8}, "Poster": {FINE: 16}, "gone": {BAD: 32}},
    }
    assert split_pieces(platforms, [FILM, POSTER]) == {
        (Disclosed.YES, BAD): 1,
        (Disclosed.YES, FINE): 20,
        (Disclosed.NO, BAD): 42,
    }


@pytest.mark.need("001-17")
def test_the_split_is_exported_and_is_zero_from_the_start() -> None:
    registry = CollectorRegistry()
    metrics = StreamMetrics(registry, brands=("acme",), lane="live", contents={"acme": (FILM, POSTER)})

    def value(disclosed: str, label: Label) -> float | None:
        labels = {"lane": "live", "brand": "acme", "disclosed": disclosed, "label": label}
        return registry.get_sample_value("crisis_ai_content_mentions_total", labels)

    assert {value(disclosed, label) for disclosed in ("yes", "no") for label in Label} == {0}
    one = minute(0, 3, platform=Platform.X)
    counted = replace(one.counts, pieces={"Film": {BAD: 2}, "Poster": {BAD: 1}})
    metrics.note_minutes([replace(one, counts=counted, platforms={Platform.X: counted})])
    assert (value("yes", BAD), value("no", BAD)) == (2, 1)
