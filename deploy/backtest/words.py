"""How figures are written, the same in the terminal and on the page."""

from collections.abc import Iterator
from datetime import timedelta

from alerts.figures import write_count
from deploy.backtest.finding import Found, Page
from deploy.backtest.result import Result, Total

HEADS = (
    "recording",
    "mentions",
    "days",
    "storms found",
    "delay",
    "pages",
    "precision",
    "false",
    "false a week",
)


def write_row(result: Result) -> tuple[str, ...]:
    """A result as a row under `HEADS`."""
    storms = result.storms
    return (
        result.recording,
        f"{result.mentions:,}",
        f"{(result.ends - result.begins).total_seconds() / 86_400:.1f}",
        "not known" if storms is None else f"{sum(one.is_found for one in storms)} of {len(storms)}",
        say_delay(result.delay),
        str(len(result.pages)),
        say_share(result.precision),
        "–" if result.false_pages is None else str(result.false_pages),
        say_rate(result.false_per_week),
    )


def write_total(total: Total) -> tuple[str, ...]:
    """All results together, as a row under `HEADS`."""
    mentions = sum(result.mentions for result in total.results)
    days = sum((result.ends - result.begins).total_seconds() for result in total.results) / 86_400
    return (
        "together",
        f"{mentions:,}",
        f"{days:.1f}",
        f"{total.found} of {total.storms}",
        say_delay(total.delay),
        str(total.pages),
        say_share(total.precision),
        str(total.false_pages),
        say_rate(total.false_per_week),
    )


def write_notes(result: Result) -> Iterator[str]:
    """What a row cannot say, one line each."""
    for found in result.storms or ():
        yield say_found(found)
    for page in result.pages:
        yield say_page(page)
    if result.unscored and result.mentions:
        share = result.unscored / result.mentions
        yield f"{result.unscored:,} mentions ({share:.0%}) are unscored: no scorer for their language"


def say_found(found: Found) -> str:
    storm = f"storm {found.storm.onset:%Y-%m-%d %H:%M} to {found.storm.end:%Y-%m-%d %H:%M}, {found.brand}"
    if found.stood:
        return f"✓ {storm}: an earlier page still stood when it began"
    if found.delay is None:
        return f"✗ {storm}: missed"
    return f"✓ {storm}: found after {say_delay(found.delay)}"


def say_page(page: Page) -> str:
    worth = {True: "true page", False: "false page", None: "page"}[page.is_true]
    return (
        f"{worth} {page.at:%Y-%m-%d %H:%M}, {page.brand}, {page.severity} {page.kind}:"
        f" {write_count(page.observed)} where {write_count(page.expected)} are expected, evidence {page.evidence:.3g}"
        f" of {page.threshold:.3g}, onset put at {page.onset:%m-%d %H:%M}"
    )


def say_delay(delay: timedelta | None) -> str:
    if delay is None:
        return "–"
    minutes = round(delay.total_seconds() / 60)
    if minutes < 120:  # noqa: PLR2004 - beyond two hours, minutes are not read as a duration.
        return f"{minutes} min"
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if hours < 48 else f"{hours / 24:.1f} days"  # noqa: PLR2004 - as above.


def say_share(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"


def say_rate(rate: float | None) -> str:
    return "–" if rate is None else f"{rate:.2f}"
