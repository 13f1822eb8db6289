"""Connectors bring what people say into Kafka."""
