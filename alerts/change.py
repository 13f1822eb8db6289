"""Change: what an incident's record says happened, in the reader's language and with names instead of ids."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from alerts.clock import LAST, LAST_BUT_LATE
from alerts.deeds import SAID
from alerts.playbook import Playbook
from alerts.words.language import Language
from alerts.words.registry import VOCABULARIES

_DEED: Final = re.compile(
    rf"(?P<who>.+?) (?P<did>{'|'.join(map(re.escape, sorted(SAID)))})(?:: (?P<detail>.+)|\.)", re.DOTALL
)
_SEPARATOR: Final = " – "


def tell_change(change: str, language: Language, playbook: Playbook | None = None) -> str:
    """Say a change in a language; what no table knows, for example from another version, stays as it is.

    Args:
        change: the record's own sentence.
        language: the reader's.
        playbook: whose steps, questions and answers are named by their titles instead of their ids.
    """
    for last in (LAST, LAST_BUT_LATE):
        if change.endswith(f" {last}"):
            said = tell_change(change.removesuffix(f" {last}"), language, playbook)
            return f"{said} {_tell(last, language, playbook)}"
    return _tell(change, language, playbook)


def _tell(change: str, language: Language, playbook: Playbook | None) -> str:
    for pattern, template in _patterns(language):
        if found := pattern.fullmatch(change):
            blanks = {
                name: _tell_part(name, said, language, playbook) for name, said in found.groupdict().items()
            }
            return template.format(**blanks)
    return _tell_deed(change, language, playbook)


def _tell_part(name: str, said: str, language: Language, playbook: Playbook | None) -> str:
    if name == "deed":
        return _tell_deed(said, language, playbook)
    return VOCABULARIES[language].changes.parts.get(said, said)


def _tell_deed(change: str, language: Language, playbook: Playbook | None) -> str:
    found = _DEED.fullmatch(change)
    if found is None:
        return change
    words = VOCABULARIES[language].changes
    did = words.parts.get(found["did"], found["did"])
    if not found["detail"]:
        return words.deed.format(who=found["who"], did=did)
    detail = _name_detail(found["detail"], language, playbook)
    return words.deed_with.format(who=found["who"], did=did, detail=detail)


def _name_detail(detail: str, language: Language, playbook: Playbook | None) -> str:
    """Put titles for the id of a step or a question, and for the answer to it."""
    name, *rest = detail.split(_SEPARATOR)
    if playbook is None:
        return detail
    if step := playbook.find_step(name):
        return _SEPARATOR.join([step.words[language].title, *rest])
    if question := playbook.find_question(name):
        option = question.find(rest[0]) if rest else None
        answer = [option.label[language], *rest[1:]] if option else rest
        return _SEPARATOR.join([question.asks[language], *answer])
    return detail


@cache
def _patterns(language: Language) -> tuple[tuple[re.Pattern[str], str], ...]:
    sentences: Mapping[str, str] = VOCABULARIES[language].changes.sentences
    return tuple((_to_pattern(said), told) for said, told in sentences.items())


def _to_pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", template)
    fixed = (re.escape(part) if number % 2 == 0 else f"(?P<{part}>.+?)" for number, part in enumerate(parts))
    return re.compile("".join(fixed), re.DOTALL)
