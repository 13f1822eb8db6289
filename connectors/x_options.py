"""What `[[connectors]]` with `kind = "x"` may say."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field

from connectors.config import Duration
from connectors.secret import Variable
from connectors.settings import Connector


class XOptions(Connector):
    """`[[connectors]]` with `kind = "x"`."""

    paid: Literal[True]
    """Somebody has agreed to pay for every post that is read."""
    dollars_a_month: Annotated[float, Field(gt=0)]
    """Where it stops, until the first of the next month in UTC."""
    secret_env: Variable
    """The variable that holds the application's bearer token."""
    queries: Annotated[tuple[Annotated[str, Field(min_length=1, max_length=512)], ...], Field(min_length=1)]
    """In X's own words, such as `acme (ai OR robot) -is:retweet`; every post that one finds is paid for."""
    stream: bool = False
    """True: read posts as they are written, by X's filtered stream; the search then only fills gaps."""
    post_price: Annotated[float, Field(ge=0)] = 0.005
    """Dollars for a post, as of April 2026."""
    count_price: Annotated[float, Field(ge=0)] = 0.005
    """Dollars for asking how many posts there are."""
    lookback: Annotated[Duration, Field(le=timedelta(days=6))] = timedelta(hours=1)
    """Where the very first start begins."""
    settle: Annotated[Duration, Field(ge=timedelta(seconds=30))] = timedelta(minutes=1)
    """The search shows no post younger than half a minute; the heartbeat stays that far behind."""
    recheck_for: Duration = timedelta(days=2)
    """For how long what was sent is looked up again."""
    recheck_every: Duration = timedelta(hours=12)
    """X wants deletions honoured within 24 hours; looking up costs as much as reading."""
