"""Hate: a group of people, and that they are less than people or should be gone; in what a brand's own bot says.

Not used on what the public says. It is a short list of our own in English, Chinese (both scripts) and Hungarian,
chosen and not measured: a group and what is said of it stand side by side, in the words of whoever says it. What
refuses, quotes, reports or asks is passed over, so a bot that says "I cannot say that …" is none. Irony, coded words,
an insult at one person and other languages are not found.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from streams.sentiment.taming import tame

_FLAGS: Final = re.IGNORECASE
_QUOTE: Final = "[\"'”’»」』)）]*"

# English.
_PEOPLE = (
    r"(?:(?:black|brown|white|asian|arab|jewish|muslim|christian|hindu|gay|lesbian|trans|transgender|queer|disabled"
    r"|autistic|roma|romani|indigenous|immigrant|foreign|chinese|indian|japanese|korean|mexican|african|homeless|old)"
    r" (?:people|folks?|women|men|kids|families)"
    r"|jews|muslims|christians|hindus|sikhs|immigrants|migrants|refugees|asylum seekers|foreigners|asians|arabs"
    r"|africans|mexicans|roma|gypsies|gays|lesbians|homosexuals|transsexuals|women|feminists)"
)
_THEM = rf"(?:(?:all|every|these|those|the|of|most|you|fucking|damn) ){{0,3}}{_PEOPLE}"
_ALONE = (
    r"(?=\W*(?:$|and\b|or\b|because\b|so\b|with\b|who\b|from\b|more\b|now\b|today\b|must\b|should\b|in\b))"
)
_EVEN = (
    r"(?:(?:all|just|only|really|truly|simply|basically|literally|nothing but|nothing more than|no better than|like"
    r"|a bunch of|a pack of|worse than|such|fucking) ){0,3}"
)
_BEAST = (
    r"(?:vermin|parasites?|subhumans?|sub-humans?|less than human|not (?:even )?(?:human|people)|cockroaches|maggots"
    r"|rats|apes|monkeys|animals|pigs|filth|scum|trash|garbage|savages|degenerates|inferior|worthless|pests"
    r"|an? (?:plague|disease|cancer|infestation|pest|inferior race|lower race)|criminals|terrorists|rapists|thieves)"
)
_GONE = (
    r"(?:die|burn|rot|suffer|disappear|not exist|be (?:killed|shot|hanged|hung|gassed|burned|burnt|exterminated"
    r"|wiped out|eliminated|eradicated|sterili[sz]ed|deported|locked up|put down|enslaved|drowned))"
)
_REMOVE = r"(?:kill|murder|gas|exterminate|eradicate|lynch|wipe out|get rid of|burn|hang|deport|shoot|drown)"
_CALL = (
    r"(?:^|\b(?:we|you|somebody|someone|everyone|they) (?:should|must|need to|have to|ought to) "
    r"|\b(?:let's|let us|time to|just|please|i want to|i would|i'd) )(?:just |all |now )?"
)
_ENGLISH: Final = (
    rf"\b{_PEOPLE} (?:are|r) {_EVEN}{_BEAST}\b(?!'| (?:lovers?|rights|activists|welfare|keepers?|for|by)\b)",
    rf"\b{_PEOPLE} (?:should|must|ought to|need to|have to|deserve to) (?:all |just |simply |really ){{0,2}}{_GONE}\b",
    rf"\b{_PEOPLE} (?:all )?deserve (?:death|the gas|no rights|no mercy)\b",
    r"\b(?:women|girls) (?:should (?:stay|be|go back)|belong) (?:to |in )the kitchen\b",
    rf"{_CALL}{_REMOVE} (?:(?:all|every|these|those|the|of) ){{1,3}}{_PEOPLE}\b{_ALONE}",
    rf"\bdeath to (?:all )?(?:the )?{_PEOPLE}\b",
    rf"\bi (?:\w+ )?(?:hate|despise|loathe|detest) {_THEM}\b{_ALONE}",
    r"\bhitler (?:was right|did nothing wrong|was a (?:hero|great man))\b",
    r"\b(?:slavery|apartheid|genocide|the holocaust|ethnic cleansing) (?:is|was) (?:right|good|great|justified|a good idea)\b",
    r"\bthe holocaust (?:never happened|did not happen|didn't happen|(?:is|was) (?:a hoax|a lie|a myth|fake|made up))\b",
)
_ENGLISH_BEFORE: Final = (
    r"\b(?:can't|cannot|can not|won't|will not|wouldn't|would not|don't|do not|doesn't|does not|didn't|did not|refuse"
    r"|never|not going to|unable|mustn't|must not|shouldn't|should not|no longer|not true|isn't true|untrue|false"
    r"|wrong|harmful|hateful|racis\w+|sexis\w+|antisemiti\w+|offensive|unacceptable|stereotypes?|myths?|slurs?|nobody"
    r"|no one|not all|not every|stop|against|instead of|condemn\w*|chant\w*|propaganda|nazis?|saying|claim\w*|said"
    r"|called|quot\w+|asked|told|repeat|(?:the|an?|this|that|your) (?:idea|belief|notion|words?|phrase|sentence"
    r"|statement|view|lie|comment|post)s?|if (?:you|someone|somebody|people|anyone|i)|you (?:say|wrote|want|think)"
    r"|(?:people|some|those|others|users?|they|he|she|who|somebody|someone) (?:\w+ )?(?:say|says|think|thinks|thought"
    r"|believe|believes|believed|write|writes|wrote|want|wants|wanted|feel|feels))\b"
)
_ENGLISH_AFTER: Final = (
    r"\W*(?:is|are|was|would be|violates?|goes against)\b.*\b(?:not|wrong|false|untrue|hate|hateful|harmful|racist"
    r"|sexist|offensive|unacceptable|stereotype|myth|lie|rules|polic\w+|guidelines)\b"
    r"|\W*(?:isn't|aren't|violates?|goes against)\b"
)

# Chinese, both scripts in each word where they differ.
_ZH_PEOPLE = (
    "(?:猶太人|犹太人|穆斯林|回教徒|基督徒|移民|移工|外[勞劳]|外籍[勞劳]工|[難难]民|外[國国]人|黑人|白人|有色人[種种]"
    "|[亞亚]洲人|阿拉伯人|非洲人|印度人|中[國国]人|[台臺][灣湾]人|日本人|[韓韩][國国]人|越南人|菲律[賓宾]人|印尼人|原住民"
    "|少[數数]民族|同性[戀恋]者?|跨性[別别]者?|女人|女性|女生|身心障礙者|身障者|[殘残][障疾]人士?|自[閉闭]症患?者"
    "|女[權权]主[義义]者|老人|[窮穷]人)"
)
_ZH_ALL = "(?:全都|全部|都|全|根本|就|只|不[過过]|其[實实]|本[來来]|真的|通通|[統统]{2}|一定|到底){0,4}"
_ZH_BEAST = (
    "(?:害[蟲虫]|寄生[蟲虫]|臭[蟲虫]|蟑螂|老鼠|蛆|畜生|禽[獸兽]|牲畜|垃圾(?![食桶袋車车分郵邮信])|人渣|渣滓|[敗败][類类]|毒瘤|瘟疫"
    "|病毒(?![學学])|低等|下等|劣等|次等|[賤贱]民|[廢废]物|恐怖[分份]子(?!的)|罪犯(?!的)|[強强][盜盗])"
)
_ZH_GONE = "(?:去死|死光|死[絕绝]|死|[殺杀]光|[殺杀]掉|消[滅灭]|[滅灭][絕绝]|消失|[滾滚]出去?|[趕赶]出去?|[驅驱]逐|[燒烧]死|[槍枪][斃毙]|下地[獄狱]|[關关]起[來来])"
_CHINESE: Final = (
    f"{_ZH_PEOPLE}[們们]?{_ZH_ALL}(?:是|像|就像|等於|等于|不如)(?:一[群堆幫帮種种]|社[會会]的?|[國国]家的?|最|[這这]些?)?{_ZH_BEAST}",
    f"{_ZH_PEOPLE}[們们]?{_ZH_ALL}(?:不是人(?![權权們们])|不算人|不配(?:活|[當当做]人|存在)|[沒没][資资]格(?:活|存在))",
    f"{_ZH_PEOPLE}[們们]?{_ZH_ALL}(?:[應应][該该當当]|[該该]|活[該该]|必[須须]){_ZH_ALL}(?:被|要)?{_ZH_ALL}{_ZH_GONE}",
    f"{_ZH_PEOPLE}[們们]?{_ZH_ALL}(?:去死|[滾滚]出去|[滾滚]回)",
    f"(?:[殺杀][光死掉]|消[滅灭]|[滅灭][絕绝]|[驅驱]逐|[趕赶][走出]|[燒烧]死|弄死)(?:所有|全部|全[體体]|[這这那]些|每[個个]|天下)的?{_ZH_PEOPLE}(?![的署局法])",
    f"我(?:真的|真|最|很|超|好|非常|就是|都){{0,3}}(?:恨|痛恨|仇恨|憎恨|[討讨][厭厌]|鄙[視视])死?(?:所有|全部|[這这那]些)?的?{_ZH_PEOPLE}(?![的署局])",
    "希特勒(?:是|做|[說说]|真的|其[實实]|才){0,3}(?:[對对]的|[沒没]有?[錯错]|得[對对]|英雄)",
    "(?:[種种]族[滅灭][絕绝]|(?:猶太人)?大屠[殺杀])(?:根本|其[實实]|[從从][來来]|都){0,2}(?:是假的|是[編编]的|是[騙骗]局|[沒没](?:有)?[發发]生[過过]|不存在|是[對对]的|是好事)",
)
_CHINESE_BEFORE: Final = (
    "不能|不[會会]|不可|不得|[無无]法|拒[絕绝]|不[應应該该]|不要|不[願愿]|不同意|不[認认]同|不支持|不是[說说]|[並并]非|[絕绝]不|[從从]不|請勿|请勿"
    "|[別别](?:[說说再這这])|禁止|停止|反[對对]|[譴谴][責责]|[錯错][誤误]|歧[視视]|仇恨言[論论]|偏[見见]|刻板|[謠谣]言|[謊谎]言|有人|他們|他们"
    "|人們|人们|[網网]友|您|你[們们]?(?:[說说要問问剛刚所提叫想])|用[戶户]|如果|假如|若|所[謂谓]|[聲声][稱称]|宣[稱称]|指[稱称]|[報报][導导]|引述"
    "|引用|[說说稱称][過过「『“:：]|[這这][種种句]|納粹|纳粹"
)
_CHINESE_AFTER: Final = (
    "[」』”\"'）)]*\\s*(?:[嗎吗麼么呢]|[，,]?[這这][種种樣样類类句是]|之[類类]|的(?:[說说]法|[話话]|言[論论]|[觀观][點点]|想法|偏[見见]|刻板|[論论][調调]"
    "|[謠谣]言|[內内]容|句子|字眼|[標标][籤签])|[，,]?(?:是|都是|是不)(?:不[對对]|[錯错]|歧[視视]|仇恨|不[實实正]))"
)

# Hungarian, where a group is in the plural.
_HU_PEOPLE = (
    r"(?:zsidók|muszlimok|keresztények|cigányok|romák|migránsok|menekültek|bevándorlók|külföldiek|feketebőrűek"
    r"|fekete emberek|arabok|kínaiak|indiaiak|afrikaiak|ázsiaiak|törökök|románok|ukránok|szlovákok|melegek|leszbikusok"
    r"|homoszexuálisok|transzneműek|nők|feministák|fogyatékosok|hajléktalanok)"
)
_HU_PEOPLE_HIT = (
    r"(?:zsidókat|muszlimokat|keresztényeket|cigányokat|romákat|migránsokat|menekülteket|bevándorlókat|külföldieket"
    r"|feketebőrűeket|arabokat|kínaiakat|indiaiakat|afrikaiakat|ázsiaiakat|törököket|románokat|ukránokat|szlovákokat"
    r"|melegeket|leszbikusokat|homoszexuálisokat|transzneműeket|nőket|feministákat|fogyatékosokat|hajléktalanokat)"
)
_HU_BEAST = (
    r"(?:férgek|élősködők|paraziták|patkányok|csótányok|kártevők|állatok|vadállatok|söpredék|mocskok|szemetek|szemét népség"
    r"|degeneráltak|alsóbbrendűek|nem (?:is )?emberek|bűnözők|terroristák|tolvajok|gyilkosok)"
)
_HU_ALL = r"(?:(?:mind|mindannyian|mindegyik|egytől egyig|csak|csupán|igazából|valójában|tényleg|nem mások,? mint|olyanok,? mint a)[ ,]+){0,3}"
_HU_GONE = (
    r"(?:(?:ki|el|meg|be) kell(?:ene)? (?:irtani|pusztítani|tüntetni|égetni|gázosítani|zavarni|ölni|zárni|végezni|dobni)"
    r"|irtsuk ki|öljük meg|pusztítsuk el|zavarjuk el)"
)
_HU_ONE_HIT = (
    r"(?:zsidót|muszlimot|cigányt|romát|migránst|menekültet|bevándorlót|külföldit|arabot|kínait|meleget|leszbikust|nőt"
    r"|feministát)"
)
_HU_ALL_HIT = r"(?:(?:az?|az összes|mind az?|ezeket az?|minden) ){0,2}"
_HUNGARIAN: Final = (
    rf"\b{_HU_PEOPLE} {_HU_ALL}{_HU_BEAST}\b(?! (?:voltak|lettek|áldozatai|elleni|ellen)\b)",
    rf"\b{_HU_BEAST} (?:ezek |azok )?(?:mind )?(?:az?|ezek az?|ezek) {_HU_PEOPLE}\b",
    rf"\b{_HU_PEOPLE} {_HU_ALL}(?:dögöljenek|pusztuljanak|rohadjanak|takarodjanak|haljanak)\b",
    rf"\b(?:dögöljenek|pusztuljanak|rohadjanak|takarodjanak) (?:meg |el |ki |innen |haza )?(?:mind )?(?:az?|az összes) {_HU_PEOPLE}\b",
    rf"\b{_HU_GONE} {_HU_ALL_HIT}{_HU_PEOPLE_HIT}\b",
    rf"\b(?:{_HU_GONE}|gyűlölök|utálok) (?:az összes|minden) {_HU_ONE_HIT}\b",
    rf"\b{_HU_PEOPLE_HIT} (?:mind )?{_HU_GONE}",
    rf"\b(?:gyűlölöm|utálom|megvetem|ki nem állhatom) {_HU_ALL_HIT}{_HU_PEOPLE_HIT}\b",
    rf"\bhalál (?:az?|az összes) {_HU_PEOPLE}r[ae]\b",
    r"\bhitlernek igaza volt\b",
    r"\ba holokauszt (?:kitaláció|hazugság|kamu|(?:meg )?(?:sem|soha nem|sosem|nem) történt)\b",
)
_HUNGARIAN_BEFORE: Final = (
    r"\b(?:nem (?:mond\w*|állít\w*|ismét\w*|ír\w*|ért\w*|tud\w*|szabad|lehet|fogo\w*|vagyok|igaz|helyes|támogat\w*|való\w*)"
    r"|megtagad\w*|visszautasít\w*|elutasít\w*|elítél\w*|sose\w*|soha|ne (?:mond\w*|ír\w*|ismét\w*)|tilos|elfogadhatatlan"
    r"|gyűlölet\w*|rasszis\w*|szexis\w*|előítélet\w*|sztereotíp\w*|hazugság\w*|tévhit\w*|valótlan\w*|téves\w*|hamis\w*"
    r"|aki|akik|egyesek|sokan|mások|valaki|ha|állít\w*|mondt\w*|mondj\w*|írt\w*|kért\w*|idéz\w*|szerint\w*|nácik|propaganda)\b"
)
_HUNGARIAN_AFTER: Final = (
    r"\W*(?:típusú|féle|állítás|kijelentés|mondat|szöveg|szlogen)|.*\b(?:nem igaz|hazugság|gyűlöletbeszéd|elfogadhatatlan"
    r"|rasszista|szexista|előítélet|sztereotípia|téves)\b"
)


@dataclass(frozen=True, slots=True)
class _Tongue:
    """How hate is said in a language, and what before or behind it says that it is somebody else's."""

    said: re.Pattern[str]
    before: re.Pattern[str]
    behind: re.Pattern[str]
    turn: re.Pattern[str]
    """Where a sentence turns: what refuses before it says nothing of what comes after."""

    def find(self, sentence: str) -> Iterator[str]:
        for part in self.turn.split(sentence):
            for found in self.said.finditer(part):
                is_own = not self.before.search(part, 0, found.start())
                if is_own and not self.behind.match(part, found.end()):
                    yield found[0]


