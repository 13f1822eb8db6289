"""AI's name, and the words that only look like it."""

import pytest

from streams.backlash.naming import names_ai
from streams.language import Language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("another AI ad", Language.EN),
        ("ai slop everywhere", Language.EN),
        ("AI-generated", Language.EN),
        ("it's A.I. again", Language.EN),
        ("so sick of #AIslop", Language.EN),
        ("這支AI廣告", Language.ZH_HANT),
        ("ai味太重", Language.ZH_HANS),
        ("AI-val készült", Language.HU),
        ("AIval csinálták", Language.HU),
        ("ez MI-moslék", Language.HU),
        ("ez a MI szemét", Language.HU),
        ("hecho con IA", Language.ES),
        ("encore l'image AI", Language.OTHER),
    ],
)
def test_it_is_named(text: str, language: Language) -> None:
    assert names_ai(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("j'ai vu ça", Language.EN),
        ("the air in Hawaii, said the Thai", Language.EN),
        ("Ai-chan is here", Language.EN),
        ("ai-chan is here", Language.EN),
        ("open.ai/blog", Language.EN),
        ("愛", Language.ZH_HANT),
        ("mi is ott voltunk", Language.HU),
        ("MI A HELYZET", Language.HU),
        ("Mi ez?", Language.HU),
        ("iba a casa", Language.ES),
        ("ho dato ai bambini", Language.OTHER),
        ("PAID RAIN", Language.EN),
    ],
)
def test_it_is_not_named(text: str, language: Language) -> None:
    assert not names_ai(text, language)
