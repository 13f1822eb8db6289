"""What is said: draws lines from a phrase book and words them, hardly ever the same twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from deploy.scenarios.chance import Deck, pick
from deploy.scenarios.errors import BrokenScenarioError
from deploy.scenarios.phrases import Form, Kind, Phrase, Phrasebook, Theme
from deploy.scenarios.scenario import Named, Strand
from deploy.scenarios.wording import fill, roughen

_TRIES: Final = 6
_SHORT: Final = 60
"""Only what is shorter is said together with something else."""
_NAMED: Final = 0.6
"""Of what stands alone: names the brand in the sentence; the rest gets a handle or a hashtag."""
_VERBATIM: Final = frozenset({Form.ARTICLE, Form.COPYPASTA, Form.OWN, Form.THREAD})
"""Not mistyped: edited by somebody, or pasted."""


@dataclass(frozen=True, slots=True)
class Said:
    """A text and what it is."""

    text: str
    kind: Kind
    themes: tuple[Theme, ...]
    form: Form


@dataclass(frozen=True, slots=True)
class Sort:
    """What is asked of a phrase; the parts with defaults are wishes."""

    story: str
    kind: Kind
    form: Form
    theme: Theme | None = None
    named: bool = False
    names_ai: bool | None = None


class Voice:
    """One language speaking about one brand."""

    __slots__ = ("_book", "_decks", "_names", "_rng", "_seen", "_tag")

    def __init__(self, book: Phrasebook, brand: Named, rival: Named, films: Sequence[str], rng: Random) -> None:
        language = book.language
        self._book = book
        self._tag = brand.tag
        self._names: Mapping[str, Sequence[str]] = {
            **book.slots,
            "brand": brand.names.get(language, (brand.tag,)),
            "rival": rival.names.get(language, (rival.tag,)),
            "tag": (brand.tag,),
            "handle": (brand.handle,),
            "film": films,
        }
        self._decks: dict[Sort, Deck[Phrase]] = {}
        self._seen: set[str] = set()
        self._rng = rng

    def say(self, strand: Strand, form: Form, *, alone: bool) -> Said:
        """Say something of a strand.

        Args:
            strand: which kinds and themes, how often.
            form: how it is said.
            alone: not under anything, so that it must name the brand itself.

        Raises:
            BrokenScenarioError: the phrase book has nothing of that sort.
        """
        kind = pick(strand.kinds, self._rng)
        theme = pick(strand.themes, self._rng) if strand.themes else None
        for _ in range(_TRIES):
            named = alone and form is Form.LINE and self._rng.random() < _NAMED
            ai = None if strand.names_ai is None else self._rng.random() < strand.names_ai
            phrase = self._deal(Sort(strand.story, kind, form, theme, named, ai))
            said = self._word(phrase, strand, theme)
            if alone and not phrase.names_the_brand and form is Form.LINE:
                said = replace(said, text=self._address(said.text))
            if said.text not in self._seen or form in _VERBATIM or form is Form.BOT:
                break
        self._seen.add(said.text)
        return said

    def announce(self, story: str, kind: Kind, form: Form) -> Said:
        """Say the line of an event."""
        phrase = self._deal(Sort(story, kind, form))
        return Said(fill(phrase.text, self._names, self._rng), kind, phrase.themes, form)

    def amend(self, text: str) -> str:
        """The same text after its author edited it."""
        return f"{text}\n{self._rng.choice(self._book.noise.edits)}"

    def _address(self, text: str) -> str:
        handle, tag = self._names["handle"][0], self._rng.choice(self._names["brand"])
        return self._rng.choice((f"@{handle} {text}", f"{text} @{handle}", f"{text} #{tag.replace(' ', '')}"))

    def _word(self, phrase: Phrase, strand: Strand, theme: Theme | None) -> Said:
        text = fill(phrase.text, self._names, self._rng)
        themes = phrase.themes
        if phrase.form in _VERBATIM:
            return Said(text, phrase.kind, themes, phrase.form)
        if len(text) < _SHORT and phrase.form is Form.LINE and self._rng.random() < self._book.habits.pair:
            other = self._deal(Sort(strand.story, phrase.kind, phrase.form, theme))
            second = fill(other.text, self._names, self._rng)
            if other != phrase and len(second) < _SHORT:
                text = f"{text.rstrip('.。…')}{self._rng.choice(self._book.noise.joints)}{second}"
                themes = tuple(sorted({*themes, *other.themes}))
        return Said(roughen(text, phrase.kind, self._book, self._tag, self._rng), phrase.kind, themes, phrase.form)

    def _deal(self, sort: Sort) -> Phrase:
        if sort not in self._decks:
            self._decks[sort] = Deck(self._fitting(sort), self._rng)
        return self._decks[sort].deal()

    def _fitting(self, sort: Sort) -> tuple[Phrase, ...]:
        """What fits best: rather another theme than another form, rather a line than nothing."""
        book = self._book
        fitting = (
            book.choose(story=sort.story, kind=sort.kind, form=sort.form, theme=sort.theme)
            or book.choose(story=sort.story, kind=sort.kind, form=sort.form)
            or book.choose(story=sort.story, kind=sort.kind, form=Form.LINE, theme=sort.theme)
            or book.choose(story=sort.story, kind=sort.kind, form=Form.LINE)
        )
        if not fitting:
            raise BrokenScenarioError(f"{book.language} has no {sort.kind} of the story {sort.story!r}")
        if sort.names_ai is not None:
            fitting = tuple(phrase for phrase in fitting if phrase.names_ai == sort.names_ai) or fitting
        if sort.named:
            fitting = tuple(phrase for phrase in fitting if phrase.names_the_brand) or fitting
        return fitting
