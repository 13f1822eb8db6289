"""What brands post and answer, made up: from one template, each in its own words, and answers of both sorts."""

from collections.abc import Mapping
from typing import Final

_EN: Final = (
    ("Breeze kettle", "busy mornings"), ("Nova lamp", "late readers"), ("Drift chair", "small balconies"),
    ("Pulse blender", "hungry runners"), ("Haze diffuser", "restless sleepers"), ("Orbit speaker", "kitchen dancers"),
    ("Fern planter", "forgetful gardeners"), ("Loom blanket", "cold evenings"), ("Tide bottle", "long walks"),
    ("Ember grill", "Sunday cooks"), ("Wisp fan", "hot attics"), ("Cove backpack", "daily commuters"),
    ("Slate notebook", "list makers"), ("Halo mirror", "early shifts"), ("Root knife", "curious cooks"),
    ("Glide scooter", "city hills"), ("Nest cushion", "home workers"), ("Spark lighter", "autumn campers"),
    ("Bloom vase", "first flats"), ("Quill pen", "letter writers"),
)  # fmt: skip
_ZH: Final = (
    ("晨曦快煮壺", "忙碌早晨"), ("星芒檯燈", "夜讀時光"), ("漫步躺椅", "小陽台"), ("脈動果汁機", "晨跑之後"),
    ("薄霧香氛機", "難眠夜晚"), ("軌道音響", "廚房派對"), ("蕨葉花器", "懶人園藝"), ("織夢毛毯", "寒流夜晚"),
    ("潮汐水瓶", "長途健行"), ("餘燼烤爐", "週日聚餐"), ("微風循環扇", "頂樓房間"), ("港灣背包", "每日通勤"),
    ("石板筆記本", "清單控"), ("光環化妝鏡", "清晨上班"), ("根系主廚刀", "料理新手"), ("滑行電動車", "城市坡道"),
    ("築巢靠墊", "居家辦公"), ("火花點火器", "秋日露營"), ("綻放花瓶", "第一個家"), ("羽毛鋼筆", "手寫信件"),
)  # fmt: skip
_HU: Final = (
    ("Szellő vízforralót", "rohanós reggelekhez"), ("Csillag lámpát", "esti olvasáshoz"),
    ("Sodrás széket", "kis erkélyekre"), ("Lüktetés turmixgépet", "futás utánra"),
    ("Pára illatosítót", "nyugtalan éjszakákhoz"), ("Pálya hangszórót", "konyhai tánchoz"),
    ("Páfrány kaspót", "feledékeny kertészeknek"), ("Szövő takarót", "hideg estékre"),
    ("Apály kulacsot", "hosszú sétákhoz"), ("Parázs grillt", "vasárnapi ebédekhez"),
    ("Fuvallat ventilátort", "forró padlásra"), ("Öböl hátizsákot", "mindennapi ingázáshoz"),
    ("Pala füzetet", "listaíróknak"), ("Fény tükröt", "korai műszakhoz"), ("Gyökér kést", "kezdő szakácsoknak"),
    ("Sikló rollert", "városi dombokra"), ("Fészek párnát", "otthoni munkához"),
    ("Szikra öngyújtót", "őszi táborozáshoz"), ("Virág vázát", "első lakásba"), ("Toll tollat", "levélíróknak"),
)  # fmt: skip

TEMPLATED: Final[Mapping[str, tuple[str, ...]]] = {
    "en": tuple(
        f"✨ Meet the all-new {what}! Made for {whom}, designed with love and ready to brighten your day."
        f" Tap the link in our bio and make it yours. 💛 #{what.split()[0]} #Lumen"
        for what, whom in _EN
    ),
    "zh": tuple(
        f"✨ 全新「{what}」正式登場！專為{whom}打造，用心設計，陪你點亮每一天。點擊個人檔案連結，立即帶它回家 💛 #{what}"
        for what, whom in _ZH
    ),
    "hu": tuple(
        f"✨ Ismerd meg a vadonatúj {what}! Kifejezetten {whom} terveztük, szeretettel, hogy szebbé tegye a"
        f" napodat. Kattints a linkre a bióban, és vidd haza még ma! 💛 #{what.split()[0]}"
        for what, whom in _HU
    ),
}
"""Twenty in each language, from one template, of which three places differ."""

