"""The exhibit: what an incident shows of its spikes, bounded whatever they hold: numbers, names and quotes."""

from dataclasses import replace
from typing import Final

from alerts.excerpt import cut
from alerts.incident import Incident
from streams.crowd import add_crowds
from streams.minute import Quote
from streams.pieces import rank_pieces
from streams.said import HOLDERS_KEPT, Remark, Said, show_said
from streams.spike import Spike

QUOTES_KEPT: Final = 8
TERMS_KEPT: Final = 16
EXCERPT_KEPT: Final = 600
NAMES_KEPT: Final = 24
TITLE_KEPT: Final = 200
"""Of a piece of AI-made content; it is looked up in the register by what is kept."""


def renumber(incident: Incident, spike: Spike) -> Incident:
    """Show this spike's numbers: of an incident's spikes, the first leads."""
    return replace(
        incident,
        observed=spike.observed,
        expected=spike.expected,
        evidence=spike.evidence,
        threshold=spike.threshold,
        terms=tuple(
            replace(
                term,
                name=cut(term.name, 80),
                unit=cut(term.unit, 40),
                note=cut(term.note, 200),
            )
            for term in spike.terms[:TERMS_KEPT]
        ),
        mentions=spike.mentions,
        usual_mentions=spike.usual_mentions,
        negative=spike.negative,
        unscored=spike.unscored,
        platforms=dict(spike.platforms),
        themes={cut(theme, 60): count for theme, count in list(spike.themes.items())[:NAMES_KEPT]},
        pieces={cut(title, TITLE_KEPT): felt for title, felt in rank_pieces(spike.pieces).items()},
        crowd=add_crowds([spike.crowd]),
        plain=spike.plain,
        mix=replace(spike.mix, themes={}, pieces={}) if spike.mix else None,
        said=_bound_said(spike.said),
        wording=spike.wording,
        quotes=merge_quotes((), spike),
        silent=cap(spike.silent),
        untrusted=spike.untrusted,
    )


def merge_quotes(known: tuple[Quote, ...], spike: Spike) -> tuple[Quote, ...]:
    """Newest first, each once, and none that was taken down."""
    removed = frozenset(spike.removed)
    merged: dict[str, Quote] = {}
    for quote in (*spike.quotes, *known):
        if quote.identity not in removed and quote.identity not in merged:
            merged[quote.identity] = _bound(quote)
    return tuple(merged.values())[:QUOTES_KEPT]


def list_shown(incident: Incident) -> tuple[str, ...]:
    """Identities of the mentions whose words it shows."""
    said = incident.said.identities if incident.said else ()
    return tuple(dict.fromkeys([*(quote.identity for quote in incident.quotes), *said]))


def _bound(quote: Quote) -> Quote:
    url = quote.url if quote.url and len(quote.url) <= 1_000 else None  # noqa: PLR2004 - longer than any permalink
    return replace(
        quote,
        excerpt=cut(quote.excerpt, EXCERPT_KEPT),
        because=tuple(cut(word, 60) for word in quote.because[:8]),
        themes=tuple(cut(theme, 60) for theme in quote.themes[:8]),
        url=url,
    )


def _bound_said(said: Said | None) -> Said | None:
    shown = show_said(said)
    if shown is None:
        return None
    words = tuple(
        replace(one, word=cut(one.word, 60), holders=one.holders[:HOLDERS_KEPT]) for one in shown.words
    )
    asks = tuple(
        replace(ask, quotes=tuple(map(_bound_remark, ask.quotes))) for ask in shown.asks[:NAMES_KEPT]
    )
    return replace(shown, words=words, questions=tuple(map(_bound_remark, shown.questions)), asks=asks)


def _bound_remark(remark: Remark) -> Remark:
    return replace(remark, text=cut(remark.text, EXCERPT_KEPT))


def cap(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(cut(name, 120) for name in names[:NAMES_KEPT])
