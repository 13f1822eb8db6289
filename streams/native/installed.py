"""The compiled part as it is installed: none, one that fits, or one that other sources left behind."""

import warnings
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from streams.native.sources import digest_sources

if TYPE_CHECKING:
    from streams.native.teller import Teller

HERE: Final = Path(__file__).parent
_NAME: Final = "streams.native.teller"


class Native(NamedTuple):
    """What is compiled."""

    teller: "type[Teller[Any]]"
    fill: Callable[..., Any]


def load_native(folder: Path = HERE) -> Native | None:
    """The compiled part; None, for the pure code, where there is none or it was not built from what lies in `folder`.

    After a pull an editable install still has what was compiled before, whose rules are those of yesterday: a
    `RuntimeWarning` then says what to do. Raises nothing else.
    """
    try:
        from streams.native import teller  # noqa: PLC0415 - may be missing
    except Exception as exc:  # noqa: BLE001 - what was built from other sources may fail in any way
        if find_spec(_NAME) is None:
            return None
        fault = f"cannot be loaded ({exc})"
    else:
        lying = digest_sources(folder)
        if not lying or lying == getattr(teller, "BUILT_FROM", None):
            return Native(teller.Teller, teller.fill)
        fault = "was built from other sources than these"
    warnings.warn(
        f"The scorer's compiled part {fault}. It is left out: scores are right, and slower to come. "
        "Run `pip install -e .` again.",
        RuntimeWarning,
        stacklevel=2,
    )
    return None
