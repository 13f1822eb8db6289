"""Sentiment: what a text feels, one scorer for each language."""
