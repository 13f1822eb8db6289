"""Who is behind a rise, in English."""

from collections.abc import Mapping
from typing import Final

from alerts.words.crowd import CrowdWords
from streams.crowd import CrowdSign

_SIGNS: Final[Mapping[CrowdSign, str]] = {
    CrowdSign.COPIED: "looks copied: {copied} of {sampled} sampled are near-copies of others",
    CrowdSign.CHORUS: "one text: up to {largest} near-copies of it within a minute",
    CrowdSign.FEW_VOICES: "few authors: about {voices} wrote {signed} negative mentions",
    CrowdSign.MANY_VOICES: "many people: about {voices} wrote {signed} negative mentions",
    CrowdSign.NEW_ACCOUNTS: "new accounts: {once} of {told} have a single post",
    CrowdSign.HOLLOW: "says little: {hollow} are only a word or two, or emoji",
    CrowdSign.THIN: "comment quality {quality} of 1: the more is hollow, copied or negative, the lower",
    CrowdSign.PROBING: "people try out a bot: {probing} mentions test, trick or insult one",
    CrowdSign.TOXIC_ENGAGEMENT: "toxic engagement, no success: {times} times the usual talk, {hostile} of it negative",
    CrowdSign.STIRRED: "anger spreads: {angry} reactions to a negative mention, {others} to others, without the few most popular",
}

CROWD: Final = CrowdWords(title="Who is behind it", signs=_SIGNS)
