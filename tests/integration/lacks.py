"""What a broker is known not to do, by check: each an `xfail(strict=True)` with the measured reason."""

from collections.abc import Mapping
from typing import Final

LACKS: Final[Mapping[tuple[str, str], str]] = {}
