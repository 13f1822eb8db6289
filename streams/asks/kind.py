"""Kinds of ask: what people want a brand to do."""

from enum import StrEnum


class AskKind(StrEnum):
    """Each is a table of phrases in every language; the names go over the wire."""

    PEOPLE = "people"
    """People instead of AI: the artists back, real pictures."""
    LABEL = "label"
    """Say where AI was used."""
    REMOVE = "remove"
    """Take it down."""
    ANSWER = "answer"
    """Apologise, explain, take responsibility."""
    PAY = "pay"
    """Pay, credit or ask those whose work it is."""
    CHOICE = "choice"
    """A way to do without."""
    CONTACT = "contact"
    """A person to talk to."""
    STOP = "stop"
    """No more AI at all."""
