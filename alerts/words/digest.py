"""The words of digests, silences and groups: one language is one of these."""

from collections.abc import Mapping
from dataclasses import dataclass

from alerts.digest import Cause


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """One language; `{}` are filled by name."""

    digest: str
    digest_lead: str
    digest_now: str
    digest_over: str
    left_out: str
    feed: str
    still_open: str
    over: str
    times: str
    causes: Mapping[Cause, str]
    silence: str
    silence_lead: str
    silence_now: str
    silence_reason: str
    silence_withheld: str
    further_feeds: str
    pierced: str
    after_silence: str
