"""The receiver takes what platforms and partners push, and answers only when Kafka has it."""
