"""What can go wrong with a recording.

RecordingError (a DeployError)
├── UnfitError        this recording cannot be used for this; the text says for what it can
├── BadManifestError  its manifest says something impossible, or cannot be read
└── EmptyError        there is nothing to record or to read; the text says where was looked
"""

from deploy.errors import DeployError


class RecordingError(DeployError):
    """The root."""


class UnfitError(RecordingError):
    """The recording cannot be used for this."""


class BadManifestError(RecordingError):
    """The manifest cannot be believed."""


class EmptyError(RecordingError):
    """There is nothing in it."""
