"""Scenarios: made-up streams of mentions with a known ending, for the demo, drills and back-tests.

A new scenario is one TOML file in this folder (`scenario.py` says what it may hold) and, if it tells a story
nobody told before, one phrase file with that `story` in each language's folder under `phrases/`. Brands, people
and events in it are invented, and every sentence is our own.
"""
