"""What a scorer says of a mention, made up."""

from typing import Any

from connectors.mention import Mention
from streams.reading import Label, Scored


def score_as(mention: Mention, label: Label = Label.NEUTRAL, *, line: int = 0, **told: Any) -> Scored:
    """Score a mention; `told` are further fields of `Scored`."""
    return Scored(
        line=line,
        identity=mention.identity,
        source=mention.source,
        platform=mention.platform,
        kind=mention.kind,
        published_at=mention.published_at,
        label=label,
        edited=mention.edited,
        deleted=mention.deleted,
        **told,
    )
