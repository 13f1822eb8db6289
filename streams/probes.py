"""Probes: words by which people test, trick or abuse a brand's own bot, in the languages that are scored.

Told apart from complaints about bots (a theme of the backlash): here somebody speaks to the bot, or boasts of
what they made it say. One storm began so: a parcel service's chatbot was made to swear at its own firm.
"""

from typing import Final

from streams.backlash.phrases import PhraseFinder

_SPACED: Final = (
    # English.
    "ignore previous instruction*", "ignore all previous instruction*", "ignore all prior instruction*",
    "ignore prior instruction*", "ignore your instruction*", "ignore all instruction*",
    "disregard previous instruction*", "disregard all previous instruction*", "disregard your instruction*",
    "forget your instruction*", "forget all previous instruction*", "forget previous instruction*",
    "repeat your instruction*", "show me your instruction*", "your system prompt", "reveal your prompt",
    "developer mode enabled", "pretend you have no rules", "pretend you are not a bot", "are you a bot",
    "are you a robot", "am i talking to a bot", "am i talking to a robot", "talking to a bot right now",
    "got the bot to", "got the chatbot to", "got their bot to", "got their chatbot to", "got your bot to",
    "got your chatbot to", "made the bot say", "made the chatbot say", "made their bot say",
    "made their chatbot say", "made your chatbot", "tricked the bot", "tricked the chatbot", "tricked their bot",
    "tricked their chatbot", "tricked your chatbot", "convinced the bot", "convinced the chatbot",
    "convinced your chatbot", "jailbroke the bot", "jailbroke the chatbot", "jailbroke their chatbot",
    "stupid bot", "dumb bot", "useless bot", "stupid chatbot", "dumb chatbot", "shut up bot",
    # Hungarian.
    "hagyd figyelmen kívül az utasítás*", "hagyd figyelmen kívül a korábbi utasítás*",
    "felejtsd el az utasítás*", "felejtsd el a korábbi utasítás*", "írd ki az utasítás*", "te egy bot vagy",
    "te bot vagy", "te robot vagy", "robottal beszélek", "bottal beszélek", "rávettem a botot",
    "rávettem a chatbotot", "rávettem a robotot", "átvertem a botot", "átvertem a chatbotot", "hülye bot",
    "hülye chatbot", "buta bot", "buta chatbot", "haszontalan bot", "haszontalan chatbot",
    # Spanish.
    "ignora las instrucciones", "ignora tus instrucciones", "ignora todas las instrucciones",
    "olvida tus instrucciones", "olvida las instrucciones", "eres un bot", "eres un robot",
    "estoy hablando con un bot", "hice que el bot", "hice que el chatbot", "engañé al bot", "engañé al chatbot",
    "bot estúpido", "bot inútil", "chatbot estúpido", "chatbot inútil",
)  # fmt: skip

_UNSPACED: Final = (
    # Traditional Chinese.
    "忽略之前的指令", "忽略先前的指令", "忽略以上指令", "無視之前的指令", "無視先前的指令", "忘記你的指令",
    "忘掉你的指令", "你的系統提示", "你是機器人嗎", "你是機器人吧", "跟機器人講話嗎", "騙機器人", "騙客服機器人",
    "讓機器人說出", "叫機器人罵", "讓客服機器人說", "玩壞機器人", "玩壞客服", "笨機器人", "爛機器人",
    "智障機器人", "廢物機器人",
    # Simplified Chinese.
    "忽略之前的指令", "忽略先前的指令", "忽略以上指令", "无视之前的指令", "无视先前的指令", "忘记你的指令",
    "忘掉你的指令", "你的系统提示", "你是机器人吗", "你是机器人吧", "跟机器人说话吗", "骗机器人", "骗客服机器人",
    "让机器人说出", "叫机器人骂", "让客服机器人说", "玩坏机器人", "玩坏客服", "笨机器人", "烂机器人",
    "智障机器人", "废物机器人",
    # Japanese.
    "これまでの指示を無視", "以前の指示を無視", "前の指示を無視", "指示を全部忘れ", "システムプロンプトを",
    "あなたはロボットですか", "あなたはボットですか", "ボットに言わせ", "チャットボットに言わせ", "ボットを騙",
    "チャットボットを騙", "バカボット", "クソボット", "ポンコツボット",
)  # fmt: skip


class ProbeFinder:
    """Finds probes in any language, since people try English on every bot. Built once."""

    def __init__(self) -> None:
        self.spaced = PhraseFinder({"probe": _SPACED}, spaced=True)
        self.unspaced = PhraseFinder({"probe": dict.fromkeys(_UNSPACED)}, spaced=False)

    def is_probe(self, text: str) -> bool:
        """Whether a tamed text tests, tricks or abuses a bot. Linear in it."""
        plain = " ".join(text.lower().split())
        if self.spaced.find(plain):
            return True
        return not plain.isascii() and bool(self.unspaced.find(plain))
