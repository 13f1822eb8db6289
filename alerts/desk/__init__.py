"""The desk: where people's presses in Slack come in, and become actions in Kafka."""
