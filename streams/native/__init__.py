"""The compiled part of the scorer, optional: says what the pure scorer says, bit for bit, and sooner."""
