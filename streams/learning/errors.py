"""What can go wrong with weights and labelled texts.

LearningError
├── UnreadableWeightsError   the file is not weights, or of another format: train again
└── BadLabelsError           a labelled text breaks the format; the text names line and field
"""


class LearningError(Exception):
    """The root."""


class UnreadableWeightsError(LearningError):
    """These bytes are not weights this release can read."""


class BadLabelsError(LearningError):
    """A labelled text is not what the format says, or there are too few to learn from."""
