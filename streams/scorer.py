"""The mention scorer: one mention in, one `Scored` out."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from connectors.mention import Mention
from streams.backlash.classifier import NOTHING
from streams.backlash.context import NO_REGISTERS, Registers
from streams.backlash.registry import CLASSIFIERS
from streams.language import Language, LanguageJudge
from streams.reading import Label, Scored
from streams.sentiment.registry import SCORERS
from streams.sentiment.scorer import Feeling, ScorerFactory
from streams.sentiment.taming import tame
from streams.sketch import Sketch, sketch_text

EXCERPT: Final = 280
"""Characters of a quote."""

REASONS: Final = 6
"""Words and phrases named for a score."""


class MentionScorer:
    """Scores mentions. Built once for each worker; no clock, no I/O, nothing kept between mentions."""

    def __init__(
        self,
        scorers: Mapping[Language, ScorerFactory] = SCORERS,
        languages: LanguageJudge | None = None,
        *,
        registers: Registers = NO_REGISTERS,
        own_weights: Path | None = None,
    ) -> None:
        """Read lexicons and weights.

        Args:
            scorers: by language; the others are unscored.
            languages: who decides the language.
            registers: what each brand made with AI.
            own_weights: a directory that `crisis train` wrote; what is not there comes from the package.

        Raises:
            UnreadableWeightsError: a file there is not weights.
        """
        self._languages = languages or LanguageJudge()
        self._scorers = {language: factory(own_weights) for language, factory in scorers.items()}
        self._classifiers = {
            language: factory(own_weights) for language, factory in CLASSIFIERS.items() if language in scorers
        }
        self._registers = registers

    def score_mention(self, mention: Mention, line: int) -> Scored:
        """Score one mention; `line` is where it stands on its page. Raises nothing."""
        if mention.deleted:
            return _fill(mention, line)
        text = tame(mention.text)
        spoken = self._languages.judge(text, mention.language)
        scorer = self._scorers.get(spoken.language)
        if scorer is None:
            return _fill(mention, line, language=spoken.language, sketch=sketch_text(text))
        feeling = scorer.score(text)
        classifier = self._classifiers.get(spoken.language)
        finding = NOTHING
        if classifier is not None:
            register = self._registers.get(mention.brand)
            finding = classifier.classify(
                text, feeling, under_ai=register is not None and register.covers(mention)
            )
        if finding.is_backlash and feeling.label is not Label.NEGATIVE:
            # "so original 👏" under an AI film: the words smile, the mention does not.
            feeling = Feeling(Label.NEGATIVE, -finding.probability / 2, finding.probability, feeling.because)
        is_quotable = feeling.label is Label.NEGATIVE
        return _fill(
            mention,
            line,
            label=feeling.label,
            valence=feeling.valence,
            confidence=feeling.confidence,
            language=spoken.language,
            backlash=finding.is_backlash,
            themes=tuple(finding.themes),
            excerpt=cut_excerpt(mention.text) if is_quotable else "",
            because=tuple(dict.fromkeys((*finding.because, *feeling.because)))[:REASONS],
            sketch=sketch_text(text),
        )


def cut_excerpt(text: str) -> str:
    """The beginning of a text on one line, at most `EXCERPT` characters."""
    flat = " ".join(text[: EXCERPT * 8].split())
    return flat if len(flat) <= EXCERPT else flat[: EXCERPT - 1] + "…"


def _fill(
    mention: Mention,
    line: int,
    *,
    label: Label = Label.UNSCORED,
    valence: float = 0.0,
    confidence: float = 0.0,
    language: str = Language.OTHER,
    backlash: bool = False,
    themes: tuple[str, ...] = (),
    excerpt: str = "",
    because: tuple[str, ...] = (),
    sketch: Sketch = (),
) -> Scored:
    return Scored(
        line=line,
        identity=mention.identity,
        source=mention.source,
        platform=mention.platform,
        kind=mention.kind,
        published_at=mention.published_at,
        label=label,
        valence=valence,
        confidence=confidence,
        language=language,
        backlash=backlash,
        themes=themes,
        author=mention.author,
        family=mention.family,
        url=mention.url,
        excerpt=excerpt,
        because=because,
        sketch=sketch,
        owned=mention.owned,
        edited=mention.edited,
        deleted=mention.deleted,
    )
