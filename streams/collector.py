"""Python's collector of reference cycles, in a process that takes pages for weeks."""

import gc
from typing import Final

OFTEN: Final = 20_000
"""Objects more than before, until the collector looks at what is new; Python's own default is 700, a page or two."""


def spare_collector() -> None:
    """Let the collector pass over what is there by now, and look at what is new less often.

    A page is hundreds of objects without a cycle. To look through them again and again, and through all that was
    imported, took a tenth of a busy worker's time. Call it once, when all that stays is loaded.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(OFTEN, 20, 50)
