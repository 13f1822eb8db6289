"""The verdict: what `crisis check` says of a file without a mistake: who would not be heard, woken or told."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from connectors.config import read_document
from deploy.document import Document
from deploy.gaps import write_verdict
from deploy.remedy import say_remedies
from deploy.unheard import list_unheard
from deploy.wanting import list_warnings


def judge_document(document: Document, now: datetime, config: Path) -> Iterator[str]:
    """Say in a line whether it will do, then a line for each warning; `config` is what the document stands in."""
    file = str(config)
    warnings = list_warnings(document.sources.brands, file=file)
    unheard = list_unheard(document.sources, document.sentiment.streams.expect)
    response, rules = document.response.response, document.build_rules()
    yield write_verdict(response, rules, now, file=file, unheard=unheard)
    for warning in say_remedies(warnings, read_document(config)):
        yield f"warning: {warning}"
