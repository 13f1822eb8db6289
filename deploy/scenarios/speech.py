"""What is said: draws lines from a phrase book and words them, hardly ever the same twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from connectors.mention import Platform
from deploy.scenarios.chance import Deck, pick
from deploy.scenarios.errors import BrokenScenarioError
from deploy.scenarios.phrases import Form, Kind, Phrase, Phrasebook, Theme
from deploy.scenarios.scenario import Named, Strand
from deploy.scenarios.wording import fill, join, mend, roughen

_TRIES: Final = 6
_SHORT: Final = 60
"""Only what is shorter is said together with something else."""
_VERBATIM: Final = frozenset({Form.ARTICLE, Form.COPYPASTA, Form.OWN, Form.THREAD})
"""Not mistyped: edited by somebody, or pasted."""

_PROOFREAD: Final = frozenset({Form.ARTICLE, Form.OWN})
"""Calls everything by its proper name, the first in each list."""


@dataclass(frozen=True, slots=True)
class Said:
    """A text and what it is."""

    text: str
    kind: Kind
    themes: tuple[Theme, ...]
    form: Form
    platforms: tuple[Platform, ...]
    """Where alone it can have been said; empty for anywhere."""


@dataclass(frozen=True, slots=True)
class Sort:
    """What is asked of a phrase."""

    story: str
    form: Form
    kind: Kind | None = None
    theme: Theme | None = None
    names_ai: bool | None = None


class Voice:
    """One language speaking about one brand."""

    __slots__ = ("_book", "_decks", "_names", "_rng", "_seen", "_tag")

    def __init__(
        self, book: Phrasebook, brand: Named, rival: Named, films: Sequence[str], rng: Random
    ) -> None:
        language = book.language
        self._book = book
        self._tag = brand.tag
        self._names: Mapping[str, Sequence[str]] = {
            **book.slots,
            "brand": brand.names.get(language, (brand.tag,)),
            "rival": rival.names.get(language, (rival.tag,)),
            "tag": (brand.tag,),
            "handle": (brand.handles.get(language, brand.handle),),
            "film": films,
        }
        self._decks: dict[Sort, Deck[Phrase]] = {}
        self._seen: set[str] = set()
        self._rng = rng

    def say(self, strand: Strand, form: Form, *, alone: bool) -> Said:
        """Say something of a strand.

        Args:
            strand: which kinds and themes, how often.
            form: how it is said; what is not a line has the kind its phrase has.
            alone: not under anything, so that it must name the brand itself.

        Raises:
            BrokenScenarioError: the phrase book has nothing of that sort.
        """
        is_line = form is Form.LINE
        kind = pick(strand.kinds, self._rng) if is_line else None
        theme = pick(strand.themes, self._rng) if is_line and strand.themes else None
        ai = None if strand.names_ai is None or not is_line else self._rng.random() < strand.names_ai
        sort = Sort(strand.story, form, kind, theme, ai)
        for _ in range(_TRIES):
            phrase = self._deck(sort).deal(lambda phrase: phrase.names_the_brand == alone)
            said = self._word(phrase, sort)
            if alone and is_line and not phrase.names_the_brand:
                said = replace(said, text=self._address(said))
            if said.text not in self._seen or phrase.form in _VERBATIM or phrase.form is Form.BOT:
                break
        self._seen.add(said.text)
        return said

    def announce(self, story: str, kind: Kind, form: Form) -> Said:
        """Say the line of an event."""
        return self._word(self._deck(Sort(story, form, kind)).deal(), Sort(story, form, kind))

    def amend(self, text: str) -> str:
        """The same text after its author edited it."""
        return f"{text}\n{self._rng.choice(self._book.noise.edits)}"

    def _word(self, phrase: Phrase, sort: Sort) -> Said:
        book, rng = self._book, self._rng
        said = Said(self._fill(phrase), phrase.kind, phrase.themes, phrase.form, phrase.platforms)
        if phrase.form in _VERBATIM:
            return said
        text, themes = said.text, phrase.themes
        if len(text) < _SHORT and phrase.form is Form.LINE and rng.random() < book.habits.pair:
            other = self._deck(sort).deal()
            second = self._fill(other)
            if other != phrase and len(second) < _SHORT:
                text = join(text, second, book.noise.joints, rng)
                themes = tuple(sorted({*themes, *other.themes}))
        return replace(said, text=roughen(text, phrase.kind, book, self._tag, rng), themes=themes)

    def _fill(self, phrase: Phrase) -> str:
        names = self._names
        if phrase.form in _PROOFREAD:
            names = {**names, **{name: names[name][:1] for name in ("brand", "rival", "film")}}
        return mend(fill(phrase.text, names, self._rng), self._book.mend)

    def _address(self, said: Said) -> str:
        """Name the brand beside the sentence; only who wants something of it calls its account."""
        hashed = f"{said.text} #{self._rng.choice(self._names['brand']).replace(' ', '')}"
        if said.kind in {Kind.NEUTRAL, Kind.TRAP}:
            return hashed
        handle = self._names["handle"][0]
        return self._rng.choice((f"@{handle} {said.text}", f"{said.text} @{handle}", hashed))

    def _deck(self, sort: Sort) -> Deck[Phrase]:
        if sort not in self._decks:
            self._decks[sort] = Deck(self._fitting(sort), self._rng)
        return self._decks[sort]

    def _fitting(self, sort: Sort) -> tuple[Phrase, ...]:
        """What fits; of another theme if the language has none of this one."""
        story, form, kind = sort.story, sort.form, sort.kind
        fitting = self._book.choose(story=story, form=form, kind=kind, theme=sort.theme) or self._book.choose(
            story=story, form=form, kind=kind
        )
        if not fitting:
            raise BrokenScenarioError(
                f"{self._book.language} has nothing of the story {story!r} with form {form} and kind {kind}"
            )
        if sort.names_ai is None:
            return fitting
        return tuple(phrase for phrase in fitting if phrase.names_ai == sort.names_ai) or fitting
