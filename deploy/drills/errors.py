"""What can go wrong with a drill.

DrillError (a DeployError)
├── UnsafeError       as configured, it could reach people it must not reach; the text says what to change
├── NoSuchDrillError  there is no drill of that lane here, or it does not run
├── BadControlError   what was asked of a running drill cannot be done
├── BadInjectError    a scenario's inject says something impossible, or there is none of that name
└── CanaryError       the canary did not come through: the path is broken somewhere; the text says where
"""

from deploy.errors import DeployError


class DrillError(DeployError):
    """The root."""


class UnsafeError(DrillError):
    """It could reach people it must not reach."""


class NoSuchDrillError(DrillError):
    """There is no such drill here."""


class BadControlError(DrillError):
    """It cannot be done to a running drill."""


class BadInjectError(DrillError):
    """An inject says something impossible, or is not there."""


class CanaryError(DrillError):
    """The canary did not come through."""
