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
        ("Ai is ruining this brand", Language.EN),
        ("this Ai ad, Ai-made", Language.EN),
        ("又是Ai广告", Language.ZH_HANS),
        ("it's A.I. again", Language.EN),
        ("so sick of #AIslop", Language.EN),
        ("這支AI廣告", Language.ZH_HANT),
        ("ai味太重", Language.ZH_HANS),
        ("AI-val készült", Language.HU),
        ("AIval csinálták", Language.HU),
        ("ez MI-moslék", Language.HU),
        ("ez a MI szemét", Language.HU),
        ("fele papagáj, az egész az MI.", Language.HU),
        ("Unom. Reggel MI, délben MI, este MI.", Language.HU),
        ("Mielőtt megnézném, kiderül, hogy MI", Language.HU),
        ("またAI絵か", Language.JA),
        ("aiっぽい", Language.JA),
        ("hecho con IA", Language.ES),
        ("una ia lo hizo", Language.ES),
        ("la I.A. de siempre", Language.ES),
        ("esas IAs", Language.ES),
        ("¿AI otra vez?", Language.ES),
        ("¡IA! ¿otra vez?", Language.ES),
        ("vergüenza #NoALaIA", Language.ES),
        ("arte de verdad #SinIA", Language.ES),
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
        ("Ai Weiwei's new show", Language.EN),
        ("the Ainu, the Aida, @Ai_yuki and Air", Language.EN),
        ("Ai no es lo mismo", Language.ES),
        ("愛", Language.ZH_HANT),
        ("mi is ott voltunk", Language.HU),
        ("MI A HELYZET", Language.HU),
        ("MI, A TE CSALÁDOD", Language.HU),
        ("na mi.", Language.HU),
        ("Mi ez?", Language.HU),
        ("EZ MI? DE MI!", Language.HU),
        ("AIKOのライブ", Language.JA),
        ("愛ちゃんとアイスとエイズ検査", Language.JA),
        ("Aiちゃん、MAIさん、@ai_yuki", Language.JA),
        ("水素を生成する", Language.JA),
        ("iba a casa", Language.ES),
        ("hacía frío en la bahía, decía María", Language.ES),
        ("HACIA MUCHO QUE LA POLICIA", Language.ES),
        ("esIA", Language.ES),
        ("la CIA y la F.I.A.", Language.ES),
        ("@ia_diario y https://ejemplo.ia/ia/x", Language.ES),
        ("ai te va, ai nos vemos", Language.ES),
        ("mi vecina Ai es de Kioto", Language.ES),
        ("fin de semana en Galicia #noia", Language.ES),
        ("feliz #DIADELAMADRE #ALEGRIA", Language.ES),
        ("hecho con IA", Language.EN),
        ("ho dato ai bambini", Language.OTHER),
        ("PAID RAIN", Language.EN),
    ],
)
def test_it_is_not_named(text: str, language: Language) -> None:
    assert not names_ai(text, language)
