"""What is seen of a drill's lane: as of any lane, and the curves for the report."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from deploy.backtest.curve import Curve, CurveDraft
from deploy.view import BrandView, LaneView
from streams.minute import Minute


@dataclass(slots=True)
class DrillView(LaneView):
    """One drill's lane."""

    drafts: dict[str, CurveDraft] = field(default_factory=dict)

    @classmethod
    def of_brands(cls, names: Iterable[str]) -> "DrillView":
        return cls({name: BrandView() for name in names})

    def take_minutes(self, minutes: Iterable[Minute]) -> None:
        kept = tuple(minutes)
        LaneView.take_minutes(self, kept)
        for minute in kept:
            self.drafts.setdefault(minute.brand, CurveDraft()).add(minute)

    def curves(self) -> dict[str, Curve]:
        drawn = {brand: draft.finish() for brand, draft in sorted(self.drafts.items())}
        return {brand: curve for brand, curve in drawn.items() if curve is not None and any(curve.mentions)}
