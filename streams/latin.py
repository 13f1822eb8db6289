"""Latin detectors: which language a text in Latin script is in, by maintained libraries.

eldc (C, 2.5 µs) has no wheel for some platforms (Linux on ARM, Python 3.14); py3langid (pure Python on numpy)
runs there. pyproject.toml's markers install one of the two.
"""

from collections.abc import Mapping
from typing import Final, Protocol

OTHERS: Final = ("fr", "de", "it", "pt", "nl", "pl", "ro", "cs", "tr", "vi", "sv")
"""Languages we know only to tell them apart from ours; more of them cost accuracy on short texts."""

CANDIDATES: Final = ("en", "es", "hu", *OTHERS)

RATED: Final = 5
"""Languages told of a text. Where there are so many, another one may be as likely as the last of them: "AI slop" is
Romanian, Dutch, French, Italian and Vietnamese to eldc before it is English."""


class LatinDetector(Protocol):
    """Rates the languages a text may be in."""

    def rate(self, text: str) -> Mapping[str, float]:
        """From 0 to 1 by ISO 639-1 code, the `RATED` best only; empty when it cannot tell. Does no I/O."""
        ...


class Eldc:
    """eldc, with its models inside the wheel."""

    def __init__(self) -> None:
        import eldc  # noqa: PLC0415  # not installed where it has no wheel

        eldc.init()
        self._detector = eldc.instance()
        self._detector.set_languages(list(CANDIDATES))
        self._detector.set_scores(RATED)
        self.detail = self._detector.detect_details
        """What `rate` asks; the compiled part asks it itself."""

    def rate(self, text: str) -> Mapping[str, float]:
        scores: Mapping[str, float] = self.detail(text).scores
        return scores


class Py3Langid:
    """py3langid, with its model inside the wheel."""

    def __init__(self) -> None:
        from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415  # either this or eldc

        self._identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
        self._identifier.set_languages(list(CANDIDATES))

    def rate(self, text: str) -> Mapping[str, float]:
        return {code: float(share) for code, share in self._identifier.rank(text)[:RATED]}


def load_latin_detector() -> LatinDetector:
    """The fastest one installed.

    Raises:
        ImportError: neither is installed.
    """
    try:
        return Eldc()
    except ImportError:
        return Py3Langid()