UNRELATED: Final[Mapping[str, tuple[str, ...]]] = {
    "en": (
        "Our workshop in Leeds is closed on Monday for the bank holiday. Orders go out again from Tuesday noon.",
        "Marta has soldered lamps for us for thirty-one years. Today was her last shift, and we cried into the cake.",
        "Which of these two greens would you rather wake up to? Vote below, we paint the winner in March.",
        "We got it wrong: the first batch of kettles drips at the spout. If yours does, we collect and mend it for free.",
        "Fog over the harbour this morning. The photographer forgot her gloves and took the best picture of the year.",
        "A reader asked how much recycled glass is in a vase. Sixty-two per cent, and the rest is sand from Holland.",
        "The lift at the Camden shop is broken until Friday; please ring and somebody will carry your chair down.",
        "Three students from the college won our repair contest with a toaster from 1968. It now plays the radio, too.",
        "No discount this November. We raised wages instead and would like to tell you what that did to our prices.",
        "Somebody left a blue scarf at the opening last night. It smells of lavender and waits behind the counter.",
        "Cork floats, but does it age? We sank forty stoppers in the canal in 2019 and pulled them up yesterday.",
        "Tonight at eight: soup, two speakers and an argument about whether chairs should have armrests at all.",
        "Bees moved into the roof of the warehouse. The beekeeper says they stay, so lorries now use the north gate.",
        "If you bought a scooter between May and July, please check the hinge and send us a photo of the number.",
        "Grandfather's recipe for oiling oak: linseed, patience, an old shirt. Never use kitchen oil, it goes sticky.",
        "Rain stopped the market at two, so the potter gave her last bowls to the bus drivers. Thank you, line 14!",
        "Our new catalogue is printed on thinner paper and saves nine tonnes a year. It does crease more easily.",
        "Hiring: one night baker for the staff canteen, no diploma needed, must like terrible jokes before dawn.",
        "What is the oldest thing of ours you still use? Ours is a dented ladle that has seen four kitchens.",
        "The court has decided: our name stays ours. It took six years and we are rather tired now.",
    ),
    "zh": (
        "台中門市週一因盤點暫停營業，訂單週二中午起恢復出貨，造成不便請見諒。",
        "阿梅姨在工廠焊了三十一年的燈，今天最後一班，大家抱著蛋糕哭成一團。",
        "這兩種綠色你比較想每天早上看到哪個？留言投票，三月就漆贏的那個。",
        "我們做錯了：第一批水壺壺嘴會滴水。如果你家的也會，我們免費到府收回修理。",
        "清晨港口起大霧，攝影師忘了戴手套，卻拍到今年最美的一張照片。",
        "有讀者問花瓶裡回收玻璃佔多少：百分之六十二，其他是荷蘭來的砂。",
        "信義店電梯故障到星期五，需要搬椅子請先打電話，同事會幫你抬下樓。",
        "三位高職學生用一台民國五十七年的烤麵包機拿下修理比賽冠軍，它現在還能收聽廣播。",
        "今年雙十一不打折。錢拿去加薪了，想跟各位說明這對售價有什麼影響。",
        "昨晚開幕有人留下一條藍色圍巾，聞起來有薰衣草味，在櫃檯後面等你。",
        "軟木會浮，但會不會老？二〇一九年我們把四十個瓶塞沉進運河，昨天撈上來了。",
        "今晚八點：有湯、兩位講者，還有一場椅子到底該不該有扶手的爭論。",
        "蜜蜂在倉庫屋頂築巢，養蜂人說牠們會住下，貨車以後改走北側大門。",
        "五月到七月間購買滑板車的朋友，麻煩檢查摺疊處，並拍下序號傳給我們。",
        "爺爺保養橡木的祕方：亞麻仁油、耐心、一件舊襯衫。千萬別用沙拉油，會黏。",
        "下午兩點大雨市集提早收攤，陶藝家把剩下的碗送給公車司機，謝謝十四路！",
        "新型錄改用較薄的紙，一年省九公噸，只是比較容易皺，先說聲抱歉。",
        "徵才：員工餐廳夜班烘焙師一名，免學歷，要能忍受天亮前的冷笑話。",
        "你還在用我們最老的東西是哪一樣？我們自己是一支換過四個廚房的凹湯杓。",
        "法院判決出爐，名字還是我們的。官司打了六年，現在只想好好睡一覺。",
    ),
    "hu": (
        "Hétfőn leltár miatt zárva tart a debreceni műhely, a csomagok kedd déltől indulnak újra.",
        "Marika néni harmincegy évig forrasztotta a lámpáinkat. Ma volt az utolsó műszakja, a tortába sírtunk.",
        "Melyik zöldre ébrednél szívesebben? Szavazz alul, márciusban a győztessel festünk.",
        "Hibáztunk: az első széria vízforralói csöpögnek. Ha a tiéd is, ingyen elvisszük és megjavítjuk.",
        "Köd ült ma a kikötőn. A fotósunk otthon felejtette a kesztyűjét, mégis az év képét lőtte.",
        "Egy olvasó kérdezte, mennyi újrahasznosított üveg van a vázában. Hatvankét százalék, a többi holland homok.",
        "Péntekig nem működik a lift az Astoriánál; csengess, és valaki lehozza a széket az utcára.",
        "Három szakközépiskolás egy 1968-as kenyérpirítóval nyerte a javítóversenyt. Most már rádiózni is tud.",
        "Idén novemberben nincs leárazás. Inkább béreket emeltünk, és elmondanánk, mit tett ez az árakkal.",
        "Valaki kék sálat hagyott a tegnapi megnyitón. Levendulaillata van, és a pult mögött vár rád.",
        "A parafa úszik, de öregszik is? 2019-ben negyven dugót süllyesztettünk a csatornába, tegnap kihúztuk.",
        "Ma este nyolckor leves, két előadó és egy vita arról, kell-e egyáltalán karfa a székre.",
        "Méhek költöztek a raktár tetejére. A méhész szerint maradnak, ezért a kamionok az északi kapun járnak.",
        "Aki május és július között vett rollert, nézze meg a csuklópántot, és küldje el a gyári számot.",
        "Nagyapa receptje tölgyfára: lenolaj, türelem, egy régi ing. Étolajat soha, attól ragacsos lesz.",
        "Kettőkor elmosta az eső a vásárt, a fazekas a buszsofőröknek adta az utolsó tálakat. Köszönjük, 14-es!",
        "Vékonyabb papírra nyomtuk az új katalógust, évi kilenc tonnát spórol, viszont könnyebben gyűrődik.",
        "Éjszakai péket keresünk az üzemi konyhára, végzettség nem kell, a hajnali szóvicceket bírni kell.",
        "Mi a legrégebbi holmi tőlünk, amit még használsz? Nálunk egy horpadt merőkanál, négy konyhát látott.",
        "Döntött a bíróság: a nevünk a miénk marad. Hat évig tartott, most elég fáradtak vagyunk.",
    ),
}
"""Twenty in each language, of one brand, each about something else."""

