"""Every word we say ourselves, by language: adding one is a folder beside `en` and a line here.

Playbooks, the matrix and the configuration keep their own words, each beside what it says.
"""

from collections.abc import Mapping
from typing import Final

from alerts.words.en.vocabulary import VOCABULARY as EN
from alerts.words.language import Language
from alerts.words.vocabulary import Vocabulary
from alerts.words.zh_hant.vocabulary import VOCABULARY as ZH_HANT

VOCABULARIES: Final[Mapping[Language, Vocabulary]] = {
    Language.EN: EN,
    Language.ZH_HANT: ZH_HANT,
}
