"""Meta's webhook: the recorded delivery, every verb, the brand's own words, and what falls with what is removed."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from connectors.mention import ChannelKind, Platform, Speaker
from tests.connectors.receiver.bench import (
    ACCOUNT,
    DOCUMENT,
    PAGE,
    SECRET,
    Bench,
    comment,
    feed_delivery,
    receiver,
    sign_for_meta,
)
from tests.connectors.samples import NOON

CHALLENGE = {"hub.mode": "subscribe", "hub.verify_token": SECRET, "hub.challenge": "1158201444"}
INSTA = next(table for table in DOCUMENT["connectors"] if table["name"] == "insta")


async def post_insta(bench: Bench, *changes: dict[str, Any], beside: bool = False) -> httpx.Response:
    entry: dict[str, Any] = {"id": ACCOUNT, "time": 1_767_268_740}  # A minute before the tests' noon.
    entries = [entry | change for change in changes] if beside else [entry | {"changes": changes}]
    body = json.dumps({"object": "instagram", "entry": entries}).encode()
    return await bench.post("insta", body, sign_for_meta(body))


def insta_comment(native_id: str = "17_1", **values: Any) -> dict[str, Any]:
    value = {
        "id": native_id,
        "from": {"id": "55", "username": "somebody"},
        "text": "soulless",
        "media": {"id": "900", "media_product_type": "FEED"},
    }
    return {"field": "comments", "value": value | values}


async def test_the_challenge_is_answered_with_the_right_token_only() -> None:
    async with receiver() as bench:
        answer = await bench.client.get("/hooks/page", params=CHALLENGE)
        assert (answer.status_code, answer.text) == (200, "1158201444")
        for wrong in (
            {"hub.verify_token": "x"},
            {"hub.verify_token": ""},
            {"hub.mode": "unsubscribe"},
            {"hub.challenge": "<script>"},
            {"hub.challenge": ""},
        ):
            refused = await bench.client.get("/hooks/page", params=CHALLENGE | wrong)
            assert refused.status_code == 403
            assert "script" not in refused.text


async def test_the_recorded_delivery_is_the_pages_own_reply(shared: Path) -> None:
    body = (shared / "fixtures" / "meta-facebook" / "webhook_feed_comment.json").read_bytes()
    async with receiver() as bench:
        answer = await bench.post("page", body, sign_for_meta(body))
        assert answer.json() == {"mentions": 1, "ignored": 0}
        (mention,) = bench.mentions
        assert mention.native_id == "122131676912594941_1213590066982748"
        assert mention.parent_id == "122131676912594941_542072878449250"
        assert mention.kind is ChannelKind.REPLY
        assert mention.speaker is Speaker.BRAND
        assert mention.text == "meow 2"
        assert mention.published_at.timestamp() == 1_742_667_604


@pytest.mark.need("001-13")
async def test_a_followers_comment_is_marked_as_said_under_the_brands_own_post() -> None:
    async with receiver() as bench:
        await bench.post_feed(comment())
        (mention,) = bench.mentions
        assert (mention.owned, mention.speaker, mention.kind) == (True, Speaker.PUBLIC, ChannelKind.COMMENT)
        assert (mention.platform, mention.parent_id) == (Platform.FACEBOOK, f"{PAGE}_2")


@pytest.mark.need("003-29")
async def test_the_brands_own_words_are_never_the_publics_and_a_bots_are_told_from_a_persons() -> None:
    own = {"from": {"id": PAGE, "name": "Acme"}}
    async with receiver() as bench:
        await bench.post_feed(
            comment("2_1", **own, message="We are sorry. Maria"),
            comment("2_2", **own, message="Thank you! – Ada, the Acme bot"),
            comment("2_3", message="Thank you! – Ada, the Acme bot"),
        )
        assert [mention.speaker for mention in bench.mentions] == [
            Speaker.BRAND,
            Speaker.BRAND_BOT,
            Speaker.PUBLIC,
        ]


@pytest.mark.parametrize(
    ("verb", "edited", "deleted"),
    [
        ("add", False, False),
        ("edit", True, False),
        ("edited", True, False),
        ("remove", False, True),
        ("delete", False, True),
    ],
)
async def test_each_verb_is_what_it_says(verb: str, *, edited: bool, deleted: bool) -> None:
    async with receiver() as bench:
        await bench.post_feed(comment(verb=verb))
        (mention,) = bench.mentions
        assert (mention.edited, mention.deleted) == (edited, deleted)
        assert mention.native_id == "2_7"
        assert mention.text == ("" if deleted else "acme is soulless")


async def test_what_is_no_mention_is_passed_over() -> None:
    async with receiver() as bench:
        await bench.post_feed(
            {"item": "reaction", "verb": "add", "post_id": "1_1"},
            comment(verb="hide"),
            comment(message=""),
            {
                "item": "status",
                "verb": "add",
                "post_id": f"{PAGE}_3",
                "from": {"id": PAGE},
                "message": "ours",
            },
        )
        body = feed_delivery(comment(), page="1")
        await bench.post("page", body, sign_for_meta(body))
        assert bench.publisher.records == []
        ignored = {"source": "page", "event": "ignored"}
        assert bench.registry.get_sample_value("crisis_receiver_events_total", ignored) == 5


async def test_a_visitors_post_on_the_page_is_heard() -> None:
    async with receiver() as bench:
        post = {
            "item": "post",
            "verb": "add",
            "post_id": f"{PAGE}_4",
            "from": {"id": "99"},
            "message": "slop",
        }
        await bench.post_feed(post)
        (mention,) = bench.mentions
        assert (mention.kind, mention.owned, mention.text) == (ChannelKind.POST, True, "slop")


@pytest.mark.need("004-04")
async def test_with_a_removed_post_go_its_comments_and_their_replies() -> None:
    post = f"{PAGE}_2"
    async with receiver() as bench:
        await bench.post_feed(
            comment("2_1"),
            comment("2_2", parent_id="2_1"),
            comment("3_1", post_id=f"{PAGE}_3", parent_id=f"{PAGE}_3"),
        )
        bench.publisher.records.clear()
        await bench.post_feed({"item": "post", "verb": "remove", "post_id": post})
        assert {(mention.native_id, mention.deleted) for mention in bench.mentions} == {
            (post, True),
            ("2_1", True),
            ("2_2", True),
        }


async def test_with_a_removed_comment_go_its_replies() -> None:
    async with receiver() as bench:
        await bench.post_feed(comment("2_1"), comment("2_2", parent_id="2_1"), comment("2_3"))
        bench.publisher.records.clear()
        await bench.post_feed(comment("2_1", verb="remove"))
        assert [mention.native_id for mention in bench.mentions] == ["2_1", "2_2"]


async def test_a_change_without_its_id_is_a_dead_letter_without_words_or_people() -> None:
    broken = comment()
    del broken["comment_id"]
    async with receiver() as bench:
        await bench.post_feed(broken, comment())
        assert len(bench.mentions) == 1
        (dead,) = [record for record in bench.publisher.records if record.topic == "live.mentions.dead"]
        assert dict(dead.headers)["reason"] == b"page feed: a comment without its id"
        assert b"soulless" not in (dead.value or b"")
        assert b"Somebody" not in (dead.value or b"")


@pytest.mark.parametrize("beside", [False, True], ids=["within changes", "beside the id"])
async def test_instagrams_comments_are_read_in_both_documented_forms(*, beside: bool) -> None:
    async with receiver() as bench:
        own = insta_comment("17_2", **{"from": {"id": "1", "username": "acme.coffee"}})
        await post_insta(bench, insta_comment(parent_id="17_0"), own, beside=beside)
        reply, ours = bench.mentions
        assert (reply.kind, reply.parent_id) == (ChannelKind.REPLY, "17_0")
        assert (ours.speaker, ours.parent_id, ours.owned) == (Speaker.BRAND, "900", True)
        assert reply.published_at == NOON.replace(hour=11, minute=59)


async def test_the_documentations_sample_of_instagram_is_read(shared: Path) -> None:
    path = shared / "fixtures" / "meta-instagram" / "doc-samples" / "webhook_comment.json"
    (sample,) = json.loads(path.read_text(encoding="utf-8"))
    sample["entry"][0]["id"] = ACCOUNT
    body = json.dumps(sample).encode()
    async with receiver() as bench:
        await bench.post("insta", body, sign_for_meta(body))
        (mention,) = bench.mentions
        assert (mention.native_id, mention.text) == ("<COMMENT_ID>", "<COMMENT_TEXT>")


def graph(answers: dict[str, Any]) -> httpx.MockTransport:
    def answer(request: httpx.Request) -> httpx.Response:
        for part, found in answers.items():
            if part in str(request.url):
                return found if isinstance(found, httpx.Response) else httpx.Response(200, json=found)
        return httpx.Response(500)

    return httpx.MockTransport(answer)


def gone() -> httpx.Response:
    return httpx.Response(400, json={"error": {"code": 100, "error_subcode": 33}})


WITH_TOKEN = [INSTA | {"token_env": "IG_TOKEN"}]


async def test_with_a_token_a_comment_gets_its_own_time_so_that_the_sweeps_copy_counts_once() -> None:
    found = {
        "id": "171",
        "text": "soulless",
        "timestamp": "2026-01-01T11:30:00+0000",
        "username": "somebody",
        "like_count": 4,
        "media": {"id": "900", "permalink": "https://www.instagram.com/p/x"},
    }
    async with receiver(graph=graph({"/171": found}), connectors=WITH_TOKEN) as bench:
        await post_insta(bench, insta_comment("171"))
        (mention,) = bench.mentions
        assert mention.published_at == NOON.replace(hour=11, minute=30)
        assert (mention.interactions, mention.url) == (4, "https://www.instagram.com/p/x")


async def test_a_comment_that_is_gone_before_it_is_looked_up_was_never_said() -> None:
    async with receiver(graph=graph({"/171": gone()}), connectors=WITH_TOKEN) as bench:
        assert (await post_insta(bench, insta_comment("171"))).json() == {"mentions": 0, "ignored": 1}


async def test_while_the_graph_api_does_not_answer_deliveries_must_come_again() -> None:
    async with receiver(graph=graph({}), connectors=WITH_TOKEN) as bench:
        assert (await post_insta(bench, insta_comment("171"))).status_code == 503
        assert bench.publisher.records == []


async def test_a_dead_token_makes_nobody_blind() -> None:
    dead = httpx.Response(400, json={"error": {"code": 190, "error_subcode": 463}})
    async with receiver(graph=graph({"/171": dead}), connectors=WITH_TOKEN) as bench:
        assert (await post_insta(bench, insta_comment("171"))).status_code == 200
        assert bench.mentions[0].published_at == NOON.replace(hour=11, minute=59)


async def test_a_mention_elsewhere_is_looked_up_and_is_not_the_brands_own_ground(shared: Path) -> None:
    recorded = json.loads((shared / "fixtures" / "meta-instagram" / "mentioned_comment.json").read_text())
    async with receiver(graph=graph({"mentioned_comment": recorded}), connectors=WITH_TOKEN) as bench:
        await post_insta(bench, {"field": "mentions", "value": {"media_id": "1", "comment_id": "2"}})
        (mention,) = bench.mentions
        assert (mention.text, mention.owned) == ("@ikroskun good", False)
        assert mention.published_at.isoformat() == "2021-08-19T09:14:16+00:00"


async def test_a_mention_in_a_caption_is_looked_up() -> None:
    media = {"id": "1", "caption": "@acme.coffee slop", "timestamp": "2026-01-01T11:00:00+0000"}
    async with receiver(
        graph=graph({"mentioned_media": {"mentioned_media": media}}), connectors=WITH_TOKEN
    ) as bench:
        await post_insta(bench, {"field": "mentions", "value": {"media_id": "1"}})
        (mention,) = bench.mentions
        assert (mention.kind, mention.owned) == (ChannelKind.POST, False)


@pytest.mark.parametrize("native_id", ["../me", "1?fields=x", "me", ""])
async def test_an_id_that_is_none_is_not_asked_for(native_id: str) -> None:
    async with receiver(graph=graph({"": gone()}), connectors=WITH_TOKEN) as bench:
        await post_insta(
            bench, insta_comment(native_id), {"field": "mentions", "value": {"media_id": native_id}}
        )
        assert [record.topic for record in bench.publisher.records] == ["live.mentions.dead"] * 2