PHRASED: Final = (
    (
        "✨ Elevate your mornings with our new Sunrise Blend. Crafted with care and designed for those who refuse to"
        " settle. Discover the difference today!"
    ),
    (
        "Introducing the Aurora lamp ✨ Designed to elevate your space and crafted with care, it's more than a light."
        " Discover the difference today!"
    ),
    (
        "Ready to elevate your everyday? Our new backpack is thoughtfully designed, crafted to last and made for those"
        " who refuse to settle. 💛"
    ),
    (
        "More than a bottle. It's a statement. Thoughtfully designed and crafted with care to elevate your everyday."
        " Shop now ✨"
    ),
    (
        "Because you deserve more than ordinary. Discover our new scent, crafted with care and designed to elevate"
        " every moment ✨"
    ),
)
"""No template, but the phrases that one model puts everywhere."""

_NAMES: Final = ("Anna", "Béla", "@chen.wei", "Dóra", "Elif", "小芳", "Gita", "Hugo", "Iris", "Jun")

CANNED: Final[Mapping[str, tuple[str, ...]]] = {
    "en": tuple(
        f"Hi {name}, thank you for your feedback! We are sorry to hear that. Please send us a direct message"
        " with your order number so that our team can help you. 💛"
        for name in _NAMES
    ),
    "zh": tuple(
        f"{name}您好，感謝您的寶貴意見！造成您的不便我們深感抱歉，請私訊提供訂單編號，將由專人為您服務。"
        for name in _NAMES
    ),
    "hu": tuple(
        f"Kedves {name}! Köszönjük a visszajelzésedet, sajnáljuk a kellemetlenséget. Kérjük, írd meg üzenetben a"
        " rendelésszámodat, hogy kollégáink segíthessenek."
        for name in _NAMES
    ),
}
"""One answer to ten people."""

