"""The languages that the on-call person may be written to in."""

from enum import StrEnum


class Language(StrEnum):
    """A language the on-call person may be written to in."""

    EN = "en"
    ZH_HANT = "zh-Hant"
