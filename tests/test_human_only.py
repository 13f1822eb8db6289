"""Humans speak, software does not: no import, no client and no words of ours lead to a post in public."""

import ast
import re
import tomllib
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import cache
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path
from typing import Final

import pytest

from alerts.action import ActionKind
from alerts.deeds import refuse_action
from alerts.guidance import Ripeness, write_copies
from alerts.library import read_library
from alerts.playbook import BLANK, Role
from alerts.registry import CHANNELS
from connectors.http import Http
from tests.alerts.examples import action, incident_of, spike

ROOT: Final = Path(__file__).parents[1]
PACKAGES: Final = ("connectors", "streams", "alerts", "deploy")

NETWORK: Final = frozenset(
    [
        "aiohttp",
        "aiosmtplib",
        "ftplib",
        "http.client",
        "httpx",
        "requests",
        "slack_sdk",
        "smtplib",
        "telnetlib",
        "urllib.request",
        "urllib3",
        "websockets",
    ]
)
"""Everything by which a module could talk to another machine, apart from Kafka."""

MAY_TALK: Final = {
    "connectors": frozenset(
        {"aiohttp", "httpx", "websockets"}
    ),  # read what people say: `test_connectors_only_read`
    "alerts.channels": frozenset(
        {"aiohttp", "httpx", "slack_sdk", "smtplib"}
    ),  # tell the team, in its own tools
    "alerts.desk": frozenset({"aiohttp", "slack_sdk"}),  # hears the team in Slack, and answers one person
    "deploy": NETWORK,  # starts, looks at and stands in for the parts on this machine
}
"""By what each part may talk, and to whom."""

PLATFORM_CLIENTS: Final = frozenset(
    [
        "asyncpraw",
        "atproto",
        "facebook",
        "facebook_business",
        "googleapiclient",
        "instagrapi",
        "linebot",
        "mastodon",
        "praw",
        "pytumblr",
        "telegram",
        "telethon",
        "tiktokapi",
        "tweepy",
        "twitter",
        "twython",
        "vk_api",
        "weibo",
    ]
)
GENERATORS: Final = frozenset(
    [
        "anthropic",
        "autogen",
        "cohere",
        "ctransformers",
        "google.generativeai",
        "google.genai",
        "groq",
        "haystack",
        "langchain",
        "litellm",
        "llama_cpp",
        "llama_index",
        "mistralai",
        "ollama",
        "openai",
        "replicate",
        "semantic_kernel",
        "torch",
        "transformers",
        "vllm",
    ]
)

WRITES: Final = re.compile(
    r"repo\.(create|put|delete)Record|media_publish|/api/(submit|comment)\b|statuses/update|message/(broadcast|reply)"
    r"|commentThreads\.insert|comments\.insert|videos\.insert|/2/tweets$|api/v1/statuses$|threads_publish|/me/feed"
)
"""Ends of addresses by which platforms take posts and comments."""

READ_THERE_TOO: Final = frozenset({("connectors.x_api", "https://api.x.com/2/tweets")})
"""X looks posts up by GET at the address that takes them by POST; its one POST there goes to the stream's rules."""

TO_BE_ALLOWED_TO_READ: Final = frozenset({"connectors.reddit_api", "connectors.x_api"})
"""Who may call the client's one POST, `post_body`: Reddit hands out its tokens so, X is told so what to stream.

Both take posts elsewhere, and X takes none for a token of an application, which is the only one it is given.
"""

SLACK_METHODS: Final = frozenset(
    {
        "chat.postMessage",
        "chat.update",
        "chat.postEphemeral",
        "views.open",
        "views.push",
        "users.info",
        "conversations.history",
        "conversations.replies",
    }
)


def modules() -> Iterator[tuple[str, ast.Module]]:
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            name = ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            yield name, ast.parse(file.read_text(encoding="utf-8"))


MODULES: Final = dict(modules())


@cache
def imports(name: str) -> frozenset[str]:
    return frozenset(imports_of(MODULES[name]))


