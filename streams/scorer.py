"""The mention scorer: one mention in, one `Scored` out."""

from collections.abc import Mapping
from typing import Final

from connectors.mention import Mention
from streams.language import Language, LanguageJudge
from streams.reading import Label, Scored
from streams.sentiment.registry import SCORERS
from streams.sentiment.scorer import UNSCORED, ScorerFactory

EXCERPT: Final = 280
"""Characters of a quote."""


class MentionScorer:
    """Scores mentions. Built once for each worker; no clock, no I/O, nothing kept between mentions."""

    def __init__(
        self, scorers: Mapping[Language, ScorerFactory] = SCORERS, languages: LanguageJudge | None = None
    ) -> None:
        self._languages = languages or LanguageJudge()
        self._scorers = {language: factory() for language, factory in scorers.items()}

    def score_mention(self, mention: Mention, line: int) -> Scored:
        """Score one mention; `line` is where it stands on its page. Raises nothing."""
        if mention.deleted:
            return _fill(mention, line)
        spoken = self._languages.judge(mention.text, mention.language)
        scorer = self._scorers.get(spoken.language)
        feeling = scorer.score(mention.text) if scorer else UNSCORED
        return _fill(
            mention,
            line,
            label=feeling.label,
            valence=feeling.valence,
            confidence=feeling.confidence,
            language=spoken.language,
            excerpt=cut_excerpt(mention.text) if feeling.label is Label.NEGATIVE else "",
            because=feeling.because,
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
    excerpt: str = "",
    because: tuple[str, ...] = (),
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
        author=mention.author,
        url=mention.url,
        excerpt=excerpt,
        because=because,
        owned=mention.owned,
        edited=mention.edited,
        deleted=mention.deleted,
    )
