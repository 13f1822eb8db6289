"""What was found in an account's figures, written as a file for the node exporter: the command is soon over.

NaN is a figure that the file does not tell; 0 would be a lie.
"""

from math import nan
from pathlib import Path

from prometheus_client import CollectorRegistry, Gauge, write_to_textfile

from connectors.mention import Platform
from streams.account.effect import Effect
from streams.account.review import Review, Standing
from streams.account.signal import Finding, Kind, State

_ACCOUNT = ("brand", "platform")
_BOUNDS = ("estimate", "low", "high")


class AccountMetrics:
    """The last seven days of figures of each account, and what in all of them is a warning.

    Args:
        registry: where they are registered; a fresh one for each writing.
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        self._registry = registry

        def gauge(name: str, text: str, labels: tuple[str, ...] = _ACCOUNT) -> Gauge:
            return Gauge(f"crisis_account_{name}", text, labels, registry=registry)

        self.figures = {
            "reach": gauge("reach_people", "Reach of the median stretch of the last seven days."),
            "rate": gauge("engagement_ratio", "Weighted interactions / reach, as above."),
            "plain_rate": gauge("plain_engagement_ratio", "Interactions / reach, as above."),
            "completion": gauge("completion_ratio", "Video plays that went to the end, as above."),
            "followers": gauge("followers", "Followers at the end."),
            "gained": gauge("gained_followers", "Followers who came in the last seven days."),
            "lost": gauge("lost_followers", "Followers who left in the last seven days."),
            "net": gauge("net_followers", "Who came less who left in the last seven days."),
            "gross_churn": gauge("gross_churn_ratio", "Who left, as a share of the followers before."),
            "net_churn": gauge(
                "net_churn_ratio", "Who left less who came, as a share of the followers before."
            ),
        }
        self.end = gauge("end_seconds", "Begin of the last stretch with figures, in seconds since 1970.")
        signal = (*_ACCOUNT, "signal")
        self.warned = gauge("warned_signals", "1 if this warning holds at the end of the figures.", signal)
        self.unknown = gauge("unknown_signals", "1 if nothing can be said of it at the end.", signal)
        self.effect = gauge(
            "ai_effect_ratio",
            "Engagement of AI-made posts beside comparable others, less 1; `low` and `high` bound what fits.",
            ("brand", "bound"),
        )
        self.bad = gauge("bad_rows", "Rows that could not be read.", ("file",))
        for file in ("account", "posts"):
            self.bad.labels(file).set(0)

    def note(self, review: Review) -> None:
        for finding in review.findings:
            self.create_labels(finding.brand, finding.platform)
        for standing in review.standings:
            self._note_standing(standing)
        for finding in review.findings:
            self._note_finding(finding)
        for effect in review.effects:
            self._note_effect(effect)

    def note_bad(self, *, account: int, posts: int) -> None:
        self.bad.labels("account").set(account)
        self.bad.labels("posts").set(posts)

    def create_labels(self, brand: str, platform: Platform) -> None:
        """Every label set of an account, unknown."""
        for gauge in self.figures.values():
            gauge.labels(brand, platform).set(nan)
        for kind in Kind:
            self.warned.labels(brand, platform, kind).set(0)
            self.unknown.labels(brand, platform, kind).set(1)

    def write(self, path: Path) -> None:
        """Write the file at once, so that a scrape never finds half of it."""
        path.parent.mkdir(parents=True, exist_ok=True)
        write_to_textfile(str(path), self._registry)

    def _note_standing(self, standing: Standing) -> None:
        labels = (standing.brand, standing.platform)
        for name, gauge in self.figures.items():
            value = getattr(standing, name)
            gauge.labels(*labels).set(nan if value is None else value)
        self.end.labels(*labels).set(standing.ends.timestamp())

    def _note_finding(self, finding: Finding) -> None:
        labels = (finding.brand, finding.platform, finding.kind)
        self.warned.labels(*labels).set(any(signal.is_open for signal in finding.signals))
        self.unknown.labels(*labels).set(finding.now.state is State.UNKNOWN)

    def _note_effect(self, effect: Effect) -> None:
        for bound, value in zip(_BOUNDS, (effect.change, effect.low, effect.high), strict=True):
            self.effect.labels(effect.brand, bound).set(nan if value is None else value)
