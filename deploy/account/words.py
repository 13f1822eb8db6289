"""What was found, in words for a PR person."""

import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Final, TypeVar

from alerts.excerpt import clean_excerpt
from deploy.account.sheet import Sheet
from streams.account.effect import CONFIDENCE, NEEDED, Effect
from streams.account.figures import Bucket, Post
from streams.account.review import Review, Standing
from streams.account.saying import say_count, say_day, say_share, say_steps
from streams.account.signal import Finding, Kind, Signal, State

N = TypeVar("N", int, float)
WIDTH: Final = 100
_LINES: Final = 10
"""Line numbers shown of each sort of bad row, and gaps of an account: the last ones."""
_SORTS: Final = 10
_COARSE: Final = timedelta(days=2)
_LONGEST: Final = 300
NAMES: Final = {
    Kind.REACH_ER_DIVERGENCE: "reach holds, engagement falls",
    Kind.ENGAGEMENT_DROP: "engagement drop",
    Kind.TOXIC_ENGAGEMENT: "toxic engagement",
    Kind.COMPLETION_DROP: "videos left early",
    Kind.FOLLOWER_LOSS: "many followers leave",
    Kind.FOLLOWER_DECLINE: "fewer and fewer followers",
}


def write_review(review: Review) -> Iterator[str]:
    """Lines for a terminal."""
    accounts = sorted({(finding.brand, finding.platform) for finding in review.findings})
    standings = {(one.brand, one.platform): one for one in review.standings}
    for brand, platform in accounts:
        standing = standings.get((brand, platform))
        yield ""
        if standing is None:
            yield f"{brand} on {platform}: posts only"
        else:
            yield from _write_standing(standing)
        mine = [one for one in review.findings if (one.brand, one.platform) == (brand, platform)]
        yield from (line for one in sorted(mine, key=_rank) for line in _write_finding(one))
    for effect in review.effects:
        yield ""
        yield from _fill(f"{effect.brand}, posts made with AI: ", say_effect(effect), "  ")


def _write_standing(one: Standing) -> Iterator[str]:
    days = f"{say_day(one.begins)} to {say_day(one.ends)}"
    yield f"{one.brand} on {one.platform}: {say_steps(one.buckets, one.step)}, {days}"
    parts = [
        _tell(one.reach, lambda value: f"median reach {say_count(value)}"),
        _tell(one.plain_rate, lambda value: f"engagement rate {say_share(value)}"),
        _tell(one.rate, lambda value: f"weighted {say_share(value)}"),
        _tell(one.completion, lambda value: f"completion {say_share(value)}"),
    ]
    yield from _fill(
        "  last 7 days  ", ", ".join(filter(None, parts)) or "neither reach nor reactions", " " * 15
    )
    parts = [
        _tell(one.followers, lambda value: f"{say_count(value)} followers"),
        _tell(one.gained, lambda value: f"{say_count(value)} came"),
        _tell(one.lost, lambda value: f"{say_count(value)} left"),
        _tell(one.net, lambda value: f"net {value:+,}"),
        _tell(one.gross_churn, lambda value: f"gross churn {say_share(value)}"),
        _tell(one.net_churn, lambda value: f"net churn {say_share(value)}"),
    ]
    if any(parts):
        yield from _fill(" " * 15, ", ".join(filter(None, parts)), " " * 15)
    if one.unrated:
        yield f"{' ' * 15}{say_steps(one.unrated, one.step)} without an engagement rate: nobody reached, or something missing"
    if one.step > _COARSE:
        yield f"{' ' * 15}export by day: four weeks hold too few figures as coarse as these"
    for begins, ends in one.gaps[-_LINES:]:
        yield f"{' ' * 15}nothing between {say_day(begins)} and {say_day(ends)}"