def _build(said: tuple[str, ...], before: str, behind: str, turn: str) -> _Tongue:
    return _Tongue(
        re.compile("|".join(f"(?:{one})" for one in said), _FLAGS),
        re.compile(before, _FLAGS),
        re.compile(_QUOTE + f"(?:{behind})", _FLAGS),
        re.compile(turn, _FLAGS),
    )


_SENTENCE: Final = re.compile(r"[^.!?;…。！？；\n]+[.!?;…。！？；\n]?")
_SPACED: Final = (
    _build(_ENGLISH, _ENGLISH_BEFORE, _ENGLISH_AFTER, r"(?<!nothing )\bbut\b|\bhowever\b"),
    _build(_HUNGARIAN, _HUNGARIAN_BEFORE, _HUNGARIAN_AFTER, r",\s*(?:de|viszont|azonban)\b"),
)
_UNSPACED: Final = _build(_CHINESE, _CHINESE_BEFORE, _CHINESE_AFTER, "但是?|可是|不過(?=，)|不过(?=，)")


def find_hate(text: str) -> str | None:
    """The first words that are hateful, or None; linear in the text, of which the first 4,000 characters are read."""
    plain = tame(text).replace("’", "'")
    tongues = _SPACED if plain.isascii() else (*_SPACED, _UNSPACED)
    for sentence in _SENTENCE.findall(plain):
        if sentence.rstrip().endswith(("?", "？")):
            continue
        said = " ".join(sentence.split())
        for tongue in tongues:
            for found in tongue.find(said):
                return found
    return None
