"""A Bluesky post's record: what its author's program wrote, so every part of it may be missing or wrong."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from connectors.errors import UnreadableError
from connectors.jetstream import POSTS, Event
from connectors.mention import EARLIEST, ChannelKind
from connectors.post import Post
from connectors.text import strip_markup, tidy

_LONGEST_LANGUAGE: Final = 35
_MENTION: Final = "app.bsky.richtext.facet#mention"
_TAG: Final = "app.bsky.richtext.facet#tag"


def name_post(did: str, rkey: str) -> str:
    """A post's own id."""
    return f"at://{did}/{POSTS}/{rkey}"


def read_post(event: Event) -> Post:
    """Read the post that an event creates or changes.

    Raises:
        UnreadableError: it carries none.
    """
    commit = event.commit
    if commit is None:
        raise UnreadableError("an event without a record")
    record = _as_dict(commit.record)
    text, original = record.get("text"), record.get("bridgyOriginalText")
    if not isinstance(text, str):
        raise UnreadableError("a post without a text")
    reply = _as_dict(record.get("reply"))
    parent = _uri(reply.get("parent"))
    handles, tags = _read_facets(record)
    languages = _as_list(record.get("langs"))
    return Post(
        native_id=name_post(event.did, commit.rkey),
        version=commit.cid or commit.rev,
        # A bridge from the fediverse (Bridgy Fed) cuts what is longer than Bluesky takes, and keeps the whole of it beside.
        text=strip_markup(original) if isinstance(original, str) and original else tidy(text),
        published_at=_read_time(record.get("createdAt"), event.at),
        author=event.did,
        known_as=_original_author(record.get("bridgyOriginalUrl")),
        kind=ChannelKind.REPLY if parent else ChannelKind.POST,
        url=f"https://bsky.app/profile/{event.did}/post/{commit.rkey}",
        language=next(
            (each for each in languages if isinstance(each, str) and 0 < len(each) <= _LONGEST_LANGUAGE), None
        ),
        parent_id=parent or None,
        handles=handles,
        under=tuple(dict.fromkeys(_did(uri) for uri in (_uri(reply.get("root")), parent) if uri)),
        hashtags=tags,
    )


def _read_facets(record: dict[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    handles, tags = [], [tag for tag in _as_list(record.get("tags")) if isinstance(tag, str)]
    for feature in _features(record):
        named = feature.get("did") if feature.get("$type") == _MENTION else None
        tagged = feature.get("tag") if feature.get("$type") == _TAG else None
        if isinstance(named, str):
            handles.append(named)
        if isinstance(tagged, str):
            tags.append(tagged)
    return tuple(handles), tuple(tags)


def _features(record: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for facet in _as_list(record.get("facets")):
        for feature in _as_list(_as_dict(facet).get("features")):
            yield _as_dict(feature)


def _read_time(written: Any, seen_at: datetime) -> datetime:  # noqa: ANN401 - whatever somebody wrote.
    """The time its author gives, unless it lies after the server saw it: a clock may be wrong, or a lie."""
    try:
        at = datetime.fromisoformat(written)
    except (TypeError, ValueError):
        return seen_at
    try:
        at = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError:
        return seen_at
    return min(at, seen_at) if at >= EARLIEST else seen_at


def _original_author(url: Any) -> str:  # noqa: ANN401 - whatever somebody wrote.
    """`ada` of https://social.example/@ada/123; empty where it is no such address."""
    parts = url.split("/@", 1) if isinstance(url, str) else []
    return parts[1].split("/")[0] if len(parts) > 1 else ""


def _uri(reference: Any) -> str:  # noqa: ANN401 - as above.
    uri = _as_dict(reference).get("uri")
    return uri if isinstance(uri, str) and uri.startswith("at://") else ""


def _did(uri: str) -> str:
    return uri.removeprefix("at://").partition("/")[0]


def _as_dict(value: Any) -> dict[str, Any]:  # noqa: ANN401 - as above.
    return value if isinstance(value, dict) else {}


def _as_list(value: Any) -> list[Any]:  # noqa: ANN401 - as above.
    return value if isinstance(value, list) else []