def _write_finding(finding: Finding) -> Iterator[str]:
    name = NAMES[finding.kind]
    opened = [signal for signal in finding.signals if signal.is_open]
    for signal in finding.signals:
        if signal.is_open:
            yield f"  WARNING      {name}, since {say_day(signal.since)}, last on {say_day(signal.until)}"
            yield from _fill(" " * 15, signal.last.why + _say_posts(signal), " " * 15)
        elif signal.is_settled:
            yield f"  lasting      {name}, since {say_day(signal.since)}; what it led to is the usual now"
            yield from _fill(" " * 15, signal.last.why, " " * 15)
        else:
            yield f"  over         {name}, {say_day(signal.since)} to {say_day(signal.until)}"
            yield from _fill(" " * 15, signal.first.why + _say_posts(signal), " " * 15)
    if finding.now.state is State.ALARM or (opened and finding.now.state is State.QUIET):
        return
    word = "quiet" if finding.now.state is State.QUIET else "cannot tell"
    yield from _fill(f"  {word:<13}", f"{name}: {finding.now.why}", " " * 15)


def _say_posts(signal: Signal) -> str:
    """What was published meanwhile, with a space before it; nothing where that says nothing."""
    if not signal.posts or signal.kind is Kind.COMPLETION_DROP:
        return ""
    made = f"{signal.posts} posts, {signal.ai_posts or 'none'} of them made with AI"
    return f" From a week before it began until then: {made}."


def say_effect(effect: Effect) -> str:
    """One or two sentences."""
    counted = f"{effect.ai} of them beside {effect.others} others"
    if effect.change is None or effect.low is None or effect.high is None:
        what = (
            f"too few to say. {counted} can be compared (one platform, one format, the same four"
            f" weeks); it needs {NEEDED} of each."
        )
    else:
        span = f"between {_more(effect.low)} and {_more(effect.high)} fits what was seen ({CONFIDENCE:.0%} interval"
        span += f", {counted})"
        if effect.is_clear:
            what = (
                f"{_more(effect.change)} engagement than comparable ones; {span}. That goes together; it does not"
                " say what is the cause."
            )
        else:
            what = f"no difference from comparable ones that is more than chance; {span}."
    left = effect.left_out + effect.unknown
    if left:
        what += (
            f" Left out: {effect.left_out} with nothing comparable, {effect.unknown} without a rate or without"
            " a word on AI."
        )
    return what


def write_problems(sheet: Sheet[Bucket] | Sheet[Post]) -> Iterator[str]:
    """What of a file was not read, with line numbers; nothing if all was."""
    name = clean_excerpt(str(sheet.file), limit=_LONGEST)
    if sheet.bad:
        yield f"{name}: {sheet.bad_rows} of {sheet.rows} rows cannot be read and are left out"
    for why, lines in list(sheet.bad.items())[:_SORTS]:
        yield f"  {_say_lines(lines)}: {clean_excerpt(why, limit=_LONGEST)}"
    rest = list(sheet.bad.values())[_SORTS:]
    if rest:
        yield f"  {_say_lines(sorted(line for lines in rest for line in lines))}: other reasons; --json has them"
    if sheet.replaced:
        yield f"{name}: {_say_lines(sheet.replaced)}: again for the same time or post; the later one counts"
    if sheet.absent:
        yield f"{name}: no column for {', '.join(sheet.absent)}"
    if sheet.unused:
        names = clean_excerpt(", ".join(sheet.unused), limit=_LONGEST)
        yield f"{name}: columns that are not read: {names}"


def _say_lines(lines: Sequence[int]) -> str:
    shown = ", ".join(str(line) for line in lines[:_LINES])
    more = f" and {len(lines) - _LINES} more" if len(lines) > _LINES else ""
    return f"line{'s' * (len(lines) != 1)} {shown}{more}"


def _tell(value: N | None, say: Callable[[N], str]) -> str:
    """Nothing where the file does not tell it."""
    return "" if value is None else say(value)


def _more(change: float) -> str:
    return f"{say_share(abs(change))} {'more' if change > 0 else 'less'}"


def _rank(finding: Finding) -> tuple[bool, bool]:
    """Warnings first, then what cannot be told last."""
    is_open = any(signal.is_open for signal in finding.signals)
    return not is_open, finding.now.state is State.UNKNOWN


def _fill(first: str, text: str, other: str) -> Iterable[str]:
    # No line begins with a % sign: what holds together is no space to `textwrap`.
    lines = textwrap.wrap(
        text.replace(" %", "\u00a0%"),
        WIDTH,
        initial_indent=first,
        subsequent_indent=other,
        break_on_hyphens=False,
        break_long_words=False,
    )
    return [line.replace("\u00a0", " ") for line in lines]
