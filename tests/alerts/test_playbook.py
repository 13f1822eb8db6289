"""Playbooks: checked against their schema, whole in every language, and fit for the first screen."""

import re
from datetime import timedelta
from importlib.resources import files

import pytest

from alerts.errors import PlaybookError
from alerts.library import read_library, read_parts
from alerts.playbook import BLANK, PLAYBOOK_FOR, Outlet, Playbook, Role
from alerts.registry import PLAYBOOKS
from alerts.shelf import read_playbook
from alerts.words.language import Language
from alerts.words.registry import VOCABULARIES
from streams.spike import SpikeKind

TEXT = (files("alerts.playbooks") / "ai-content-backlash.toml").read_text(encoding="utf-8")
PARTS = read_parts()
LIBRARY = read_library()
STOPS = {"scheduled-posts", "ads", "auto-replies", "chatbots"}
STRATEGIES = {"inform", "adjust", "apologise", "revise", "stand_firm", "reform"}
SIMPLIFIED = re.compile(
    "[们这说应发时间题话须认图样报记经义务网络评论户签仅该对从无书东乐习买亲亿众优伤体务动华单卖厂压参双变员处备复头学宁审层岁币师带帮广库张当录归志总战护择换据断来极构标树档检业样气汉没测满点热爱状独现电画监盖码离种积称稳简类红级纳组细织终结绝给统继续编缘网罗职联脑节药虑观规视觉讨训议讯证识诉词试诚询详语误请读谁调贝负财责败货质费资赛赞转载输边达过还进远连迟适选递遗释里钱钟错键长门问闻队阳阶际陆险随难韩页项顺领频颜额风饭馆验黄齐龙]"
)


def every_text(book: Playbook, language: Language) -> list[str]:
    """Every word of a playbook in one language."""
    said: list[str] = []

    def walk(value: object) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                if key in set(Language) and key != language:
                    continue
                walk(inner)
        elif isinstance(value, list | tuple):
            for inner in value:
                walk(inner)
        elif isinstance(value, str):
            said.append(value)

    for part in ("title", "fits", "steps", "stops", "rules", "questions", "facts", "drafts"):
        walk(book.model_dump(mode="json")[part])
    return said


def test_every_file_on_the_shelf_is_registered_and_reads() -> None:
    shelf = {
        file.name.removesuffix(".toml")
        for file in files("alerts.playbooks").iterdir()
        if file.name.endswith(".toml")
    }
    assert shelf == set(PLAYBOOKS) == set(LIBRARY)


def test_every_kind_of_spike_has_a_playbook() -> None:
    assert {PLAYBOOK_FOR[kind] for kind in SpikeKind} <= set(PLAYBOOKS)


@pytest.mark.need("003-10")
@pytest.mark.parametrize("name", PLAYBOOKS)
def test_a_human_reply_is_due_within_the_hour(name: str) -> None:
    step = LIBRARY[name].find_step("first-human-reply")
    assert step
    assert step.within <= timedelta(hours=1)
    assert step.drafts


@pytest.mark.need("003-26")
@pytest.mark.parametrize("name", PLAYBOOKS)
def test_an_early_step_stops_everything_that_speaks_without_a_person(name: str) -> None:
    step = next(step for step in LIBRARY[name].steps if step.stops)
    assert set(step.stops) == STOPS
    assert step.within <= timedelta(minutes=15)


@pytest.mark.parametrize("name", PLAYBOOKS)
def test_nothing_stands_in_a_playbook_that_no_step_leads_to(name: str) -> None:
    book = LIBRARY[name]

    def led(field: str) -> set[str]:
        return {one for step in book.steps for one in getattr(step, field)}

    assert {one.id for one in book.stops} == led("stops")
    assert {one.id for one in book.drafts} == led("drafts")
    assert {one.id for one in book.rules} >= led("rules")
    asked = led("asks")
    branches = [*(step.when for step in book.steps), *(draft.when for draft in book.drafts)]
    hung = {question for branch in branches for when in branch for question in when}
    assert hung <= asked
    needed = {blank for draft in book.drafts for blank in draft.blanks()}
    assert needed <= led("facts"), "a blank that no step asks for would stay open for ever"


@pytest.mark.parametrize("name", PLAYBOOKS)
def test_every_draft_names_its_approver_and_signs_with_a_person(name: str) -> None:
    for draft in LIBRARY[name].drafts:
        assert draft.approver is Role.PR_LEAD
        for words in draft.words.values():
            for outlet, text in words.items():
                assert "signer" in BLANK.findall(text), (draft.id, outlet)
        assert not draft.when or draft.locked


@pytest.mark.parametrize("name", PLAYBOOKS)
def test_a_draft_for_the_public_is_written_for_the_place_it_started(name: str) -> None:
    outlets = {outlet for draft in LIBRARY[name].drafts for outlet in draft.words[Language.EN]}
    assert {Outlet.REPLY, Outlet.POST, Outlet.PRESS} <= outlets


