"""Faults: what Slack's refusals mean for the outbox."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from alerts.errors import DeliveryError, Failure, RefusedError, TransientError, UncertainError, UnwelcomeError

DEFAULT_REST: Final = timedelta(seconds=30)
"""After a 429 that names no time."""

_RATE: Final = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
_LATER: Final = frozenset({"service_unavailable", "team_added_to_org", "channel_creation_in_progress"})
_PERHAPS: Final = frozenset({"internal_error", "fatal_error", "request_timeout", "rollup_error"})
_MESSAGE: Final = frozenset(
    {
        "as_user_not_supported",
        "attachment_payload_limit_exceeded",
        "cant_update_message",
        "edit_window_closed",
        "invalid_arg_name",
        "invalid_arguments",
        "invalid_array_arg",
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_charset",
        "invalid_metadata_format",
        "invalid_metadata_schema",
        "invalid_payload",
        "metadata_must_be_sent_from_app",
        "metadata_too_large",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
        "too_many_attachments",
    }
)
_PARENT: Final = frozenset({"cannot_reply_to_message", "message_not_found", "thread_not_found"})
_CHANNEL: Final = frozenset(
    {
        "action_prohibited",
        "channel_is_archived",
        "channel_not_found",
        "is_archived",
        "is_inactive",
        "messages_tab_disabled",
        "not_in_channel",
        "posting_to_channel_denied",
        "posting_to_general_channel_denied",
        "restricted_action",
        "restricted_action_read_only_channel",
        "restricted_action_thread_locked",
    }
)
_AUTH: Final = frozenset(
    {
        "access_denied",
        "account_inactive",
        "ekm_access_denied",
        "enterprise_is_restricted",
        "invalid_auth",
        "invalid_token",
        "missing_scope",
        "no_active_hooks",
        "no_permission",
        "no_service",
        "no_team",
        "not_allowed_token_type",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "team_disabled",
        "token_expired",
        "token_revoked",
        "two_factor_setup_required",
    }
)
_SCOPES: Final = "check the token and its scopes: chat:write, and channels:history or groups:history"
_PLACE: Final = "check `to` in [[channels]], and invite the bot to the channel"
_MEANINGS: Final[tuple[tuple[frozenset[str], type[DeliveryError], Failure, str], ...]] = (
    (_LATER, TransientError, Failure.SERVER_ERROR, ""),
    (_PERHAPS, UncertainError, Failure.SERVER_ERROR, ""),
    (_MESSAGE, RefusedError, Failure.BAD_MESSAGE, ""),
    (_PARENT, RefusedError, Failure.NO_PARENT, ""),
    (_CHANNEL, UnwelcomeError, Failure.NO_CHANNEL, _PLACE),
    (_AUTH, UnwelcomeError, Failure.AUTH, _SCOPES),
)


def judge_error(error: str, headers: Mapping[str, str]) -> DeliveryError:
    """Say what one of Slack's error words means; an unknown word is retried, and shown."""
    if error in _RATE:
        return TransientError("Slack asks us to slow down", Failure.RATE_LIMITED, read_retry_after(headers))
    for errors, kind, failure, advice in _MEANINGS:
        if error in errors:
            return kind(f"Slack answered `{error}`" + (f": {advice}" if advice else ""), failure)
    return UnwelcomeError("Slack answered an error we do not know", Failure.STRANGE_REPLY)


def judge_status(status: int, headers: Mapping[str, str]) -> DeliveryError:
    """Say what an answer means that is not in Slack's own words."""
    said = f"HTTP {status} instead of Slack's answer"
    if status == 429:  # noqa: PLR2004 - Too Many Requests.
        return TransientError("Slack asks us to slow down", Failure.RATE_LIMITED, read_retry_after(headers))
    if status >= 500:  # noqa: PLR2004 - Slack's own trouble, perhaps after it had taken the message.
        return UncertainError(said, Failure.SERVER_ERROR)
    if status >= 400:  # noqa: PLR2004 - a proxy or a wrong address.
        return UnwelcomeError(f"{said}: check [slack] base_url and the proxy", Failure.STRANGE_REPLY)
    return UncertainError(said, Failure.STRANGE_REPLY)


def read_retry_after(headers: Mapping[str, str]) -> timedelta:
    """Read `Retry-After`; Slack sends whole seconds."""
    value = next((value for name, value in headers.items() if name.lower() == "retry-after"), "").strip()
    if value.isascii() and value.isdecimal() and len(value) <= 6:  # noqa: PLR2004 - more than ten days is a mistake.
        return timedelta(seconds=max(int(value), 1))
    return DEFAULT_REST
