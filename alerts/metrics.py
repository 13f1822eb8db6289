"""The alerts' metrics: the vocabulary of a response worker.

Names are `crisis_<noun>_<unit>`; labels come from enums and the configuration only. Dashboards and alert
rules may use nothing that is not here (a test reads both).
"""

from collections import Counter as Tally
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from alerts.digest import Cause
from alerts.errors import Failure
from alerts.incident import ONGOING, Incident, IncidentState, Milestone
from alerts.notice import PAGES, Notice, Reason
from alerts.outbox import Box, Stage
from alerts.targets import Standing
from streams.spike import Severity

_MINUTE: Final = 60
_SPANS: Final = tuple(
    minutes * _MINUTE for minutes in (1, 5, 15, 30, 59, 60, 120, 240, 480, 1440, 4320, 10080, 43200)
)
"""59 and 60 minutes apart: the target for the first human answer lies between them."""


class AlertMetrics:
    """One worker's metrics.

    Args:
        registry: where they are registered; a fresh one for each test.
        brands: of the configuration: their series exist from the start, so that a rate is 0, not absent.
        channels: names of the channels the worker may use, for the same reason.
        lane: a label on every series, so that a drill is never taken for the real thing.
    """

    def __init__(
        self, registry: CollectorRegistry, *, brands: Iterable[str], channels: Iterable[str], lane: str
    ) -> None:
        self._lane = lane
        self._channels = tuple(channels)
        self._brands = tuple(brands)

        def counter(name: str, text: str, *labels: str) -> Counter:
            return Counter(name, text, ("lane", *labels), registry=registry)

        def gauge(name: str, text: str, *labels: str) -> Gauge:
            return Gauge(name, text, ("lane", *labels), registry=registry)

        self.opened = counter("crisis_incidents_opened_total", "Incidents opened.", "brand", "severity")
        self.ongoing = gauge("crisis_open_incidents", "Incidents people work on.", "brand", "severity")
        self.unacknowledged = gauge(
            "crisis_unacknowledged_incidents", "Open incidents that nobody has.", "brand"
        )
        self.calls = counter("crisis_calls_total", "Calls of a person on call, by why.", "brand", "reason")
        self.milestones = Histogram(
            "crisis_incident_milestone_seconds",
            "Event time from the first page to each milestone; to `paged` itself from the onset.",
            ("lane", "severity", "milestone"),
            registry=registry,
            buckets=_SPANS,
        )
        self.recovery = Histogram(
            "crisis_incident_recovery_seconds",
            "Event time from the onset until every rise was back at the baseline.",
            ("lane", "brand"),
            registry=registry,
            buckets=_SPANS,
        )
        self.targets = counter(
            "crisis_incident_targets_total",
            "Milestones with a target, by how they ended.",
            "severity",
            "milestone",
            "standing",
        )
        self.actions_refused = counter("crisis_actions_refused_total", "Actions that had no effect.")
        self.sent = counter("crisis_notices_sent_total", "Notices delivered.", "channel", "reason")
        self.failed = counter(
            "crisis_notice_failures_total", "Attempts that were not confirmed.", "channel", "failure"
        )
        self.retried = counter("crisis_notice_retries_total", "Attempts after the first.", "channel")
        self.repeated = counter(
            "crisis_notice_repeats_total", "Messages marked as a perhaps second one.", "channel"
        )
        self.dropped = counter(
            "crisis_notices_dropped_total", "Undelivered ones given up for newer ones.", "channel"
        )
        self.undelivered = gauge(
            "crisis_undelivered_notices", "Notices waiting, under way or given up.", "channel", "stage"
        )
        self.delay = Histogram(
            "crisis_detected_to_delivered_seconds",
            "From detection to the first message, live only: a drill's time is not the clock's.",
            ("lane", "channel"),
            registry=registry,
            buckets=(1, 2, 5, 10, 30, 60, 120, 300, 900, 3600),
        )
        self.kept = counter(
            "crisis_notices_suppressed_total", "What people were not told, or not at once.", "brand", "cause"
        )
        self.dead_records = counter("crisis_dead_records_total", "Records that could not be read.")
        self._show_all()

    def _show_all(self) -> None:
        self.actions_refused.labels(self._lane)
        self.dead_records.labels(self._lane)
        self._show_life()
        for brand in self._brands:
            for cause in Cause:
                self.kept.labels(self._lane, brand, cause)
        for channel in self._channels:
            for reason in Reason:
                self.sent.labels(self._lane, channel, reason)
            for failure in Failure:
                self.failed.labels(self._lane, channel, failure)
            for stage in Stage:
                self.undelivered.labels(self._lane, channel, stage)
            for metric in (self.retried, self.repeated, self.dropped, self.delay):
                metric.labels(self._lane, channel)

    def _show_life(self) -> None:
        for severity in Severity:
            for milestone in Milestone:
                self.milestones.labels(self._lane, severity, milestone)
                for standing in (Standing.MET, Standing.BREACHED):
                    self.targets.labels(self._lane, severity, milestone, standing)
        for brand in self._brands:
            self.unacknowledged.labels(self._lane, brand)
            self.recovery.labels(self._lane, brand)
            for reason in PAGES:
                self.calls.labels(self._lane, brand, reason)
            for severity in Severity:
                self.opened.labels(self._lane, brand, severity)
                self.ongoing.labels(self._lane, brand, severity)

    def note_incident(self, before: Incident | None, incident: Incident) -> None:
        """Count what is new in an incident's next record; None is what came before its first."""
        lane, severity = self._lane, incident.severity
        if before is None:
            self.opened.labels(lane, incident.brand, severity).inc()
        known = before.watch.pages if before else ()
        for page in incident.watch.pages:
            if page not in known and page.reason in PAGES:
                self.calls.labels(lane, incident.brand, page.reason).inc()
        reached = before.reached if before else {}
        for milestone, at in incident.reached.items():
            if milestone in reached:
                continue
            start = incident.onset if milestone is Milestone.PAGED else incident.paged_at
            self.milestones.labels(lane, severity, milestone).observe(max((at - start).total_seconds(), 0.0))
            if milestone is Milestone.RECOVERED:
                seconds = (at - incident.onset).total_seconds()
                self.recovery.labels(lane, incident.brand).observe(max(seconds, 0.0))
            if milestone in incident.due and milestone not in incident.late:
                self.targets.labels(lane, severity, milestone, Standing.MET).inc()
        for milestone in incident.late:
            if milestone not in (before.late if before else ()):
                self.targets.labels(lane, severity, milestone, Standing.BREACHED).inc()

    def note_refusal(self) -> None:
        self.actions_refused.labels(self._lane).inc()

    def note_kept(self, brand: str, causes: Iterable[Cause]) -> None:
        for cause in causes:
            self.kept.labels(self._lane, brand, cause).inc()

    def note_dead(self) -> None:
        self.dead_records.labels(self._lane).inc()

    def note_sent(self, notice: Notice, now: datetime) -> None:
        self.sent.labels(self._lane, notice.channel, notice.reason).inc()
        incident = notice.incident
        if incident and notice.reason is Reason.OPENED and self._lane == "live":
            seconds = (now - incident.detected_at).total_seconds()
            self.delay.labels(self._lane, notice.channel).observe(max(seconds, 0.0))

    def note_attempt(self, channel: str, attempt: int, *, is_repeat: bool) -> None:
        if attempt > 1:
            self.retried.labels(self._lane, channel).inc()
        if is_repeat:
            self.repeated.labels(self._lane, channel).inc()

    def note_failure(self, channel: str, failure: Failure) -> None:
        self.failed.labels(self._lane, channel, failure).inc()

    def note_dropped(self, channel: str) -> None:
        self.dropped.labels(self._lane, channel).inc()

    def show_boxes(self, boxes: Iterable[Box]) -> None:
        """Count what is undelivered, from the state itself, so that a restart forgets nothing."""
        known = Tally((item.channel, item.stage) for box in boxes for item in box.undelivered)
        for channel in {*self._channels, *(channel for channel, _ in known)}:
            for stage in Stage:
                self.undelivered.labels(self._lane, channel, stage).set(known[channel, stage])

    def show_incidents(self, incidents: Iterable[Incident]) -> None:
        """Count what is open, from the state itself."""
        cases = [case for case in incidents if case.state in ONGOING]
        alone = Tally(case.brand for case in cases if case.state is IncidentState.OPEN)
        for brand in {*self._brands, *alone}:
            self.unacknowledged.labels(self._lane, brand).set(alone[brand])
        known = Tally((case.brand, case.severity) for case in cases)
        for brand in {*self._brands, *(brand for brand, _ in known)}:
            for severity in Severity:
                self.ongoing.labels(self._lane, brand, severity).set(known[brand, severity])