@pytest.mark.need("000-23")
@pytest.mark.parametrize("name", [name for name in PLAYBOOKS if name != "general-negative-spike"])
def test_about_ai_it_ends_only_with_explaining_admitting_and_promising(name: str) -> None:
    assert LIBRARY[name].closing == ("explain", "admit-limits", "promise-better")


@pytest.mark.need("003-10")
@pytest.mark.parametrize("name", PLAYBOOKS)
def test_it_says_how_it_ends_and_is_reviewed_within_a_week(name: str) -> None:
    book = LIBRARY[name]
    assert book.closing
    assert book.review.within <= timedelta(days=7)
    assert book.ends.quiet_for >= timedelta(hours=12)
    assert book.updates.every <= timedelta(hours=6)


def test_the_heart_has_every_strategy_and_asks_how_ai_was_used() -> None:
    book = LIBRARY["ai-content-backlash"]
    strategy, ai_use = book.find_question("strategy"), book.find_question("ai_use")
    assert strategy
    assert ai_use
    assert {option.id for option in strategy.options} == STRATEGIES
    assert {option.id for option in ai_use.options} == {"made", "partly", "not", "unknown"}
    assert [option.id for option in ai_use.options if option.open] == ["unknown"]


def test_the_disclosure_rules_have_their_dates() -> None:
    rules = {rule.id: rule for rule in LIBRARY["ai-content-backlash"].rules}
    assert rules["eu-deep-fakes"].since.isoformat() == "2026-08-02"
    assert rules["cn-labels"].since.isoformat() == "2025-09-01"


@pytest.mark.parametrize("name", PLAYBOOKS)
def test_every_date_of_a_law_says_where_it_stands_and_when_it_was_looked_up(name: str) -> None:
    for rule in LIBRARY[name].rules:
        assert rule.checked >= rule.since
        assert rule.basis


@pytest.mark.parametrize("name", PLAYBOOKS)
def test_the_chinese_is_traditional(name: str) -> None:
    for text in every_text(LIBRARY[name], Language.ZH_HANT):
        shared = {
            "里",
            "才",
            "只",
            "后",
            "台",
            "范",
            "系",
            "面",
            "干",
            "于",
            "准",
            "周",
            "志",
            "岁",
            "从",
            "宁",
        }
        found = {sign for sign in SIMPLIFIED.findall(text) if sign not in shared}
        assert not found, text


@pytest.mark.parametrize("language", Language)
def test_every_role_has_a_name_in_every_language(language: Language) -> None:
    assert set(VOCABULARIES[language].words.roles) == {role.value for role in Role}


@pytest.mark.need("003-10")
@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('role = "on_call"', 'role = "intern"', "steps.0.role"),
        ('within = "10m"', 'within = "soon"', "steps.0.within"),
        ('within = "10m"', 'within = "9d"', "the order of their deadlines"),
        ('id = "read-the-quotes"', 'id = "pause-scheduled"', "two steps have the same id"),
        ('id = "ai-content-backlash"', 'id = "other"', "must be the file's name"),
        ("[steps.words.zh-Hant]", "[steps.words.fr]", "steps.0.words"),
        ("version = 2", 'version = 2\nauthor = "x"', "author: unknown key"),
        ("version = 2", "version = ", "Invalid value"),
        ('"stop-list", ', "", "there is nothing called `scheduled-posts` under stops"),
        ('"stop-list"', '"stop-lists"', "there is no part `stop-lists`"),
        ('asks = ["ai_use"]', 'asks = ["ai_used"]', "there is nothing called `ai_used` under questions"),
        (
            "{content}: {complaint}",
            "{contents}: {complaint}",
            "there is nothing called `contents` under facts",
        ),
        ('when = [{ ai_use = ["not"] }]', 'when = [{ ai_use = ["no"] }]', "`ai_use` has no answer no"),
        ('approver = "pr_lead"', 'approver = "robot"', "drafts.0.approver"),
        ("[drafts.locked]", "[drafts.closed]", "drafts.2.closed"),
        ('press = "We are aware', 'mail = "We are aware', "words for other outlets in one language"),
        ("[ends]", "[ended]", "ends.quiet_for: is missing"),
    ],
)
def test_a_fault_is_named(old: str, new: str, said: str) -> None:
    assert old in TEXT
    with pytest.raises(PlaybookError, match=r"ai-content-backlash\.toml") as caught:
        read_playbook(TEXT.replace(old, new, 1), name="ai-content-backlash", parts=PARTS)
    assert said in str(caught.value)


def test_a_branch_has_to_say_why_it_may_be_closed() -> None:
    parts = {
        **PARTS,
        "ai-questions": re.sub(r"\[questions\.options\.locked\]\n.*\n.*\n", "", PARTS["ai-questions"]),
    }
    with pytest.raises(PlaybookError, match="`locked` has to say why"):
        read_playbook(TEXT, name="ai-content-backlash", parts=parts)


def test_a_step_without_words_in_a_language_is_refused() -> None:
    start = TEXT.index("[steps.words.zh-Hant]")
    end = TEXT.index("[[steps]]", start)
    with pytest.raises(PlaybookError, match="no words in zh-Hant"):
        read_playbook(TEXT[:start] + TEXT[end:], name="ai-content-backlash", parts=PARTS)
