"""The kinds of connectors, one line each; a new one is added here and the contract tests pick it up."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from connectors.about import About
from connectors.appstore import AppStoreOptions, AppStoreReader
from connectors.bluesky import BlueskyOptions, BlueskyStream
from connectors.connector import Assignment, Connector
from connectors.equipment import Equipment
from connectors.hackernews import HackerNewsOptions, HackerNewsReader
from connectors.mastodon import MastodonOptions, open_mastodon
from connectors.meta.opening import open_sweep
from connectors.meta.options import FacebookOptions, InstagramOptions
from connectors.reddit import RedditOptions, RedditReader
from connectors.rounds import in_rounds
from connectors.rss import FeedOptions, FeedReader
from connectors.settings import Connector as Options
from connectors.table.file import FileOptions, FileReader
from connectors.threads import ThreadsOptions, ThreadsReader
from connectors.x_follow import open_x
from connectors.x_options import XOptions
from connectors.youtube import YouTubeReader
from connectors.youtube_options import YouTubeOptions


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of connector."""

    options: type[Options]
    open: Callable[[Assignment, Any, Equipment], Connector]
    """Called with options of that type. Must not do any I/O.

    Raises:
        MisconfiguredError: the options or the saved cursor cannot be used.
    """
    about: About


KINDS: Final[Mapping[str, Kind]] = {
    "appstore": Kind(
        AppStoreOptions,
        in_rounds(AppStoreReader),
        About(
            sees="The newest 500 reviews of an app in each country you name, with their stars; edits, no deletions",
            needs="The app's number and its countries",
            costs="Nothing; one request a country each sweep, more after a rush",
            tested="Only against the feed's description; the one recording is of its JSON, which has no dates",
        ),
    ),
    "bluesky": Kind(
        BlueskyOptions,
        BlueskyStream,
        About(
            sees="Every public post on Bluesky within seconds, replies and edits; deletions and purged accounts at once",
            needs="Nothing",
            costs="Nothing but the traffic; less of it with `zstd_dictionary`",
            tested="On recorded lines of the real stream (v1) and a local server; v2 numbers against its documentation",
        ),
    ),
    "facebook": Kind(
        FacebookOptions,
        in_rounds(open_sweep),
        About(
            sees="Comments and visitors' posts on your own Page, by webhook at once and by a sweep; edits and removals; your own replies, kept apart",
            needs="A Meta app with `pages_read_user_content`; `crisis receiver` behind an address with TLS",
            costs="Nothing; one request for each recent post and sweep",
            tested="One recorded delivery and recorded pages of comments; verbs, errors and limits against Meta's documentation",
        ),
    ),
    "file": Kind(
        FileOptions,
        in_rounds(FileReader),
        About(
            sees="CSV or JSON-lines exports dropped into a folder, or a file that grows; promises nothing, so its silence is no alarm",
            needs="A mapping of its columns; those of Brandwatch, Meltwater and Talkwalker come with it",
            costs="Nothing",
            tested="On files of our own, with column names from what is published about each tool",
        ),
    ),
    "hackernews": Kind(
        HackerNewsOptions,
        in_rounds(HackerNewsReader),
        About(
            sees="Every story and comment on Hacker News, a minute or two late; edits and deletions of what was sent, for two days",
            needs="Nothing",
            costs="Nothing; one request a sweep and up to eleven to look things up",
            tested="On recorded answers of both services",
        ),
    ),
    "instagram": Kind(
        InstagramOptions,
        in_rounds(open_sweep),
        About(
            sees="Comments on your own media by webhook and by a sweep, which finds removals; where others mention you, with a token",
            needs="A Meta app with Advanced Access to `instagram_manage_comments`; `crisis receiver`",
            costs="Nothing; one request for each delivered comment, and for each recent post and sweep",
            tested="Meta's documented samples and recorded pages of comments",
        ),
    ),
    "mastodon": Kind(
        MastodonOptions,
        open_mastodon,
        About(
            sees="Public posts with the hashtags you name, as far as they have reached one server; edits and deletions",
            needs="A server whose hashtag timelines are open; a token for streams or closed ones",
            costs="Nothing; one request for five hashtags each sweep and up to five to look up what was sent, of 300 in five minutes",
            tested="On recorded answers of two servers and a recorded stream",
        ),
    ),
    "reddit": Kind(
        RedditOptions,
        in_rounds(RedditReader),
        About(
            sees="New posts and comments of the communities you name, and posts a search finds; edits and deletions of what was sent, for two days",
            needs="An application that Reddit has approved, `approved = true`, its id and its secret",
            costs="Nothing for approved use within 100 requests a minute; commercial use wants a contract",
            tested="On recorded listings, tokens and refusals; looking up against the documentation",
        ),
    ),
    "rss": Kind(
        FeedOptions,
        FeedReader,
        About(
            sees="What a feed shows: news, blogs, forums, PTT boards; edits with a date, no deletions",
            needs="An address",
            costs="Nothing; unchanged feeds answer with 304",
            tested="On recorded feeds; PTT only against its description",
        ),
    ),
    "threads": Kind(
        ThreadsOptions,
        in_rounds(ThreadsReader),
        About(
            sees="Experimental: public posts on Threads with your words; no deletions; without approval only your own posts, and Meta does not say so",
            needs="An application that Meta has approved for keyword search, `approved = true`, a user's token",
            costs="Nothing; 2,200 searches in 24 hours",
            tested="Only against the documentation",
        ),
    ),
    "x": Kind(
        XOptions,
        open_x,
        About(
            sees="Posts on X that your queries find, half a minute late and up to a week back, or with `stream = true` within seconds; edits, and deletions within half a day",
            needs="A bearer token, `paid = true` and `dollars_a_month`",
            costs="Half a cent a post that is read or looked up again; it stops where the month's money ends",
            tested="On recorded searches, rules and lines of a stream; counts, lookups, caps, rate limits and how to come back to the stream against the documentation and a local server",
        ),
    ),
    "youtube": Kind(
        YouTubeOptions,
        in_rounds(YouTubeReader),
        About(
            sees="Comments and replies under the channels and videos you name and under those a search finds; replies to older ones within half an hour; edits and deletions in turn, and all of it taken down that was not confirmed for 29 days",
            needs="An API key of Google, in the variable under `secret_env`",
            costs="Nothing; 10,000 units and 100 searches a day, about one unit a channel or video each sweep",
            tested="On recorded threads, searches and a refusal; quota errors against the documentation",
        ),
    ),
}
