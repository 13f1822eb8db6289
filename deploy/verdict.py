"""The verdict: what `crisis check` says of a file without a mistake: who would not be heard, woken or told."""

from collections.abc import Iterator
from datetime import datetime

from deploy.document import Document
from deploy.gaps import write_verdict
from deploy.unheard import list_unheard
from deploy.wanting import list_warnings


def judge_document(document: Document, now: datetime, *, file: str) -> Iterator[str]:
    """Say in a line whether it will do, then a line for each warning."""
    warnings = list_warnings(document.sources.brands, file=file)
    unheard = list_unheard(document.sources, document.sentiment.streams.expect)
    response, rules = document.response.response, document.build_rules()
    yield write_verdict(response, rules, now, file=file, unheard=unheard)
    for warning in warnings:
        yield f"warning: {warning}"
