"""The back-test: the real window and detector over history, without Kafka, as fast as it goes."""
