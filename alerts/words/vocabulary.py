"""A vocabulary: every word that we say ourselves in one language."""

from collections.abc import Mapping
from dataclasses import dataclass

from alerts.words.change import Changes
from alerts.words.crowd import CrowdWords
from alerts.words.desk import Terms
from alerts.words.digest import Phrases
from alerts.words.message import Words
from alerts.words.pieces import PieceWords
from alerts.words.refusals import Refusals
from alerts.words.report import ReportWords
from alerts.words.said import SaidWords
from alerts.words.tone import ToneWords


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Nothing has a default: a language that lacks a part does not pass the type checker."""

    words: Words
    """Of every message."""
    terms: Terms
    """Of the desk."""
    phrases: Phrases
    """Of digests and silences."""
    report: ReportWords
    changes: Changes
    """What happened to an incident."""
    themes: Mapping[str, str]
    crowd: CrowdWords
    tone: ToneWords
    said: SaidWords
    pieces: PieceWords
    refusals: Refusals
    numbers: Mapping[str, str]
    """Names of the detectors' numbers, which come in English."""
    units: Mapping[str, str]
    """Of those numbers."""