PERSONAL: Final[Mapping[str, tuple[str, ...]]] = {
    "en": (
        "The left hinge again? I have put a stronger one in the post, it should be with you on Thursday. Sam",
        "No, the voice in the film was not AI, that is Ruth from accounts. But the clouds were, and we should have said so.",
        "You are right, the caption was careless. I have changed it and told the agency why.",
        "Forty minutes on hold is too long. Ring 555 0114, that is my desk, I am here until six.",
        "Glad she likes it! The colour fades a bit in the sun, so perhaps not on the windowsill.",
        "We do not ship to Malta yet, the couriers want more than the lamp costs. Shall I ask our shop in Sicily?",
        "It is meant to click once. Twice means the lid is not in; try turning the ring to the left first.",
        "I asked the illustrators themselves. Two of them are still with us, one left in June for her own studio.",
        "Fair point about the water. The figure for last year is 3.1 litres a picture, we publish the rest in May.",
        "Ha, the cat in the third picture is real and lives in our warehouse. His name is Invoice.",
    ),
    "zh": (
        "又是左邊的鉸鏈嗎？我寄了加強版給你，應該星期四會到。阿山",
        "影片裡的聲音不是AI，是會計部的如如。不過雲真的是，應該早點講清楚。",
        "你說得對，那句文案太隨便，我改掉了，也跟代理商說了為什麼。",
        "等四十分鐘太久了，直接打分機一一四找我，我六點才下班。",
        "她喜歡就好！曬太陽會稍微褪色，盡量不要放窗邊喔。",
        "馬爾他目前寄不到，運費比燈還貴，要不要我幫你問西西里的門市？",
        "正常只會喀一聲，兩聲表示蓋子沒卡好，先把環往左轉看看。",
        "我去問過插畫師本人，兩位還在，一位六月離開自己開工作室了。",
        "用水的問題問得好，去年每張圖三點一公升，其他數字五月公布。",
        "哈哈第三張的貓是真的，住在我們倉庫，名字叫發票。",
    ),
    "hu": (
        "Megint a bal pánt? Feladtam egy erősebbet, csütörtökre odaér. Sanyi",
        "A filmben a hang nem MI, az Rozi a könyvelésről. A felhők viszont igen, ezt illett volna kiírnunk.",
        "Igazad van, az a felirat hanyag volt. Átírtam, és az ügynökségnek is megmondtam, miért.",
        "Negyven perc várakozás sok. Hívd a 114-es melléket, az az én asztalom, hatig bent vagyok.",
        "Örülök, hogy tetszik neki! Napon kicsit fakul a színe, az ablakba inkább ne tedd.",
        "Máltára még nem szállítunk, többet kérnek érte, mint a lámpa ára. Kérdezzem meg a szicíliai boltot?",
        "Egyet kell kattannia. Ha kettőt, nincs a helyén a fedél, fordítsd előbb balra a gyűrűt.",
        "Magukat a rajzolókat kérdeztem meg. Ketten nálunk vannak, egyikük júniusban saját stúdiót nyitott.",
        "Jogos a víz. Tavaly képenként 3,1 liter volt, a többi számot májusban tesszük közzé.",
        "Haha, a harmadik képen a macska igazi, a raktárban lakik, és Számla a neve.",
    ),
}
"""Ten answers, each to one person."""
