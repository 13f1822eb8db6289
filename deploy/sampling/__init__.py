"""The daily ten: random mentions for a person to read, and what they think of the scores."""
