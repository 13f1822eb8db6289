"""What can go wrong with a back-test.

BacktestError (a DeployError)
├── BadRuleError      no such detector, or a `--set` that it does not know; the text lists what there is
├── BadResultError    a saved result cannot be read
└── WorseError        the results compared are worse than those before
"""

from deploy.errors import DeployError


class BacktestError(DeployError):
    """The root."""


class BadRuleError(BacktestError):
    """The rule cannot be built as asked."""


class BadResultError(BacktestError):
    """A saved result cannot be read."""


class WorseError(BacktestError):
    """A change makes recall, delay or false pages worse."""