def imports_of(tree: ast.Module) -> set[str]:
    """Every module that a module imports anywhere, also inside functions, and by name."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Call) and _name(node.func) in ("__import__", "import_module"):
            found |= {str(argument.value) for argument in node.args if isinstance(argument, ast.Constant)}
    return found


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def texts_of(tree: ast.Module) -> Iterator[str]:
    return (
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def named(imported: AbstractSet[str], libraries: frozenset[str]) -> set[str]:
    return {one for one in libraries if any(name == one or name.startswith(f"{one}.") for name in imported)}


@pytest.mark.need("000-24")
def test_only_these_parts_can_talk_to_another_machine() -> None:
    talks = {name: named(imports(name), NETWORK) for name in MODULES}
    strangers = {name: by for name, by in talks.items() if by - allowed(name)}
    assert any(talks.values())
    assert not strangers, "say in MAY_TALK whom it talks to, and prove that it cannot post in public"


def allowed(name: str) -> frozenset[str]:
    return next(
        (by for place, by in MAY_TALK.items() if name == place or name.startswith(f"{place}.")), frozenset()
    )


@pytest.mark.need("000-24")
def test_no_client_of_a_platform_that_could_post_is_imported_or_required() -> None:
    for name in MODULES:
        assert not named({one.lower() for one in imports(name)}, PLATFORM_CLIENTS), name
    assert not required() & PLATFORM_CLIENTS


@pytest.mark.need("001-15")
def test_nothing_that_writes_texts_by_itself_is_imported_or_required() -> None:
    """An AI-drafted reply is impossible, in an open incident as at any other time: there is nothing to draft it."""
    for name in MODULES:
        assert not named(imports(name), GENERATORS), name
    assert not required() & GENERATORS


@cache
def required() -> frozenset[str]:
    """Every package that an installation brings, with all that those bring."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found: set[str] = set()
    waiting = list(project["dependencies"])
    while waiting:
        line = waiting.pop()
        package = re.split(r"[ ;<>=!~\[(]", line, maxsplit=1)[0].lower().replace("-", "_")
        if "extra ==" in line or package in found:
            continue
        found.add(package)
        try:
            waiting += requires(package) or []
        except PackageNotFoundError:
            continue
    return frozenset(found)


def test_what_is_required_is_found_at_all() -> None:
    assert {"httpx", "slack_sdk", "faust_streaming"} <= required()


@pytest.mark.need("000-24")
def test_connectors_only_read() -> None:
    """The one client that leaves for platforms has no way to write, and nothing else there sends a write.

    A platform that asks for a POST to hand out a token needs a line here that says which, and why.
    """
    assert not {"post", "put", "patch", "delete", "request"} & {name.lower() for name in dir(Http)}
    for name, tree in MODULES.items():
        if not name.startswith("connectors"):
            continue
        calls = {_name(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
        assert not calls & {"post", "put", "patch"}, name
        assert ("post_body" in calls) <= (name in TO_BE_ALLOWED_TO_READ), name
        verbs = (
            {"PUT", "PATCH", "DELETE"} if name == "connectors.http" else {"POST", "PUT", "PATCH", "DELETE"}
        )
        assert not set(texts_of(tree)) & verbs, name


@pytest.mark.need("000-24")
def test_no_address_by_which_a_platform_takes_posts_stands_in_the_code() -> None:
    for name, tree in MODULES.items():
        for text in texts_of(tree):
            assert not WRITES.search(text) or (name, text) in READ_THERE_TOO, (name, text)


def test_the_pattern_would_find_such_an_address() -> None:
    for address in (
        "https://bsky.social/xrpc/com.atproto.repo.createRecord",
        "https://api.x.com/2/tweets",
        "https://oauth.reddit.com/api/comment",
        "https://mastodon.social/api/v1/statuses",
        "https://api.line.me/v2/bot/message/broadcast",
    ):
        assert WRITES.search(address)


@pytest.mark.need("000-24")
def test_slack_is_asked_for_nothing_but_talking_to_the_team() -> None:
    shaped = re.compile(
        r"(?:chat|views|users|conversations|files|apps|admin|reactions|pins)\.[a-z]\w+(?:\.\w+)?"
    )
    for name, tree in MODULES.items():
        if name.startswith("alerts."):
            used = {text for text in texts_of(tree) if shaped.fullmatch(text)}
            assert used <= SLACK_METHODS, name


def test_every_sort_of_channel_is_one_of_the_teams_own_tools() -> None:
    team = {
        "console",
        "slack",
        "slack_webhook",
        "alertmanager",
        "pagerduty",
        "line",
        "teams",
        "email",
        "webhook",
    }
    assert {kind.value for kind in CHANNELS} <= team, "a new sort: is it the team's own?"


@pytest.mark.need("000-24", "001-21")
def test_every_outgoing_draft_names_its_approver_who_is_a_person() -> None:
    for book in read_library().values():
        for draft in book.drafts:
            assert draft.approver in Role
    incident = incident_of(spike())
    for account in ("detector", "clock", "github[bot]"):
        deed = action(ActionKind.APPROVE, step="holding.en.reply.12345678", by=account, incident=incident.id)
        assert refuse_action(incident, deed)


@pytest.mark.need("001-15")
def test_a_draft_holds_nothing_but_a_playbooks_words_and_facts_that_people_gave() -> None:
    for book in read_library().values():
        facts = {fact.key(language): f"<{fact.id}>" for fact in book.facts for language in fact.asks}
        for draft in book.drafts:
            answers = {key: options[0] for when in draft.when[:1] for key, options in when.items()}
            incident = incident_of(spike())
            object.__setattr__(incident, "facts", facts)
            object.__setattr__(incident, "answers", answers)
            for copy in write_copies(draft, book, incident):
                assert copy.ripeness is Ripeness.FILLED, copy
                template = draft.words[copy.language][copy.outlet]
                assert copy.text == BLANK.sub(r"<\1>", template)
