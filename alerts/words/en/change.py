"""English: what records say is English already."""

from typing import Final

from alerts.words.change import Changes

CHANGES: Final = Changes()
