"""The mention scorer: one mention in, one `Scored` out."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from connectors.mention import Mention
from streams.asks.finder import is_asking
from streams.backlash.aim import Aim
from streams.backlash.classifier import NOTHING
from streams.backlash.context import NO_REGISTERS, Registers, find_piece
from streams.backlash.registry import CLASSIFIERS
from streams.edges import cut_excerpt
from streams.language import Language, LanguageJudge, is_wordless
from streams.learning.features import EMOJI
from streams.native.installed import load_native
from streams.probes import ProbeFinder
from streams.reading import Label, Scored, Stance
from streams.sentiment.registry import SCORERS
from streams.sentiment.scorer import Feeling, ScorerFactory
from streams.sentiment.taming import tame
from streams.sketch import Sketch, sketch_text

if TYPE_CHECKING:
    from streams.native.teller import Teller

_NATIVE: Final = load_native()

REASONS: Final = 6
"""Words and phrases named for a score."""


MOST_RECALLED: Final = 4_096
"""Texts whose scores are kept, before starting afresh: a storm is made of the same few, again and again."""

LONGEST_RECALLED: Final = 500
"""Characters; what is longer is seldom said twice."""


class _Told(NamedTuple):
    """What a text says, whoever says it."""

    label: Label = Label.UNSCORED
    valence: float = 0.0
    confidence: float = 0.0
    language: str = Language.OTHER
    backlash: bool = False
    stance: Stance | None = None
    themes: tuple[str, ...] = ()
    excerpt: str = ""
    because: tuple[str, ...] = ()
    sketch: Sketch = ()
    probing: bool = False


_UNTOLD: Final = _Told()


class MentionScorer:
    """Scores mentions. Built once for each worker; no clock, no I/O.

    Between mentions it keeps a bounded memory of texts and words, from which nothing but time follows.
    """

    def __init__(
        self,
        scorers: Mapping[Language, ScorerFactory] = SCORERS,
        languages: LanguageJudge | None = None,
        *,
        registers: Registers = NO_REGISTERS,
        own_weights: Path | None = None,
        names: Mapping[str, Iterable[str]] = MappingProxyType({}),
        compiled: bool = True,
    ) -> None:
        """Read lexicons and weights.

        Args:
            scorers: by language; the others are unscored.
            languages: who decides the language.
            registers: what each brand made with AI.
            own_weights: a directory that `crisis train` wrote; what is not there comes from the package.
            names: what people call each brand; backlash against another of them is none against this one.
            compiled: use the compiled part where it is installed; scores are the same.

        Raises:
            UnreadableWeightsError: a file there is not weights.
        """
        self._languages = languages or LanguageJudge()
        self._scorers = {language: factory(own_weights) for language, factory in scorers.items()}
        self._classifiers = {
            language: factory(own_weights) for language, factory in CLASSIFIERS.items() if language in scorers
        }
        self._probes = ProbeFinder()
        self._registers = registers
        self._aim = Aim(names)
        self._recent: dict[tuple[str, str | None, bool, bool], _Told] = {}
        self._fill: Callable[[Mention, int, _Told, str | None], Scored] = _fill
        self._teller: Teller[_Told] | None = None
        if compiled and _NATIVE is not None:
            self._fill = _NATIVE.fill
            self._teller = _NATIVE.teller(
                self._languages, self._scorers, self._classifiers, self._probes, _Told, cut_excerpt, REASONS
            )

    @property
    def is_compiled(self) -> bool:
        """Whether the compiled part scores."""
        return self._teller is not None

    def score_mention(self, mention: Mention, line: int) -> Scored:
        """Score one mention; `line` is where it stands on its page. Raises nothing."""
        if mention.deleted:
            return self._fill(mention, line, _UNTOLD, None)
        piece = find_piece(mention, self._registers)
        under_ai = piece is not None
        # Under the brand's own AI-made content whoever names a rival compares.
        elsewhere = not under_ai and self._aim.is_elsewhere(mention.text, mention.brand)
        key = mention.text, mention.language, under_ai, elsewhere
        told = self._recent.get(key)
        if told is None:
            if self._teller is not None:
                told = self._teller.tell(*key)
            if told is None:
                told = self._tell(*key)
            if told.stance is not None and not told.excerpt:
                told = _keep_question(told, mention.text)
            if told.probing and not told.excerpt:  # Who plays with a bot is quoted, however gladly.
                told = told._replace(excerpt=cut_excerpt(mention.text))
            if len(mention.text) <= LONGEST_RECALLED:
                if len(self._recent) >= MOST_RECALLED:
                    self._recent.clear()
                self._recent[key] = told
        return self._fill(mention, line, told, piece)

    def _tell(self, said: str, hint: str | None, under_ai: bool, elsewhere: bool) -> _Told:  # noqa: FBT001  # the key
        text = tame(said)
        language = self._languages.judge(text, hint).language
        read_as = Language.EN if language is Language.OTHER and is_pictured(text) else language
        scorer = self._scorers.get(read_as)
        sketch, probing = sketch_text(text), self._probes.is_probe(text)
        if scorer is None:
            return _UNTOLD._replace(language=language, sketch=sketch, probing=probing)
        feeling = scorer.score(text)
        classifier = self._classifiers.get(read_as)
        finding = NOTHING
        if classifier is not None and not elsewhere:
            finding = classifier.classify(text, feeling, under_ai=under_ai)
        if finding.is_backlash and feeling.label is not Label.NEGATIVE:
            # "so original 👏" under an AI film: the words smile, the mention does not.
            # And what made them smile is no reason for this.
            feeling = Feeling(Label.NEGATIVE, -finding.probability / 2, finding.probability)
        return _Told(
            label=feeling.label,
            valence=feeling.valence,
            confidence=feeling.confidence,
            language=language,
            backlash=finding.is_backlash,
            stance=finding.stance,
            themes=tuple(finding.themes),
            excerpt=cut_excerpt(said) if feeling.label is Label.NEGATIVE else "",
            because=tuple(dict.fromkeys((*finding.because, *feeling.because)))[:REASONS],
            sketch=sketch,
            probing=probing,
        )


def is_pictured(text: str) -> bool:
    """Whether a tamed text is emoji and no word: these say the same whoever writes them, so they are read as in English."""
    return EMOJI.search(text) is not None and is_wordless(text)


def _keep_question(told: _Told, text: str) -> _Told:
    """Who asks about AI-made content is quoted, however calmly."""
    excerpt = cut_excerpt(text) if is_asking(text) else ""
    return told._replace(excerpt=excerpt) if is_asking(excerpt) else told


def _fill(mention: Mention, line: int, told: _Told, piece: str | None) -> Scored:
    return Scored(
        line=line,
        identity=mention.identity,
        source=mention.source,
        platform=mention.platform,
        kind=mention.kind,
        published_at=mention.published_at,
        label=told.label,
        valence=told.valence,
        confidence=told.confidence,
        language=told.language,
        backlash=told.backlash,
        stance=told.stance,
        themes=told.themes,
        author=mention.author,
        family=mention.family,
        url=mention.url,
        excerpt=told.excerpt,
        because=told.because,
        sketch=told.sketch,
        probing=told.probing,
        interactions=mention.interactions,
        once=None if mention.author_posts is None else mention.author_posts <= 1,
        piece=piece,
        owned=mention.owned,
        edited=mention.edited,
        deleted=mention.deleted,
    )
