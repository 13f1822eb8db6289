"""Backlash: whether a mention is against content because it is AI-made, and why."""
