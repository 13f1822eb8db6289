"""What can go wrong with those who score pages.

ScoringError
├── ScorerRefusedError   it would not start; the text is its own: mend what it names
└── ScorerGoneError      it died with pages in hand: start the worker again, which repeats them
"""


class ScoringError(Exception):
    """The root."""


class ScorerRefusedError(ScoringError):
    """A scoring process did not start."""


class ScorerGoneError(ScoringError):
    """A scoring process died."""
