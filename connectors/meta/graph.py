"""The Graph API: asked with the token in a header, never in an address, so that no log can hold it."""

import hmac
import re
from hashlib import sha256
from typing import Final, TypeVar
from urllib.parse import urlencode

import msgspec

from connectors.errors import TransientError, UnreadableError
from connectors.halves import mend_halves
from connectors.http import Http
from connectors.meta.faults import judge_graph, read_usage
from connectors.nulls import decode_told
from connectors.refusal import redact_url
from connectors.secret import Secret

HOST: Final = "https://graph.facebook.com"
_PATH: Final = re.compile(r"[0-9_]{1,100}(/[a-z_]{1,40})?")
T = TypeVar("T")


class _Cursors(msgspec.Struct):
    after: str | None = None


class Paging(msgspec.Struct):
    """Where the next page is. Its `next` holds the token and is only looked at, never followed."""

    cursors: _Cursors = msgspec.field(default_factory=_Cursors)
    next: str | None = None

    @property
    def after(self) -> str | None:
        """The cursor of the next page, if there is one."""
        return self.cursors.after if self.next else None


class Graph:
    """Asks for one account."""

    def __init__(self, http: Http, *, version: str, token: Secret, secret: str | None) -> None:
        self._http = http
        self._base = f"{HOST}/{version}/"
        self._headers = {"Authorization": f"Bearer {token.reveal()}", "Accept": "application/json"}
        # Apps may be set to demand it: proof that who holds the token also holds the app's secret.
        self._proof = (
            hmac.new(secret.encode(), token.reveal().encode(), sha256).hexdigest() if secret else None
        )

    async def get(self, path: str, contract: type[T], **parameters: str | int | None) -> T:
        """Ask for one object or one page.

        Raises:
            TransientError: throttled, or no answer that can be read; with `retry_after` when Meta names a time.
            GoneError: the object is not there.
            MisconfiguredError: the token or a permission.
            UnreadableError: this cannot be an id of theirs; it is not asked for.
        """
        if not _PATH.fullmatch(path):
            raise UnreadableError("an id that is none of Meta's")
        given = {name: value for name, value in parameters.items() if value is not None}
        if self._proof is not None:
            given["appsecret_proof"] = self._proof
        url = self._base + path + ("?" + urlencode(given) if given else "")
        answer = await self._http.get(url, headers=self._headers, judge=judge_graph, read_quota=read_usage)
        try:
            return decode_told(mend_halves(answer.body), contract)
        except UnreadableError as exc:
            raise TransientError(
                f"{redact_url(url)}: the answer is not what the Graph API documents"
            ) from exc
