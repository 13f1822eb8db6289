"""Times as Meta writes them."""

from datetime import UTC, datetime

from connectors.errors import TransientError


def read_time(text: str) -> datetime:
    """Read `2025-03-22T18:20:04+0000`.

    Raises:
        TransientError: it is no time; the answer is not what Meta documents.
    """
    try:
        at = datetime.fromisoformat(text)
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as exc:
        raise TransientError("the Graph API names a time that is none") from exc
