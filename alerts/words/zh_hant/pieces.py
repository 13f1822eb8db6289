"""Under which AI-made content a rise stands, in Traditional Chinese."""

from typing import Final

from alerts.words.pieces import PieceWords
from connectors.ai_content import Disclosure, Status

PIECES: Final = PieceWords(
    title="出現在貴品牌的 AI 製作內容下",
    under="「{title}」：其下有 {count} 則留言，其中 {negative} 則為負面",
    disclosed="揭露：{how}",
    undisclosed="未登錄任何揭露",
    text_only="「{text}」；未登錄標示位置",
    place_only="位於{place}；未登錄標示文字",
    text_and_place="「{text}」，位於{place}",
    shown={
        Disclosure.DONE: "{platform} 上已標示",
        Disclosure.REQUIRED: "{platform} 上須標示，尚未標示",
        Disclosure.ABSENT: "{platform} 上未標示",
    },
    vendor="製作工具或廠商：{vendor}",
    contact="聯絡人：{contact}",
    no_vendor="未登錄廠商",
    status={
        Status.PLANNED: "登錄為規劃中，並非已發布",
        Status.DRAFT: "登錄為草稿，並非已發布",
        Status.PUBLISHED: "登錄為已發布",
    },
    reviewed="審閱人：{who}",
    unreviewed="未登錄由人審閱",
    forgotten="目前的登錄表中已無此內容",
    others="另有 {count} 件內容",
)
