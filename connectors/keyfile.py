"""The file, or the environment variable, that holds the installation's author key."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Final

from connectors.author import AuthorKey
from connectors.errors import MisconfiguredError

VARIABLE: Final = "CRISIS_AUTHOR_KEY"
_FILE: Final = "author.key"
_SHORTEST: Final = 16


def load_author_key(environ: Mapping[str, str], directory: Path) -> AuthorKey:
    """Take the key from the environment, else from a file in the data directory, which is made if missing.

    Raises:
        MisconfiguredError: the key is too short or its file cannot be read or made.
    """
    text = environ.get(VARIABLE, "").strip()
    where = VARIABLE
    if not text:
        path = directory / _FILE
        where = str(path)
        try:
            text = _read_or_create(path)
        except OSError as exc:
            raise MisconfiguredError(f"{path}: {exc.strerror}; set {VARIABLE} instead") from exc
    if len(text) < _SHORTEST:
        raise MisconfiguredError(f"{where}: the author key needs at least {_SHORTEST} characters")
    return AuthorKey(blake2b(text.encode(), digest_size=32).digest())


def _read_or_create(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Written aside and linked, so that of two processes starting together both get the key of one.
    aside = path.with_name(f".{_FILE}.{secrets.token_hex(8)}")
    if not path.exists():
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32) + "\n")
        try:
            with suppress(FileExistsError):
                path.hardlink_to(aside)
        finally:
            aside.unlink()
    return path.read_text(encoding="utf-8").strip()
