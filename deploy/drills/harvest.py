"""The harvest: what is read off a drill's lane and workers before they go."""

from prometheus_client.parser import text_string_to_metric_families

from alerts.action import Action
from connectors import broker
from connectors.errors import UnreadableError
from connectors.settings import Kafka, topic
from deploy.drills.lane import DrillLane


def count_delivered(metrics: str) -> int:
    """Notices that channels took, from a response worker's `/metrics`."""
    return int(
        sum(
            sample.value
            for family in text_string_to_metric_families(metrics)
            for sample in family.samples
            if sample.name == "crisis_notices_sent_total"
        )
    )


def read_actions(where: Kafka | str, lane: DrillLane) -> tuple[Action, ...]:
    """Everything people did in a drill's lane; what cannot be read is passed over."""
    actions: dict[str, Action] = {}
    with broker.translated(where, "drill"):
        reader = broker.open_reader(where)
        try:
            for _, value in broker.read_to_end(reader, topic(lane.name, "actions")):
                try:
                    action = Action.from_json(value or b"")
                except UnreadableError:
                    continue
                actions.setdefault(action.id, action)
        finally:
            reader.close()
    return tuple(actions.values())
