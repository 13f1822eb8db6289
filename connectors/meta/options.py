"""What `[[connectors]]` says of a Facebook Page or an Instagram account."""

from datetime import timedelta
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from connectors.config import Duration
from connectors.receiver.own import OwnAccount
from connectors.secret import Variable
from connectors.settings import Name


def _check_sign(value: str) -> str:
    if not value.strip():
        raise ValueError("an empty sign would mark every reply")
    return value.strip()


class MetaOptions(OwnAccount):
    """Keys of both kinds: `secret_env` for the webhook, `token_env` for the sweep; at least one of them."""

    account: Annotated[str, Field(pattern=r"^\d{1,30}$")]
    """Id of the Page or of the Instagram account; a number."""
    secret_env: Variable | None = None
    """Holds the app secret, with which deliveries are signed."""
    verify_env: Variable | None = None
    """Holds the verify token of the app's webhook settings."""
    path: Name | None = None
    """Of the webhook, when accounts of one app share an address: /hooks/PATH. Left out: the connector's name."""
    token_env: Variable | None = None
    """Holds a Page or system-user token, with which is looked up what was not delivered."""
    version: Annotated[str, Field(pattern=r"^v\d{1,3}\.\d$")] = "v24.0"
    """Of the Graph API."""
    look_back: Annotated[Duration, Field(ge=timedelta(hours=1), le=timedelta(days=30))] = timedelta(days=7)
    """How old a post may be whose comments are swept."""
    settle: Duration = timedelta(minutes=1)
    """How late the Graph API may list a comment; the sweep's heartbeat stays that far behind."""
    bot_signs: tuple[Annotated[str, AfterValidator(_check_sign)], ...] = ()
    """With one of these a reply of the brand begins or ends when a machine wrote it; Meta itself does not say."""

    @model_validator(mode="after")
    def _check_ways(self) -> Self:
        if self.secret_env is None and self.token_env is None:
            raise ValueError("name `secret_env` for the webhook, `token_env` for the sweep, or both")
        if (self.secret_env is None) != (self.verify_env is None):
            raise ValueError("the webhook needs both `secret_env` and `verify_env`")
        return self

    @property
    def is_swept(self) -> bool:
        return self.token_env is not None

    @property
    def is_pushed(self) -> bool:
        """Whether deliveries come; then they are the clock, and the sweep only fills gaps."""
        return self.secret_env is not None

    @property
    def hook_path(self) -> str:
        return self.path or self.name


class FacebookOptions(MetaOptions):
    """`[[connectors]]` with `kind = "facebook"`: comments and visitors' posts on a Page."""


class InstagramOptions(MetaOptions):
    """`[[connectors]]` with `kind = "instagram"`: comments on the account's media, and its mentions."""

    handle: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.]{1,30}$")]
    """The account's own name: by it own replies are known where the platform gives no id."""
